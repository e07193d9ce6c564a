// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/plotlook.h"

#include "api/generation.h"

#include <QBrush>

#include <algorithm>

namespace needlescope {

/// Shares of one head's attention at one step; they add up to 1.
struct AttentionShares
{
    double needle = 0; ///< the answer span
    double recent = 0;
    double sink = 0;

    double elsewhere() const { return std::max(0.0, 1 - needle - recent - sink); }
};

/// Whether it was noted what the head did at that step.
bool covers(const HeadSummaries &heads, int step, HeadId id);

AttentionShares attentionShares(const HeadSummaries &heads, int step, HeadId id);

/// Over all steps.
AttentionShares meanShares(const HeadSummaries &heads, HeadId id);

/// Recent tokens' and the sink's filling in a timeline; the answer span's is the look's `good`.
QBrush recentBrush(const PlotLook &look);
QBrush sinkBrush(const PlotLook &look);

/// As a column's heading: without its blank, with a line feed that is seen.
QString shownToken(const std::string &token);

} // namespace needlescope
