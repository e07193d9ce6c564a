// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/kinds.h"

#include "measures/studies/masks.h"
#include "measures/studies/needletasks.h"
#include "measures/studies/rows.h"

#include <algorithm>

namespace needlescope {

namespace {

void setCurveDefaults(StudyRequest &request, const ModelInfo &model)
{
    setNeedleDefaults(request, model);
    if (!request.masks.ks.empty())
        return;
    request.masks.ks = asFarAsGoes({0, 2, 5, 10, 15, 20, 30, 50, 100}, unitsOf(request, model)); // figure 7
    request.masks.ks.push_back(retrievalHeadsToMask(request.masks.ranking)); // where small models break
    std::sort(request.masks.ks.begin(), request.masks.ks.end());
}

void summarizeCurve(
    StudySummary &summary, const StudyRequest &request, std::span<const StudyMask> masks, std::span<const SampleResult> samples)
{
    const auto points = pointsOf(masks);
    const auto all = allOf(samples);
    addByK(summary, all, points, "recall", recallOf, Interval::Bootstrap, request.seed);
    addByK(summary, all, points, "exact", exactOf, Interval::Wilson, request.seed);
    addByK(summary, all, points, "log-probability", logProbabilityOf, Interval::Bootstrap, request.seed);
}

} // namespace

KindInfo maskCurveKind()
{
    return {StudyKind::MaskCurve, "Masking curve",
        "How many heads must go before the answer breaks: recall without the top K heads, beside K random heads that are no retrieval "
        "heads "
        "(figure 7 of the paper).",
        "K", "", withNeedleSettings(maskSettings()), {}, setCurveDefaults, topAndRandom, summarizeCurve};
}

} // namespace needlescope
