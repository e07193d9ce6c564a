// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architecture.h"

namespace needlescope {

bool Architecture::hasExperts(int layer) const
{
    return mixture.nExperts > 0 && (denseLayers.empty() || !denseLayers[static_cast<std::size_t>(layer)]);
}

HeadShape Architecture::headShape(int layer) const
{
    const auto l = static_cast<std::size_t>(layer);
    const float scale = attentionScaleFallsWithDepth ? attentionScale / static_cast<float>(layer + 1) : attentionScale;
    return {nHeads, nKvHeads, dHead, scale, attentionSoftcap, windows.empty() ? 0 : windows[l], ropeOfLayer.empty() ? 0 : ropeOfLayer[l]};
}

const RopeParameters &Architecture::ropeTable(int index) const
{
    return index == 0 ? rope : otherRopes[static_cast<std::size_t>(index) - 1];
}

} // namespace needlescope
