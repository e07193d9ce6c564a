// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/kinds.h"

#include "measures/studies/masks.h"
#include "measures/studies/needletasks.h"
#include "measures/studies/rows.h"

#include <algorithm>

namespace needlescope {

namespace {

void setQaDefaults(StudyRequest &request, const ModelInfo &model)
{
    if (request.masks.ks.empty()) {
        const int n = retrievalHeadsToMask(request.masks.ranking);
        request.masks.ks = {0, n, std::min(2 * n, unitsOf(request, model))};
    }
}

void summarizeQa(
    StudySummary &summary, const StudyRequest &request, std::span<const StudyMask> masks, std::span<const SampleResult> samples)
{
    const auto points = pointsOf(masks);
    const auto all = allOf(samples);
    addByK(summary, all, points, "f1", f1Of, Interval::Bootstrap, request.seed);
    addByK(summary, all, points, "exact", exactOf, Interval::Wilson, request.seed);
}

} // namespace

KindInfo extractQaKind()
{
    return {StudyKind::ExtractQa, "Extract QA",
        "Questions about passages whose answers stand in them: F1 of words by the whole model, without its top K heads, and without K "
        "random "
        "others (figure 8 of the paper).",
        "K", "", withTaskSettings({Setting::Items}, maskSettings()), {}, setQaDefaults, topAndRandom, summarizeQa};
}

} // namespace needlescope
