// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <string>

namespace needlescope {

/// What a study says, for a terminal: its rows with intervals, and the heads of its maps that stand out.
std::string summaryText(const StudySummary &summary);

/// Heads with at least the threshold of a score, or the @p most highest of another measure, with their intervals.
std::string mapText(const ScoreMap &map, int most = 20);

} // namespace needlescope
