// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architecture.h"

namespace needlescope {

bool Architecture::hasExperts(int layer) const
{
    return mixture.nExperts > 0 && (denseLayers.empty() || !denseLayers[static_cast<std::size_t>(layer)]);
}

HeadShape Architecture::headShape(int layer) const
{
    return {nHeads, nKvHeads, dHead, attentionScale, attentionSoftcap, windows.empty() ? 0 : windows[static_cast<std::size_t>(layer)]};
}

} // namespace needlescope
