// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/headchoice.h"

namespace needlescope {

/// A stricter control than randomHeads(): for each of the top @p k heads another head of the same layer, drawn at random, never one of the
/// top K and never a retrieval head. Throws EngineError where a layer has too few.
std::vector<HeadId> layerMatchedHeads(const ScoreMap &map, int k, std::uint64_t seed);

} // namespace needlescope
