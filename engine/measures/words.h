// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/span.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// Runs of letters and digits. Every byte of a character outside ASCII counts as a letter.
std::vector<TextSpan> wordSpans(std::string_view text);

/// The words of @p text, ASCII letters in lower case.
std::vector<std::string> wordsOf(std::string_view text);

std::string asciiLowerCase(std::string_view text);

/// Without white space at both ends.
std::string_view trimmed(std::string_view text);

/// Without white space and `. , ; : ! ?` at the end.
std::string_view withoutEndPunctuation(std::string_view text);

using Words = std::span<const std::string>;

/// Where the longest run of words that both have stands in @p a (the first such run; empty where they share no word).
TextSpan longestSharedRun(Words a, Words b);

/// True for English articles, pronouns, prepositions, conjunctions and auxiliaries (not for negations): words that answers share by chance.
bool isFunctionWord(std::string_view lowerCaseWord);

} // namespace needlescope
