// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/headarray.h"
#include "api/prompt.h"
#include "api/work.h"
#include "model/transformer.h"
#include "text/tokenizer.h"

#include <memory>

namespace needlescope {

/// What each head alone does for the right answer of one prompt. The answer's tokens are forced.
struct SingleHeads
{
    double logProbability = 0; ///< of the answer's tokens by the whole model, mean over tokens
    HeadArray drop; ///< what it loses with this head alone changed, (layers, heads)
    HeadArray attribution; ///< direct contribution to the logits of the answer's tokens, mean over tokens
};

/// @p how is the change of the single head. @p read is the unmasked prompt without its last token. Throws EngineError and Cancelled.
SingleHeads singleHeads(const Transformer &model, const Tokenizer &tokenizer, const Prompt &prompt, const PromptFrame &frame,
    const std::shared_ptr<const PromptCache> &read, const Intervention &how, const Work &work);

/// The tokens of the prompt's answer as they would follow the prompt.
std::vector<std::int32_t> answerIdsOf(const Prompt &prompt, const PromptFrame &frame, const Tokenizer &tokenizer);

} // namespace needlescope
