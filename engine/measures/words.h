// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/span.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// Runs of letters, marks and digits of any script, numbers with their commas. Scripts that are written without spaces have no such runs:
/// there each character of Han, Hiragana, Katakana, Thai, Lao, Khmer and Myanmar is a word.
std::vector<TextSpan> wordSpans(std::string_view text);

/// Whether a character is of a script whose words have no spaces between them.
bool isWrittenWithoutSpaces(char32_t c);

/// The words of @p text, case folded.
std::vector<std::string> wordsOf(std::string_view text);

std::string asciiLowerCase(std::string_view text);

/// Without white space at both ends.
std::string_view trimmed(std::string_view text);

/// Without white space and `. , ; : ! ?` at the end, and without those of Chinese.
std::string_view withoutEndPunctuation(std::string_view text);

using Words = std::span<const std::string>;

/// Where the longest run of words that both have stands in @p a (the first such run; empty where they share no word).
TextSpan longestSharedRun(Words a, Words b);

/// True for the forms of be, have, do, for modal verbs, for "est" and "ist", and for the Chinese 是 and 为: what links an answer to what
/// was asked ("The winner was | a baker").
bool isLinkingVerb(std::string_view lowerCaseWord);

/// True for the Chinese particles that end a phrase, such as 的 and 了.
bool isParticle(std::string_view word);

/// True for articles, pronouns, prepositions, conjunctions, particles and auxiliaries (not for negations) of English, Chinese and Japanese,
/// the commonest of German, French, Spanish and Italian, and "called" and "named": words that answers share by chance.
bool isFunctionWord(std::string_view lowerCaseWord);

} // namespace needlescope
