// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/engineerror.h"
#include "manual/manual.h"
#include "resources/resources.h"
#include "session/session.h"
#include "window/dropping.h"
#include "window/firstframe.h"
#include "window/mainwindow.h"
#include "window/preferences.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

using namespace needlescope;

namespace {

struct Options
{
    std::string model; ///< or any file that the window opens, or another machine; empty: the start page
    std::string run; ///< empty: the engine's best detection of the model
    std::string engine; ///< empty: this machine's
};

std::string said(const char *text)
{
    return QCoreApplication::translate("main", text).toStdString();
}

/// What can be said without a window, too: help, version, and wrong options.
class CommandLine
{
public:
    CommandLine()
        : m_app(said(QT_TRANSLATE_NOOP("main", "A desktop microscope for retrieval heads.")), "needlescope")
    {
        m_app.set_version_flag("-v,--version", "Needlescope " NEEDLESCOPE_VERSION);
        m_app.add_option("MODEL", m_options.model,
            said(QT_TRANSLATE_NOOP("main",
                "A model's directory, a GGUF file, the name of a model, a run, a score file, a text, a saved session, or another "
                "machine with or without a model, ssh://[user@]host[:port][/MODEL] (default: the start page).")));
        m_app
            .add_option("--run", m_options.run,
                said(QT_TRANSLATE_NOOP("main", "Show the run or the map of heads in <file>, which is one of the engine's runs or a path.")))
            ->type_name("<file>");
        m_app
            .add_option("--engine", m_options.engine,
                said(QT_TRANSLATE_NOOP("main", "Start the engine with <command>, or on another machine, ssh://[user@]host[:port].")))
            ->type_name("<command>");
        addManual(m_app);
    }

    /// The code to exit with, or none.
    std::optional<int> parse(int argc, char **argv)
    {
        try {
            m_app.parse(argc, argv);
            return std::nullopt;
        } catch (const CLI::ParseError &error) {
            return m_app.exit(error) == 0 ? 0 : 2;
        }
    }

    Options &options() { return m_options; }

private:
    Options m_options;
    CLI::App m_app;
};

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

int runWithoutDisplay(int argc, char **argv)
{
    if (const auto code = CommandLine().parse(argc, argv))
        return *code;
    std::fputs("There is no display: DISPLAY and WAYLAND_DISPLAY are not set. Start needlescope from a desktop, or use needlescope-cli.\n",
        stderr);
    return 1;
}

/// To the engine a plain name is one of its own runs; what lies here under that name comes first.
QString pathOfRun(const QString &run, bool engineHere)
{
    const QFileInfo file(run);
    const bool isHere = file.exists() || QFileInfo::exists(file.dir().filePath(file.completeBaseName() + QLatin1String(".shards")));
    return engineHere && isHere ? file.absoluteFilePath() : run;
}

/// An address of a machine names the engine, and the model there. Throws EngineError.
EngineCommand engineOf(Options &options)
{
    const QString place = QString::fromStdString(options.model);
    if (options.engine.empty() && SshAddress::isOne(place))
        options.engine = std::exchange(options.model, {});
    const QString engine = QString::fromStdString(options.engine);
    if (options.model.empty() && SshAddress::isOne(engine))
        options.model = SshAddress::parse(engine).model.toStdString();
    return engine.isEmpty() ? defaultEngineCommand() : engineCommandFromLine(engine);
}

void begin(Session &session, MainWindow &window, const Options &options)
{
    const QString model = QString::fromStdString(options.model);
    QString run = QString::fromStdString(options.run);
    if (model.endsWith(QLatin1String(".nscope")))
        return window.openSession(model);
    if (run.isEmpty() && session.isEngineHere() && QFileInfo(model).isFile()) {
        session.startEngine();
        window.showStartPage(true);
        return window.openDropped(QFileInfo(model).absoluteFilePath());
    }
    const bool isRun = model.endsWith(QLatin1String(".needle")) || isFolderOfShards(model);
    if (isRun && run.isEmpty())
        run = model;
    if (!run.isEmpty())
        run = pathOfRun(run, session.isEngineHere());
    if (model.isEmpty() || isRun) {
        session.startEngine();
        if (run.isEmpty())
            return window.showStartPage(true);
    } else {
        session.openModel(model);
    }
    if (!run.isEmpty())
        session.openMap(run);
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

    CommandLine line;
    if (const auto code = line.parse(argc, argv))
        return *code;
    Options &options = line.options();
    EngineCommand engine;
    try {
        engine = engineOf(options);
    } catch (const EngineError &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    const Library library(resourcesDirectory());

    const Preferences preferences = Preferences::load(engine.address);
    const QString problem = preferences.apply();
    Session session(engine, library);
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
