// SPDX-License-Identifier: GPL-3.0-or-later
#include "retrieval/headselection.h"

#include <map>

namespace needlescope {

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
            if (map.score(layer, head) < retrievalHeadThreshold && std::find(top.begin(), top.end(), id) == top.end())
                others.push_back(id);
        }
        if (others.size() < static_cast<std::size_t>(count))
            throw EngineError("Layer " + std::to_string(layer) + " has only " + std::to_string(others.size())
                + " heads that are no retrieval heads; draw without regard to layers.");
        const auto some = drawHeads(std::move(others), count, seed + static_cast<std::uint64_t>(layer));
        drawn.insert(drawn.end(), some.begin(), some.end());
    }
    return drawn;
}

} // namespace needlescope
