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

std::string headsText(const CatalogModel &model)
{
    return model.nLayers > 0 && model.nHeads > 0 ? std::to_string(model.nLayers) + " x " + std::to_string(model.nHeads) : std::string();
}

void printText(const std::vector<CatalogModel> &models)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto &model : models)
        rows.push_back({model.name, std::string(nameOf(model.state)), model.family, headsText(model), bytesText(model.weightBytes),
            std::string(nameOf(model.origin)), model.directory});
    std::vector<std::size_t> widths;
    for (const auto &row : rows) {
        widths.resize(row.size());
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    }
    for (const auto &row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i)
            std::cout << std::left << std::setw(static_cast<int>(widths[i]) + 2) << row[i];
        std::cout << row.back() << '\n';
    }
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
    auto *command = program.app.add_subcommand(
        "models", "The models that can be called by name: shipped, your own, and those of Hugging Face's cache, LM Studio and Ollama");
    const auto json = std::make_shared<bool>(false);
    addJsonOption(*command, *json);
    command->callback([&program, json] { program.action = [json] { return listModels(*json); }; });
}

} // namespace needlescope
