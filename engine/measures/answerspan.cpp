// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/answerspan.h"

#include "api/engineerror.h"
#include "api/utf8.h"
#include "measures/wordforms.h"
#include "measures/words.h"

#include <algorithm>
#include <optional>

namespace needlescope {

namespace {

/// Of the runs of @p words that @p isAsked does not cut, the one with most content words; the first such.
TextSpan longestNewRun(Words words, const std::vector<bool> &isAsked)
{
    TextSpan best;
    std::size_t most = 0;
    for (std::size_t begin = 0; begin < words.size();) {
        std::size_t end = begin;
        std::size_t content = 0;
        for (; end < words.size() && !isAsked[end]; ++end)
            content += isFunctionWord(words[end]) ? 0 : 1;
        if (content > most) {
            most = content;
            best = {begin, end};
        }
        begin = end + 1;
    }
    return best;
}

/// Whether the word at @p i of @p stems is one of @p asked. A single character of a script without spaces is less than a word, so there the
/// one before or behind it has to stand beside it in @p asked, too, and to be no little word.
bool isIn(Words asked, Words stems, std::size_t i)
{
    if (!isWrittenWithoutSpaces(characterAt(stems[i], 0).codePoint))
        return std::find(asked.begin(), asked.end(), stems[i]) != asked.end();
    const auto stands = [&](std::size_t begin) {
        if (begin + 2 > stems.size() || isFunctionWord(stems[begin]) || isFunctionWord(stems[begin + 1]))
            return false;
        const Words pair = stems.subspan(begin, 2);
        return std::search(asked.begin(), asked.end(), pair.begin(), pair.end()) != asked.end();
    };
    return stands(i) || (i > 0 && stands(i - 1));
}

/// To what was asked. A Chinese character that could be a function word may as well be part of a name.
bool leadsOn(const std::string &word)
{
    return isWrittenWithoutSpaces(characterAt(word, 0).codePoint) ? isParticle(word) : isFunctionWord(word);
}

struct Hit
{
    TextSpan span;
    bool isWhole; ///< cuts no word
};

/// Where @p wanted stands in @p text, whose words are @p words: the last place that cuts no word ("7" is not in "2017"), else the last.
std::optional<Hit> lastHit(std::string_view text, const std::vector<TextSpan> &words, std::string_view wanted)
{
    if (wanted.empty())
        return std::nullopt;
    const auto isInsideWord = [&](std::size_t place) {
        const auto word = std::ranges::upper_bound(words, place, {}, &TextSpan::end);
        return word != words.end() && word->begin < place;
    };
    std::optional<Hit> last;
    for (std::size_t begin = text.rfind(wanted); begin != std::string_view::npos; begin = text.rfind(wanted, begin - 1)) {
        const Hit hit{{begin, begin + wanted.size()}, !isInsideWord(begin) && !isInsideWord(begin + wanted.size())};
        if (hit.isWhole)
            return hit;
        if (!last)
            last = hit;
        if (begin == 0)
            break;
    }
    return last;
}

} // namespace

std::string answerOf(const Needle &needle)
{
    const std::string_view given = withoutEndPunctuation(trimmed(needle.answer));
    if (!given.empty())
        return std::string(given);
    const std::string_view statement = trimmed(needle.statement);
    const auto words = wordsOf(statement);
    const auto spans = wordSpans(statement);
    const auto stems = stemsOf(words);
    const auto asked = stemsOf(wordsOf(needle.question));
    std::vector<bool> isAsked;
    for (std::size_t i = 0; i < words.size(); ++i)
        isAsked.push_back(!isFunctionWord(words[i]) && isIn(asked, stems, i));
    TextSpan run = longestNewRun(words, isAsked);
    if (run.empty())
        return std::string(withoutEndPunctuation(statement));
    while (run.begin + 1 < run.end && (isLinkingVerb(words[run.begin]) || isParticle(words[run.begin])))
        ++run.begin;
    while (run.end < words.size() && run.end - 1 > run.begin && leadsOn(words[run.end - 1]))
        --run.end;
    const std::size_t end = run.end == words.size() ? statement.size() : spans[run.end - 1].end;
    return std::string(withoutEndPunctuation(statement.substr(spans[run.begin].begin, end - spans[run.begin].begin)));
}

TextSpan findAnswer(std::string_view statement, std::string_view answer)
{
    const auto words = wordSpans(statement);
    const auto verbatim = lastHit(statement, words, answer);
    if (verbatim && verbatim->isWhole)
        return verbatim->span;

    const std::string haystack = asciiLowerCase(statement);
    const std::string wanted = asciiLowerCase(withoutEndPunctuation(answer));
    const auto wantedWords = wordSpans(wanted);
    for (std::size_t dropped = 0; dropped < wantedWords.size() && 2 * dropped <= wantedWords.size(); ++dropped) {
        if (dropped > 0 && verbatim)
            break;
        const auto found = lastHit(haystack, words, std::string_view(wanted).substr(dropped == 0 ? 0 : wantedWords[dropped].begin));
        if (found && (found->isWhole || !verbatim))
            return found->span;
    }
    if (verbatim)
        return verbatim->span; // inside another word, but all of it
    throw EngineError(
        "The answer '{}' does not stand in the needle '{}'; give the part of the needle that answers the question.", answer, statement);
}

} // namespace needlescope
