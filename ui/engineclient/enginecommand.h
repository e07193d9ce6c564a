// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engineclient/sshaddress.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace needlescope {

/// How the engine is started: a program that speaks `api/message.h` over its stdin and stdout.
struct EngineCommand
{
    QString program;
    QStringList arguments;
    QString address{}; ///< as SshAddress, of an engine on another machine; empty: it is none, or nobody knows
    QString machine{}; ///< for people: which one that is
    QByteArray opening{}; ///< what is printed right before the first frame; empty: nothing. What a shell prints before is skipped

    QString toString() const;
    /// Whether it sees the files that the window sees: not where it runs through ssh or in a container.
    bool isHere() const;
    /// Whether it is an engine of SshAddress.
    bool isRemote() const { return !address.isEmpty(); }
};

/// Through the system's ssh with its configuration, keys and agents. Where nobody can be asked for a password, none is asked for.
EngineCommand remoteEngine(const SshAddress &address);

/// Reads a command line as a shell would, for example `ssh cluster needlescope-cli serve`, or an SshAddress. Throws EngineError.
EngineCommand engineCommandFromLine(const QString &line);

/// The environment variable NEEDLESCOPE_ENGINE (as engineCommandFromLine()), else that of this machine. Throws EngineError.
EngineCommand defaultEngineCommand();

/// `needlescope-cli serve` beside this executable, else in PATH.
EngineCommand localEngine();

} // namespace needlescope
