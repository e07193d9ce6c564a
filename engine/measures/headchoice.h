// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/scoremap.h"

#include <cstdint>
#include <vector>

namespace needlescope {

/// The @p k heads with the highest scores, best first; fewer where the model has fewer.
std::vector<HeadId> topHeads(const ScoreMap &map, int k);

/// What a head stands out by, on the map's own scale: the paper's 0.1 of scores; of any other measure a tenth of its largest value, and
/// where none is above 0 no head stands out.
float standingOut(const ScoreMap &map);

/// Heads with at least the threshold, best first.
std::vector<HeadId> retrievalHeads(const ScoreMap &map, float threshold);

/// Heads that stand out; of a map of scores the retrieval heads.
std::vector<HeadId> retrievalHeads(const ScoreMap &map);

/// @p k of @p heads (all, where there are fewer), drawn at random. The same seed gives the same heads everywhere.
std::vector<HeadId> drawHeads(std::vector<HeadId> heads, int k, std::uint64_t seed);

/// The control of section 4 of the paper: @p k heads drawn at random, never one of the top K and never one that stands out. Fewer where
/// too few are left.
std::vector<HeadId> randomHeads(const ScoreMap &map, int k, std::uint64_t seed);

/// The control of a curve: @p k heads drawn at random of those that do not stand out, whatever K is. (The reference code draws retrieval
/// heads too, anew for every cell.) Throws EngineError where there are too few.
std::vector<HeadId> controlHeads(const ScoreMap &map, int k, std::uint64_t seed);

/// A stricter control: for each of the top @p k heads another head of the same layer, drawn at random, never one of the top K and never a
/// retrieval head. Throws EngineError where a layer has too few.
std::vector<HeadId> layerMatchedHeads(const ScoreMap &map, int k, std::uint64_t seed);

/// First heads of the model's KV groups, the group with the best head first.
std::vector<HeadId> rankedGroups(const ScoreMap &map);

/// All heads of the groups that @p firstHeads begin.
std::vector<HeadId> headsOfGroups(const std::vector<HeadId> &firstHeads, int headsPerGroup);

/// All heads of a model of @p map's size but @p kept.
std::vector<HeadId> allHeadsBut(const std::vector<HeadId> &kept, const ScoreMap &map);

} // namespace needlescope
