// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/answersample.h"

#include "measures/exactmatch.h"
#include "measures/headchoice.h"
#include "measures/recall.h"
#include "measures/retrievalscore.h"
#include "measures/studies/kind.h"
#include "retrieval/compose.h"
#include "retrieval/probe.h"
#include "study/locatingscore.h"
#include "study/singleheads.h"

#include <algorithm>

namespace needlescope {

namespace {

/// Masks whose answers are decoded together: more would only take memory.
constexpr std::size_t mostTogether = 64;

/// What is asked, and what would be right.
struct Task
{
    Prompt prompt;
    std::vector<std::string> answers;
    std::string question;
    bool isItem = false;
};

Task taskOf(const StudyRequest &request, const PlannedSample &sample, const Tokenizer &tokenizer)
{
    const std::string afterQuestion = sample.style == AnswerStyle::ChainOfThought ? request.tasks.thoughtPrompt : std::string();
    if (!request.tasks.items.empty()) {
        const QuestionItem &item = request.tasks.items[static_cast<std::size_t>(sample.item)];
        return {composeQuestion(item, afterQuestion, request.frame, tokenizer), item.answers, item.question, true};
    }
    PromptRequest asked = promptRequestOf(request, sample);
    asked.needle.question += afterQuestion;
    Prompt prompt = composePrompt(asked, tokenizer);
    std::vector<std::string> answers{prompt.answer};
    return {std::move(prompt), std::move(answers), asked.needle.question, false};
}

GenerationRequest generationOf(const StudyRequest &request, const Prompt &prompt, const ModelInfo &model)
{
    GenerationRequest generation;
    generation.promptIds = prompt.ids;
    generation.needle = prompt.needle;
    generation.answer = prompt.answer;
    generation.maxTokens = request.decoding.maxTokens;
    generation.stopIds = request.decoding.stopIds.empty() ? model.stopIds : request.decoding.stopIds;
    return generation;
}

bool isExact(const Task &task, AnswerStyle style, const std::string &output)
{
    if (!task.isItem)
        return isExactly(task.answers.front(), output);
    return isExactMatch(task.answers, output) || (style == AnswerStyle::ChainOfThought && endsInAnswer(task.answers, output));
}

double meanLogProbability(const DecodeTrace &trace)
{
    double sum = 0;
    for (const DecodedToken &token : trace.tokens)
        sum += static_cast<double>(token.logProbability);
    return trace.tokens.empty() ? 0 : sum / static_cast<double>(trace.tokens.size());
}

/// Means over those of @p heads that the trace's mask leaves alone; nothing where it leaves none.
std::vector<Looks> looksOf(const DecodeTrace &trace, std::vector<HeadId> heads)
{
    std::erase_if(heads, [&](HeadId id) { return trace.intervention.masks(id); });
    std::vector<Looks> looks;
    for (int step = 0; !heads.empty() && step < trace.heads.nSteps; ++step) {
        Looks mean;
        for (const HeadId id : heads) {
            const std::size_t i = trace.heads.index(step, id);
            mean.needle += trace.heads.needleMass[i] / static_cast<float>(heads.size());
            mean.sink += trace.heads.sinkMass[i] / static_cast<float>(heads.size());
            mean.recent += trace.heads.recentMass[i] / static_cast<float>(heads.size());
        }
        mean.elsewhere = std::max(0.0F, 1 - mean.needle - mean.sink - mean.recent);
        looks.push_back(mean);
    }
    return looks;
}

Observation observationOf(const Task &task, AnswerStyle style, int mask, const DecodeTrace &trace, const std::vector<HeadId> &watched)
{
    Observation observation;
    observation.mask = mask;
    observation.output = trace.text;
    observation.exact = isExact(task, style, trace.text);
    observation.recall = trace.recall;
    for (const std::string &answer : task.answers)
        observation.recall = std::max(observation.recall, rougeRecall(answer, trace.text));
    observation.f1 = wordF1(task.answers, trace.text);
    observation.logProbability = meanLogProbability(trace);
    observation.outcome = trace.outcome;
    observation.looks = looksOf(trace, watched);
    return observation;
}

HeadArray scoresOf(const Transformer &model, const Tokenizer &tokenizer, const StudyRequest &request, const Task &task,
    const DecodeTrace &trace, const std::shared_ptr<const PromptCache> &prompt, const Work &work)
{
    if (request.rule == ScoreRule::Qr)
        return locatingScores(model, tokenizer, task.prompt, task.question, request.frame, prompt, work);
    std::vector<std::int32_t> emitted;
    for (const DecodedToken &token : trace.tokens)
        emitted.push_back(token.id);
    return headScores(request.rule, task.prompt.ids, task.prompt.needle, emitted, trace.heads);
}

/// Which heads' looks are kept: all retrieval heads of the ranking.
std::vector<HeadId> watchedHeads(const StudyRequest &request, const Kept &kept)
{
    return kept.looks ? retrievalHeads(request.masks.ranking) : std::vector<HeadId>();
}

AnsweredSample begun(const PlannedSample &sample, const Task &task)
{
    const auto nTokens = static_cast<int>(task.prompt.ids.size());
    return {{sample.index, sample.item, sample.style, sample.length, sample.depthPercent, nTokens, 0, false, {}, {}}, nullptr};
}

AnswerOptions optionsOf(const StudyRequest &request, const std::shared_ptr<const PromptCache> &reuse, const Work &work)
{
    const Kept &kept = infoOf(request.kind).kept;
    AnswerOptions options;
    options.reuse = reuse;
    options.work = work;
    options.capture = kept.scores || kept.looks ? Capture::Summaries : Capture::Nothing;
    options.contrast = request.decoding.contrast;
    return options;
}

/// What is kept of the answer of the model as it is, whose observation is the first.
void addUnmasked(AnsweredSample &answered, const Transformer &model, const Tokenizer &tokenizer, const StudyRequest &request,
    const Task &task, const Answer &answer, const Work &work)
{
    SampleResult &result = answered.result;
    answered.prompt = answer.prompt;
    result.counted = result.observations.front().recall > successRecall;
    if (infoOf(request.kind).kept.scores)
        result.heads.push_back({"score", scoresOf(model, tokenizer, request, task, answer.trace, answered.prompt, work)});
}

} // namespace

AnsweredSample answerSample(const Transformer &model, const Tokenizer &tokenizer, const StudyRequest &request,
    std::span<const StudyMask> masks, const PlannedSample &sample, const std::shared_ptr<const PromptCache> &reuse, const Work &work)
{
    const Kept &kept = infoOf(request.kind).kept;
    const Task task = taskOf(request, sample, tokenizer);
    const GenerationRequest generation = generationOf(request, task.prompt, model.info());
    const auto watched = watchedHeads(request, kept);
    AnsweredSample answered = begun(sample, task);
    SampleResult &result = answered.result;

    AnswerOptions options = optionsOf(request, reuse, work);
    for (std::size_t first = 0; first < masks.size(); first += mostTogether) {
        std::vector<Intervention> interventions;
        for (std::size_t i = first; i < std::min(masks.size(), first + mostTogether); ++i)
            interventions.push_back(masks[i].intervention);
        const auto answers = answerWhatIfs(model, tokenizer, generation, interventions, options);
        for (std::size_t i = 0; i < answers.size(); ++i)
            result.observations.push_back(observationOf(task, sample.style, static_cast<int>(first + i), answers[i].trace, watched));
        if (first > 0)
            continue;
        addUnmasked(answered, model, tokenizer, request, task, answers.front(), work); // masks[0] leaves the model as it is
        options.reuse = answered.prompt;
    }
    if (kept.singleHeads) {
        SingleHeads single = singleHeads(model, tokenizer, task.prompt, request.frame, answered.prompt, request.masks.how, work);
        result.observations.front().logProbability = single.logProbability;
        result.heads.push_back({"drop", std::move(single.drop)});
        result.heads.push_back({"attribution", std::move(single.attribution)});
    }
    return answered;
}

bool answersTogether(const StudyRequest &request, std::span<const StudyMask> masks)
{
    return masks.size() == 1 && masks.front().intervention.empty() && !infoOf(request.kind).kept.singleHeads;
}

std::vector<AnsweredSample> answerSamples(const Transformer &model, const Tokenizer &tokenizer, const StudyRequest &request,
    std::span<const StudyMask> masks, std::span<const PlannedSample> samples, const std::shared_ptr<const PromptCache> &reuse,
    const Work &work)
{
    std::vector<AnsweredSample> all;
    if (samples.size() == 1 || !answersTogether(request, masks)) {
        for (const PlannedSample &sample : samples)
            all.push_back(answerSample(model, tokenizer, request, masks, sample, all.empty() ? reuse : all.back().prompt, work));
        return all;
    }
    const auto watched = watchedHeads(request, infoOf(request.kind).kept);
    std::vector<Task> tasks;
    std::vector<GenerationRequest> generations;
    for (const PlannedSample &sample : samples) {
        tasks.push_back(taskOf(request, sample, tokenizer));
        generations.push_back(generationOf(request, tasks.back().prompt, model.info()));
    }
    const auto answers = answerPrompts(model, tokenizer, generations, optionsOf(request, reuse, work));
    for (std::size_t i = 0; i < answers.size(); ++i) {
        AnsweredSample answered = begun(samples[i], tasks[i]);
        answered.result.observations.push_back(observationOf(tasks[i], samples[i].style, 0, answers[i].trace, watched));
        addUnmasked(answered, model, tokenizer, request, tasks[i], answers[i], work);
        all.push_back(std::move(answered));
    }
    return all;
}

} // namespace needlescope
