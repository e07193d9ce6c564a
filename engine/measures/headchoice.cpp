// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/headchoice.h"

#include "api/engineerror.h"

#include <algorithm>
#include <map>
#include <random>
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

} // namespace

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
    std::erase_if(others, [&](HeadId id) { return map.score(id.layer, id.head) >= retrievalHeadThreshold; });
    if (static_cast<int>(others.size()) < k)
        throw EngineError(
            "Only {} heads are no retrieval heads, too few to draw {} from; choose a smaller K or no random draws.", others.size(), k);
    return drawHeads(std::move(others), k, seed);
}

std::vector<HeadId> layerMatchedHeads(const ScoreMap &map, int k, std::uint64_t seed)
{
    const auto top = topHeads(map, k);
    std::map<int, int> wanted; // layer -> heads
    for (const HeadId id : top)
        ++wanted[id.layer];

    std::vector<HeadId> drawn;
    for (const auto &[layer, count] : wanted) {
        std::vector<HeadId> others;
        for (int head = 0; head < map.nHeads(); ++head) {
            const HeadId id{layer, head};
            if (map.score(layer, head) < retrievalHeadThreshold && !holds(top, id))
                others.push_back(id);
        }
        if (others.size() < static_cast<std::size_t>(count))
            throw EngineError(
                "Layer {} has only {} heads that are no retrieval heads, too few to match {} of the top {}; draw without regard to "
                "layers, or choose a smaller K.",
                layer, others.size(), count, k);
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
