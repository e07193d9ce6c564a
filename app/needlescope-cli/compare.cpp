// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/output.h"
#include "commandline/scores.h"
#include "commands.h"
#include "figures.h"

#include "archive/maphub.h"
#include "measures/compare.h"

#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace needlescope {

namespace {

struct CompareOptions
{
    std::vector<std::string> maps;
    int top = 20;
    std::string out;
    bool json = false;
};

void printMatrix(const char *title, const MapComparison &comparison, const std::vector<std::vector<double>> &matrix)
{
    std::cout << '\n' << title << '\n';
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        std::cout << fmt::format("  {:<28}", comparison.names[i]);
        for (const double value : matrix[i])
            std::cout << fmt::format(" {:>7.3f}", value);
        std::cout << '\n';
    }
}

void printText(const MapComparison &comparison)
{
    std::cout << fmt::format("{:<30} {:>8} {:>8} {:>8} {:>8}\n", "share of heads with a score of", "0", "0-0.1", "0.1-0.5", ">=0.5");
    for (std::size_t i = 0; i < comparison.names.size(); ++i) {
        const auto &bins = comparison.bins[i];
        std::cout << fmt::format("  {:<28} {:>7.2f}% {:>7.2f}% {:>7.2f}% {:>7.2f}%\n", comparison.names[i], 100 * bins[0], 100 * bins[1],
            100 * bins[2], 100 * bins[3]);
    }
    printMatrix("Pearson", comparison, comparison.pearson);
    printMatrix("Spearman", comparison, comparison.spearman);
    printMatrix(fmt::format("Share of the top {} (-1: other sizes)", comparison.topK).c_str(), comparison, comparison.overlap);
    for (const Sentence &note : comparison.notes)
        std::cerr << note.text() << '\n';
}

/// Notes as the user reads them.
nlohmann::json toJson(const MapComparison &comparison)
{
    nlohmann::json json = comparison;
    json["notes"] = nlohmann::json::array();
    for (const Sentence &note : comparison.notes)
        json["notes"].push_back(note.text());
    return json;
}

int compare(const CompareOptions &options)
{
    std::vector<ScoreMap> maps;
    std::vector<std::string> arguments{"compare"};
    for (const std::string &name : options.maps) {
        const auto path = runPathOrFile(name);
        ImportedMap imported = readMap(path);
        for (const Sentence &note : imported.notes)
            std::cerr << path.string() << ": " << note.text() << '\n';
        maps.push_back(std::move(imported.map));
        arguments.push_back(path.string());
    }
    const MapComparison comparison = compareMaps(maps, options.top);
    if (options.json)
        printJson(toJson(comparison));
    else
        printText(comparison);
    if (options.out.empty())
        return 0;
    arguments.insert(arguments.end(), {"--top", std::to_string(options.top), "--out", options.out});
    return runFigures(arguments);
}

} // namespace

void addCompare(Program &program)
{
    auto *command = program.app.add_subcommand(
        "compare", "Maps of heads beside each other: shares, correlations, overlap of the top K (figures 3, 5, 6)");
    const auto options = std::make_shared<CompareOptions>();
    command->add_option("MAP", options->maps, "Runs or score files, two or more")->required();
    command->add_option("--top", options->top, "K of the overlap")->check(CLI::PositiveNumber)->capture_default_str();
    command->add_option("--out", options->out, "Folder to write the figure to");
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return compare(*options); }; });
}

} // namespace needlescope
