// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transformer.h"

namespace needlescope {

/// What greedy decoding of one branch gave.
struct GreedyOutput
{
    std::vector<std::int32_t> ids; ///< the stop token that ended it included
    std::vector<float> logProbabilities; ///< of each id
    bool stopped = false; ///< by a stop token
};

struct GreedyLimits
{
    int maxTokens = 50;
    std::vector<std::int32_t> stopIds;
};

/// Called for every decoded token with the branch's number.
using TokenFunction = std::function<void(std::size_t branch, std::int32_t id, float logProbability)>;

/// Decodes all branches together, each until its stop token or the limit. @p firstTokens are the prompts' last tokens, which the prompt
/// caches do not hold (the reference code prefills the prompt without its last token). Equal logits: the lowest id wins. Throws Cancelled.
std::vector<GreedyOutput> decodeGreedily(const Transformer &model, std::span<Branch *const> branches,
    std::span<const std::int32_t> firstTokens, const GreedyLimits &limits, std::stop_token stop = {}, const TokenFunction &onToken = {});

} // namespace needlescope
