// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "windowuser.h"

namespace needlescope {

/// Somebody who hears the window instead of seeing it.
class TestAccessible : public QObject, private WindowUser
{
    Q_OBJECT

private slots:
    void initTestCase() { settle(QStringLiteral("tst_accessible")); }
    void init();
    void cleanupTestCase() { leave(); }
    void everyPageIsNamed_data();
    void everyPageIsNamed();
    void dialogsAreNamed_data();
    void dialogsAreNamed();
    void mapTellsTheHeadThatTheKeyboardIsAt();
    void stripTellsTheStep();
};

} // namespace needlescope
