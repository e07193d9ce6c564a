// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/words.h"

#include "api/utf8.h"
#include "measures/stemmer.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

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

/// Underscores are emphasis in answers, and joiners stand between emoji too, so neither makes a word.
bool isInWords(char32_t c)
{
    return isWordCharacter(c) && (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_PC_MASK | U_GC_CF_MASK)) == 0;
}

std::string folded(std::string_view word)
{
    if (std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return asciiLowerCase(word);
    std::string result;
    icu::UnicodeString::fromUTF8({word.data(), static_cast<std::int32_t>(word.size())}).foldCase().toUTF8String(result);
    return result;
}

constexpr std::array wideEndPunctuation{"。"sv, "，"sv, "、"sv, "；"sv, "："sv, "！"sv, "？"sv};

// Chinese ones: a character each, as wordSpans() has them.
constexpr std::array chineseFunctionWords{"的"sv, "了"sv, "在"sv, "是"sv, "和"sv, "与"sv, "也"sv, "都"sv, "就"sv, "着"sv, "之"sv, "及"sv,
    "而"sv, "把"sv, "被"sv, "从"sv, "到"sv, "对"sv, "向"sv, "为"sv, "以"sv, "有"sv, "个"sv, "这"sv, "那"sv, "他"sv, "她"sv, "它"sv, "我"sv,
    "你"sv, "们"sv, "吗"sv, "呢"sv, "吧"sv};

} // namespace

bool isWrittenWithoutSpaces(char32_t c)
{
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(c), &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return true;
    default:
        return false;
    }
}

std::vector<TextSpan> wordSpans(std::string_view text)
{
    std::vector<TextSpan> spans;
    bool open = false; // the last span may still grow
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Character character = characterAt(text, i);
        const bool alone = isWrittenWithoutSpaces(character.codePoint);
        if (isInWords(character.codePoint)) {
            const bool isMark = !u_isalnum(static_cast<UChar32>(character.codePoint));
            if (open && (!alone || isMark))
                spans.back().end = i + character.length;
            else
                spans.push_back({i, i + character.length});
            open = !alone;
        } else {
            open = false;
        }
        i += character.length;
    }
    return spans;
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    for (const TextSpan span : wordSpans(text))
        words.push_back(folded(text.substr(span.begin, span.end - span.begin)));
    return words;
}

std::vector<std::string> stemsOf(std::span<const std::string> words)
{
    const PorterStemmer stemmer;
    std::vector<std::string> stems;
    for (const std::string &word : words) {
        const bool isEnglish = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
        stems.push_back(isEnglish && word.size() > 3 ? stemmer.stem(word) : word);
    }
    return stems;
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
    for (bool ended = true; ended;) {
        const auto last = text.find_last_not_of(" \t\r\n\f\v.,;:!?");
        text = last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
        const auto mark = std::ranges::find_if(wideEndPunctuation, [&](std::string_view wide) { return text.ends_with(wide); });
        ended = mark != wideEndPunctuation.end();
        text.remove_suffix(ended ? mark->size() : 0);
    }
    return text;
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
    return std::binary_search(functionWords.begin(), functionWords.end(), lowerCaseWord)
        || std::ranges::find(chineseFunctionWords, lowerCaseWord) != chineseFunctionWords.end();
}

bool isParticle(std::string_view word)
{
    static constexpr std::array particles{"的"sv, "了"sv, "着"sv, "吗"sv, "呢"sv, "吧"sv};
    return std::ranges::find(particles, word) != particles.end();
}

bool isLinkingVerb(std::string_view lowerCaseWord)
{
    static constexpr std::array verbs{"am"sv, "are"sv, "be"sv, "been"sv, "being"sv, "can"sv, "could"sv, "did"sv, "do"sv, "does"sv, "had"sv,
        "has"sv, "have"sv, "is"sv, "may"sv, "might"sv, "must"sv, "shall"sv, "should"sv, "was"sv, "were"sv, "will"sv, "would"sv};
    static_assert(std::is_sorted(verbs.begin(), verbs.end()));
    return std::binary_search(verbs.begin(), verbs.end(), lowerCaseWord) || lowerCaseWord == "是" || lowerCaseWord == "为";
}

} // namespace needlescope
