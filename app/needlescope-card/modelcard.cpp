// SPDX-License-Identifier: GPL-3.0-or-later
#include "modelcard.h"

#include "measures/studies/needletasks.h"
#include "service/provenance.h"
#include "study/study.h"

namespace needlescope {

namespace {

StudyRequest curveOf(const CardRequest &request, const NeedleSet &set, const ModelCard &card)
{
    StudyRequest curve = request.detection;
    curve.kind = StudyKind::MaskCurve;
    curve.tasks.needles = set.needles;
    curve.tasks.lengths = set.lengths;
    curve.tasks.depths = set.depths;
    curve.masks.ranking = card.map;
    curve.masks.draws = request.draws;
    curve.seed = request.seed;
    return curve;
}

/// Every question about a text that holds the next needle instead of its own.
NeedleSet withoutTheirNeedles(const NeedleSet &set)
{
    NeedleSet asked = set;
    for (std::size_t i = 0; i < set.needles.size(); ++i) {
        const Needle &own = set.needles[i];
        const Needle &other = set.needles[(i + 1) % set.needles.size()];
        asked.needles[i] = {other.statement, own.question, other.answer, own.answer, {}};
    }
    return asked;
}

} // namespace

ScoreMap detectedMap(const Transformer &model, const Tokenizer &tokenizer, const StudyRequest &request, const Work &work)
{
    return Study(model, tokenizer, runHeaderOf(model.info(), request), nullptr).run(work).maps.front();
}

ModelCard measureCard(const Transformer &model, const Tokenizer &tokenizer, const CardRequest &request, const Work &work)
{
    ModelCard card;
    card.map = detectedMap(model, tokenizer, request.detection, work);
    card.topK = retrievalHeadsToMask(card.map);
    for (const NeedleSet &set : request.sets) {
        StudyRequest curve = curveOf(request, set, card);
        for (int k = 1; k <= card.topK; ++k)
            curve.masks.ks.push_back(k);
        card.sets.push_back({set.name, evaluate(model, tokenizer, curve, work)});
    }
    if (!request.sets.empty()) {
        const StudyRequest guesses = curveOf(request, withoutTheirNeedles(request.sets.front()), card);
        card.guessLogProbability = evaluate(model, tokenizer, guesses, work).masks.front().meanLogProbability;
    }
    return card;
}

} // namespace needlescope
