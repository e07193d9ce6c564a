// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/kinds.h"

#include "measures/studies/masks.h"
#include "measures/studies/needletasks.h"
#include "measures/studies/rows.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace needlescope {

namespace {

/// Kept KV groups, or heads where groups are not kept whole, in steps of shares.
void setCompressionDefaults(StudyRequest &request, const ModelInfo &model)
{
    setNeedleDefaults(request, model);
    request.masks.how.kind = MaskKind::Window;
    const int units = unitsOf(request, model);
    if (request.masks.ks.empty()) {
        for (const double share : {0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0})
            request.masks.ks.push_back(static_cast<int>(std::lround(share * units)));
    }
}

/// Share of the KV cache's bytes that are not needed: a group has to keep everything as soon as one of its heads sees all of it.
double savedShare(const StudyMask &mask, const SampleResult &sample, const ScoreMap &ranking)
{
    std::set<HeadId> whole;
    for (int layer = 0; layer < ranking.nLayers(); ++layer) {
        for (int head = 0; head < ranking.nHeads() && ranking.hasHeads(layer); ++head) {
            if (!mask.intervention.masks({layer, head}))
                whole.insert(groupOf({layer, head}, ranking.headsPerGroup).front());
        }
    }
    const double groups = static_cast<double>(ranking.headCount()) / ranking.headsPerGroup;
    const double window = mask.intervention.sinkTokens + mask.intervention.recentTokens;
    const double kept = std::min(1.0, window / std::max(sample.tokens, 1));
    return (groups - static_cast<double>(whole.size())) / groups * (1 - kept);
}

void summarizeCompression(
    StudySummary &summary, const StudyRequest &request, std::span<const StudyMask> masks, std::span<const SampleResult> samples)
{
    const ScoreMap &ranking = request.masks.ranking;
    const double units = static_cast<double>(ranking.headCount()) / (request.masks.wholeGroups ? ranking.headsPerGroup : 1);
    const auto all = allOf(samples);
    const auto points = pointsOf(masks);
    const auto add = [&](const char *measure, const Measured &value, Interval interval) {
        for (const SeriesPoint &point : points) {
            const StudyMask &mask = masks[static_cast<std::size_t>(point.masks.front())];
            double saved = 0;
            for (const SampleResult &sample : samples)
                saved += 100 * savedShare(mask, sample, ranking) / static_cast<double>(samples.size());
            const double x = mask.role == MaskRole::None ? 100 : 100 * point.k / units;
            summary.rows.push_back({point.series, measure, x, saved, estimateOf(all, point, value, interval, request.seed)});
        }
    };
    add("recall", recallOf, Interval::Bootstrap);
    add("exact", exactOf, Interval::Wilson);
}

} // namespace

KindInfo compressKind()
{
    return {StudyKind::Compress, "Compression",
        "What is left where only the kept heads see the whole context and all others the first and the most recent tokens: recall against "
        "the "
        "share kept, and the memory that a KV cache would save.",
        "Kept %", "Saved %",
        withNeedleSettings({Setting::Ranking, Setting::Ks, Setting::Draws, Setting::WholeGroups, Setting::WindowSize, Setting::MaskScope}),
        {}, setCompressionDefaults, keptAndRandom, summarizeCompression, {}, true};
}

} // namespace needlescope
