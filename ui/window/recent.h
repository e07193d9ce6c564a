// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace needlescope {

/// The key under which is kept what @p key says of the engine with the address @p machine; empty: this computer's.
QString settingOf(const QString &key, const QString &machine);

/// What was opened lately, the latest first, remembered between starts.
class Recent
{
public:
    enum class Kind { Model, Run, Session, Machine };

    /// @p machine: the address of the engine that knows models and runs; empty: this one's.
    static QStringList of(Kind kind, const QString &machine = {});
    static void note(Kind kind, const QString &name, const QString &machine = {});
};

} // namespace needlescope
