// SPDX-License-Identifier: GPL-3.0-or-later
// Many masks of one prompt, decoded together and one after the other.
#include "machine.h"
#include "rows.h"

#include "api/engineerror.h"
#include "model/greedy.h"

#include <algorithm>
#include <array>

namespace needlescope {

namespace {

constexpr int nWhatIfs = 100;
constexpr int sharedPrompt = 2048;

/// Single heads, spread over the model.
std::vector<Branch> whatIfs(const std::shared_ptr<const PromptCache> &prompt, const ModelInfo &model)
{
    std::vector<Branch> branches;
    for (int i = 0; i < nWhatIfs; ++i) {
        const int head = static_cast<int>(std::int64_t(i) * model.nLayers * model.nHeads / nWhatIfs);
        branches.emplace_back(prompt, maskOf({{head / model.nHeads, head % model.nHeads}}), benchNeedle);
    }
    return branches;
}

std::vector<GreedyOutput> decodeAll(const Transformer &model, std::span<Branch> branches, std::int32_t first)
{
    std::vector<Branch *> pointers;
    for (Branch &branch : branches)
        pointers.push_back(&branch);
    return decodeGreedily(model, pointers, std::vector(branches.size(), first), {answerTokens, {}});
}

Row whatIfRow(const Bench &bench, const BenchModel &which)
{
    const auto model = bench.models.load(which);
    const auto ids = randomIds(model->info(), std::max(2, std::min(sharedPrompt, model->info().contextLength - answerTokens)));
    const auto prompt = model->prefill(std::span(ids).first(ids.size() - 1));

    std::vector<Branch> together = whatIfs(prompt, model->info());
    std::vector<GreedyOutput> outputs;
    const double secondsTogether = secondsOf([&] { outputs = decodeAll(*model, together, ids.back()); });

    std::vector<Branch> alone = whatIfs(prompt, model->info());
    const int every = bench.quick ? 10 : 1; // one after the other takes a minute and more
    double secondsAlone = 0;
    for (std::size_t i = 0; i < alone.size(); i += static_cast<std::size_t>(every)) {
        std::vector<GreedyOutput> output;
        secondsAlone += secondsOf([&] { output = decodeAll(*model, std::span(alone).subspan(i, 1), ids.back()); });
        const bool equal = output[0].ids == outputs[i].ids && output[0].logProbabilities == outputs[i].logProbabilities
            && alone[i].summaries().weight == together[i].summaries().weight;
        if (!equal)
            throw EngineError("The what-if " + std::to_string(i) + " of " + which.name()
                + " decoded with the others differs from the same one decoded alone; this is a defect of Needlescope.");
    }
    const double tokens = double(nWhatIfs) * answerTokens;
    Row row = atLeast(which.name(), tokens / secondsTogether, "tokens/s", tokens / (secondsAlone * every), 10);
    row.note = std::to_string(nWhatIfs) + " masks of a prompt of " + std::to_string(ids.size()) + " tokens, equal results";
    return row;
}

} // namespace

std::vector<Row> whatIfsBatched(const Bench &bench)
{
    std::vector<Row> rows;
    for (const BenchModel &model : bench.instead({{"llama-134m", "bf16", {}}, {"llama-134m", "f32", {}}}))
        rows.push_back(whatIfRow(bench, model));
    return withWorst("what-ifs-batched", std::move(rows));
}

} // namespace needlescope
