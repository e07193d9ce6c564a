// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "row.h"

#include <vector>

namespace needlescope {

class TimedApplication;

/// How long the window takes to its first frame, and from a click on a head of the demo to the first word of the new answer, the real
/// engine included. Throws EngineError.
std::vector<Row> startAndClick(int repeats);

/// The longest that the window is busy with one event while a prompt of @p nTokens is opened, scrolled, selected and stepped through, and
/// how much memory it holds then. Throws EngineError.
std::vector<Row> longText(TimedApplication &application, int nTokens);

} // namespace needlescope
