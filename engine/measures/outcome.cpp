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

using Stems = std::vector<std::string>;

bool contains(const Stems &stems, const std::string &stem)
{
    return std::find(stems.begin(), stems.end(), stem) != stems.end();
}

/// The stems of the content words of @p words that @p known has not.
Stems newsIn(Words words, const Stems &known)
{
    const Stems stems = stemsOf(words);
    Stems news;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!isFunctionWord(words[i]) && !contains(known, stems[i]) && !contains(news, stems[i]))
            news.push_back(stems[i]);
    }
    return news;
}

/// What a complete output cannot leave out.
Stems essentialsOf(Words answer, const Stems &asked)
{
    Stems essentials = newsIn(answer, asked);
    if (essentials.empty())
        essentials = newsIn(answer, {});
    if (essentials.empty())
        return stemsOf(answer);
    if (isFunctionWord(answer.back()))
        essentials.push_back(stemsOf(answer).back());
    return essentials;
}

/// Stems of the words that say what is to be done: the first one of an answer that begins with a content word, and those behind `and`,
/// where a little word follows ("hum a slow waltz and offer it ...").
Stems verbsOf(Words answer)
{
    const Stems stems = stemsOf(answer);
    Stems verbs;
    for (std::size_t i = 0; i + 1 < answer.size(); ++i) {
        const bool leads = i == 0 || answer[i - 1] == "and";
        const bool coordinated = i > 0 && !verbs.empty(); // "... and drink full punch"
        if (leads && !isFunctionWord(answer[i]) && (isFunctionWord(answer[i + 1]) || coordinated))
            verbs.push_back(stems[i]);
    }
    return verbs;
}

/// Without the sentences that stand there before.
std::string withoutRepetition(std::string_view text)
{
    std::vector<std::string_view> sentences;
    std::size_t begin = 0;
    const auto keep = [&](std::size_t end) {
        const std::string_view sentence = trimmed(text.substr(begin, end - begin));
        if (std::find(sentences.begin(), sentences.end(), sentence) == sentences.end())
            sentences.push_back(sentence);
        begin = end;
    };
    for (const std::size_t end : sentenceEnds(text))
        keep(end);
    keep(text.size());
    std::string result;
    for (const std::string_view sentence : sentences)
        result.append(sentence).append(" ");
    return result;
}

void dropRestatedBeginning(std::vector<std::string> &words, Words restated)
{
    const TextSpan shared = longestSharedRun(words, restated);
    if (shared.begin == 0 && shared.end >= 3)
        words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(shared.end));
}

std::size_t contentWords(Words words)
{
    return static_cast<std::size_t>(
        std::count_if(words.begin(), words.end(), [](const std::string &word) { return !isFunctionWord(word); }));
}

/// Words of @p output that stand in runs of @p text.
std::size_t copiedWords(Words output, Words text)
{
    constexpr std::size_t shortest = 4;
    if (output.size() < shortest)
        return 0;
    const TextSpan run = longestSharedRun(output, text);
    const std::size_t length = run.end - run.begin;
    if (length < shortest)
        return 0;
    const std::size_t own = contentWords(output.subspan(run.begin, length)) >= 2 ? length : 0;
    return own + copiedWords(output.first(run.begin), text) + copiedWords(output.subspan(run.end), text);
}

bool isWrongExtraction(Words output, Words answer, Words before, Words after)
{
    const TextSpan fromAnswer = longestSharedRun(output, answer);
    std::vector<std::string> context(before.begin(), before.end());
    context.emplace_back("\n"); // no run goes over the needle
    context.insert(context.end(), after.begin(), after.end());
    const TextSpan longest = longestSharedRun(output, context);
    return longest.end - longest.begin > fromAnswer.end - fromAnswer.begin && 2 * copiedWords(output, context) > output.size();
}

} // namespace

Outcome outcomeOf(const OutcomeInput &input)
{
    const std::size_t sentenceBegin = lastSentenceBegin(input.before);
    const After after = splitAfter(input.after);
    const auto question = wordsOf(after.question);
    const auto answer = wordsOf(input.answer);
    const auto besideAnswer = wordsOf(input.before.substr(sentenceBegin));
    const Stems asked = stemsOf(question);
    const Stems essentials = essentialsOf(answer, asked);
    if (essentials.empty()) // an answer without words
        return input.output.find(trimmed(input.answer)) != std::string_view::npos ? Outcome::Complete : Outcome::Hallucination;
    auto output = wordsOf(withoutRepetition(firstLine(input.output)));
    const Stems said = stemsOf(output);
    const auto isSaid = [&](const std::string &stem) { return contains(said, stem); };
    if (std::all_of(essentials.begin(), essentials.end(), isSaid))
        return Outcome::Complete;

    dropRestatedBeginning(output, besideAnswer);
    dropRestatedBeginning(output, question);
    if (isWrongExtraction(output, answer, wordsOf(input.before.substr(0, sentenceBegin)), wordsOf(after.context)))
        return Outcome::WrongExtraction;

    Stems known = stemsOf(besideAnswer);
    known.insert(known.end(), asked.begin(), asked.end());
    const Stems news = newsIn(output, known);
    const Stems verbs = verbsOf(answer);
    const auto found = std::count_if(essentials.begin(), essentials.end(), isSaid);
    const bool anything
        = std::any_of(essentials.begin(), essentials.end(), [&](const auto &e) { return isSaid(e) && !contains(verbs, e); });
    const Stems answered = stemsOf(answer);
    const bool invents = std::any_of(news.begin(), news.end(), [&](const auto &stem) { return !contains(answered, stem); });
    const bool aQuarter = 4 * static_cast<std::size_t>(found) >= essentials.size();
    if (!invents || (anything && aQuarter))
        return Outcome::Incomplete;
    return Outcome::Hallucination;
}

} // namespace needlescope
