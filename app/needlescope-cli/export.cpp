// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/scores.h"
#include "commands.h"

#include "archive/maphub.h"

#include <iostream>
#include <memory>

namespace needlescope {

namespace {

struct ExportOptions
{
    std::string map;
    std::string form = "headkv";
    std::string out;
    std::vector<int> window{4, 64};
};

int exportMap(const ExportOptions &options)
{
    const ImportedMap imported = readMap(runPathOrFile(options.map));
    for (const Sentence &note : imported.notes)
        std::cerr << note.text() << '\n';
    if (options.form == "duo")
        writeDuoAttention(options.out, imported.map, options.window.at(0), options.window.at(1));
    else
        writeHeadKv(options.out, imported.map);
    return 0;
}

} // namespace

void addExport(Program &program)
{
    auto *command = program.app.add_subcommand("export", "Write a map of heads in a form that others read");
    const auto options = std::make_shared<ExportOptions>();
    command->add_option("MAP", options->map, "Run or score file")->required();
    command->add_option("OUT", options->out, "File to write")->required();
    command
        ->add_option(
            "--form", options->form, "headkv: JSON as the paper's and HeadKV's; duo: DuoAttention's TSV, with config.json beside it")
        ->check(CLI::IsMember({"headkv", "duo"}))
        ->capture_default_str();
    command->add_option("--window", options->window, "Sink and recent tokens for DuoAttention's config.json")->delimiter(',')->expected(2);
    command->callback([&program, options] { program.action = [options] { return exportMap(*options); }; });
}

} // namespace needlescope
