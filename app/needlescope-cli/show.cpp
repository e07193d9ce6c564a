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

int show(const ShowOptions &options)
{
    const OpenedRun opened = openRun(runPathOrFile(options.file).string());
    for (const std::string &note : opened.notes)
        std::cerr << note << '\n';
    if (options.json)
        printJson({{"summary", opened.summary}, {"notes", opened.notes}});
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
