// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <map>
#include <string>
#include <vector>

namespace needlescope {

/// How much a study asks.
struct Extent
{
    std::size_t nNeedles = 0; ///< of the shipped ones, from the first
    std::vector<double> depths; ///< in percent
    std::size_t nItems = 0; ///< questions, where the study asks those
};

/// One study of a reproduction.
struct PlannedRun
{
    std::string name; ///< of its file, without suffix: "mask-curve-demo"
    std::string model;
    StudyKind kind = StudyKind::Detect;
    Extent extent;
};

/// What is reproduced, and on what.
struct Cast
{
    std::vector<std::string> models; ///< all studies of the first, the scores of the others
    std::string realModel; ///< scores and masking curve of it; may be empty
    bool quick = false; ///< a look at the page in a minute; too few samples for verdicts
};

/// In the order in which they run: what ranks heads first.
std::vector<PlannedRun> plannedRuns(const Cast &cast);

/// What @p run asks of @p model. Small enough that all runs together take less than 20 minutes on two cores. @p ranking is the map of the
/// model's own detection, empty for that. Throws EngineError: a shipped file that cannot be read.
StudyRequest requestOf(const PlannedRun &run, const ModelInfo &model, const ScoreMap &ranking);

/// Summaries by the names of the runs.
using Results = std::map<std::string, StudySummary>;

} // namespace needlescope
