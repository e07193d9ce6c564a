// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"
#include "session/session.h"
#include "window/firstframe.h"
#include "window/mainwindow.h"
#include "window/preferences.h"

#include <QApplication>
#include <QCommandLineParser>

#include <algorithm>
#include <cstdio>
#include <span>
#include <string_view>

using namespace needlescope;

namespace {

struct Options
{
    QString model; ///< or session; empty: the start page
    QString run; ///< empty: the engine's best detection of the model
    EngineCommand engine;
};

void prepare(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QCoreApplication::translate("main", "A desktop microscope for retrieval heads."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("model"),
        QCoreApplication::translate(
            "main", "A model's directory, a GGUF file, the name of a model, or a saved session (default: the start page)."),
        QStringLiteral("[MODEL]"));
    parser.addOption({QStringLiteral("run"),
        QCoreApplication::translate("main", "Show the run or the map of heads in <file>, which is one of the engine's runs or a path."),
        QStringLiteral("file")});
    parser.addOption({QStringLiteral("engine"),
        QCoreApplication::translate("main", "Start the engine with <command>, for example \"ssh HOST needlescope-cli serve\"."),
        QStringLiteral("command")});
}

void setNames()
{
    QCoreApplication::setOrganizationName(QStringLiteral("Needlescope"));
    QCoreApplication::setApplicationName(QStringLiteral("needlescope"));
    QCoreApplication::setApplicationVersion(QStringLiteral(NEEDLESCOPE_VERSION));
}

/// Qt ends the program where it finds no display.
bool hasDisplay(std::span<char *const> arguments)
{
    const auto choosesDisplay = [](std::string_view argument) {
        argument.remove_prefix(argument.starts_with("--") ? 1 : 0); // to Qt one dash is as good as two
        return argument == "-platform" || argument == "-display";
    };
    return std::any_of(arguments.begin(), arguments.end(), choosesDisplay) || qEnvironmentVariableIsSet("QT_QPA_PLATFORM")
        || !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

/// What can be said without a window: help, version, wrong options, and that there is no display.
int runWithoutDisplay(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    setNames();
    QCommandLineParser parser;
    prepare(parser);
    parser.process(application);
    std::fputs("There is no display: DISPLAY and WAYLAND_DISPLAY are not set. Start needlescope from a desktop, or use needlescope-cli.\n",
        stderr);
    return 1;
}

Options readOptions(const QCommandLineParser &parser)
{
    Options options;
    options.model = parser.positionalArguments().value(0);
    options.run = parser.value(QStringLiteral("run"));
    const QString line = parser.value(QStringLiteral("engine"));
    options.engine = line.isEmpty() ? defaultEngineCommand() : engineCommandFromLine(line);
    return options;
}

void begin(Session &session, MainWindow &window, const Options &options)
{
    if (options.model.endsWith(QLatin1String(".nscope")))
        return window.openSession(options.model);
    if (options.model.isEmpty()) {
        session.startEngine();
        if (options.run.isEmpty())
            return window.showStartPage(true);
    } else {
        session.openModel(options.model);
    }
    if (!options.run.isEmpty())
        session.openMap(options.run);
    session.askFirst();
}

} // namespace

int main(int argc, char **argv)
{
    if (!hasDisplay({argv, static_cast<std::size_t>(argc)}))
        return runWithoutDisplay(argc, argv);
    QApplication application(argc, argv);
    setNames();
    QApplication::setApplicationDisplayName(QStringLiteral("Needlescope"));
    QApplication::setDesktopFileName(QStringLiteral("org.needlescope.Needlescope"));

    QCommandLineParser parser;
    prepare(parser);
    parser.process(application);
    const Library library(resourcesDirectory());
    const Options options = readOptions(parser);

    const Preferences preferences = Preferences::load();
    const QString problem = preferences.apply();
    Session session(options.engine, library);
    session.setDevice(preferences.device);
    MainWindow window(&session);
    if (qEnvironmentVariableIsSet("NEEDLESCOPE_TIME_FIRST_FRAME"))
        reportFirstFrame(&window);
    begin(session, window, options);
    if (!problem.isEmpty())
        window.warn(problem);
    window.show();
    return QApplication::exec();
}
