// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineclient/enginecommand.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>

namespace needlescope {

namespace {

const QString engineName = QStringLiteral("needlescope-cli");

} // namespace

QString EngineCommand::toString() const
{
    return (QStringList(program) + arguments).join(QLatin1Char(' '));
}

bool EngineCommand::isHere() const
{
    return QFileInfo(program).fileName() == engineName;
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
    const QFileInfo sibling(QCoreApplication::applicationDirPath() + QLatin1Char('/') + engineName);
    return {sibling.isExecutable() ? sibling.absoluteFilePath() : engineName, {QStringLiteral("serve")}};
}

} // namespace needlescope
