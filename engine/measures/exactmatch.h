// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// The answer and nothing else, up to case, white space and punctuation at its end.
bool isExactly(std::string_view answer, std::string_view output);

/// SQuAD's: lower case, without punctuation and articles, words by single blanks.
std::string normalizedAnswer(std::string_view text);

/// SQuAD's F1 of words, best over @p answers.
double wordF1(std::span<const std::string> answers, std::string_view output);

/// SQuAD's exact match with any of @p answers; the letter of a choice must be all that is said.
bool isExactMatch(std::span<const std::string> answers, std::string_view output);

/// What an output says in the end: the line behind "answer is", "####" or "Answer:", else its last sentence.
std::string_view finalStatement(std::string_view output);

/// Whether a chain of thought ends in one of @p answers. A number must be the last number of the final statement ("$1,080." is 1080), a
/// letter of a multiple-choice question the choice that it names ("(C) A dog", "C."), other answers must be how it ends.
bool endsInAnswer(std::span<const std::string> answers, std::string_view output);

} // namespace needlescope
