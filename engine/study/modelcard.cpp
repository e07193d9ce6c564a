// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/modelcard.h"

#include "api/headchoice.h"
#include "study/detection.h"

#include <algorithm>

namespace needlescope {

namespace {

StudyRequest gridOf(const CardRequest &request, const NeedleSet &set)
{
    StudyRequest grid = request.detection;
    grid.needles = set.needles;
    grid.lengths = set.lengths;
    grid.depths = set.depths;
    return grid;
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

int headsToMask(const ScoreMap &map)
{
    const int tenth = map.nLayers() * map.nHeads() / 10;
    return std::max(1, std::min(static_cast<int>(retrievalHeads(map).size()), tenth));
}

ModelCard measureCard(const Transformer &model, const Tokenizer &tokenizer, const CardRequest &request, std::stop_token stop,
    const ProgressFunction &onProgress)
{
    const auto report = [&](const std::string &what) {
        return [&onProgress, what](const Progress &progress) {
            if (onProgress)
                onProgress({what, progress.done, progress.total, progress.secondsLeft});
        };
    };
    Detection detection(model, tokenizer, request.detection, nullptr);
    ModelCard card;
    const auto detecting = report("Detecting");
    card.map = detection.run(stop, [&](const StudyUpdate &update) { detecting(update.progress); });
    card.topK = headsToMask(card.map);
    for (const NeedleSet &set : request.sets) {
        const EvaluationRequest evaluation{gridOf(request, set), card.map, card.topK, request.draws, request.seed, true};
        card.sets.push_back({set.name, evaluate(model, tokenizer, evaluation, stop, report("Evaluating " + set.name))});
    }
    if (!request.sets.empty()) {
        const EvaluationRequest guesses{gridOf(request, withoutTheirNeedles(request.sets.front())), card.map, 1, 0, request.seed, false};
        card.guessLogProbability = evaluate(model, tokenizer, guesses, stop, report("Evaluating guesses")).masks.front().meanLogProbability;
    }
    return card;
}

} // namespace needlescope
