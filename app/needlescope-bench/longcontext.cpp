// SPDX-License-Identifier: GPL-3.0-or-later
// A prompt of 32K tokens: its memory, and the attention rows of its answer.
#include "commandline/output.h"
#include "machine.h"
#include "rows.h"

#include "model/memory.h"

#include <algorithm>
#include <array>

namespace needlescope {

namespace {

constexpr int longPrompt = 32768;
constexpr double roomBytes = 512e6; ///< beside weights, keys and values

Row attentionRows(const Bench &bench, const Transformer &model, const Branch &branch)
{
    const ModelInfo &info = model.info();
    std::vector<Task> tasks;
    tasks.reserve(static_cast<std::size_t>(info.nLayers));
    for (int layer = 0; layer < info.nLayers; ++layer)
        tasks.emplace_back([&, layer] { model.attentionRow(branch, 0, {layer, layer * 5 % info.nHeads}); });
    double slowest = 0;
    for (const Times &times : interleaved(bench.repeats(31), tasks))
        slowest = std::max(slowest, times.median);
    Row row = atMost("attention-row", 1e3 * slowest, "ms", 5);
    row.note = info.name + ", " + std::to_string(branch.prompt().size() + 1) + " keys, the slowest layer's median";
    return row;
}

} // namespace

std::vector<Row> longContext(const Bench &bench)
{
    const auto directory = bench.models.directoryOf(bench.instead({{"llama-134m", "bf16"}}).front());
    ResidentMemory::forgetPeak();
    const std::int64_t before = ResidentMemory::measure().now;
    const auto model = Transformer::load(directory);
    const ModelInfo &info = model->info();
    const auto ids = randomIds(info, std::clamp(info.contextLength - 1, 1, longPrompt));
    std::shared_ptr<const PromptCache> prompt;
    ProgressLine line;
    const double seconds = secondsOf([&] {
        prompt = model->prefill(ids, {}, {{}, [&line](const Progress &progress) { line.show(progress); }, {}});
    });
    const std::int64_t grown = ResidentMemory::measure().peak - before;

    const std::int64_t cache = info.kvBytesPerToken * prompt->size();
    Row memory = atMost("memory-32k", static_cast<double>(grown - info.weightBytes - cache) / 1e6, "MB", roomBytes / 1e6);
    if (memory.value <= 0) // less than all weights are touched
        memory.ratio = INFINITY;
    memory.note = info.name + ", " + std::to_string(prompt->size()) + " tokens in " + std::to_string(static_cast<int>(seconds))
        + " s: what a peak of " + spelledBytes(grown) + " has beyond weights (" + spelledBytes(info.weightBytes) + ") and keys and values ("
        + spelledBytes(cache) + ")";

    Branch branch(prompt, {}, {});
    const std::array branches{&branch};
    model->step(branches, std::span(ids).first(1));
    return {attentionRows(bench, *model, branch), memory};
}

} // namespace needlescope
