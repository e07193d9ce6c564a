// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/files.h"
#include "commandline/interrupt.h"
#include "commandline/output.h"
#include "commands.h"

#include "model/greedy.h"
#include "files/safetensors.h"
#include "resources/localmodels.h"

#include <iostream>

namespace needlescope {

namespace {

struct TraceOptions
{
    ModelChoice model;
    std::string ids;
    std::string out;
    bool attentions = false;
    int greedy = 0;
    bool json = false;
};

template <typename T>
TensorView view(const char *dtype, std::vector<std::int64_t> shape, std::span<const T> values)
{
    return {dtype, std::move(shape), std::as_bytes(values)};
}

/// The prompt and @p count tokens that follow it, whatever they are.
std::vector<std::int64_t> continued(const Transformer &model, const std::vector<std::int32_t> &ids, int count, const std::stop_token &stop)
{
    std::vector<std::int64_t> all(ids.begin(), ids.end());
    if (count == 0)
        return all;
    const auto cache = model.prefill(std::span(ids).first(ids.size() - 1), {}, {stop, {}, {}});
    Branch branch(cache, {}, {});
    const std::array branches{&branch};
    const auto output = decodeGreedily(model, branches, std::span(ids).last(1), {count, {}, 0}, {stop, {}, {}}).front();
    all.insert(all.end(), output.ids.begin(), output.ids.end());
    return all;
}

int trace(const TraceOptions &options)
{
    const Interrupt interrupt;
    const auto ids = readIds(options.ids);
    if (ids.empty())
        throw EngineError("'{}' holds no ids; write a list of them.", options.ids);
    LoadOptions loading;
    loading.device = options.model.device;
    const auto model = Transformer::load(modelDirectory(options.model.name), loading, {interrupt.token(), {}, {}});
    const auto &info = model->info();
    const auto result = model->trace(ids, options.attentions);
    const auto greedy = continued(*model, ids, options.greedy, interrupt.token());

    const auto n = static_cast<std::int64_t>(ids.size());
    const std::span logits(result.logits.data(), static_cast<std::size_t>(result.logits.size()));
    std::map<std::string, TensorView> tensors{
        {"logits", view<float>("F32", {n, result.logits.cols()}, logits)},
        {"greedy_ids", view<std::int64_t>("I64", {static_cast<std::int64_t>(greedy.size())}, greedy)},
    };
    if (options.attentions)
        tensors.emplace("attentions", view<float>("F32", {info.nLayers, info.nHeads, n, n}, result.attentions));
    writeSafetensors(options.out, tensors);
    if (options.json)
        printJson({{"out", options.out}, {"tokens", n}, {"greedy_ids", greedy}});
    else
        std::cout << "Wrote " << options.out << ".\n";
    return 0;
}

} // namespace

void addTrace(Program &program)
{
    auto *command = program.app.add_subcommand("trace", "Logits and attentions of token ids, as safetensors");
    const auto options = std::make_shared<TraceOptions>();
    addModelOption(*command, options->model);
    command->add_option("--ids", options->ids, "JSON file with the token ids")->required();
    command->add_option("--out", options->out, "File to write: logits (n, vocabulary), greedy_ids (n + N)")->required();
    command->add_flag("--attentions", options->attentions, "Write attentions (layers, heads, n, n) too");
    command->add_option("--greedy", options->greedy, "Tokens to decode greedily after the ids")->check(CLI::NonNegativeNumber);
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return trace(*options); }; });
}

} // namespace needlescope
