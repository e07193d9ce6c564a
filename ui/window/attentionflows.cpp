// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/attentionflows.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace needlescope {

namespace {

constexpr std::size_t flowsPerHead = 3;
constexpr float weakestFlow = 0.05F; ///< of the attention; an arc says that a head looks there, and below this it hardly does

std::span<const float> rowOf(const AttentionRows &rows, std::size_t head)
{
    const auto nKeys = static_cast<std::size_t>(rows.nKeys);
    return std::span(rows.weights).subspan(head * nKeys, nKeys);
}

} // namespace

std::vector<float> meanAttention(const AttentionRows &rows)
{
    std::vector<float> mean(static_cast<std::size_t>(rows.nKeys), 0.0F);
    const std::size_t nHeads = rows.request.heads.size();
    for (std::size_t head = 0; head < nHeads; ++head) {
        const auto row = rowOf(rows, head);
        for (std::size_t key = 0; key < row.size(); ++key)
            mean[key] += row[key] / static_cast<float>(nHeads);
    }
    return mean;
}

std::vector<Flow> strongestFlows(const AttentionRows &rows)
{
    std::vector<Flow> flows;
    std::vector<int> keys(static_cast<std::size_t>(rows.nKeys));
    for (std::size_t head = 0; head < rows.request.heads.size(); ++head) {
        const auto row = rowOf(rows, head);
        std::iota(keys.begin(), keys.end(), 0);
        const auto shown = keys.begin() + static_cast<std::ptrdiff_t>(std::min(flowsPerHead, keys.size()));
        std::partial_sort(keys.begin(), shown, keys.end(),
            [&](int a, int b) { return row[static_cast<std::size_t>(a)] > row[static_cast<std::size_t>(b)]; });
        for (auto key = keys.begin(); key != shown; ++key) {
            const float weight = row[static_cast<std::size_t>(*key)];
            if (weight >= weakestFlow)
                flows.push_back({*key, weight, rows.request.heads[head]});
        }
    }
    return flows;
}

} // namespace needlescope
