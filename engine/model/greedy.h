// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/drafts.h"
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
    double contrast = 0; ///< of those branches that have a companion
};

/// Called for every decoded token with the branch's number.
using TokenFunction = std::function<void(std::size_t branch, std::int32_t id, float logProbability)>;

/// Decodes all branches together, each until its stop token or the limit. @p firstTokens are the prompts' last tokens, which the prompt
/// caches do not hold (the reference code prefills the prompt without its last token). Equal logits: the lowest id wins. Throws Cancelled.
///
/// A branch may have a companion that is decoded along and fed the same tokens (@p companions: none, or one for each branch, null for
/// some). Its next token is then the best of the contrast (1 + a) log p - a log q, p being the companion's distribution, q the branch's own
/// and a the entropy of p in nats times GreedyLimits::contrast (DeCoRe, 2410.18860); its log-probability is that by p.
///
/// A branch that is decoded alone, without a companion, is fed what @p drafts guess, several tokens in a step, and what it does not say is
/// taken back: the results are the same, sooner where guesses come true (2304.04487).
std::vector<GreedyOutput> decodeGreedily(const Transformer &model, std::span<Branch *const> branches,
    std::span<const std::int32_t> firstTokens, const GreedyLimits &limits, const Work &work = {}, const TokenFunction &onToken = {},
    std::span<Branch *const> companions = {}, const Drafts &drafts = {});

/// Log-probabilities of @p answerIds as what each branch says behind @p firstToken, (branches, answerIds). The tokens are forced. Throws
/// EngineError (an id outside the vocabulary) and Cancelled.
std::vector<std::vector<float>> forcedLogProbabilities(const Transformer &model, std::span<Branch *const> branches, std::int32_t firstToken,
    std::span<const std::int32_t> answerIds, const Work &work = {});

} // namespace needlescope
