// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/singleheads.h"

#include "api/scoremap.h"
#include "model/greedy.h"

#include <algorithm>
#include <numeric>

namespace needlescope {

namespace {

/// Heads that are tried together: each has a tail, and, where it acts on the prompt, a prompt of its own.
constexpr std::size_t decodedTogether = 64;
constexpr std::size_t readTogether = 8;

double meanOf(const std::vector<float> &values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(std::max<std::size_t>(values.size(), 1));
}

class Trial
{
public:
    Trial(const Transformer &model, std::span<const std::int32_t> promptIds, std::vector<std::int32_t> answerIds,
        std::shared_ptr<const PromptCache> read, const Work &work)
        : m_model(model)
        , m_promptIds(promptIds)
        , m_answerIds(std::move(answerIds))
        , m_read(std::move(read))
        , m_work(work)
    {
    }

    /// Mean log-probability of the answer's tokens under each of @p interventions.
    std::vector<double> logProbabilities(std::span<const Intervention> interventions) const
    {
        std::vector<Branch> branches;
        std::vector<Branch *> pointers;
        branches.reserve(interventions.size());
        for (const Intervention &intervention : interventions) {
            const auto ids = m_promptIds.first(m_promptIds.size() - 1);
            const Intervention reading = intervention.whileReading();
            auto prompt = reading.empty() ? m_read : m_model.prefill(ids, reading, m_work);
            pointers.push_back(&branches.emplace_back(std::move(prompt), intervention, TokenSpan(), Capture::Nothing));
        }
        std::vector<double> means;
        for (const auto &ofBranch : forcedLogProbabilities(m_model, pointers, m_promptIds.back(), m_answerIds, m_work))
            means.push_back(meanOf(ofBranch));
        return means;
    }

    HeadArray attribution() const
    {
        Branch branch(m_read, {}, {}, Capture::Nothing);
        HeadArray sum = HeadArray::Zero(m_model.info().nLayers, m_model.info().nHeads);
        std::int32_t fed = m_promptIds.back();
        for (const std::int32_t id : m_answerIds) {
            m_work.poll();
            sum += m_model.attribute(branch, fed, id).heads;
            fed = id;
        }
        return sum / static_cast<float>(m_answerIds.size());
    }

private:
    const Transformer &m_model;
    std::span<const std::int32_t> m_promptIds;
    std::vector<std::int32_t> m_answerIds;
    std::shared_ptr<const PromptCache> m_read;
    const Work &m_work;
};

} // namespace

std::vector<std::int32_t> answerIdsOf(const Prompt &prompt, const PromptFrame &frame, const Tokenizer &tokenizer)
{
    const char last = prompt.text.empty() ? '\n' : prompt.text.back();
    const std::string answer = (last == '\n' || last == ' ' ? "" : " ") + prompt.answer;
    const auto special = frame.addsSpecialTokens ? SpecialTokens::Add : SpecialTokens::None;
    const auto whole = tokenizer.encode(prompt.text + answer, special).ids;
    const bool continues = whole.size() > prompt.ids.size() && std::equal(prompt.ids.begin(), prompt.ids.end(), whole.begin());
    if (continues)
        return {whole.begin() + static_cast<std::ptrdiff_t>(prompt.ids.size()), whole.end()};
    return tokenizer.encode(answer, SpecialTokens::None).ids; // the seam would have made other tokens of the prompt's end
}

SingleHeads singleHeads(const Transformer &model, const Tokenizer &tokenizer, const Prompt &prompt, const PromptFrame &frame,
    const std::shared_ptr<const PromptCache> &read, const Intervention &how, const Work &work)
{
    const ModelInfo &info = model.info();
    auto answerIds = answerIdsOf(prompt, frame, tokenizer);
    if (answerIds.empty())
        throw EngineError("The answer '{}' makes no tokens; give another one.", prompt.answer);
    const Trial trial(model, prompt.ids, std::move(answerIds), read, work);
    const Intervention none;
    SingleHeads result{
        trial.logProbabilities(std::span(&none, 1)).front(), HeadArray::Zero(info.nLayers, info.nHeads), trial.attribution()};

    const std::vector<HeadId> heads = rankedHeads(onModel(scoreMapOfArray(result.drop), info));
    std::vector<Intervention> interventions;
    interventions.reserve(heads.size());
    for (const HeadId id : heads)
        interventions.push_back(withHeads(how, {id}));
    const std::size_t together = how.scope == MaskScope::Everywhere ? readTogether : decodedTogether;
    for (std::size_t first = 0; first < interventions.size(); first += together) {
        const auto part = std::span(interventions).subspan(first, std::min(together, interventions.size() - first));
        const auto means = trial.logProbabilities(part);
        for (std::size_t i = 0; i < means.size(); ++i)
            result.drop(heads[first + i].layer, heads[first + i].head) = static_cast<float>(result.logProbability - means[i]);
    }
    return result;
}

} // namespace needlescope
