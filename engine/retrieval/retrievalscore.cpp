// SPDX-License-Identifier: GPL-3.0-or-later
#include "retrieval/retrievalscore.h"

#include <algorithm>

namespace needlescope {

HeadArray retrievalScores(
    std::span<const std::int32_t> promptIds, TokenSpan needle, std::span<const std::int32_t> emittedIds, const HeadSummaries &heads)
{
    Eigen::ArrayXXi hits = Eigen::ArrayXXi::Zero(heads.nLayers, heads.nHeads);
    const int nSteps = std::min(heads.nSteps, static_cast<int>(emittedIds.size()));
    for (int step = 0; step < nSteps; ++step) {
        const std::int32_t emitted = emittedIds[static_cast<std::size_t>(step)];
        for (int layer = 0; layer < heads.nLayers; ++layer) {
            for (int head = 0; head < heads.nHeads; ++head) {
                const std::int32_t position = heads.argmax[heads.index(step, {layer, head})];
                if (needle.contains(position) && promptIds[static_cast<std::size_t>(position)] == emitted)
                    ++hits(layer, head);
            }
        }
    }
    return hits.cast<float>() / static_cast<float>(std::max(needle.size(), 1));
}

} // namespace needlescope
