// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/words.h"

#include <algorithm>
#include <array>

namespace needlescope {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view whitespace = " \t\r\n\f\v";

// Sorted, for the binary search.
constexpr std::array functionWords{"a"sv, "about"sv, "after"sv, "also"sv, "am"sv, "an"sv, "and"sv, "are"sv, "as"sv, "at"sv, "be"sv,
    "because"sv, "been"sv, "before"sv, "behind"sv, "beside"sv, "but"sv, "by"sv, "can"sv, "did"sv, "do"sv, "does"sv, "during"sv, "for"sv,
    "from"sv, "had"sv, "has"sv, "have"sv, "he"sv, "her"sv, "his"sv, "i"sv, "if"sv, "in"sv, "into"sv, "is"sv, "it"sv, "its"sv, "my"sv,
    "near"sv, "of"sv, "on"sv, "or"sv, "our"sv, "s"sv, "she"sv, "so"sv, "t"sv, "than"sv, "that"sv, "the"sv, "their"sv, "them"sv, "then"sv,
    "there"sv, "they"sv, "this"sv, "to"sv, "under"sv, "was"sv, "we"sv, "were"sv, "when"sv, "where"sv, "which"sv, "who"sv, "will"sv,
    "with"sv, "you"sv, "your"sv};
static_assert(std::is_sorted(functionWords.begin(), functionWords.end()));

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isWordByte(char c)
{
    const char l = lower(c);
    return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

} // namespace

std::vector<TextSpan> wordSpans(std::string_view text)
{
    std::vector<TextSpan> spans;
    for (std::size_t i = 0; i < text.size();) {
        if (!isWordByte(text[i])) {
            ++i;
            continue;
        }
        const std::size_t begin = i;
        while (i < text.size() && isWordByte(text[i]))
            ++i;
        spans.push_back({begin, i});
    }
    return spans;
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    for (const TextSpan span : wordSpans(text))
        words.push_back(asciiLowerCase(text.substr(span.begin, span.end - span.begin)));
    return words;
}

std::string asciiLowerCase(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(whitespace);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(whitespace) - begin + 1);
}

std::string_view withoutEndPunctuation(std::string_view text)
{
    const auto last = text.find_last_not_of(" \t\r\n\f\v.,;:!?");
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

TextSpan longestSharedRun(Words a, Words b)
{
    TextSpan best;
    std::vector<std::size_t> previous(b.size() + 1, 0); // length of the shared run that ends at a[i - 1], b[j - 1]
    std::vector<std::size_t> current(b.size() + 1, 0);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            current[j] = a[i - 1] == b[j - 1] ? previous[j - 1] + 1 : 0;
            if (current[j] > best.end - best.begin)
                best = {i - current[j], i};
        }
        std::swap(previous, current);
    }
    return best;
}

bool isFunctionWord(std::string_view lowerCaseWord)
{
    return std::binary_search(functionWords.begin(), functionWords.end(), lowerCaseWord);
}

} // namespace needlescope
