// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/outcome.h"

#include "measures/sentences.h"
#include "measures/words.h"

#include <algorithm>

namespace needlescope {

namespace {

std::string_view firstLine(std::string_view text)
{
    text = trimmed(text);
    return text.substr(0, text.find('\n'));
}

/// The end of @p text from its last sentence end on: what its sentence says before the answer.
std::size_t lastSentenceBegin(std::string_view text)
{
    const auto ends = sentenceEnds(text);
    return ends.empty() ? 0 : ends.back();
}

/// What follows the needle's sentence, and the question (the last whole sentence with what stands behind it).
struct After
{
    std::string_view context;
    std::string_view question;
};

After splitAfter(std::string_view after)
{
    const auto ends = sentenceEnds(after);
    if (ends.size() < 2)
        return {{}, after};
    const std::size_t questionBegin = ends[ends.size() - 2];
    return {after.substr(ends.front(), questionBegin - ends.front()), after.substr(questionBegin)};
}

bool containsInOrder(Words text, Words wanted)
{
    auto next = wanted.begin();
    for (const std::string &word : text) {
        if (next != wanted.end() && word == *next)
            ++next;
    }
    return next == wanted.end();
}

std::vector<std::string> contentOf(Words words)
{
    std::vector<std::string> content;
    std::copy_if(words.begin(), words.end(), std::back_inserter(content), [](const std::string &word) { return !isFunctionWord(word); });
    return content;
}

/// What a complete output cannot leave out: the content words, and the last word whatever it is; of an answer without content words, all.
std::vector<std::string> essentialsOf(Words answer)
{
    auto essentials = contentOf(answer);
    if (essentials.empty())
        return {answer.begin(), answer.end()};
    if (isFunctionWord(answer.back()))
        essentials.push_back(answer.back());
    return essentials;
}

void dropRestatedBeginning(std::vector<std::string> &words, Words restated)
{
    const TextSpan shared = longestSharedRun(words, restated);
    if (shared.begin == 0 && shared.end >= 3)
        words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(shared.end));
}

/// Clipped matches.
std::size_t sharedWords(Words wanted, std::vector<std::string> found)
{
    std::size_t shared = 0;
    for (const std::string &word : wanted) {
        const auto match = std::find(found.begin(), found.end(), word);
        if (match != found.end()) {
            found.erase(match);
            ++shared;
        }
    }
    return shared;
}

struct Run
{
    std::size_t length = 0;
    std::size_t content = 0;
};

Run runIn(Words output, Words text)
{
    const TextSpan span = longestSharedRun(output, text);
    return {span.end - span.begin, contentOf(output.subspan(span.begin, span.end - span.begin)).size()};
}

bool isWrongExtraction(Words output, Words answer, std::string_view before, std::string_view after)
{
    const Run fromAnswer = runIn(output, answer);
    for (const std::string_view context : {before, after}) {
        const Run run = runIn(output, wordsOf(context));
        if (run.content >= 2 && 2 * run.length > output.size() && run.length > fromAnswer.length)
            return true;
    }
    return false;
}

bool isIncomplete(Words output, Words answer, Words essentials)
{
    if (2 * sharedWords(essentials, {output.begin(), output.end()}) >= essentials.size())
        return true;
    const Run run = runIn(output, answer);
    return (run.length >= 4 && run.content >= 1) || containsInOrder(answer, output);
}

} // namespace

Outcome outcomeOf(const OutcomeInput &input)
{
    const std::size_t sentenceBegin = lastSentenceBegin(input.before);
    const After after = splitAfter(input.after);
    auto output = wordsOf(firstLine(input.output));
    dropRestatedBeginning(output, wordsOf(input.before.substr(sentenceBegin)));
    dropRestatedBeginning(output, wordsOf(after.question));
    const auto answer = wordsOf(input.answer);
    const auto essentials = essentialsOf(answer);
    if (containsInOrder(output, essentials))
        return Outcome::Complete;
    if (isWrongExtraction(output, answer, input.before.substr(0, sentenceBegin), after.context))
        return Outcome::WrongExtraction;
    return isIncomplete(output, answer, essentials) ? Outcome::Incomplete : Outcome::Hallucination;
}

} // namespace needlescope
