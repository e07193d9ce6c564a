// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/work.h"
#include "model/greedy.h"
#include "text/tokenizer.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace needlescope {

/// A finished answer with what full attention rows and further what-ifs of the same prompt need.
struct Answer
{
    DecodeTrace trace;
    std::shared_ptr<const PromptCache> prompt; ///< all tokens but the last; hand it in as `reuse`
    Branch branch; ///< for Transformer::attentionRow()
};

struct AnswerOptions
{
    std::shared_ptr<const PromptCache> reuse; ///< of an earlier answer; taken over as far as it begins with the same tokens
    Work work;
    std::function<void(std::size_t whatIf, const DecodedToken &)> onToken; ///< every token as it is decoded
    std::span<const std::vector<std::int32_t>> likely; ///< texts that the answer may repeat, the likeliest first, so that it is told sooner
    Capture capture = Capture::Summaries; ///< Nothing: the answers have no scores, looks or attention rows
    double contrast = 0; ///< above 0: masked answers are decoded from the contrast of plain and masked logits (Decoding::contrast)
};

/// Reads the prompt without its last token, decodes greedily under the request's intervention, scores every head and judges the answer.
/// Throws EngineError (empty prompt, ids or heads that the model does not have, a needle span outside the prompt) and Cancelled.
Answer answerPrompt(
    const Transformer &model, const Tokenizer &tokenizer, const GenerationRequest &request, const AnswerOptions &options = {});

/// Answers of one prompt under many interventions, decoded together; those of scope Decode share one prompt cache. The request's own
/// intervention is not looked at. The results are in the order of @p interventions and equal those of answerPrompt().
std::vector<Answer> answerWhatIfs(const Transformer &model, const Tokenizer &tokenizer, const GenerationRequest &request,
    std::span<const Intervention> interventions, const AnswerOptions &options = {});

/// Answers of several prompts, each under its own intervention, decoded together, so that they share the reading of the weights. Each
/// prompt takes over what it has in common with the one before. The results are in the order of @p requests and equal those of
/// answerPrompt(). Throws as answerPrompt(), and EngineError where two requests do not end alike (maxTokens, stopIds). The prompts are all
/// in memory at once.
std::vector<Answer> answerPrompts(
    const Transformer &model, const Tokenizer &tokenizer, std::span<const GenerationRequest> requests, const AnswerOptions &options = {});

} // namespace needlescope
