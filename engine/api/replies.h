// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <string>
#include <vector>

namespace needlescope {

/// What a study would take.
struct StudyPlan
{
    int samples = 0;
    int masks = 0;
    double seconds = -1; ///< negative: the model's speed is not known yet
    std::string run{}; ///< the file on the engine's machine that "auto" keeps it in
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(StudyPlan, samples, masks, seconds, run)

/// A run, or any file with a map of heads that the archive can read.
struct OpenedRun
{
    RunHeader header; ///< without texts of haystacks and passages; empty where it is no run
    StudySummary summary; ///< of a file with a map: a detection with that map
    std::vector<Sentence> notes; ///< sentences about what was not as usual
    std::vector<SampleResult> samples{}; ///< of a detection in which no sample counted, without their heads: why
    std::string stamp{}; ///< of a run that may grow: another one as soon as it has; empty: it is whole
    bool unchanged = false; ///< since it had that stamp; then nothing else is said
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(OpenedRun, header, summary, notes, samples, stamp, unchanged)

} // namespace needlescope
