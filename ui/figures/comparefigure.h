// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include "api/scoremap.h"

#include <vector>

namespace needlescope {

/// Several maps in the paper's four colour bins (figures 3 and 5) beside the matrix of their correlations (figure 6). Data: for each pair
/// Pearson, Spearman and the overlap of the top @p topK. Throws EngineError where there are fewer than two.
Figure compareFigure(const std::vector<ScoreMap> &maps, int topK);

} // namespace needlescope
