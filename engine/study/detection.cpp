// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/detection.h"

#include "archive/aggregate.h"
#include "retrieval/compose.h"
#include "retrieval/probe.h"
#include "retrieval/recall.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace needlescope {

Detection::Detection(const Transformer &model, const Tokenizer &tokenizer, StudyRequest request, RunFile *run)
    : m_model(model)
    , m_tokenizer(tokenizer)
    , m_request(std::move(request))
    , m_run(run)
    , m_samples(run ? run->samples() : std::vector<SampleResult>())
    , m_order(samplesInOrder(m_request))
{
    std::erase_if(m_order, [&](const GridSample &sample) {
        return std::any_of(m_samples.begin(), m_samples.end(), [&](const SampleResult &done) { return done.index == sample.index; });
    });
}

StudyUpdate Detection::next(std::stop_token stop)
{
    const auto start = std::chrono::steady_clock::now();
    const GridSample &sample = m_order.at(m_next);
    const SampleResult result = compute(sample, std::move(stop));
    if (m_run)
        m_run->append(result);
    keep(result);
    ++m_next;
    m_cost += sample.cost;
    m_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return {progress(), result, map()};
}

ScoreMap Detection::map() const
{
    return aggregateSamples(m_samples, m_model.info().nLayers, m_model.info().nHeads);
}

ScoreMap Detection::run(std::stop_token stop, const std::function<void(const StudyUpdate &)> &onUpdate)
{
    while (!finished()) {
        const StudyUpdate update = next(stop);
        if (onUpdate)
            onUpdate(update);
    }
    return map();
}

SampleResult Detection::compute(const GridSample &sample, std::stop_token stop)
{
    const Prompt prompt = composePrompt(promptRequestOf(m_request, sample), m_tokenizer);
    AnswerOptions options;
    options.reuse = m_prompt;
    options.stop = std::move(stop);
    const Answer answer = answerPrompt(m_model, m_tokenizer, generationRequestOf(m_request, prompt, m_model.info()), options);
    m_prompt = answer.prompt;
    const DecodeTrace &trace = answer.trace;
    return {sample.index, sample.needle, sample.length, sample.depthPercent, trace.text, trace.recall, trace.outcome,
        trace.recall > successRecall, trace.scores};
}

void Detection::keep(const SampleResult &sample)
{
    const auto place = std::upper_bound(
        m_samples.begin(), m_samples.end(), sample.index, [](int index, const SampleResult &other) { return index < other.index; });
    m_samples.insert(place, sample);
}

Progress Detection::progress() const
{
    const double left = std::accumulate(m_order.begin() + static_cast<std::ptrdiff_t>(m_next), m_order.end(), 0.0,
        [](double sum, const GridSample &sample) { return sum + sample.cost; });
    return {"Detecting", static_cast<std::int64_t>(m_samples.size()), m_request.nSamples(), m_seconds / m_cost * left};
}

} // namespace needlescope
