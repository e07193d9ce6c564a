// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/kinds.h"

#include "measures/statistics.h"
#include "measures/studies/masks.h"
#include "measures/studies/needletasks.h"
#include "measures/studies/rows.h"

#include <algorithm>

namespace needlescope {

namespace {

void setOutcomeDefaults(StudyRequest &request, const ModelInfo &model)
{
    setNeedleDefaults(request, model);
    if (request.masks.ks.empty()) {
        const int n = retrievalHeadsToMask(request.masks.ranking);
        for (int k = 0; k <= std::min(2 * n, unitsOf(request, model)); k += std::max(1, n / 4))
            request.masks.ks.push_back(k);
    }
}

/// Where the remaining retrieval heads look, step by step, over the samples that came so far.
void addLooks(
    StudySummary &summary, const Samples &samples, const SeriesPoint &point, const char *measure, float Looks::*share, std::uint64_t seed)
{
    const auto mask = static_cast<std::size_t>(point.masks.front());
    std::size_t nSteps = 0;
    for (const SampleResult *sample : samples)
        nSteps = std::max(nSteps, sample->observations.at(mask).looks.size());
    for (std::size_t step = 0; step < nSteps; ++step) {
        std::vector<double> values;
        for (const SampleResult *sample : samples) {
            const auto &looks = sample->observations.at(mask).looks;
            if (step < looks.size())
                values.push_back(static_cast<double>(looks[step].*share));
        }
        summary.rows.push_back(
            {point.series, measure, static_cast<double>(point.k), static_cast<double>(step), bootstrapMean(values, seed)});
    }
}

void summarizeOutcomes(
    StudySummary &summary, const StudyRequest &request, std::span<const StudyMask> masks, std::span<const SampleResult> samples)
{
    const auto points = pointsOf(masks);
    const auto all = allOf(samples);
    for (const auto &[outcome, name] : EnumNames<Outcome>::names) {
        const auto isIt = [outcome = outcome](const Observation &observation) { return observation.outcome == outcome ? 1.0 : 0.0; };
        addByK(summary, all, points, "share " + std::string(name), isIt, Interval::Wilson, request.seed);
    }
    for (const SeriesPoint &point : points) {
        if (point.series == nameOf(MaskRole::Random))
            continue;
        addLooks(summary, all, point, "needle mass", &Looks::needle, request.seed);
        addLooks(summary, all, point, "sink mass", &Looks::sink, request.seed);
        addLooks(summary, all, point, "recent mass", &Looks::recent, request.seed);
        addLooks(summary, all, point, "elsewhere mass", &Looks::elsewhere, request.seed);
    }
}

} // namespace

KindInfo outcomesKind()
{
    return {StudyKind::Outcomes, "Outcomes",
        "How the answer breaks as heads go: shares of complete, incomplete, wrongly extracted and hallucinated answers, and where the "
        "remaining "
        "retrieval heads look (figure 9 of the paper).",
        "K", "Step", withNeedleSettings(maskSettings()), {.looks = true}, setOutcomeDefaults, topAndRandom, summarizeOutcomes, " mass"};
}

} // namespace needlescope
