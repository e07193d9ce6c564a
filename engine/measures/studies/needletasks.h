// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "measures/studies/kind.h"

namespace needlescope {

/// Settings of kinds that mask top heads and random ones (topAndRandom).
std::vector<Setting> maskSettings();

/// Settings of @p tasks, then @p more, then limit and seed.
std::vector<Setting> withTaskSettings(std::vector<Setting> tasks, const std::vector<Setting> &more);

/// The same of kinds that hide needles.
std::vector<Setting> withNeedleSettings(const std::vector<Setting> &more);

/// Lengths and depths, where the request names none.
void setNeedleDefaults(StudyRequest &request, const ModelInfo &model);

/// All retrieval heads (of a map of another measure: all that stand out), but no more than a tenth of the model; at least one.
int retrievalHeadsToMask(const ScoreMap &ranking);

} // namespace needlescope
