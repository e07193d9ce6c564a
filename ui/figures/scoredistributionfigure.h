// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include "api/scoremap.h"
#include "api/study.h"

namespace needlescope {

/// Figures 3 and 4 of the paper for one model: shares of heads with score 0 / 0 to 0.1 / 0.1 to 0.5 / at least 0.5, scores by rank, and
/// score against activation frequency. Columns: rank, layer, head, score, frequency.
Figure scoreDistributionFigure(const ScoreMap &map);

} // namespace needlescope
