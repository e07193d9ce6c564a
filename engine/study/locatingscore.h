// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"
#include "api/work.h"
#include "model/transformer.h"
#include "text/tokenizer.h"

#include <memory>

namespace needlescope {

/// ScoreRule::Qr, after QRHead (2506.09944): how much of the attention of what stands behind the context goes to the needle's sentence,
/// (layers, heads). For each head the mean over those positions of the softmax weight on each token of the sentence, less the same with
/// "N/A" in place of the question; tokens at or below the sentence's mean less two standard deviations are left out, the others added up.
/// @p read is the prompt as it was read, of which the context is taken over. Such heads *locate*; few of them copy.
HeadArray locatingScores(const Transformer &model, const Tokenizer &tokenizer, const Prompt &prompt, const std::string &question,
    const PromptFrame &frame, const std::shared_ptr<const PromptCache> &read, const Work &work);

} // namespace needlescope
