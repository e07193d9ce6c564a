// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/output.h"
#include "commands.h"

#include "resources/runfolder.h"
#include "service/runs.h"

#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace needlescope {

namespace {

int listAll(bool json)
{
    const auto runs = listRuns();
    if (json) {
        printJson({{"folder", runFolder().string()}, {"runs", runs}});
        return 0;
    }
    std::cout << fmt::format("{:<44} {:<11} {:<18} {:>12}  {}\n", "run", "study", "model", "samples", "made");
    for (const RunInfo &run : runs)
        std::cout << fmt::format("{:<44} {:<11} {:<18} {:>5} of {:>4}  {}\n", run.name, nameOf(run.kind), run.modelName, run.nSamples,
            run.nPlanned, run.created);
    return 0;
}

} // namespace

void addRuns(Program &program)
{
    auto *command = program.app.add_subcommand("runs", "The runs in this machine's folder of runs, and the shipped ones");
    const auto json = std::make_shared<bool>(false);
    addJsonOption(*command, *json);
    command->callback([&program, json] { program.action = [json] { return listAll(*json); }; });
}

} // namespace needlescope
