// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/kinds.h"

#include "measures/studies/masks.h"
#include "measures/studies/needletasks.h"
#include "measures/studies/rows.h"

namespace needlescope {

namespace {

void setGridDefaults(StudyRequest &request, const ModelInfo &model)
{
    setNeedleDefaults(request, model);
    if (request.masks.ks.empty())
        request.masks.ks = {retrievalHeadsToMask(request.masks.ranking)};
}

void summarizeGrid(
    StudySummary &summary, const StudyRequest &request, std::span<const StudyMask> masks, std::span<const SampleResult> samples)
{
    const auto points = pointsOf(masks);
    addByLengthAndDepth(summary, samples, points, "recall", recallOf, Interval::Bootstrap, request.seed);
    addByLengthAndDepth(summary, samples, points, "exact", exactOf, Interval::Wilson, request.seed);
}

} // namespace

KindInfo gridKind()
{
    return {StudyKind::Grid, "Needle grid",
        "Where a needle is found: recall over prompt length and depth, by the whole model, without its top K heads, and without K random "
        "others (figure 1 of the paper).",
        "Length", "Depth %", withNeedleSettings(maskSettings()), {}, setGridDefaults, topAndRandom, summarizeGrid};
}

} // namespace needlescope
