// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/words.h"

#include "api/utf8.h"

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
constexpr std::array functionWords{"a"sv, "about"sv, "above"sv, "across"sv, "after"sv, "against"sv, "all"sv, "along"sv, "also"sv,
    "although"sv, "am"sv, "among"sv, "an"sv, "and"sv, "any"sv, "are"sv, "around"sv, "as"sv, "at"sv, "be"sv, "because"sv, "been"sv,
    "before"sv, "behind"sv, "being"sv, "below"sv, "beneath"sv, "beside"sv, "besides"sv, "between"sv, "beyond"sv, "both"sv, "but"sv, "by"sv,
    "called"sv, "can"sv, "could"sv, "d"sv, "did"sv, "do"sv, "does"sv, "down"sv, "during"sv, "each"sv, "either"sv, "every"sv, "for"sv,
    "from"sv, "had"sv, "has"sv, "have"sv, "having"sv, "he"sv, "her"sv, "hers"sv, "him"sv, "his"sv, "how"sv, "i"sv, "if"sv, "in"sv,
    "inside"sv, "into"sv, "is"sv, "it"sv, "its"sv, "itself"sv, "ll"sv, "m"sv, "me"sv, "might"sv, "must"sv, "my"sv, "named"sv, "near"sv,
    "of"sv, "off"sv, "on"sv, "onto"sv, "or"sv, "our"sv, "out"sv, "outside"sv, "over"sv, "per"sv, "re"sv, "s"sv, "shall"sv, "she"sv,
    "should"sv, "since"sv, "so"sv, "some"sv, "t"sv, "than"sv, "that"sv, "the"sv, "their"sv, "them"sv, "then"sv, "there"sv, "these"sv,
    "they"sv, "this"sv, "those"sv, "though"sv, "through"sv, "throughout"sv, "to"sv, "toward"sv, "towards"sv, "under"sv, "underneath"sv,
    "until"sv, "unto"sv, "up"sv, "upon"sv, "ve"sv, "was"sv, "we"sv, "were"sv, "what"sv, "when"sv, "where"sv, "whether"sv, "which"sv,
    "while"sv, "who"sv, "whom"sv, "whose"sv, "why"sv, "will"sv, "with"sv, "within"sv, "would"sv, "yet"sv, "you"sv, "your"sv};
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

std::size_t digitsAt(std::string_view text, std::size_t position)
{
    const std::size_t end = text.find_first_not_of("0123456789", position);
    return std::min(end, text.size()) - position;
}

/// "4,250" is one word.
bool isInNumber(std::string_view text, std::size_t comma)
{
    return text[comma] == ',' && comma > 0 && digitsAt(text, comma - 1) == 1 && digitsAt(text, comma + 1) == 3;
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

// Those of German, French, Spanish and Italian that are no English words. Sorted, for the binary search.
constexpr std::array europeanFunctionWords{"al"sv, "au"sv, "auf"sv, "aus"sv, "aux"sv, "avec"sv, "bei"sv, "che"sv, "con"sv, "da"sv, "dans"sv,
    "das"sv, "de"sv, "del"sv, "della"sv, "dem"sv, "der"sv, "di"sv, "du"sv, "ein"sv, "eine"sv, "einem"sv, "einen"sv, "einer"sv, "eines"sv,
    "el"sv, "en"sv, "est"sv, "et"sv, "il"sv, "im"sv, "ist"sv, "la"sv, "las"sv, "le"sv, "les"sv, "lo"sv, "los"sv, "mit"sv, "nach"sv, "nel"sv,
    "para"sv, "por"sv, "que"sv, "qui"sv, "sono"sv, "sont"sv, "un"sv, "una"sv, "und"sv, "une"sv, "unter"sv, "von"sv, "vor"sv, "zu"sv,
    "zum"sv, "zur"sv};
static_assert(std::is_sorted(europeanFunctionWords.begin(), europeanFunctionWords.end()));

// Of these a character each, as wordSpans() has them.
constexpr std::array chineseFunctionWords{"的"sv, "了"sv, "在"sv, "是"sv, "和"sv, "与"sv, "也"sv, "都"sv, "就"sv, "着"sv, "之"sv, "及"sv,
    "而"sv, "把"sv, "被"sv, "从"sv, "到"sv, "对"sv, "向"sv, "为"sv, "以"sv, "有"sv, "个"sv, "这"sv, "那"sv, "他"sv, "她"sv, "它"sv, "我"sv,
    "你"sv, "们"sv, "吗"sv, "呢"sv, "吧"sv};
constexpr std::array japaneseFunctionWords{"の"sv, "は"sv, "が"sv, "を"sv, "に"sv, "へ"sv, "で"sv, "と"sv, "も"sv, "や"sv, "か"sv};

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
        if (isInWords(character.codePoint) || isInNumber(text, i)) {
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
    return std::ranges::binary_search(functionWords, lowerCaseWord) || std::ranges::binary_search(europeanFunctionWords, lowerCaseWord)
        || std::ranges::find(chineseFunctionWords, lowerCaseWord) != chineseFunctionWords.end()
        || std::ranges::find(japaneseFunctionWords, lowerCaseWord) != japaneseFunctionWords.end();
}

bool isParticle(std::string_view word)
{
    static constexpr std::array particles{"的"sv, "了"sv, "着"sv, "吗"sv, "呢"sv, "吧"sv};
    return std::ranges::find(particles, word) != particles.end();
}

bool isLinkingVerb(std::string_view lowerCaseWord)
{
    static constexpr std::array verbs{"am"sv, "are"sv, "be"sv, "been"sv, "being"sv, "can"sv, "could"sv, "did"sv, "do"sv, "does"sv, "est"sv,
        "had"sv, "has"sv, "have"sv, "is"sv, "ist"sv, "may"sv, "might"sv, "must"sv, "shall"sv, "should"sv, "was"sv, "were"sv, "will"sv,
        "would"sv};
    static_assert(std::is_sorted(verbs.begin(), verbs.end()));
    return std::binary_search(verbs.begin(), verbs.end(), lowerCaseWord) || lowerCaseWord == "是" || lowerCaseWord == "为";
}

} // namespace needlescope
