// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/masks.h"

#include "api/engineerror.h"
#include "measures/headchoice.h"

#include <algorithm>

namespace needlescope {

namespace {

/// The request with a ranking of heads that the model has. Throws EngineError.
StudyRequest rankedOnModel(StudyRequest request, const ModelInfo &model)
{
    ScoreMap &ranking = request.masks.ranking;
    if (ranking.empty())
        throw EngineError(
            "The study '{}' masks the top heads, but {} has no scores that rank them; run 'detect' first and name its run or score file.",
            nameOf(request.kind), model.name);
    if (!ranking.isOf(model))
        throw EngineError(
            "The scores that rank the heads are of {} ({} layers of {} heads), not of {} ({} of {}); detect the heads of this model.",
            ranking.provenance.modelName.empty() ? "another model" : ranking.provenance.modelName, ranking.nLayers(), ranking.nHeads(),
            model.name, model.nLayers, model.nHeads);
    ranking = onModel(std::move(ranking), model);
    return request;
}

/// Ascending, without repeats. Throws EngineError.
std::vector<int> checkedKs(const StudyRequest &request, const ModelInfo &model)
{
    std::vector<int> ks = request.masks.ks;
    std::sort(ks.begin(), ks.end());
    ks.erase(std::unique(ks.begin(), ks.end()), ks.end());
    const int units = unitsOf(request, model);
    if (!ks.empty() && (ks.front() < 0 || ks.back() > units))
        throw EngineError("K = {} is not to be had: {} has {} {}; choose from 0 to {}.", ks.front() < 0 ? ks.front() : ks.back(),
            model.name, units, request.masks.wholeGroups ? "KV groups" : "heads", units);
    return ks;
}

std::uint64_t seedOf(const StudyRequest &request, int draw)
{
    return request.seed + static_cast<std::uint64_t>(draw);
}

std::vector<HeadId> top(const StudyRequest &request, int k)
{
    const ScoreMap &ranking = request.masks.ranking;
    if (!request.masks.wholeGroups)
        return topHeads(ranking, k);
    auto groups = rankedGroups(ranking);
    groups.resize(std::min(groups.size(), static_cast<std::size_t>(k)));
    return headsOfGroups(groups, ranking.headsPerGroup);
}

/// Groups without a head that stands out, which random draws are made of. Throws EngineError where there are too few.
std::vector<HeadId> controlGroups(const ScoreMap &ranking, int k, std::uint64_t seed)
{
    auto groups = rankedGroups(ranking);
    std::erase_if(groups, [&, threshold = standingOut(ranking)](HeadId begin) {
        const auto heads = groupOf(begin, ranking.headsPerGroup);
        return std::any_of(heads.begin(), heads.end(), [&](HeadId id) { return ranking.score(id.layer, id.head) >= threshold; });
    });
    if (static_cast<int>(groups.size()) < k)
        throw EngineError("Only {} KV groups hold no head that stands out ({} of at least {}), too few to draw {} from; choose a "
                          "smaller K or no random draws.",
            groups.size(), ranking.measure, fmt::format("{:.3g}", standingOut(ranking)), k);
    return headsOfGroups(drawHeads(std::move(groups), k, seed), ranking.headsPerGroup);
}

std::vector<HeadId> control(const StudyRequest &request, int k, int draw)
{
    const ScoreMap &ranking = request.masks.ranking;
    if (request.masks.wholeGroups)
        return controlGroups(ranking, k, seedOf(request, draw));
    return request.masks.layerMatched ? layerMatchedHeads(ranking, k, seedOf(request, draw))
                                      : controlHeads(ranking, k, seedOf(request, draw));
}

std::vector<HeadId> anyHeads(const StudyRequest &request, int k, int draw)
{
    const ScoreMap &ranking = request.masks.ranking;
    if (!request.masks.wholeGroups)
        return drawHeads(rankedHeads(ranking), k, seedOf(request, draw));
    return headsOfGroups(drawHeads(rankedGroups(ranking), k, seedOf(request, draw)), ranking.headsPerGroup);
}

} // namespace

int unitsOf(const StudyRequest &request, const ModelInfo &model)
{
    const int nLayers = model.nLayers - static_cast<int>(model.headlessLayers.size());
    return nLayers * (request.masks.wholeGroups ? model.nKvHeads : model.nHeads);
}

std::vector<StudyMask> onlyUnmasked(const StudyRequest &, const ModelInfo &)
{
    return {StudyMask()};
}

std::vector<StudyMask> topAndRandom(const StudyRequest &given, const ModelInfo &model)
{
    const StudyRequest request = rankedOnModel(given, model);
    std::vector<StudyMask> masks{StudyMask()};
    for (const int k : checkedKs(request, model)) {
        if (k == 0)
            continue;
        masks.push_back({MaskRole::Top, k, 0, withHeads(request.masks.how, top(request, k))});
        for (int draw = 0; draw < request.masks.draws; ++draw)
            masks.push_back({MaskRole::Random, k, draw, withHeads(request.masks.how, control(request, k, draw))});
    }
    return masks;
}

std::vector<StudyMask> keptAndRandom(const StudyRequest &given, const ModelInfo &model)
{
    const StudyRequest request = rankedOnModel(given, model);
    const ScoreMap &ranking = request.masks.ranking;
    const auto changed = [&](const std::vector<HeadId> &kept) { return withHeads(request.masks.how, allHeadsBut(kept, ranking)); };
    const int units = unitsOf(request, model);
    std::vector<StudyMask> masks{StudyMask()};
    for (const int k : checkedKs(request, model)) {
        masks.push_back({MaskRole::Kept, k, 0, changed(top(request, k))});
        for (int draw = 0; draw < request.masks.draws && k > 0 && k < units; ++draw) // none and all are no draws
            masks.push_back({MaskRole::KeptRandom, k, draw, changed(anyHeads(request, k, draw))});
    }
    return masks;
}

std::vector<int> asFarAsGoes(const std::vector<int> &usual, int nHeads)
{
    std::vector<int> ks = usual;
    std::erase_if(ks, [nHeads](int k) { return 2 * k > nHeads; });
    return ks;
}

} // namespace needlescope
