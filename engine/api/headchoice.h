// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/scoremap.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace needlescope {

/// The @p k heads with the highest scores, best first; fewer where the model has fewer.
inline std::vector<HeadId> topHeads(const ScoreMap &map, int k)
{
    std::vector<HeadId> heads = rankedHeads(map);
    heads.resize(std::min(heads.size(), static_cast<std::size_t>(std::max(k, 0))));
    return heads;
}

/// Heads with at least the threshold, best first.
inline std::vector<HeadId> retrievalHeads(const ScoreMap &map, float threshold = retrievalHeadThreshold)
{
    std::vector<HeadId> heads = rankedHeads(map);
    std::erase_if(heads, [&](HeadId id) { return map.score(id.layer, id.head) < threshold; });
    return heads;
}

/// @p k of @p heads (all, where there are fewer), drawn at random. The same seed gives the same heads everywhere.
inline std::vector<HeadId> drawHeads(std::vector<HeadId> heads, int k, std::uint64_t seed)
{
    const std::size_t wanted = std::min(heads.size(), static_cast<std::size_t>(std::max(k, 0)));
    std::sort(heads.begin(), heads.end());
    std::mt19937_64 random(seed); // its numbers are fixed by the standard, those of the distributions are not
    for (std::size_t i = 0; i < wanted; ++i)
        std::swap(heads[i], heads[i + random() % (heads.size() - i)]);
    heads.resize(wanted);
    return heads;
}

/// The control of section 4 of the paper: @p k heads drawn at random, never one of the top K and never a retrieval head. Fewer where too
/// few are left.
inline std::vector<HeadId> randomHeads(const ScoreMap &map, int k, std::uint64_t seed)
{
    const std::size_t excluded = std::max(static_cast<std::size_t>(std::max(k, 0)), retrievalHeads(map).size());
    std::vector<HeadId> others = rankedHeads(map);
    others.erase(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(std::min(excluded, others.size())));
    return drawHeads(std::move(others), k, seed);
}

} // namespace needlescope
