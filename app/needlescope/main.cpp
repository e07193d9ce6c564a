// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"
#include "session/session.h"
#include "window/firstframe.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QStandardPaths>

using namespace needlescope;

namespace {

struct Options
{
    QString model;
    QString run;
    EngineCommand engine;
    bool engineIsHere; ///< it can write where the window can
};

void prepare(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QCoreApplication::translate("main", "A desktop microscope for retrieval heads."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("model"),
        QCoreApplication::translate("main", "A model's directory, or the name of a shipped model (default: demo)."),
        QStringLiteral("[MODEL]"));
    parser.addOption(
        {QStringLiteral("run"), QCoreApplication::translate("main", "Show the finished detection in <file>."), QStringLiteral("file")});
    parser.addOption({QStringLiteral("engine"),
        QCoreApplication::translate("main", "Start the engine with <command>, for example \"ssh HOST needlescope-cli serve\"."),
        QStringLiteral("command")});
}

Options readOptions(const QCommandLineParser &parser, const Library &library)
{
    Options options;
    options.model = parser.positionalArguments().value(0, QStringLiteral("demo"));
    options.run = parser.isSet(QStringLiteral("run")) ? parser.value(QStringLiteral("run")) : library.runOf(options.model);
    const QString line = parser.value(QStringLiteral("engine"));
    options.engineIsHere = line.isEmpty() && !qEnvironmentVariableIsSet("NEEDLESCOPE_ENGINE");
    options.engine = line.isEmpty() ? defaultEngineCommand() : engineCommandFromLine(line);
    return options;
}

void begin(Session &session, const Options &options)
{
    session.openModel(options.model); // the engine loads while the window is built
    if (!options.run.isEmpty())
        session.openRun(options.run);
    session.askFirst();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("Needlescope"));
    QApplication::setApplicationName(QStringLiteral("needlescope"));
    QApplication::setApplicationDisplayName(QStringLiteral("Needlescope"));
    QApplication::setApplicationVersion(QStringLiteral(NEEDLESCOPE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.needlescope.Needlescope"));

    QCommandLineParser parser;
    prepare(parser);
    parser.process(application);
    const Library library(resourcesDirectory());
    const Options options = readOptions(parser, library);

    Session session(options.engine, library);
    const QString runFolder
        = options.engineIsHere ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/runs") : QString();
    MainWindow window(&session, runFolder);
    if (qEnvironmentVariableIsSet("NEEDLESCOPE_TIME_FIRST_FRAME"))
        reportFirstFrame(&window);
    begin(session, options);
    window.show();
    return QApplication::exec();
}
