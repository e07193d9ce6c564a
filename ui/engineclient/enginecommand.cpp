// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineclient/enginecommand.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>

namespace needlescope {

QString EngineCommand::toString() const
{
    return (QStringList(program) + arguments).join(QLatin1Char(' '));
}

EngineCommand engineCommandFromLine(const QString &line)
{
    QStringList words = QProcess::splitCommand(line);
    if (words.isEmpty())
        return {};
    const QString program = words.takeFirst();
    return {program, words};
}

EngineCommand defaultEngineCommand()
{
    const QString wanted = qEnvironmentVariable("NEEDLESCOPE_ENGINE");
    if (!wanted.isEmpty())
        return engineCommandFromLine(wanted);
    const QString name = QStringLiteral("needlescope-cli");
    const QFileInfo sibling(QCoreApplication::applicationDirPath() + QLatin1Char('/') + name);
    return {sibling.isExecutable() ? sibling.absoluteFilePath() : name, {QStringLiteral("serve")}};
}

} // namespace needlescope
