// SPDX-License-Identifier: GPL-3.0-or-later
// A checkpoint that fills most of the memory.
#include "machine.h"
#include "rows.h"

#include "model/greedy.h"
#include "text/tokenizer.h"

#include <array>
#include <cstdio>

namespace needlescope {

namespace {

constexpr double memoryBytes = 24e9;
constexpr double openingBytes = 256e6; ///< far less than the weights, more than what the libraries and the tokenizer need
constexpr std::size_t largePrompt = 128;
constexpr int largeAnswer = 4;

} // namespace

std::vector<Row> openLarge(const Bench &bench)
{
    const BenchModel which = bench.instead({{"llama-2-7b", "bf16"}}).front();
    const auto directory = bench.models.directoryOf(which);
    forgetFiles(directory);
    ResidentMemory::forgetPeak();
    const std::int64_t before = ResidentMemory::measure().now;
    std::shared_ptr<const Transformer> model;
    std::shared_ptr<const Tokenizer> tokenizer;
    Row opening = atMost("open-7b", secondsOf([&] {
        model = Transformer::load(directory);
        tokenizer = Tokenizer::load(directory);
    }),
        "s", 2);
    const std::int64_t opened = ResidentMemory::measure().now - before;
    opening.note = which.name() + " and its tokenizer, files not in memory before";

    const auto ids = randomIds(model->info(), largePrompt);
    std::shared_ptr<const PromptCache> prompt;
    const double prefillSeconds = secondsOf([&] { prompt = model->prefill(std::span(ids).first(ids.size() - 1)); });
    Branch branch(prompt, {}, {});
    const std::array branches{&branch};
    const double decodeSeconds = secondsOf([&] { decodeGreedily(*model, branches, std::span(ids).last(1), {largeAnswer, {}}); });
    const std::int64_t peak = ResidentMemory::measure().peak;
    Row resident = atMost("open-7b (resident then)", static_cast<double>(opened) / 1e6, "MB", openingBytes / 1e6);
    Row running = atMost("open-7b (peak of prefill and decode)", static_cast<double>(peak) / 1e9, "GB", memoryBytes / 1e9);
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), "%zu tokens read in %.1f s, first reading of the file; decoded %.2f tokens/s", largePrompt,
        prefillSeconds, largeAnswer / decodeSeconds);
    running.note = text.data();
    bench.models.finishedWith(which);
    return {opening, resident, running};
}

} // namespace needlescope
