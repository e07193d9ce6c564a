// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cpuattention.h"

#include "model/kernels.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace needlescope {

namespace {

constexpr std::size_t promptRows = 64; ///< queries of a prefill tile
constexpr std::size_t keyBlock = 8 * keyPack; ///< keys of a prefill tile: its 64 x 512 scores stay in the second-level cache
constexpr std::size_t stepQueries = 32; ///< queries of a decoding task
constexpr std::size_t tileQueries = 4; ///< that kernels::addWeighted() goes through at once

std::size_t divideUp(std::size_t n, std::size_t by)
{
    return (n + by - 1) / by;
}

const float *valuesOf(const CpuKeys &keys, std::size_t kvHead, std::size_t position, std::size_t dValue)
{
    return keys.values + kvHead * keys.valueStride + position * dValue;
}

/// scores(i, j) = queries(i, :) . keys(j, :) for j in [begin, end), begin being a multiple of keyPack. Whole packs are written: the numbers
/// behind the last score are scratch.
void scoresOf(const float *queries, std::size_t nQueries, const CpuKeys &keys, std::size_t kvHead, std::size_t dHead, std::size_t begin,
    std::size_t end, float *scores, std::size_t stride)
{
    for (std::size_t first = begin; first < end; first += keyPack) {
        const float *pack = keys.keys + kvHead * keys.keyStride + first * dHead;
        float *out = scores + (first - begin);
        for (std::size_t i = 0; i < nQueries; ++i)
            std::fill_n(out + i * stride, keyPack, 0.0F);
        kernels::addWeighted(queries, nQueries, dHead, pack, dHead, keyPack, out, stride);
    }
}

RowSummary summarize(const float *weights, std::size_t n, TokenSpan needle)
{
    const auto size = static_cast<std::int64_t>(n);
    const auto mass = [&](std::int64_t begin, std::int64_t end) {
        begin = std::clamp<std::int64_t>(begin, 0, size);
        return std::accumulate(weights + begin, weights + std::clamp(end, begin, size), 0.0F);
    };
    const float best = kernels::maximum(weights, n);
    const std::int64_t argmax = std::find(weights, weights + n, best) - weights;
    return {static_cast<std::int32_t>(argmax % size), // a row of NaN has no maximum
        best, mass(needle.begin, needle.end), weights[0], mass(size - recentPositions, size)};
}

/// The first of a row's keys that its query sees; the query's own is the last before @p end.
std::size_t firstSeen(HeadShape shape, std::size_t end)
{
    return static_cast<std::size_t>(shape.firstVisible(static_cast<int>(end) - 1));
}

/// Caps scores where the model does; what scale is left for the softmax.
float cap(float *scores, std::size_t n, HeadShape shape)
{
    if (shape.softcap == 0)
        return shape.scale;
    kernels::softcap(scores, n, shape.scale, shape.softcap);
    return 1;
}

/// Positions [begin, end) that a windowed head does not see when its query's own is the last of @p n.
struct Hidden
{
    std::size_t begin = 0;
    std::size_t end = 0;
};

Hidden hiddenFrom(HeadWindow window, std::size_t n)
{
    const auto recent = static_cast<std::size_t>(window.recent);
    const auto sinks = static_cast<std::size_t>(window.sinks);
    return window.seesAll() || n <= recent + sinks ? Hidden() : Hidden{sinks, n - recent};
}

constexpr float hiddenScore = -1e30F; ///< its exponential is 0 beside that of any score

/// Softmax over blocks of a row: what has been added up so far, and how to go on.
struct RunningRow
{
    float maximum = -INFINITY;
    float total = 0;

    /// With a sink's score, where the head has one: it takes its share and adds nothing.
    static RunningRow ofHead(HeadShape shape, std::size_t head)
    {
        const float scale = shape.softcap == 0 ? shape.scale : 1; // of scores, as cap() leaves them
        return shape.sinks != nullptr ? RunningRow{shape.sinks[head] / scale, 1} : RunningRow();
    }

    /// Turns @p n scores into exponentials relative to the maximum so far; @p out is what was added up with the earlier maximum.
    void add(float *scores, std::size_t n, float scale, float *out, std::size_t size)
    {
        const float highest = std::max(maximum, kernels::maximum(scores, n));
        const float correction = std::exp(scale * (maximum - highest)); // 0 at first
        kernels::multiply(out, size, correction);
        total = total * correction + kernels::exponentials(scores, n, scale, highest);
        maximum = highest;
    }
};

/// weights[0, n): the softmax of what is seen, 0 elsewhere.
void toWeights(float *scores, std::size_t n, HeadShape shape, std::size_t head, HeadWindow window)
{
    const std::size_t seen = firstSeen(shape, n);
    const Hidden hidden = hiddenFrom(window, n);
    std::fill_n(scores, seen, 0.0F);
    const float scale = cap(scores + seen, n - seen, shape);
    std::fill(scores + std::max(seen, hidden.begin), scores + std::max(seen, hidden.end), hiddenScore);
    RunningRow row = RunningRow::ofHead(shape, head);
    row.add(scores + seen, n - seen, scale, scores, 0);
    kernels::multiply(scores + seen, n - seen, 1.0F / row.total);
    std::fill(scores + hidden.begin, scores + hidden.end, 0.0F);
}

} // namespace

std::int64_t promptTile(HeadShape shape)
{
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(promptRows) / shape.headsPerGroup());
}

void attendPromptTile(const float *queries, float *out, std::size_t row, std::size_t nRows, std::size_t first, const CpuKeys &keys,
    std::size_t kvHead, HeadShape shape, const HeadWindows &windows)
{
    const auto group = static_cast<std::size_t>(shape.headsPerGroup());
    const auto dHead = static_cast<std::size_t>(shape.dHead);
    const auto dValue = static_cast<std::size_t>(shape.dValue);
    const auto nHeads = static_cast<std::size_t>(shape.nHeads);
    const std::size_t nQueries = nRows * group;
    const std::size_t firstHead = kvHead * group; // the heads of a group are neighbours
    std::vector<float> q(nQueries * dHead);
    std::vector<float> z(nQueries * dValue);
    std::vector<float> scores(nQueries * keyBlock);
    std::vector<RunningRow> running(nQueries);
    for (std::size_t i = 0; i < nQueries; ++i)
        running[i] = RunningRow::ofHead(shape, firstHead + i % group);
    for (std::size_t i = 0; i < nRows; ++i)
        std::copy_n(queries + ((row + i) * nHeads + firstHead) * dHead, group * dHead, q.data() + i * group * dHead);

    const std::size_t nKeys = first + row + nRows;
    const std::size_t firstKey = firstSeen(shape, first + row + 1) / keyBlock * keyBlock; // the same blocks for whatever rows
    for (std::size_t begin = firstKey; begin < nKeys; begin += keyBlock) {
        const std::size_t end = std::min(begin + keyBlock, nKeys);
        scoresOf(q.data(), nQueries, keys, kvHead, dHead, begin, end, scores.data(), keyBlock);
        for (std::size_t i = 0; i < nQueries; ++i) {
            float *const mine = scores.data() + i * keyBlock;
            const std::size_t behind = first + row + i / group + 1;
            const std::size_t seenBegin = std::clamp(firstSeen(shape, behind), begin, end) - begin;
            const std::size_t seenEnd = std::clamp(behind, begin, end) - begin;
            std::fill(mine, mine + seenBegin, 0.0F);
            if (seenBegin < seenEnd) {
                const float scale = cap(mine + seenBegin, seenEnd - seenBegin, shape);
                const HeadWindow window = windows.empty() ? HeadWindow() : windows[kvHead * group + i % group];
                const Hidden hidden = hiddenFrom(window, behind);
                std::fill(mine + std::clamp(hidden.begin, begin + seenBegin, begin + seenEnd) - begin,
                    mine + std::clamp(hidden.end, begin + seenBegin, begin + seenEnd) - begin, hiddenScore);
                running[i].add(mine + seenBegin, seenEnd - seenBegin, scale, z.data() + i * dValue, dValue);
            }
            std::fill(mine + seenEnd, mine + (end - begin), 0.0F);
        }
        kernels::addWeighted(
            scores.data(), nQueries, keyBlock, valuesOf(keys, kvHead, begin, dValue), end - begin, dValue, z.data(), dValue);
    }
    for (std::size_t i = 0; i < nQueries; ++i)
        kernels::multiply(z.data() + i * dValue, dValue, 1.0F / running[i].total);
    for (std::size_t i = 0; i < nRows; ++i)
        std::copy_n(z.data() + i * group * dValue, group * dValue, out + ((row + i) * nHeads + firstHead) * dValue);
}

std::vector<std::span<const CpuStepRow>> stepGroups(std::vector<CpuStepRow> &rows, HeadShape shape, std::size_t nThreads)
{
    std::stable_sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.prompt.keys < b.prompt.keys; });
    const auto nHeads = static_cast<std::size_t>(shape.headsPerGroup());
    constexpr std::size_t tasksOfThread = 4;
    const std::size_t nGroups = divideUp(tasksOfThread * nThreads, static_cast<std::size_t>(shape.nKvHeads));
    const std::size_t wholeTiles = tileQueries / std::gcd(tileQueries, nHeads);
    const std::size_t few = divideUp(divideUp(rows.size(), nGroups), wholeTiles) * wholeTiles;
    const std::size_t largest = std::max<std::size_t>(1, std::min(stepQueries / nHeads, few));
    std::vector<std::span<const CpuStepRow>> groups;
    for (std::size_t begin = 0; begin < rows.size();) {
        std::size_t end = begin + 1;
        while (end < rows.size() && end - begin < largest && rows[end].prompt.keys == rows[begin].prompt.keys)
            ++end;
        groups.push_back(std::span(rows).subspan(begin, end - begin));
        begin = end;
    }
    return groups;
}

void attendStepGroup(std::span<const CpuStepRow> group, std::size_t kvHead, HeadShape shape)
{
    const auto nHeads = static_cast<std::size_t>(shape.headsPerGroup());
    const auto dHead = static_cast<std::size_t>(shape.dHead);
    const auto dValue = static_cast<std::size_t>(shape.dValue);
    const std::size_t nQueries = group.size() * nHeads;
    const std::size_t firstHead = kvHead * nHeads;
    const CpuKeys &prompt = group.front().prompt;
    std::size_t stride = 0;
    std::vector<float> q(nQueries * dHead);
    std::vector<float> z(nQueries * dValue);
    for (std::size_t i = 0; i < group.size(); ++i) {
        stride = std::max(stride, prompt.size + group[i].tail.size + keyPack);
        std::copy_n(group[i].query + firstHead * dHead, nHeads * dHead, q.data() + i * nHeads * dHead);
    }
    std::vector<float> weights(nQueries * stride);

    std::size_t promptBegin = prompt.size; // what no query sees is not read
    for (const CpuStepRow &row : group)
        promptBegin = std::min(promptBegin, firstSeen(shape, prompt.size + row.tail.size) / keyPack * keyPack);
    scoresOf(q.data(), nQueries, prompt, kvHead, dHead, promptBegin, prompt.size, weights.data() + promptBegin, stride);
    for (std::size_t i = 0; i < group.size(); ++i) {
        const CpuStepRow &row = group[i];
        const std::size_t nKeys = prompt.size + row.tail.size;
        float *const mine = weights.data() + i * nHeads * stride;
        // What the prompt's last pack wrote too much lies where the tail's scores come now.
        scoresOf(q.data() + i * nHeads * dHead, nHeads, row.tail, kvHead, dHead, 0, row.tail.size, mine + prompt.size, stride);
        for (std::size_t h = 0; h < nHeads; ++h) {
            toWeights(mine + h * stride, nKeys, shape, firstHead + h, row.windows != nullptr ? row.windows[firstHead + h] : HeadWindow());
            if (row.summaries != nullptr)
                row.summaries[firstHead + h] = summarize(mine + h * stride, nKeys, row.needle);
        }
    }
    kernels::addWeighted(weights.data() + promptBegin, nQueries, stride, valuesOf(prompt, kvHead, promptBegin, dValue),
        prompt.size - promptBegin, dValue, z.data(), dValue);
    for (std::size_t i = 0; i < group.size(); ++i) {
        const CpuKeys &tail = group[i].tail;
        kernels::addWeighted(weights.data() + i * nHeads * stride + prompt.size, nHeads, stride, valuesOf(tail, kvHead, 0, dValue),
            tail.size, dValue, z.data() + i * nHeads * dValue, dValue);
        std::copy_n(z.data() + i * nHeads * dValue, nHeads * dValue, group[i].out + firstHead * dValue);
    }
}

void attendRow(
    const float *query, const CpuKeys &prompt, const CpuKeys &tail, std::size_t head, HeadShape shape, HeadWindow window, float *weights)
{
    const std::size_t kvHead = head / static_cast<std::size_t>(shape.headsPerGroup());
    const auto dHead = static_cast<std::size_t>(shape.dHead);
    scoresOf(query, 1, prompt, kvHead, dHead, 0, prompt.size, weights, 0);
    scoresOf(query, 1, tail, kvHead, dHead, 0, tail.size, weights + prompt.size, 0);
    toWeights(weights, prompt.size + tail.size, shape, head, window);
}

} // namespace needlescope
