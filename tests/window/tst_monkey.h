// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "windowuser.h"

namespace needlescope {

/// Somebody without any sense at the real window with the real engine. A few seconds; NEEDLESCOPE_MONKEY_MINUTES says how many minutes,
/// NEEDLESCOPE_MONKEY_SEED which, and with NEEDLESCOPE_MONKEY_TELLS each act is told.
class TestMonkey : public QObject, private WindowUser
{
    Q_OBJECT

public slots:
    void openNothing(const QUrl & /*url*/) { } ///< where a link leads

private slots:
    void initTestCase();
    void cleanupTestCase();
    void nothingBreaks_data();
    void nothingBreaks();

private:
    QStringList files() const;
};

} // namespace needlescope
