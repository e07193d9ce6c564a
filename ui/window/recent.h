// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace needlescope {

/// What was opened lately, the latest first, remembered between starts.
class Recent
{
public:
    enum class Kind { Model, Run, Session };

    static QStringList of(Kind kind);
    static void note(Kind kind, const QString &name);
};

} // namespace needlescope
