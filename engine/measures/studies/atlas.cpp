// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/kinds.h"

#include "measures/statistics.h"
#include "measures/studies/masks.h"
#include "measures/studies/needletasks.h"
#include "measures/studies/rows.h"

#include <array>

namespace needlescope {

namespace {

void addCorrelation(StudySummary &summary, const std::string &a, const std::string &b)
{
    const ScoreMap *first = summary.map(a);
    const ScoreMap *second = summary.map(b);
    if (!first || !second || first->empty() || second->empty())
        return;
    const HeadArray x = first->ofHeads(first->score);
    const HeadArray y = first->ofHeads(second->score);
    for (const auto &[measure, value] : {std::pair("correlation", pearson(x, y)), std::pair("spearman", spearman(x, y))})
        summary.rows.push_back({a + " " + b, measure, 0, 0, {value, value, value, first->headCount()}});
}

void summarizeAtlas(StudySummary &summary, const StudyRequest &request, std::span<const StudyMask>, std::span<const SampleResult> samples)
{
    for (const char *measure : {"drop", "attribution", "score"}) {
        summary.maps.push_back(meanMap(samples, measure, request.seed));
        summary.maps.back().headlessLayers = request.masks.ranking.headlessLayers;
    }
    addCorrelation(summary, "drop", "score");
    addCorrelation(summary, "attribution", "score");
    addCorrelation(summary, "drop", "attribution");
}

} // namespace

KindInfo atlasKind()
{
    return {StudyKind::Atlas, "Atlas",
        "Which heads matter causally: what the log-probability of the right answer loses with each single head off, beside its retrieval "
        "score "
        "and its direct contribution to the answer's logits.",
        "", "", withNeedleSettings({Setting::Rule, Setting::MaskKind, Setting::MaskScope, Setting::Factor, Setting::WindowSize}),
        {.scores = true, .singleHeads = true}, setNeedleDefaults, onlyUnmasked, summarizeAtlas};
}

} // namespace needlescope
