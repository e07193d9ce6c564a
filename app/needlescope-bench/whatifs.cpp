// SPDX-License-Identifier: GPL-3.0-or-later
// Many masks of one prompt, decoded together and one after the other.
#include "machine.h"
#include "rows.h"

#include "api/engineerror.h"
#include "measures/headchoice.h"
#include "model/greedy.h"
#include "model/memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

namespace needlescope {

namespace {

constexpr int nWhatIfs = 100;
constexpr int sharedPrompt = 2048;

/// Every head alone, or as many as are measured, spread over the model.
std::vector<Intervention> singleHeads(const ModelInfo &model)
{
    std::vector<Intervention> masks;
    for (int i = 0; i < nWhatIfs; ++i) {
        const int head = static_cast<int>(std::int64_t(i) * model.nLayers * model.nHeads / nWhatIfs);
        masks.push_back(maskOf({{head / model.nHeads, head % model.nHeads}}));
    }
    return masks;
}

/// The top K heads of a made-up ranking for every K, and K random ones of the others.
std::vector<Intervention> maskingCurve(const ModelInfo &model)
{
    std::vector<HeadId> all;
    all.reserve(static_cast<std::size_t>(model.nLayers) * static_cast<std::size_t>(model.nHeads));
    for (int head = 0; head < model.nLayers * model.nHeads; ++head)
        all.push_back({head / model.nHeads, head % model.nHeads});
    const std::vector<HeadId> ranked = drawHeads(all, static_cast<int>(all.size()), 1);
    const int most = std::min(nWhatIfs / 2, static_cast<int>(ranked.size() / 2));
    std::vector<Intervention> masks;
    for (int i = 0; i < nWhatIfs / 2; ++i) {
        const int k = i % most + 1;
        masks.push_back(maskOf({ranked.begin(), ranked.begin() + k}));
        masks.push_back(maskOf(drawHeads({ranked.begin() + k, ranked.end()}, k, static_cast<std::uint64_t>(i))));
    }
    return masks;
}

struct WhatIfs
{
    std::string name;
    std::vector<Intervention> (*masks)(const ModelInfo &model);
};

struct Decoded
{
    std::vector<Branch> branches;
    std::vector<GreedyOutput> outputs;
    double seconds = 0;
    std::int64_t estimatedBytes = 0;
    std::int64_t grownBytes = 0; ///< at the peak
};

Decoded decode(
    const Transformer &model, const std::shared_ptr<const PromptCache> &prompt, std::span<const Intervention> masks, std::int32_t first)
{
    Decoded decoded;
    std::vector<Branch *> pointers;
    decoded.branches.reserve(masks.size());
    for (const Intervention &mask : masks)
        pointers.push_back(&decoded.branches.emplace_back(prompt, mask, benchNeedle));
    decoded.estimatedBytes = model.bytesOfStep(pointers);
    ResidentMemory::forgetPeak();
    const std::int64_t before = ResidentMemory::measure().now;
    decoded.seconds = secondsOf([&] {
        decoded.outputs = decodeGreedily(model, pointers, std::vector(masks.size(), first), {answerTokens, {}, 0});
    });
    decoded.grownBytes = ResidentMemory::measure().peak - before;
    return decoded;
}

void refuseUnequal(const Decoded &together, std::size_t i, const Decoded &alone, const std::string &name)
{
    const bool equal = alone.outputs[0].ids == together.outputs[i].ids
        && alone.outputs[0].logProbabilities == together.outputs[i].logProbabilities
        && alone.branches[0].summaries().weight == together.branches[i].summaries().weight;
    if (!equal)
        throw EngineError(
            "The what-if {} of {} decoded with the others differs from the same one decoded alone; this is a defect of Needlescope.", i,
            name);
}

std::size_t differentAnswers(std::span<const GreedyOutput> outputs)
{
    std::set<std::vector<std::int32_t>> answers;
    for (const GreedyOutput &output : outputs)
        answers.insert(output.ids);
    return answers.size();
}

/// What the products with weights of @p tokens are.
double flopsOfProducts(const ModelInfo &model, double tokens)
{
    return 2 * tokens * (workOf(model).parametersOfLayers + double(model.vocabularySize) * model.dModel);
}

/// FLOP/s of this machine's sgemm.
double speedOfSgemm()
{
    PlainProduct product(1e12);
    return product.flops() / interleaved(3, {[&] { product(); }}).front().best;
}

double meanOf(std::span<const double> numbers)
{
    return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

/// What all what-ifs take together, against what they take one by one. Together they are decoded before, among and after the others, so
/// that what disturbs the machine meets both.
Row whatIfRow(const Bench &bench, const BenchModel &which, const WhatIfs &whatIfs, double sgemm)
{
    const auto model = bench.models.load(which);
    const auto ids = randomIds(model->info(), std::max(2, std::min(sharedPrompt, model->info().contextLength - answerTokens)));
    const auto prompt = model->prefill(std::span(ids).first(ids.size() - 1));
    const std::vector<Intervention> masks = whatIfs.masks(model->info());
    const std::string name = which.name() + ", " + whatIfs.name;

    const Decoded together = decode(*model, prompt, masks, ids.back());
    const std::size_t every = bench.quick ? 10 : 1;
    std::vector<double> secondsTogether{together.seconds};
    std::vector<double> secondsAlone;
    for (std::size_t i = 0; i < masks.size(); i += every) {
        const Decoded alone = decode(*model, prompt, std::span(masks).subspan(i, 1), ids.back());
        secondsAlone.push_back(alone.seconds);
        refuseUnequal(together, i, alone, name);
        if (i + every == masks.size() / 2 || i + every == masks.size())
            secondsTogether.push_back(decode(*model, prompt, masks, ids.back()).seconds);
    }

    const double eachAlone = meanOf(secondsAlone);
    const double shortest = std::ranges::min(secondsAlone);
    const double bound = nWhatIfs * shortest * sgemm / flopsOfProducts(model->info(), double{nWhatIfs} * answerTokens);
    Row row = atLeast(name, nWhatIfs * answerTokens / meanOf(secondsTogether), "tokens/s", answerTokens / eachAlone, 10);
    row.note = std::to_string(nWhatIfs) + " masks of a prompt of " + std::to_string(ids.size()) + " tokens give "
        + std::to_string(differentAnswers(together.outputs)) + " different answers; "
        + (every == 1 ? "each" : "every " + std::to_string(every) + "th (--quick)") + " decoded alone too, with equal results; "
        + fmt::format("with the shortest runs of both the ratio is {:.1f}; ", nWhatIfs * shortest / std::ranges::min(secondsTogether))
        + "at the speed of sgemm the products alone would give " + fmt::format("{:.1f}", bound)
        + " where all answers differ; memory grew by " + spelledBytes(together.grownBytes) + ", estimated for answers "
        + spelledBytes(together.estimatedBytes);
    return row;
}

} // namespace

std::vector<Row> whatIfsBatched(const Bench &bench)
{
    const std::array kinds{WhatIfs{"single heads", singleHeads}, WhatIfs{"masking curve", maskingCurve}};
    const double sgemm = speedOfSgemm();
    std::vector<Row> rows;
    const BenchModel narrow{"llama-134m", "bf16"};
    for (const BenchModel &model : bench.instead({narrow, narrow.rounded(), {"llama-134m", "f32"}})) {
        for (const WhatIfs &whatIfs : kinds)
            rows.push_back(whatIfRow(bench, model, whatIfs, sgemm));
    }
    return withWorst("what-ifs-batched", std::move(rows));
}

} // namespace needlescope
