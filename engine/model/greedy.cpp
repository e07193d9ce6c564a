// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/greedy.h"

#include "api/engineerror.h"
#include "model/kernels.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace needlescope {

namespace {

/// Of @p id. Uses up @p logits.
float logProbability(std::size_t id, std::span<float> logits, float highest)
{
    const float below = logits[id] - highest;
    return below - std::log(kernels::exponentials(logits.data(), logits.size(), 1, highest));
}

/// The lowest id with the highest logit, and its log probability. Uses up @p logits.
std::pair<std::int32_t, float> best(std::span<float> logits)
{
    const float highest = kernels::maximum(logits.data(), logits.size());
    const auto found = static_cast<std::size_t>(std::ranges::find(logits, highest) - logits.begin());
    const std::size_t id = found % logits.size(); // a row of NaN has no maximum
    return {static_cast<std::int32_t>(id), logProbability(id, logits, highest)};
}

/// Log-probabilities in place of logits.
void toLogProbabilities(std::span<float> logits)
{
    const float highest = kernels::maximum(logits.data(), logits.size());
    double total = 0;
    for (const float logit : logits)
        total += std::exp(static_cast<double>(logit - highest));
    const float shift = highest + static_cast<float>(std::log(total));
    for (float &logit : logits)
        logit -= shift;
}

/// The best of the contrast of a companion's distribution with the branch's own. Uses up both.
std::pair<std::int32_t, float> bestOfContrast(std::span<float> companion, std::span<float> own, double factor)
{
    toLogProbabilities(companion);
    toLogProbabilities(own);
    double entropy = 0;
    for (const float p : companion)
        entropy -= std::exp(static_cast<double>(p)) * static_cast<double>(p);
    const auto a = static_cast<float>(factor * entropy);
    std::size_t chosen = 0;
    float highest = -INFINITY;
    for (std::size_t id = 0; id < own.size(); ++id) {
        const float contrast = (1 + a) * companion[id] - a * own[id];
        if (contrast > highest) {
            highest = contrast;
            chosen = id;
        }
    }
    return {static_cast<std::int32_t>(chosen), companion[chosen]};
}

std::span<float> rowOf(Logits &logits, std::size_t row)
{
    return {logits.row(static_cast<Eigen::Index>(row)).data(), static_cast<std::size_t>(logits.cols())};
}

void say(GreedyOutput &output, std::int32_t id, float logProbability, const GreedyLimits &limits)
{
    output.ids.push_back(id);
    output.logProbabilities.push_back(logProbability);
    output.stopped = std::ranges::find(limits.stopIds, id) != limits.stopIds.end();
}

/// How many tokens are tried at once: more as long as guesses come true, fewer or none for a while where they do not. With the token before
/// them they are four or eight rows, which kernels go through four at a time.
class Courage
{
public:
    std::size_t tokens() const { return m_pause > 0 ? 0 : m_tokens; }

    void learn(std::size_t guessed, std::size_t right)
    {
        if (guessed == 0)
            m_pause = std::max(0, m_pause - 1);
        else if (right == guessed)
            m_tokens = std::min(mostTokens, 2 * m_tokens + 1);
        else
            m_tokens = std::max<std::size_t>(1, right);
        if (guessed > 0 && right == 0)
            m_pause = pauseSteps;
    }

private:
    static constexpr std::size_t mostTokens = 7;
    static constexpr int pauseSteps = 4;
    std::size_t m_tokens = 3;
    int m_pause = 0;
};

/// The last tokens that an answer stands behind, @p first included.
std::vector<std::int32_t> endOfPrompt(const PromptCache &prompt, std::int32_t first)
{
    const std::span<const std::int32_t> end = prompt.ids().last(std::min(prompt.ids().size(), Drafts::mostSaid));
    std::vector<std::int32_t> ids(end.begin(), end.end());
    ids.push_back(first);
    return ids;
}

GreedyOutput decodeAhead(const Transformer &model, Branch &branch, std::int32_t first, const GreedyLimits &limits, const Work &work,
    const TokenFunction &onToken, const Drafts &drafts)
{
    GreedyOutput output;
    std::vector<std::int32_t> said = endOfPrompt(branch.prompt(), first);
    Courage courage;
    Logits logits;
    const auto most = static_cast<std::size_t>(std::max(0, limits.maxTokens));
    while (!output.stopped && output.ids.size() < most) {
        work.poll();
        const int positions = model.info().contextLength - branch.prompt().size() - branch.nSteps();
        const auto room = static_cast<std::size_t>(std::max(1, positions));
        const auto guesses = drafts.next(said, std::min({courage.tokens(), most - output.ids.size() - 1, room - 1}));
        std::vector<std::int32_t> fed{said.back()};
        fed.insert(fed.end(), guesses.begin(), guesses.end());
        model.step(std::vector(fed.size(), &branch), fed, logits);

        std::size_t right = 0;
        for (std::size_t row = 0; row < fed.size(); ++row) {
            if (work.stop.stop_requested())
                throw Cancelled();
            const auto [id, logProbability] = best(rowOf(logits, row));
            say(output, id, logProbability, limits);
            said.push_back(id);
            if (onToken)
                onToken(0, id, logProbability);
            if (output.stopped || row == guesses.size() || guesses[row] != id)
                break;
            ++right;
        }
        if (right < guesses.size())
            branch.takeBack(static_cast<int>(guesses.size() - right));
        courage.learn(guesses.size(), right);
    }
    return output;
}

} // namespace

std::vector<GreedyOutput> decodeGreedily(const Transformer &model, std::span<Branch *const> branches,
    std::span<const std::int32_t> firstTokens, const GreedyLimits &limits, const Work &work, const TokenFunction &onToken,
    std::span<Branch *const> companions, const Drafts &drafts)
{
    if (branches.size() != firstTokens.size())
        throw EngineError("Decoding got {} first tokens for {} branches.", firstTokens.size(), branches.size());
    if (branches.size() == 1 && companions.empty() && !drafts.empty() && model.canTryAhead())
        return {decodeAhead(model, *branches.front(), firstTokens.front(), limits, work, onToken, drafts)};
    std::vector<GreedyOutput> outputs(branches.size());
    std::vector<std::size_t> running(branches.size()); // numbers of the branches that go on
    std::iota(running.begin(), running.end(), std::size_t{0});
    std::vector<std::int32_t> next(firstTokens.begin(), firstTokens.end()); // of each branch

    Logits logits; // megabytes of a hundred branches, kept from step to step
    for (int step = 0; step < limits.maxTokens && !running.empty(); ++step) {
        work.poll();
        std::vector<Branch *> batch;
        std::vector<std::int32_t> tokens;
        for (const std::size_t branch : running) {
            batch.push_back(branches[branch]);
            tokens.push_back(next[branch]);
        }
        for (const std::size_t branch : running) {
            if (companions.empty() || companions[branch] == nullptr)
                continue;
            batch.push_back(companions[branch]);
            tokens.push_back(next[branch]);
        }
        model.step(batch, tokens, logits);

        std::vector<std::size_t> stillRunning;
        std::size_t companionRow = running.size();
        for (std::size_t row = 0; row < running.size(); ++row) {
            const std::size_t branch = running[row];
            GreedyOutput &output = outputs[branch];
            const bool contrasts = !companions.empty() && companions[branch] != nullptr;
            const auto [id, logProbability]
                = contrasts ? bestOfContrast(rowOf(logits, companionRow++), rowOf(logits, row), limits.contrast) : best(rowOf(logits, row));
            say(output, id, logProbability, limits);
            if (onToken)
                onToken(branch, id, logProbability);
            next[branch] = id;
            if (!output.stopped)
                stillRunning.push_back(branch);
        }
        running = std::move(stillRunning);
    }
    return outputs;
}

std::vector<std::vector<float>> forcedLogProbabilities(const Transformer &model, std::span<Branch *const> branches, std::int32_t firstToken,
    std::span<const std::int32_t> answerIds, const Work &work)
{
    for (const std::int32_t id : answerIds) { // the last one is never fed
        if (id < 0 || id >= model.info().vocabularySize)
            throw EngineError(
                "The answer's token id {} is outside the vocabulary of '{}' (0 to {}); use the tokenizer that belongs to the model.", id,
                model.info().name, model.info().vocabularySize - 1);
    }
    std::vector<std::vector<float>> result(branches.size());
    Logits logits;
    std::int32_t fed = firstToken;
    for (const std::int32_t id : answerIds) {
        work.poll();
        const std::vector<std::int32_t> tokens(branches.size(), fed);
        model.step(branches, tokens, logits);
        for (std::size_t branch = 0; branch < branches.size(); ++branch) {
            const auto row = std::span(logits.row(static_cast<Eigen::Index>(branch)).data(), static_cast<std::size_t>(logits.cols()));
            result[branch].push_back(logProbability(static_cast<std::size_t>(id), row, kernels::maximum(row.data(), row.size())));
        }
        fed = id;
    }
    return result;
}

} // namespace needlescope
