// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/answerspan.h"

#include "api/engineerror.h"
#include "measures/words.h"

#include <algorithm>

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
        isAsked.push_back(!isFunctionWord(words[i]) && std::find(asked.begin(), asked.end(), stems[i]) != asked.end());
    TextSpan run = longestNewRun(words, isAsked);
    if (run.empty())
        return std::string(withoutEndPunctuation(statement));
    while (run.begin + 1 < run.end && isLinkingVerb(words[run.begin]))
        ++run.begin;
    while (run.end < words.size() && run.end - 1 > run.begin && isFunctionWord(words[run.end - 1]))
        --run.end; // they lead on to what was asked
    const std::size_t end = run.end == words.size() ? statement.size() : spans[run.end - 1].end;
    return std::string(withoutEndPunctuation(statement.substr(spans[run.begin].begin, end - spans[run.begin].begin)));
}

TextSpan findAnswer(std::string_view statement, std::string_view answer)
{
    if (const auto verbatim = statement.rfind(answer); verbatim != std::string_view::npos && !answer.empty())
        return {verbatim, verbatim + answer.size()};

    const std::string haystack = asciiLowerCase(statement);
    const std::string wanted = asciiLowerCase(withoutEndPunctuation(answer));
    const auto words = wordSpans(wanted);
    for (std::size_t dropped = 0; dropped < words.size() && 2 * dropped <= words.size(); ++dropped) {
        const std::string_view tail = std::string_view(wanted).substr(dropped == 0 ? 0 : words[dropped].begin);
        if (const auto found = haystack.rfind(tail); found != std::string::npos)
            return {found, found + tail.size()};
    }
    throw EngineError(
        "The answer '{}' does not stand in the needle '{}'; give the part of the needle that answers the question.", answer, statement);
}

} // namespace needlescope
