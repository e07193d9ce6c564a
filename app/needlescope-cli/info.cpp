// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/output.h"
#include "commands.h"

#include "model/memory.h"
#include "model/transformer.h"
#include "resources/localmodels.h"

#include <iostream>

namespace needlescope {

namespace {

struct InfoOptions
{
    ModelChoice model;
    int context = 0;
    bool json = false;
};

nlohmann::json toJson(const ModelInfo &model, int context)
{
    const auto cache = model.kvBytesPerToken * context;
    return {{"name", model.name}, {"directory", model.directory}, {"architecture", model.architecture}, {"layers", model.nLayers},
        {"heads", model.nHeads}, {"layers_without_heads", model.headlessLayers}, {"kv_heads", model.nKvHeads}, {"d_model", model.dModel},
        {"d_head", model.dHead}, {"vocabulary", model.vocabularySize}, {"dtype", model.dtype}, {"context", model.contextLength},
        {"parameters", model.parameters}, {"stop_ids", model.stopIds}, {"hash", model.hash},
        {"memory",
            {{"context", context}, {"weights", model.weightBytes}, {"kv_cache", cache}, {"total", model.weightBytes + cache},
                {"free", availableMemory() ? nlohmann::json(*availableMemory()) : nlohmann::json()}}}};
}

std::string besideWhatIsFree(std::int64_t needed)
{
    const auto available = availableMemory();
    if (!available)
        return {};
    return (needed <= *available ? "; it fits into the " : "; it does not fit into the ") + bytesText(*available) + " that are free";
}

void printText(const ModelInfo &model, int context)
{
    const auto cache = model.kvBytesPerToken * context;
    std::cout << model.name << ": " << model.architecture << ", " << model.parameters << " parameters in " << model.dtype << '\n'
              << model.nLayers << " layers of " << model.nHeads << " heads (" << model.nKvHeads << " KV heads, " << model.dHead
              << " dimensions each), model dimension " << model.dModel << '\n';
    if (!model.headlessLayers.empty())
        std::cout << model.headlessLayers.size() << " of the layers keep a state and have no heads\n";
    std::cout << "vocabulary " << model.vocabularySize << ", context " << model.contextLength << " tokens\n"
              << "memory for a context of " << context << " tokens: " << bytesText(model.weightBytes + cache) << " (weights "
              << bytesText(model.weightBytes) << ", keys and values " << bytesText(cache) << ")"
              << besideWhatIsFree(model.weightBytes + cache) << '\n'
              << "hash " << model.hash << '\n';
}

int info(const InfoOptions &options)
{
    LoadOptions asking;
    asking.device = options.model.device;
    asking.checkMemory = false;
    const auto model = Transformer::load(modelDirectory(options.model.name), asking);
    const int context = options.context > 0 ? options.context : model->info().contextLength;
    if (options.json)
        printJson(toJson(model->info(), context));
    else
        printText(model->info(), context);
    return 0;
}

} // namespace

void addInfo(Program &program)
{
    auto *command = program.app.add_subcommand("info", "What a model is, and the memory that it needs");
    const auto options = std::make_shared<InfoOptions>();
    addModelOption(*command, options->model);
    command->add_option("--context", options->context, "Tokens to plan memory for (default: the model's context)")
        ->check(CLI::PositiveNumber);
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return info(*options); }; });
}

} // namespace needlescope
