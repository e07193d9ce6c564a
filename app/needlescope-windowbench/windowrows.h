// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "row.h"

#include <QString>

#include <vector>

namespace needlescope {

class TimedApplication;

/// How long the window takes to its first frame, and from a click on a head of the demo to the first word of the new answer, the real
/// engine included. Throws EngineError.
std::vector<Row> startAndClick(int repeats);

/// The longest that the window is busy with one event while a prompt of @p nTokens is opened, scrolled, selected and stepped through, and
/// how much memory it holds then. Throws EngineError.
std::vector<Row> longText(TimedApplication &application, int nTokens);

/// What an engine on another machine costs over @p interface, in bytes and seconds: hearing of its models, opening @p model with its map
/// and asking it, and a click that masks a head. Throws EngineError.
std::vector<Row> farClicks(const QString &engine, const QString &model, const QString &interface, int nClicks);

} // namespace needlescope
