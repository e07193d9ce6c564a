// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/kinds.h"

#include "measures/scorestability.h"
#include "measures/studies/masks.h"
#include "measures/studies/needletasks.h"
#include "measures/studies/rows.h"

#include <fmt/format.h>

namespace needlescope {

namespace {

void summarizeDetection(
    StudySummary &summary, const StudyRequest &request, std::span<const StudyMask> masks, std::span<const SampleResult> samples)
{
    const auto points = pointsOf(masks);
    addByLengthAndDepth(summary, samples, points, "recall", recallOf, Interval::Bootstrap, request.seed);
    addByLengthAndDepth(summary, samples, points, "exact", exactOf, Interval::Wilson, request.seed);
    summary.maps = {meanMap(samples, "score", request.seed)};

    std::vector<const HeadArray *> counted;
    for (const SampleResult &sample : samples) {
        if (sample.counted && sample.head("score"))
            counted.push_back(sample.head("score"));
    }
    const ScoreStability stability = stabilityOf(counted, request.seed);
    summary.enough = stability.enough();
    if (stability.nCounted > 0)
        summary.certainty
            = Sentence("Bootstrap samples of the {} counted ones share {} % of the top {} heads and {} % of the set with at least {}.",
                stability.nCounted, fmt::format("{:.0f}", 100 * stability.topOverlap), stability.nTop,
                fmt::format("{:.0f}", 100 * stability.setJaccard), retrievalHeadThreshold);
}

} // namespace

KindInfo detectKind()
{
    return {StudyKind::Detect, "Detection",
        "Which heads copy the answer out of the context: the score of every head over needles, lengths and depths (figures 3 and 4 of the "
        "paper).",
        "Length", "Depth %", withNeedleSettings({Setting::Rule, Setting::Quick}), {.scores = true}, setNeedleDefaults, onlyUnmasked,
        summarizeDetection};
}

} // namespace needlescope
