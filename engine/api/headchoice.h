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

/// The control of section 4 of the paper: @p k heads drawn at random, never one of the top K and never a retrieval head. The same seed
/// gives the same heads everywhere. Fewer where too few are left.
inline std::vector<HeadId> randomHeads(const ScoreMap &map, int k, std::uint64_t seed)
{
    const std::size_t wanted = static_cast<std::size_t>(std::max(k, 0));
    const std::size_t excluded = std::max(wanted, retrievalHeads(map).size());
    std::vector<HeadId> others = rankedHeads(map);
    others.erase(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(std::min(excluded, others.size())));
    std::sort(others.begin(), others.end());
    std::mt19937_64 random(seed); // its numbers are fixed by the standard, those of the distributions are not
    for (std::size_t i = 0; i < std::min(wanted, others.size()); ++i)
        std::swap(others[i], others[i + random() % (others.size() - i)]);
    others.resize(std::min(wanted, others.size()));
    return others;
}

} // namespace needlescope
