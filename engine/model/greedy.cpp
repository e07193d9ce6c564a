// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/greedy.h"

#include "api/engineerror.h"
#include "model/kernels.h"

#include <algorithm>
#include <cmath>

namespace needlescope {

namespace {

/// The lowest id with the highest logit, and its log probability. Uses up @p logits.
std::pair<std::int32_t, float> best(std::span<float> logits)
{
    const float highest = kernels::maximum(logits.data(), logits.size());
    const std::size_t id = static_cast<std::size_t>(std::ranges::find(logits, highest) - logits.begin());
    return {static_cast<std::int32_t>(id % logits.size()), // a row of NaN has no maximum
        -std::log(kernels::exponentials(logits.data(), logits.size(), 1, highest))};
}

} // namespace

std::vector<GreedyOutput> decodeGreedily(const Transformer &model, std::span<Branch *const> branches,
    std::span<const std::int32_t> firstTokens, const GreedyLimits &limits, std::stop_token stop, const TokenFunction &onToken)
{
    if (branches.size() != firstTokens.size())
        throw EngineError(
            "Decoding got " + std::to_string(firstTokens.size()) + " first tokens for " + std::to_string(branches.size()) + " branches.");
    std::vector<GreedyOutput> outputs(branches.size());
    std::vector<std::size_t> running; // numbers of the branches that go on, with their next tokens
    std::vector<std::int32_t> tokens(firstTokens.begin(), firstTokens.end());
    for (std::size_t i = 0; i < branches.size(); ++i)
        running.push_back(i);

    Logits logits; // megabytes of a hundred branches, kept from step to step
    for (int step = 0; step < limits.maxTokens && !running.empty(); ++step) {
        if (stop.stop_requested())
            throw Cancelled();
        std::vector<Branch *> batch;
        for (const std::size_t branch : running)
            batch.push_back(branches[branch]);
        model.step(batch, tokens, logits);

        std::vector<std::size_t> stillRunning;
        tokens.clear();
        for (std::size_t row = 0; row < running.size(); ++row) {
            const std::size_t branch = running[row];
            GreedyOutput &output = outputs[branch];
            const auto [id, logProbability]
                = best({logits.row(static_cast<Eigen::Index>(row)).data(), static_cast<std::size_t>(logits.cols())});
            output.ids.push_back(id);
            output.logProbabilities.push_back(logProbability);
            output.stopped = std::ranges::find(limits.stopIds, id) != limits.stopIds.end();
            if (onToken)
                onToken(branch, id, logProbability);
            if (!output.stopped) {
                stillRunning.push_back(branch);
                tokens.push_back(id);
            }
        }
        running = std::move(stillRunning);
    }
    return outputs;
}

} // namespace needlescope
