// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/headchoice.h"

#include "api/engineerror.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <utility>

namespace needlescope {

namespace {

std::vector<HeadId> first(std::vector<HeadId> heads, int k)
{
    heads.resize(std::min(heads.size(), static_cast<std::size_t>(std::max(k, 0))));
    return heads;
}

bool holds(const std::vector<HeadId> &heads, HeadId id)
{
    return std::find(heads.begin(), heads.end(), id) != heads.end();
}

/// What heads that stand out are called, and how others are told from them.
Sentence notStandingOut(const ScoreMap &map)
{
    if (map.measure == "score")
        return Sentence("are no retrieval heads");
    return Sentence("have a {} below {}, a tenth of the largest", map.measure, fmt::format("{:.3g}", standingOut(map)));
}

} // namespace

float standingOut(const ScoreMap &map)
{
    if (map.measure == "score")
        return retrievalHeadThreshold;
    const float largest = map.empty() ? 0 : map.score.maxCoeff();
    return largest > 0 ? largest / 10 : std::numeric_limits<float>::infinity();
}

std::vector<HeadId> retrievalHeads(const ScoreMap &map)
{
    return retrievalHeads(map, standingOut(map));
}

std::vector<HeadId> topHeads(const ScoreMap &map, int k)
{
    return first(rankedHeads(map), k);
}

std::vector<HeadId> retrievalHeads(const ScoreMap &map, float threshold)
{
    std::vector<HeadId> heads = rankedHeads(map);
    std::erase_if(heads, [&](HeadId id) { return map.score(id.layer, id.head) < threshold; });
    return heads;
}

std::vector<HeadId> drawHeads(std::vector<HeadId> heads, int k, std::uint64_t seed)
{
    const std::size_t wanted = std::min(heads.size(), static_cast<std::size_t>(std::max(k, 0)));
    std::sort(heads.begin(), heads.end());
    std::mt19937_64 random(seed); // its numbers are fixed by the standard, those of the distributions are not
    for (std::size_t i = 0; i < wanted; ++i)
        std::swap(heads[i], heads[i + random() % (heads.size() - i)]);
    heads.resize(wanted);
    return heads;
}

std::vector<HeadId> randomHeads(const ScoreMap &map, int k, std::uint64_t seed)
{
    const std::size_t excluded = std::max(static_cast<std::size_t>(std::max(k, 0)), retrievalHeads(map).size());
    std::vector<HeadId> others = rankedHeads(map);
    others.erase(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(std::min(excluded, others.size())));
    return drawHeads(std::move(others), k, seed);
}

std::vector<HeadId> controlHeads(const ScoreMap &map, int k, std::uint64_t seed)
{
    std::vector<HeadId> others = rankedHeads(map);
    std::erase_if(others, [&, threshold = standingOut(map)](HeadId id) { return map.score(id.layer, id.head) >= threshold; });
    if (static_cast<int>(others.size()) < k)
        throw EngineError(
            "Only {} heads {}, too few to draw {} from; choose a smaller K or no random draws.", others.size(), notStandingOut(map), k);
    return drawHeads(std::move(others), k, seed);
}

std::vector<HeadId> layerMatchedHeads(const ScoreMap &map, int k, std::uint64_t seed)
{
    const auto top = topHeads(map, k);
    const float threshold = standingOut(map);
    std::map<int, int> wanted; // layer -> heads
    for (const HeadId id : top)
        ++wanted[id.layer];

    std::vector<HeadId> drawn;
    for (const auto &[layer, count] : wanted) {
        std::vector<HeadId> others;
        for (int head = 0; head < map.nHeads(); ++head) {
            const HeadId id{layer, head};
            if (map.score(layer, head) < threshold && !holds(top, id))
                others.push_back(id);
        }
        if (others.size() < static_cast<std::size_t>(count))
            throw EngineError(
                "Layer {} has only {} heads beside the top ones that {}, too few to match {} of the top {}; draw without regard to layers, "
                "or choose a smaller K.",
                layer, others.size(), notStandingOut(map), count, k);
        const auto some = drawHeads(std::move(others), count, seed + static_cast<std::uint64_t>(layer));
        drawn.insert(drawn.end(), some.begin(), some.end());
    }
    return drawn;
}

std::vector<HeadId> rankedGroups(const ScoreMap &map)
{
    std::vector<HeadId> groups;
    for (const HeadId id : rankedHeads(map)) {
        const HeadId begin = groupOf(id, map.headsPerGroup).front();
        if (!holds(groups, begin))
            groups.push_back(begin);
    }
    return groups;
}

std::vector<HeadId> headsOfGroups(const std::vector<HeadId> &firstHeads, int headsPerGroup)
{
    std::vector<HeadId> heads;
    for (const HeadId begin : firstHeads) {
        const auto group = groupOf(begin, headsPerGroup);
        heads.insert(heads.end(), group.begin(), group.end());
    }
    return heads;
}

std::vector<HeadId> allHeadsBut(const std::vector<HeadId> &kept, const ScoreMap &map)
{
    std::vector<HeadId> others = rankedHeads(map);
    std::erase_if(others, [&](HeadId id) { return holds(kept, id); });
    return others;
}

} // namespace needlescope
