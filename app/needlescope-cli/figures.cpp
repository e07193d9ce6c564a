// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "output.h"

#include "figures/runfigures.h"

#include <iostream>

namespace needlescope {

namespace {

struct FiguresOptions
{
    std::string run;
    std::string out;
    bool json = false;
};

int figures(const FiguresOptions &options)
{
    auto names = nlohmann::json::array();
    for (const auto &file : writeRunFigures(options.run, options.out))
        names.push_back(file.string());
    if (options.json) {
        printJson({{"files", names}});
        return 0;
    }
    for (const auto &name : names)
        std::cout << name.get<std::string>() << '\n';
    return 0;
}

} // namespace

void addFigures(Program &program)
{
    auto *command = program.app.add_subcommand("figures", "Head map and score distribution of a run, as SVG, PDF, PNG and CSV");
    const auto options = std::make_shared<FiguresOptions>();
    command->add_option("RUN", options->run, "Run file of a detection")->required();
    command->add_option("--out", options->out, "Folder to write to")->required();
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return figures(*options); }; });
}

} // namespace needlescope
