// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/study.h"

#include "api/engineerror.h"
#include "measures/studies/kind.h"
#include "model/memory.h"
#include "study/answersample.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace needlescope {

namespace {

/// More would make an answer hardly faster.
constexpr std::size_t mostSamplesTogether = 8;

/// Of a quick study, which may end after any sample: the others of that text were answered in vain.
constexpr std::size_t mostInVain = 4;

/// Share of the free memory that prompts of samples answered together may take.
constexpr std::int64_t shareOfMemory = 8;

/// A summary goes over all samples; so that this costs no more than the samples do, it is made after each of the first 32, then ever more
/// rarely: about 16 times while the number doubles. A quick study ends at one of these, so it ends at the same sample however often it was
/// continued.
bool isSummarizedAfter(std::size_t nSamples)
{
    std::size_t step = 1;
    while (nSamples >= 32 * step)
        step *= 2;
    return nSamples % step == 0;
}

double costOf(const std::vector<PlannedSample> &samples, std::size_t first, std::size_t nMasks)
{
    // Answers that are decoded together share their weights: thirty of them cost about as much as three decoded alone.
    const double masks = static_cast<double>(nMasks - 1) / 10;
    return std::accumulate(samples.begin() + static_cast<std::ptrdiff_t>(first), samples.end(), 0.0,
        [&](double sum, const PlannedSample &sample) { return sum + sample.cost + masks * decodingCost; });
}

} // namespace

Study::Study(const Transformer &model, const Tokenizer &tokenizer, RunHeader header, RunFile *run)
    : m_model(model)
    , m_tokenizer(tokenizer)
    , m_header(std::move(header))
    , m_run(run)
    , m_masks(masksOf(m_header))
    , m_samples(run ? run->samples() : std::vector<SampleResult>())
    , m_order(samplesInOrder(m_header.request))
    , m_resumed(static_cast<int>(m_samples.size()))
{
    std::erase_if(m_order, [&](const PlannedSample &sample) {
        return std::any_of(m_samples.begin(), m_samples.end(), [&](const SampleResult &done) { return done.index == sample.index; });
    });
    m_enough = m_header.request.quick && !m_samples.empty() && isSummarizedAfter(m_samples.size()) && summary().enough;
}

bool Study::finished() const
{
    return m_enough || m_next == m_order.size();
}

StudyUpdate Study::next(const Work &work)
{
    const PlannedSample &sample = m_order.at(m_next);
    work.poll(); // also where answers are ready
    if (m_ready.empty())
        answerNext(work);
    SampleResult result = std::move(m_ready.front());
    m_ready.pop_front();
    if (m_run)
        m_run->append(result);
    keep(result);
    m_cost += costOf({sample}, 0, m_masks.size());
    m_seconds += result.seconds;
    ++m_next;

    StudyUpdate update{{}, std::move(result), {}};
    if (isSummarizedAfter(m_samples.size()) || m_next == m_order.size()) {
        update.summary = summary();
        m_enough = m_header.request.quick && update.summary.enough;
    }
    update.progress = progress();
    return update;
}

/// The next sample and, where that is faster, those of its text behind it.
void Study::answerNext(const Work &work)
{
    const auto start = std::chrono::steady_clock::now();
    const auto first = m_order.begin() + static_cast<std::ptrdiff_t>(m_next);
    std::size_t n = 1;
    if (answersTogether(m_header.request, m_masks) && first->length > 0) {
        const std::size_t most = samplesTogether(m_model.info(), first->length);
        const auto behind = std::find_if(first, m_order.end(), [&](const PlannedSample &other) { return !shareAText(*first, other); });
        n = std::min(static_cast<std::size_t>(behind - first), m_header.request.quick ? std::min(most, mostInVain) : most);
    }
    const auto answer = [&](std::size_t count) {
        return answerSamples(m_model, m_tokenizer, m_header.request, m_masks, std::span(first, count), m_prompt, work.silently());
    };
    std::vector<AnsweredSample> answered;
    try {
        answered = answer(n);
    } catch (const EngineError &) {
        if (n == 1)
            throw;
        answered = answer(1); // what is wrong with a later one must not keep this one from being answered
    }
    const bool isAnotherText = m_next == 0 || !shareAText(m_order[m_next - 1], *first);
    if (!m_prompt || isAnotherText || first->length == 0)
        m_prompt = std::move(answered.front().prompt); // the deepest needle's has most of the text that the next ones begin with
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    for (AnsweredSample &each : answered) {
        each.result.seconds = seconds.count() / static_cast<double>(answered.size());
        m_ready.push_back(std::move(each.result));
    }
}

StudySummary Study::run(const Work &work, const UpdateFunction &onUpdate)
{
    while (!finished()) {
        const StudyUpdate update = next(work);
        work.report(update.progress);
        if (onUpdate)
            onUpdate(update);
    }
    return summary();
}

StudySummary Study::summary() const
{
    return summarize(m_header, m_samples);
}

void Study::keep(const SampleResult &sample)
{
    const auto place = std::upper_bound(
        m_samples.begin(), m_samples.end(), sample.index, [](int index, const SampleResult &other) { return index < other.index; });
    m_samples.insert(place, sample);
}

Progress Study::progress() const
{
    const auto done = static_cast<std::int64_t>(m_samples.size());
    const auto total = static_cast<std::int64_t>(m_samples.size() + m_order.size() - m_next);
    const double left = m_enough ? 0 : secondsPerCost() * costOf(m_order, m_next, m_masks.size());
    return {Activity::Studying, done, total, left, std::string(nameOf(m_header.request.kind))};
}

std::size_t samplesTogether(const ModelInfo &model, int tokens)
{
    const std::int64_t bytes = std::max<std::int64_t>(1, model.kvBytesPerToken * tokens);
    const std::int64_t room = availableMemory().value_or(0) / shareOfMemory / bytes;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(room, 1, mostSamplesTogether));
}

double expectedCost(const StudyRequest &request, std::size_t nMasks)
{
    return costOf(samplesInOrder(request), 0, nMasks);
}

} // namespace needlescope
