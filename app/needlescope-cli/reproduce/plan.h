// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <map>
#include <string>
#include <vector>

namespace needlescope {

/// One study of a reproduction.
struct PlannedRun
{
    std::string name; ///< of its file, without suffix: "mask-curve-demo"
    std::string model;
    StudyKind kind = StudyKind::Detect;
};

/// In the order in which they run: what ranks heads first.
std::vector<PlannedRun> plannedRuns(const std::vector<std::string> &models);

/// What @p run asks of @p model. Small enough that all runs together take less than 20 minutes on two cores. @p ranking is the map of the
/// model's own detection, empty for that. Throws EngineError: a shipped file that cannot be read.
StudyRequest requestOf(const PlannedRun &run, const ModelInfo &model, const ScoreMap &ranking);

/// Summaries by the names of the runs.
using Results = std::map<std::string, StudySummary>;

} // namespace needlescope
