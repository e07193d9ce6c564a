// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QDir>
#include <QFile>
#include <QProcess>

namespace needlescope {

Result run(const QStringList &arguments, const QByteArray &input, const QProcessEnvironment &environment)
{
    return runProgram(QStringLiteral(NEEDLESCOPE_CLI), arguments, input, environment);
}

Result runProgram(const QString &program, const QStringList &arguments, const QByteArray &input, const QProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(60000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
        process.readAllStandardError()};
}

void linkDemo(const QString &path)
{
    const QDir demo(QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/models/demo"));
    QDir().mkpath(path);
    for (const QString &name : demo.entryList(QDir::Files)) {
        if (name != QLatin1String("tokenizer_config.json"))
            QFile::link(demo.filePath(name), QDir(path).filePath(name));
    }
}

} // namespace needlescope
