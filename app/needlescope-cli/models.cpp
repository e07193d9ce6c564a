// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/output.h"
#include "commands.h"

#include "service/catalog.h"

#include <algorithm>
#include <iomanip>
#include <iostream>

namespace needlescope {

namespace {

void printText(const std::vector<CatalogModel> &models)
{
    std::size_t width = 0;
    for (const auto &model : models)
        width = std::max(width, model.name.size());
    for (const auto &model : models)
        std::cout << std::left << std::setw(static_cast<int>(width) + 2) << model.name << std::setw(20) << nameOf(model.state)
                  << model.directory << '\n';
}

int listModels(bool json)
{
    const auto models = modelCatalog();
    if (json)
        printJson({{"models", models}});
    else
        printText(models);
    return 0;
}

} // namespace

void addModels(Program &program)
{
    auto *command = program.app.add_subcommand("models", "The models that can be called by name: shipped, and in the Hugging Face cache");
    const auto json = std::make_shared<bool>(false);
    addJsonOption(*command, *json);
    command->callback([&program, json] { program.action = [json] { return listModels(*json); }; });
}

} // namespace needlescope
