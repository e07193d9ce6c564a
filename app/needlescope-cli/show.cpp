// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/output.h"
#include "commandline/scores.h"
#include "commands.h"
#include "summarytext.h"

#include "service/runs.h"

#include <iostream>
#include <memory>

namespace needlescope {

namespace {

struct ShowOptions
{
    std::string file;
    bool json = false;
};

/// In words, as the terminal has them.
nlohmann::json toJson(const OpenedRun &opened)
{
    nlohmann::json json{{"summary", opened.summary}, {"notes", nlohmann::json::array()}};
    json["summary"]["certainty"] = opened.summary.certainty.text();
    for (const Sentence &note : opened.notes)
        json["notes"].push_back(note.text());
    return json;
}

int show(const ShowOptions &options)
{
    const OpenedRun opened = openRun(std::filesystem::absolute(runPathOrFile(options.file)).string());
    for (const Sentence &note : opened.notes)
        std::cerr << note.text() << '\n';
    if (options.json)
        printJson(toJson(opened));
    else
        std::cout << summaryText(opened.summary);
    return 0;
}

} // namespace

void addShow(Program &program)
{
    auto *command = program.app.add_subcommand("show", "What a run says, or a map of heads in any form that others publish");
    const auto options = std::make_shared<ShowOptions>();
    command->add_option("FILE", options->file, "Run or score file, or a name that 'runs' lists")->required();
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return show(*options); }; });
}

} // namespace needlescope
