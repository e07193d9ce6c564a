// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace needlescope {

/// How the engine is started: a program that speaks `api/message.h` over its stdin and stdout.
struct EngineCommand
{
    QString program;
    QStringList arguments;

    QString toString() const;
    /// Whether it sees the files that the window sees: not where it runs through ssh or in a container.
    bool isHere() const;
};

/// Reads a command line as a shell would, for example `ssh cluster needlescope-cli serve`.
EngineCommand engineCommandFromLine(const QString &line);

/// The environment variable NEEDLESCOPE_ENGINE (a command line), else `needlescope-cli serve` beside this executable, else in PATH.
EngineCommand defaultEngineCommand();

} // namespace needlescope
