// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/kind.h"

#include "api/engineerror.h"
#include "measures/studies/kinds.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace needlescope {

namespace {

const std::vector<KindInfo> &table()
{
    static const std::vector<KindInfo> kinds{
        detectKind(),
        gridKind(),
        maskCurveKind(),
        outcomesKind(),
        extractQaKind(),
        reasonKind(),
        atlasKind(),
        compressKind(),
    };
    return kinds;
}

/// Throws EngineError.
void checkSamples(const RunHeader &header, std::size_t nMasks, std::span<const SampleResult> samples)
{
    for (const SampleResult &sample : samples) {
        if (sample.observations.size() != nMasks)
            throw EngineError("Sample {} has {} answers where the study has {} masks; start the study anew.", sample.index,
                sample.observations.size(), nMasks);
        for (const HeadMeasure &measure : sample.heads) {
            if (measure.values.rows() != header.model.nLayers || measure.values.cols() != header.model.nHeads)
                throw EngineError("Sample {} has scores of another model's size; start the study anew.", sample.index);
        }
    }
}

std::string ksOf(const MaskPlan &plan)
{
    std::vector<int> ks = plan.ks;
    std::sort(ks.begin(), ks.end());
    ks.erase(std::unique(ks.begin(), ks.end()), ks.end());
    return fmt::format("{}", fmt::join(ks, " "));
}

} // namespace

bool KindInfo::uses(Setting setting) const
{
    return std::find(settings.begin(), settings.end(), setting) != settings.end();
}

std::span<const KindInfo> studyKinds()
{
    return table();
}

const KindInfo &infoOf(StudyKind kind)
{
    return *std::find_if(table().begin(), table().end(), [kind](const KindInfo &info) { return info.kind == kind; });
}

std::vector<StudyMask> masksOf(const RunHeader &header)
{
    return infoOf(header.request.kind).masks(header.request, header.model);
}

Provenance described(Provenance provenance, const StudyRequest &request)
{
    const KindInfo &kind = infoOf(request.kind);
    if (!kind.kept.scores)
        provenance.rule.clear();
    provenance.changesHeads = kind.uses(Setting::MaskScope);
    if (provenance.changesHeads)
        provenance.intervention = withHeads(request.masks.how, {});
    if (kind.uses(Setting::Ks)) {
        provenance.ks = ksOf(request.masks);
        provenance.draws = request.masks.draws;
        provenance.keepsK = kind.keepsK;
        provenance.layerMatched = kind.uses(Setting::LayerMatched) && request.masks.layerMatched;
        provenance.wholeGroups = request.masks.wholeGroups;
    }
    provenance.contrast = kind.uses(Setting::Contrast) ? request.decoding.contrast : 0;
    return provenance;
}

StudySummary summarize(const RunHeader &header, std::span<const SampleResult> samples)
{
    return summarize(header, masksOf(header), samples);
}

StudySummary summarize(const RunHeader &header, std::span<const StudyMask> masks, std::span<const SampleResult> samples)
{
    checkSamples(header, masks.size(), samples);
    std::vector<SampleResult> ordered(samples.begin(), samples.end());
    std::sort(ordered.begin(), ordered.end(), [](const SampleResult &a, const SampleResult &b) { return a.index < b.index; });

    StudySummary summary;
    summary.kind = header.request.kind;
    summary.provenance = described(header.provenance, header.request);
    summary.nSamples = static_cast<int>(ordered.size());
    summary.nPlanned = header.request.nSamples();
    summary.nCounted = static_cast<int>(std::count_if(ordered.begin(), ordered.end(), [](const SampleResult &s) { return s.counted; }));
    StudyRequest request = header.request;
    request.masks.ranking = onModel(std::move(request.masks.ranking), header.model);
    infoOf(request.kind).summarize(summary, request, masks, ordered);
    for (ScoreMap &map : summary.maps) {
        if (map.empty())
            map.score = map.frequency = HeadArray::Zero(header.model.nLayers, header.model.nHeads);
        map.nSamples = summary.nSamples;
        map.nPlanned = summary.nPlanned;
        map.headsPerGroup = header.model.headsPerGroup();
        map.headlessLayers = header.model.headlessLayers;
        map.provenance = summary.provenance;
    }
    return summary;
}

} // namespace needlescope
