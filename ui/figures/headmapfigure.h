// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include "api/intervention.h"
#include "api/scoremap.h"
#include "api/study.h"

#include <vector>

namespace needlescope {

struct HeadMapOptions
{
    int headsPerGroup = 1; ///< above 1, key/value groups get borders
    double threshold = retrievalHeadThreshold;
    Intervention mask; ///< masked heads are crossed
    std::vector<HeadId> selection; ///< outlined
};

/// Layers x heads, coloured by retrieval score, as in figure 5 of the paper. Columns: layer, head, score, frequency, masked.
Figure headMapFigure(const ScoreMap &map, const HeadMapOptions &options, const Provenance &provenance);

} // namespace needlescope
