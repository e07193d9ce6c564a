// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"
#include "text/tokenizer.h"

namespace needlescope {

/// Hides a needle in a haystack and asks for it.
///
/// The haystack is cut so that the whole prompt has at most `length` tokens, what the tokenizer adds (BOS) included where the frame wants
/// it: behind the last sentence that fits, or behind the last word where that would give away more than a quarter. A haystack that is too
/// short is repeated. The needle goes behind the last sentence end at or before `depthPercent` of the haystack's tokens; 0 is in front of
/// everything, 100 behind everything; distractors go behind sentence ends too, in the middles of equal parts. Spans of statement and answer
/// are found through the tokenizer's character offsets.
///
/// Throws EngineError: question, needle or haystack empty, a depth outside 0 to 100, a frame without {context} or {question}, an answer
/// that is not in the statement, a length that does not even hold needle, question and frame.
Prompt composePrompt(const PromptRequest &request, const Tokenizer &tokenizer);

/// Asks @p item about its own passage. Choices follow the question, a line each, with their letters. Where there is no passage, the part of
/// the frame that speaks of it is left out. `needle` is the first place of the context where an answer stands; empty where none does.
/// @p afterQuestion stands behind the question: what makes a model think step by step; may be empty. Throws EngineError: a question that is
/// empty, a frame without {question}.
Prompt composeQuestion(const QuestionItem &item, const std::string &afterQuestion, const PromptFrame &frame, const Tokenizer &tokenizer);

/// The ids of @p prompt with "N/A" in place of the question, which stands in it as @p question: what QRHead calibrates with. They begin
/// with the same context.
std::vector<std::int32_t> withoutQuestion(
    const Prompt &prompt, const std::string &question, const PromptFrame &frame, const Tokenizer &tokenizer);

} // namespace needlescope
