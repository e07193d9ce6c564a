// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineclient/enginecommand.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>

namespace needlescope {

namespace {

const QString engineName = QStringLiteral("needlescope-cli");
const QString opening = QStringLiteral("needlescope-frames-follow");

/// As one word of any shell.
QString quoted(QString word)
{
    return QLatin1Char('\'') + word.replace(QLatin1Char('\''), QLatin1String("'\\''")) + QLatin1Char('\'');
}

QString programThere(const QString &program)
{
    if (program.isEmpty())
        return engineName;
    return program.startsWith(QLatin1String("~/")) ? QStringLiteral("\"$HOME\"") + quoted(program.mid(1)) : quoted(program);
}

/// For a login shell of any kind, and by it for sh. sh stays, so that a signal that ends the engine arrives here as an exit code.
QString commandThere(const QString &program)
{
    return QStringLiteral("exec sh -c ")
        + quoted(QStringLiteral("PATH=\"$PATH:$HOME/.local/bin\"; OMP_WAIT_POLICY=\"${OMP_WAIT_POLICY:-PASSIVE}\"; export PATH "
                                "OMP_WAIT_POLICY; echo %1; %2 serve; exit $?")
                     .arg(opening, programThere(program)));
}

/// Whether ssh can ask for a password or a new host's key: with a program of the desktop, never on a terminal that may be behind a window.
bool canBeAsked()
{
    return !qEnvironmentVariableIsEmpty("SSH_ASKPASS")
        && (!qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"));
}

} // namespace

QString EngineCommand::toString() const
{
    return (QStringList(program) + arguments).join(QLatin1Char(' '));
}

bool EngineCommand::isHere() const
{
    return QFileInfo(program).fileName() == engineName;
}

EngineCommand remoteEngine(const SshAddress &address)
{
    // -a, -x and ClearAllForwardings: nothing of this machine is lent to the other one.
    QStringList arguments{QStringLiteral("-T"), QStringLiteral("-a"), QStringLiteral("-x")};
    for (const char *option : {"ClearAllForwardings=yes", "Compression=yes", "ConnectTimeout=15", "LogLevel=ERROR", "RemoteCommand=none",
             "ServerAliveCountMax=3", "ServerAliveInterval=5"})
        arguments << QStringLiteral("-o") << QLatin1String(option);
    arguments << QStringLiteral("-o") << (canBeAsked() ? QStringLiteral("BatchMode=no") : QStringLiteral("BatchMode=yes"));
    if (address.port > 0)
        arguments << QStringLiteral("-p") << QString::number(address.port);
    if (!address.user.isEmpty())
        arguments << QStringLiteral("-l") << address.user;
    arguments << QStringLiteral("--") << address.host << commandThere(address.program);
    return {QStringLiteral("ssh"), arguments, address.toString(), address.machine(), opening.toLatin1() + '\n'};
}

EngineCommand engineCommandFromLine(const QString &line)
{
    if (SshAddress::isOne(line))
        return remoteEngine(SshAddress::parse(line));
    QStringList words = QProcess::splitCommand(line);
    if (words.isEmpty())
        return {};
    const QString program = words.takeFirst();
    return {program, words};
}

EngineCommand defaultEngineCommand()
{
    const QString wanted = qEnvironmentVariable("NEEDLESCOPE_ENGINE");
    return wanted.isEmpty() ? localEngine() : engineCommandFromLine(wanted);
}

EngineCommand localEngine()
{
    const QFileInfo sibling(QCoreApplication::applicationDirPath() + QLatin1Char('/') + engineName);
    return {sibling.isExecutable() ? sibling.absoluteFilePath() : engineName, {QStringLiteral("serve")}};
}

} // namespace needlescope
