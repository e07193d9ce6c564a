// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include "api/intervention.h"
#include "api/scoremap.h"

#include <vector>

namespace needlescope {

struct HeadMapOptions
{
    int headsPerGroup = 1; ///< above 1, key/value groups get borders
    double threshold = retrievalHeadThreshold;
    Intervention mask; ///< masked heads are crossed
    std::vector<HeadId> selection; ///< outlined
};

/// Layers x heads, coloured by score, as in figure 5 of the paper; what it says of itself comes from the map alone. Columns: layer, head,
/// the map's measure, low, high, frequency, masked (or scaled, windowed).
Figure headMapFigure(const ScoreMap &map, const HeadMapOptions &options);

} // namespace needlescope
