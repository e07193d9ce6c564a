// SPDX-License-Identifier: GPL-3.0-or-later
#include "retrieval/probe.h"

#include "api/headcheck.h"
#include "measures/outcome.h"
#include "measures/recall.h"
#include "measures/retrievalscore.h"
#include "measures/words.h"
#include "retrieval/textpieces.h"

#include <algorithm>
#include <utility>

namespace needlescope {

namespace {

void refuseBadRequest(const ModelInfo &model, const GenerationRequest &request)
{
    if (request.promptIds.empty())
        throw EngineError("The prompt is empty; write something for the model to continue.");
    const std::int32_t last = request.promptIds.back();
    if (last < 0 || last >= model.vocabularySize)
        throw EngineError("Token {} of the prompt is not in the model's vocabulary of {}; use the tokenizer that belongs to the model.",
            last, model.vocabularySize);
    const auto size = static_cast<std::int32_t>(request.promptIds.size());
    if (!request.needle.empty() && (request.needle.begin < 0 || request.needle.end > size))
        throw EngineError("The needle span {}:{} reaches outside the prompt of {} tokens.", request.needle.begin, request.needle.end, size);
}

/// One cache for each different reading of the prompt.
class PromptReader
{
public:
    PromptReader(const Transformer &model, std::span<const std::int32_t> ids, const AnswerOptions &options)
        : m_model(model)
        , m_ids(ids)
        , m_options(options)
    {
    }

    std::shared_ptr<const PromptCache> read(const Intervention &intervention)
    {
        for (const auto &[known, cache] : m_caches) {
            if (known == intervention)
                return cache;
        }
        auto cache = m_model.prefill(m_ids, intervention, m_options.work, m_options.reuse);
        m_caches.emplace_back(intervention, cache);
        return cache;
    }

private:
    const Transformer &m_model;
    std::span<const std::int32_t> m_ids;
    const AnswerOptions &m_options;
    std::vector<std::pair<Intervention, std::shared_ptr<const PromptCache>>> m_caches;
};

/// For each masked answer that is decoded from a contrast, the unmasked branch that goes along.
class Companions
{
public:
    Companions(std::span<const Intervention> interventions, const AnswerOptions &options, PromptReader &reader)
    {
        if (options.contrast <= 0)
            return;
        m_branches.reserve(interventions.size());
        for (const Intervention &intervention : interventions)
            m_pointers.push_back(
                intervention.empty() ? nullptr : &m_branches.emplace_back(reader.read({}), Intervention(), TokenSpan(), Capture::Nothing));
    }

    std::span<Branch *const> pointers() const { return m_pointers; }

private:
    std::vector<Branch> m_branches;
    std::vector<Branch *> m_pointers;
};

/// The text around the answer span, for the judge.
struct Surroundings
{
    std::string before;
    std::string after;
};

Surroundings surroundingsOf(const GenerationRequest &request, const Tokenizer &tokenizer)
{
    const std::span<const std::int32_t> ids = request.promptIds;
    const auto begin = static_cast<std::size_t>(request.needle.begin);
    const auto end = static_cast<std::size_t>(request.needle.end);
    return {tokenizer.decode(ids.first(begin)), tokenizer.decode(ids.subspan(end))};
}

DecodeTrace traceOf(const GenerationRequest &request, const Tokenizer &tokenizer, const Branch &branch, const GreedyOutput &output,
    std::vector<DecodedToken> tokens)
{
    DecodeTrace trace;
    trace.intervention = branch.intervention();
    trace.tokens = std::move(tokens);
    trace.stopped = output.stopped;
    const std::span<const std::int32_t> ids = output.ids;
    trace.text = trimmed(tokenizer.decode(ids.first(ids.size() - (output.stopped ? 1 : 0))));
    trace.heads = branch.summaries();
    if (!request.needle.empty() && trace.heads.nSteps > 0)
        trace.scores = retrievalScores(request.promptIds, request.needle, ids, trace.heads);
    return trace;
}

void judge(DecodeTrace &trace, const GenerationRequest &request, const Surroundings &around)
{
    trace.recall = rougeRecall(request.answer, trace.text);
    trace.outcome = outcomeOf({request.answer, trace.text, around.before, around.after});
    trace.judged = true;
}

/// An answer often repeats another one to the same question, or its prompt.
Drafts draftsOf(const GenerationRequest &request, const AnswerOptions &options)
{
    std::vector<std::span<const std::int32_t>> texts(options.likely.begin(), options.likely.end());
    texts.emplace_back(request.promptIds);
    return Drafts(std::move(texts));
}

/// One answer to be decoded.
struct Asked
{
    const GenerationRequest &request;
    Intervention intervention;
    std::shared_ptr<const PromptCache> prompt;
};

/// All decoded together. There is one at least, and all end alike.
std::vector<Answer> answersOf(const Transformer &model, const Tokenizer &tokenizer, std::span<const Asked> asked,
    const AnswerOptions &options, std::span<Branch *const> companions)
{
    std::vector<Branch> branches;
    std::vector<Branch *> pointers;
    std::vector<std::int32_t> firstTokens;
    branches.reserve(asked.size());
    for (const Asked &each : asked) {
        pointers.push_back(&branches.emplace_back(each.prompt, each.intervention, each.request.needle, options.capture));
        firstTokens.push_back(each.request.promptIds.back());
    }

    const int maxTokens = asked.front().request.maxTokens;
    const std::vector<std::int32_t> &stopIds = asked.front().request.stopIds;
    std::vector<TextPieces> pieces(branches.size(), TextPieces(tokenizer));
    std::vector<std::vector<DecodedToken>> tokens(branches.size());
    const auto onToken = [&](std::size_t branch, std::int32_t id, float logProbability) {
        const bool stops = std::find(stopIds.begin(), stopIds.end(), id) != stopIds.end();
        const bool last = stops || static_cast<int>(tokens[branch].size()) + 1 == maxTokens;
        tokens[branch].push_back({id, pieces[branch].next(id, last), logProbability});
        if (options.onToken)
            options.onToken(branch, tokens[branch].back());
    };
    const auto outputs = decodeGreedily(model, pointers, firstTokens, {maxTokens, stopIds, options.contrast}, options.work, onToken,
        companions, draftsOf(asked.front().request, options));

    const GenerationRequest *judged = nullptr;
    Surroundings around;
    std::vector<Answer> answers;
    answers.reserve(branches.size());
    for (std::size_t i = 0; i < branches.size(); ++i) {
        const GenerationRequest &request = asked[i].request;
        DecodeTrace trace = traceOf(request, tokenizer, branches[i], outputs[i], std::move(tokens[i]));
        if (!request.answer.empty()) {
            if (std::exchange(judged, &request) != &request)
                around = surroundingsOf(request, tokenizer);
            judge(trace, request, around);
        }
        answers.push_back({std::move(trace), asked[i].prompt, std::move(branches[i])});
    }
    return answers;
}

} // namespace

std::vector<Answer> answerWhatIfs(const Transformer &model, const Tokenizer &tokenizer, const GenerationRequest &request,
    std::span<const Intervention> interventions, const AnswerOptions &options)
{
    refuseBadRequest(model.info(), request);
    const std::span<const std::int32_t> ids = request.promptIds;
    PromptReader reader(model, ids.first(ids.size() - 1), options);
    std::vector<Asked> asked;
    for (const Intervention &intervention : interventions) {
        checkHeads(model.info(), intervention.heads);
        asked.push_back({request, intervention, reader.read(intervention.whileReading())});
    }
    Companions companions(interventions, options, reader);
    return answersOf(model, tokenizer, asked, options, companions.pointers());
}

std::vector<Answer> answerPrompts(
    const Transformer &model, const Tokenizer &tokenizer, std::span<const GenerationRequest> requests, const AnswerOptions &options)
{
    std::vector<Asked> asked;
    AnswerOptions reading = options;
    for (const GenerationRequest &request : requests) {
        refuseBadRequest(model.info(), request);
        if (request.maxTokens != requests.front().maxTokens || request.stopIds != requests.front().stopIds)
            throw EngineError("Prompts that are answered together must end alike: the same number of tokens and the same stop tokens.");
        checkHeads(model.info(), request.intervention.heads);
        const std::span<const std::int32_t> ids = request.promptIds;
        reading.reuse
            = PromptReader(model, ids.first(ids.size() - 1), reading).read(request.intervention.whileReading()); // the next one's beginning
        asked.push_back({request, request.intervention, reading.reuse});
    }
    return answersOf(model, tokenizer, asked, options, {});
}

Answer answerPrompt(const Transformer &model, const Tokenizer &tokenizer, const GenerationRequest &request, const AnswerOptions &options)
{
    auto answers = answerWhatIfs(model, tokenizer, request, std::span(&request.intervention, 1), options);
    return std::move(answers.front());
}

} // namespace needlescope
