// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/answerspan.h"

#include "api/engineerror.h"
#include "measures/words.h"

#include <algorithm>

namespace needlescope {

std::string answerOf(const Needle &needle)
{
    const std::string_view given = withoutEndPunctuation(trimmed(needle.answer));
    if (!given.empty())
        return std::string(given);
    const std::string_view statement = trimmed(needle.statement);
    const auto asked = wordsOf(needle.question);
    const auto words = wordsOf(statement);
    const auto spans = wordSpans(statement);
    const auto first = std::find_if(
        words.begin(), words.end(), [&](const std::string &word) { return std::find(asked.begin(), asked.end(), word) == asked.end(); });
    const std::size_t begin = first == words.end() ? 0 : spans[static_cast<std::size_t>(first - words.begin())].begin;
    return std::string(withoutEndPunctuation(statement.substr(begin)));
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
