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

} // namespace

std::vector<GreedyOutput> decodeGreedily(const Transformer &model, std::span<Branch *const> branches,
    std::span<const std::int32_t> firstTokens, const GreedyLimits &limits, const Work &work, const TokenFunction &onToken,
    std::span<Branch *const> companions)
{
    if (branches.size() != firstTokens.size())
        throw EngineError("Decoding got {} first tokens for {} branches.", firstTokens.size(), branches.size());
    std::vector<GreedyOutput> outputs(branches.size());
    std::vector<std::size_t> running(branches.size()); // numbers of the branches that go on
    std::iota(running.begin(), running.end(), std::size_t{0});
    std::vector<std::int32_t> next(firstTokens.begin(), firstTokens.end()); // of each branch

    Logits logits; // megabytes of a hundred branches, kept from step to step
    const auto rowOf = [&](std::size_t row) {
        return std::span(logits.row(static_cast<Eigen::Index>(row)).data(), static_cast<std::size_t>(logits.cols()));
    };
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
                = contrasts ? bestOfContrast(rowOf(companionRow++), rowOf(row), limits.contrast) : best(rowOf(row));
            output.ids.push_back(id);
            output.logProbabilities.push_back(logProbability);
            output.stopped = std::ranges::find(limits.stopIds, id) != limits.stopIds.end();
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
