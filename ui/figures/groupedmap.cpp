// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/groupedmap.h"

#include <algorithm>
#include <map>

namespace needlescope {

ScoreMap groupedMap(const ScoreMap &map, int headsPerGroup)
{
    ScoreMap grouped = map;
    grouped.headsPerGroup = 1;
    const int nGroups = map.nHeads() / headsPerGroup;
    grouped.score = HeadArray::Zero(map.nLayers(), nGroups);
    const auto sameSize = [&map](const HeadArray &values) { return values.size() == map.score.size(); };
    for (HeadArray *values : {&grouped.low, &grouped.high, &grouped.frequency}) {
        if (sameSize(*values))
            *values = HeadArray::Zero(map.nLayers(), nGroups);
    }
    for (int layer = 0; layer < map.nLayers(); ++layer) {
        for (int group = 0; group < nGroups; ++group) {
            const HeadId best = bestOfCell({layer, group}, map, headsPerGroup);
            grouped.score(layer, group) = map.score(best.layer, best.head);
            if (sameSize(map.low))
                grouped.low(layer, group) = map.low(best.layer, best.head);
            if (sameSize(map.high))
                grouped.high(layer, group) = map.high(best.layer, best.head);
            if (sameSize(map.frequency))
                grouped.frequency(layer, group) = map.frequency(best.layer, best.head);
        }
    }
    return grouped;
}

HeadId groupCell(HeadId head, int headsPerGroup)
{
    return {head.layer, head.head / headsPerGroup};
}

std::vector<HeadId> headsOfCell(HeadId cell, int headsPerGroup)
{
    return groupOf({cell.layer, cell.head * headsPerGroup}, headsPerGroup);
}

HeadId bestOfCell(HeadId cell, const ScoreMap &map, int headsPerGroup)
{
    const auto heads = headsOfCell(cell, headsPerGroup);
    return *std::max_element(
        heads.begin(), heads.end(), [&map](HeadId a, HeadId b) { return map.score(a.layer, a.head) < map.score(b.layer, b.head); });
}

GroupedMask groupedMask(const Intervention &mask, int headsPerGroup)
{
    std::map<HeadId, int> nMasked;
    for (const HeadId head : mask.heads)
        ++nMasked[groupCell(head, headsPerGroup)];
    GroupedMask grouped;
    std::vector<HeadId> whole;
    for (const auto &[cell, n] : nMasked)
        (n == headsPerGroup ? whole : grouped.partly).push_back(cell);
    grouped.whole = withHeads(mask, std::move(whole));
    return grouped;
}

} // namespace needlescope
