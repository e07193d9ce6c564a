// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/evaluation.h"

#include "api/headchoice.h"
#include "retrieval/compose.h"
#include "retrieval/probe.h"
#include "retrieval/recall.h"
#include "study/samplegrid.h"

#include <algorithm>
#include <chrono>

namespace needlescope {

namespace {

void refuseOtherModelsMap(const ScoreMap &map, const ModelInfo &model)
{
    if (map.nLayers() != model.nLayers || map.nHeads() != model.nHeads)
        throw EngineError("The scores are of a model with " + std::to_string(map.nLayers()) + " layers of " + std::to_string(map.nHeads())
            + " heads, this one has " + std::to_string(model.nLayers) + " of " + std::to_string(model.nHeads)
            + "; run 'detect' on this model.");
}

std::vector<EvaluatedMask> masksOf(const EvaluationRequest &request)
{
    const std::string k = std::to_string(request.topK);
    std::vector<EvaluatedMask> masks{{"unmasked", {}}};
    for (int top = request.curve ? 1 : request.topK; top <= request.topK; ++top)
        masks.push_back({"top " + std::to_string(top), maskOf(topHeads(request.map, top))});
    for (int draw = 0; draw < request.draws; ++draw) {
        const std::uint64_t seed = request.seed + static_cast<std::uint64_t>(draw);
        auto heads = randomHeads(request.map, request.topK, seed);
        if (static_cast<int>(heads.size()) < request.topK)
            throw EngineError("Only " + std::to_string(heads.size()) + " heads are no retrieval heads, too few to draw " + k
                + " from; choose a smaller number.");
        masks.push_back({"random " + k + " (seed " + std::to_string(seed) + ")", maskOf(std::move(heads))});
    }
    return masks;
}

double meanLogProbability(const DecodeTrace &trace)
{
    double sum = 0;
    for (const DecodedToken &token : trace.tokens)
        sum += static_cast<double>(token.logProbability);
    return trace.tokens.empty() ? 0 : sum / static_cast<double>(trace.tokens.size());
}

EvaluatedSample evaluated(const GridSample &sample, const std::string &wanted, const std::vector<Answer> &answers)
{
    EvaluatedSample result{sample.index, sample.needle, sample.length, sample.depthPercent, {}, {}, {}, {}, {}};
    for (const Answer &answer : answers) {
        result.outputs.push_back(answer.trace.text);
        result.exact.push_back(isExactly(wanted, answer.trace.text));
        result.recall.push_back(answer.trace.recall);
        result.outcomes.push_back(answer.trace.outcome);
        result.logProbability.push_back(meanLogProbability(answer.trace));
    }
    return result;
}

void average(Evaluation &evaluation)
{
    const auto n = static_cast<double>(evaluation.samples.size());
    for (std::size_t i = 0; i < evaluation.masks.size(); ++i) {
        EvaluatedMask &mask = evaluation.masks[i];
        for (const EvaluatedSample &sample : evaluation.samples) { // counted before it is divided: 204 of 240 are 85 %, not less
            mask.exactShare += sample.exact[i] ? 1 : 0;
            mask.meanRecall += sample.recall[i];
            mask.incompleteShare += sample.outcomes[i] == Outcome::Incomplete ? 1 : 0;
            mask.meanLogProbability += sample.logProbability[i];
        }
        for (double *sum : {&mask.exactShare, &mask.meanRecall, &mask.incompleteShare, &mask.meanLogProbability})
            *sum /= n;
    }
}

} // namespace

Evaluation evaluate(const Transformer &model, const Tokenizer &tokenizer, const EvaluationRequest &request, std::stop_token stop,
    const ProgressFunction &onProgress)
{
    refuseOtherModelsMap(request.map, model.info());
    Evaluation evaluation{masksOf(request), {}};
    std::vector<Intervention> interventions;
    for (const EvaluatedMask &mask : evaluation.masks)
        interventions.push_back(mask.intervention);

    AnswerOptions options;
    options.stop = stop;
    const auto order = samplesInOrder(request.grid);
    const auto start = std::chrono::steady_clock::now();
    for (const GridSample &sample : order) {
        const Prompt prompt = composePrompt(promptRequestOf(request.grid, sample), tokenizer);
        const auto generation = generationRequestOf(request.grid, prompt, model.info());
        const auto answers = answerWhatIfs(model, tokenizer, generation, interventions, options);
        options.reuse = answers.front().prompt;
        evaluation.samples.push_back(evaluated(sample, prompt.answer, answers));
        const auto done = evaluation.samples.size();
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (onProgress)
            onProgress({"Evaluating", static_cast<std::int64_t>(done), static_cast<std::int64_t>(order.size()),
                seconds / static_cast<double>(done) * static_cast<double>(order.size() - done)});
    }
    std::sort(evaluation.samples.begin(), evaluation.samples.end(),
        [](const EvaluatedSample &a, const EvaluatedSample &b) { return a.index < b.index; });
    average(evaluation);
    return evaluation;
}

} // namespace needlescope
