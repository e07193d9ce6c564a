// SPDX-License-Identifier: GPL-3.0-or-later
#include "page.h"
#include "writing.h"

#include "api/engineerror.h"
#include "api/json.h"
#include "language/language.h"
#include "manual/manual.h"

#include <QApplication>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace {

using namespace needlescope;

struct Options
{
    std::string run;
    std::vector<std::string> maps;
    std::string folder;
    std::string out;
    std::string language = "en";
    int top = 20;
    bool json = false;
    bool quiet = false;
};

void tell(const std::vector<std::filesystem::path> &files, const Options &options)
{
    auto names = nlohmann::json::array();
    for (const auto &file : files)
        names.push_back(file.string());
    if (options.json)
        std::cout << nlohmann::json{{"files", names}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    for (const auto &name : names) {
        if (!options.json && !options.quiet)
            std::cout << name.get<std::string>() << '\n';
    }
}

int carryOut(const Options &options)
{
    if (options.language != "en")
        speak(QString::fromStdString(options.language));
    if (!options.folder.empty())
        tell({writePage(options.folder)}, options);
    else
        tell(writeFigures(options.maps.empty() ? figuresOfRun(options.run) : figuresOfMaps(options.maps, options.top), options.out),
            options);
    return 0;
}

void addOutput(CLI::App &command, Options &options)
{
    command.add_option("--out", options.out, "Folder to write to")->required();
    std::vector<std::string> codes;
    for (const Language &language : languages())
        codes.push_back(language.code.toStdString());
    command.add_option("--language", options.language, "Language of what the figures say")
        ->check(CLI::IsMember(codes))
        ->capture_default_str();
    command.add_flag("--json", options.json, "Print the files' names as JSON");
    command.add_flag("--quiet", options.quiet, "Print no names");
}

/// Where there is no login session Qt complains of a missing runtime directory, which nothing here needs.
void dropComplaints(QtMsgType, const QMessageLogContext &, const QString &message)
{
    if (!message.startsWith(QLatin1String("QStandardPaths:")))
        std::cerr << message.toStdString() << '\n';
}

} // namespace

int main(int argc, char **argv)
{
    qInstallMessageHandler(dropComplaints);
    // Fonts and QCustomPlot need an application; there may be no display.
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);

    Options options;
    CLI::App app("Draws the figures of Needlescope's runs", "needlescope-figures");
    app.set_version_flag("--version", "Needlescope " NEEDLESCOPE_VERSION);
    app.footer("needlescope-figures RUN --out DIR, or one of:");
    addManual(app);
    auto *compare = app.add_subcommand("compare", "Several maps beside each other");
    compare->add_option("MAP", options.maps, "Runs or score files, two or more")->required();
    compare->add_option("--top", options.top, "K of the overlap")->capture_default_str();
    addOutput(*compare, options);
    auto *page = app.add_subcommand("page", "The page of a reproduction");
    page->add_option("DIR", options.folder, "Its folder, with claims.json")->required();
    auto *run = app.add_subcommand("run", "The figures of a run; the word may be left out");
    run->add_option("RUN", options.run, "Run file of any study")->required();
    addOutput(*run, options);
    app.require_subcommand(1);

    std::vector<std::string> words(argv + 1, argv + argc);
    const bool named = !words.empty() && (words[0] == "compare" || words[0] == "page" || words[0] == "run" || words[0].starts_with("-"));
    if (!words.empty() && !named)
        words.insert(words.begin(), "run");
    std::reverse(words.begin(), words.end()); // as CLI11 takes them
    try {
        app.parse(words);
        return carryOut(options);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception &error) {
        std::cerr << "needlescope-figures: " << error.what() << '\n';
        return 1;
    }
}
