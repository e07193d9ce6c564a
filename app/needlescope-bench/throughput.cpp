// SPDX-License-Identifier: GPL-3.0-or-later
// Prefill against plain products, decoding against the memory's bandwidth, capture against no capture.
#include "machine.h"
#include "rows.h"

#include "model/greedy.h"

#include <array>
#include <cstdio>

namespace needlescope {

namespace {

constexpr int prefillTokens = 512;
constexpr double decodeBytes = 8e9; ///< about what one measurement of decoding reads
constexpr int shortContext = 128; ///< before the decoded ones: short, so that mostly weights are read

std::vector<BenchModel> oneShapeInAllTypes()
{
    std::vector<BenchModel> models;
    for (const char *dtype : {"bf16", "f32", "Q8_0", "Q4_1", "Q4_K"})
        models.push_back({"llama-134m", dtype});
    return models;
}

int tokensWithin(const ModelInfo &model, int wanted)
{
    return std::max(2, std::min(wanted, model.contextLength - answerTokens));
}

/// The ratio is of the shortest times; the other one tells how much the machine was disturbed.
void noteTimes(Row &row, const std::string &text, const std::vector<Times> &times, int repeats)
{
    const double medians = row.ratio * times[0].best / times[0].median * times[1].median / times[1].best;
    std::array<char, 64> numbers{};
    std::snprintf(numbers.data(), numbers.size(), "best of %d; ratio of the medians %.2f", repeats, medians);
    row.note = text + "; " + numbers.data();
}

std::string tokensPerSecond(double tokens, const Times &times)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.1f tokens/s", tokens / times.best);
    return text.data();
}

Row prefillRow(const Bench &bench, const BenchModel &which)
{
    const auto model = bench.models.load(which);
    const auto ids = randomIds(model->info(), tokensWithin(model->info(), prefillTokens));
    const double flops = prefillFlops(model->info(), static_cast<double>(ids.size()));
    PlainProduct product(flops);
    const int repeats = bench.repeats(15);
    const auto times = interleaved(repeats, {[&] { model->prefill(ids); }, [&] { product(); }});
    Row row = atLeast(which.name(), flops / times[0].best / 1e9, "GFLOP/s", product.flops() / times[1].best / 1e9, 0.9);
    noteTimes(row, tokensPerSecond(static_cast<double>(ids.size()), times[0]), times, repeats);
    return row;
}

void decodeTokens(
    const Transformer &model, const std::shared_ptr<const PromptCache> &prompt, std::int32_t first, int tokens, Capture capture)
{
    Branch branch(prompt, {}, benchNeedle, capture);
    const std::array branches{&branch};
    decodeGreedily(model, branches, std::array{first}, {tokens, {}});
}

/// Decoding reads every weight once and the keys and values of all tokens before. Every head's summary is captured.
Row decodeRow(const Bench &bench, const BenchModel &which)
{
    const auto model = bench.models.loadFromDisk(which);
    const ModelInfo &info = model->info();
    const auto ids = randomIds(info, tokensWithin(info, shortContext));
    const auto prompt = model->prefill(std::span(ids).first(ids.size() - 1));
    const double bytesPerToken
        = workOf(info).bytesOfStep + static_cast<double>(info.kvBytesPerToken) * (static_cast<double>(ids.size()) + answerTokens / 2.0);
    const int tokens = std::clamp(static_cast<int>(decodeBytes / bytesPerToken), 2, answerTokens);
    MemorySweep sweep(bytesPerToken * tokens);
    const int repeats = bench.repeats(30);
    const auto times
        = interleaved(repeats, {[&] { decodeTokens(*model, prompt, ids.back(), tokens, Capture::Summaries); }, [&] { sweep(); }});
    Row row = atLeast(which.name(), bytesPerToken * tokens / times[0].best / 1e9, "GB/s", sweep.bytes() / times[1].best / 1e9, 0.85);
    noteTimes(row, tokensPerSecond(tokens, times[0]), times, repeats);
    return row;
}

} // namespace

std::vector<Row> prefillVsSgemm(const Bench &bench)
{
    std::vector<BenchModel> synthetic = oneShapeInAllTypes();
    for (const char *dtype : {"bf16", "Q8_0", "Q4_K"})
        synthetic.push_back(BenchModel{"llama-134m", dtype}.rounded());
    std::vector<Row> rows;
    for (const BenchModel &model : bench.instead(synthetic))
        rows.push_back(prefillRow(bench, model));
    return withWorst("prefill-vs-sgemm", std::move(rows));
}

std::vector<Row> decodeVsBandwidth(const Bench &bench)
{
    std::vector<Row> rows;
    std::vector<BenchModel> synthetic = oneShapeInAllTypes();
    synthetic.insert(synthetic.end(), {BenchModel{"llama-134m", "bf16"}.rounded(), {"llama-1b", "bf16"}, {"llama-1b", "f32"}});
    for (const BenchModel &model : bench.instead(synthetic)) {
        rows.push_back(decodeRow(bench, model));
        if (model.shape == "llama-1b")
            bench.models.finishedWith(model);
    }
    return withWorst("decode-vs-bandwidth", std::move(rows));
}

std::vector<Row> captureOverhead(const Bench &bench)
{
    const BenchModel which = bench.instead({{"llama-134m", "bf16"}}).front();
    const auto model = bench.models.load(which);
    const auto ids = randomIds(model->info(), tokensWithin(model->info(), 1024));
    const auto prompt = model->prefill(std::span(ids).first(ids.size() - 1));
    const int repeats = bench.repeats(21);
    const auto times = interleaved(repeats,
        {[&] { decodeTokens(*model, prompt, ids.back(), answerTokens, Capture::Summaries); },
            [&] { decodeTokens(*model, prompt, ids.back(), answerTokens, Capture::Nothing); }});
    Row row = atLeast("capture-overhead", answerTokens / times[0].best, "tokens/s", answerTokens / times[1].best, 0.95);
    noteTimes(row, which.name() + ", context of 1,024", times, repeats);
    return {row};
}

} // namespace needlescope
