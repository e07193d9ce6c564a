// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"
#include "figures/pairplot.h"

namespace needlescope {

/// Two maps, A and B, as PairPlot shows them. Data: each head's two values, their difference, and whether it is among the top K of both;
/// where the maps are of other sizes, a row for each head of each map. Nothing is outlined.
Figure pairFigure(PairPlot plot);

} // namespace needlescope
