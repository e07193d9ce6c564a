// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <vector>

namespace needlescope {

/// What several kinds make their masks of. All throw EngineError: no ranking or another model's, a K larger than the model, too few heads.

/// The unmasked model alone.
std::vector<StudyMask> onlyUnmasked(const StudyRequest &request, const ModelInfo &model);

/// Unmasked; then for each K above 0 the top K, and the draws of K heads that are no retrieval heads.
std::vector<StudyMask> topAndRandom(const StudyRequest &request, const ModelInfo &model);

/// Unmasked; then for each K all but the top K, and all but K drawn from all heads.
std::vector<StudyMask> keptAndRandom(const StudyRequest &request, const ModelInfo &model);

/// @p usual as far as a model with @p nHeads heads, or KV groups, goes: at most half of them, where they are masked.
std::vector<int> asFarAsGoes(const std::vector<int> &usual, int nHeads);

/// Heads, or KV groups, that K counts.
int unitsOf(const StudyRequest &request, const ModelInfo &model);

} // namespace needlescope
