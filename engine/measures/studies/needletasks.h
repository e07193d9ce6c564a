// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "measures/studies/kind.h"

namespace needlescope {

/// Settings of kinds that hide needles, then @p more, then seed and limit.
std::vector<Setting> withNeedleSettings(const std::vector<Setting> &more);

/// Lengths and depths, where the request names none.
void setNeedleDefaults(StudyRequest &request, const ModelInfo &model);

/// All retrieval heads, but no more than a tenth of the model; at least one.
int retrievalHeadsToMask(const ScoreMap &ranking);

} // namespace needlescope
