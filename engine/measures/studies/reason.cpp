// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/kinds.h"

#include "measures/studies/masks.h"
#include "measures/studies/needletasks.h"
#include "measures/studies/rows.h"

namespace needlescope {

namespace {

void setReasoningDefaults(StudyRequest &request, const ModelInfo &)
{
    if (request.masks.ks.empty())
        request.masks.ks = {0, retrievalHeadsToMask(request.masks.ranking)};
}

void summarizeReasoning(
    StudySummary &summary, const StudyRequest &request, std::span<const StudyMask> masks, std::span<const SampleResult> samples)
{
    for (const AnswerStyle style : request.tasks.styles) {
        auto points = pointsOf(masks);
        for (SeriesPoint &point : points)
            point.series += " " + std::string(nameOf(style));
        Samples inStyle = allOf(samples);
        std::erase_if(inStyle, [style](const SampleResult *sample) { return sample->style != style; });
        addByK(summary, inStyle, points, "exact", exactOf, Interval::Wilson, request.seed);
        addByK(summary, inStyle, points, "recall", recallOf, Interval::Bootstrap, request.seed);
    }
}

} // namespace

KindInfo reasonKind()
{
    return {StudyKind::Reason, "Reasoning",
        "Questions that need several steps, answered at once and step by step: exact match by the whole model, without its top K heads, "
        "and "
        "without K random others (figures 10 and 11 of the paper).",
        "K", "", withTaskSettings({Setting::Items, Setting::Styles}, maskSettings()), {}, setReasoningDefaults, topAndRandom,
        summarizeReasoning};
}

} // namespace needlescope
