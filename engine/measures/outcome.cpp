// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/outcome.h"

#include "measures/sentences.h"
#include "measures/wordforms.h"
#include "measures/words.h"

#include <algorithm>
#include <array>

namespace needlescope {

namespace {

using namespace std::string_view_literals;

/// Whether a line leads to a list or begins one.
bool isOfList(std::string_view line)
{
    constexpr std::array leads{":"sv, "\uff1a"sv};
    constexpr std::array items{"- "sv, "* "sv, "\u2022"sv, "1."sv, "1)"sv};
    const std::string_view bare = line.substr(0, line.find_last_not_of(" \t\r*_") + 1); // without emphasis
    return std::ranges::any_of(leads, [&](std::string_view lead) { return bare.ends_with(lead); })
        || std::ranges::any_of(items, [&](std::string_view item) { return line.starts_with(item); });
}

/// Behind what was thought, the first line, and all lines of a list.
std::string_view saidIn(std::string_view text)
{
    constexpr std::string_view thought = "</think>";
    const std::size_t end = text.rfind(thought);
    text = trimmed(end == std::string_view::npos ? text : text.substr(end + thought.size()));
    const std::string_view line = text.substr(0, text.find('\n'));
    return isOfList(line) ? text : line;
}

/// The end of @p text from its last sentence end on: what its sentence says before the answer.
std::size_t lastSentenceBegin(std::string_view text)
{
    const auto ends = sentenceEnds(text);
    return ends.empty() ? 0 : ends.back();
}

/// How much leads to a question ("Based on the content of the book, Question: ").
std::size_t frameLength(std::string_view question)
{
    for (const std::string_view colon : {": "sv, "\uff1a"sv}) {
        const auto found = question.find(colon);
        if (found != std::string_view::npos && found + colon.size() < question.size())
            return found + colon.size();
    }
    return 0;
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
    const std::size_t lastBegin = ends.size() < 2 ? 0 : ends[ends.size() - 2];
    const std::size_t questionBegin = lastBegin + frameLength(after.substr(lastBegin));
    if (ends.size() < 2)
        return {{}, after.substr(questionBegin)};
    // The text's last sentence ends before a tag ("... came.</book>") and so is no sentence of its own.
    const std::size_t contextEnd = std::max(lastBegin, after.substr(0, questionBegin).find_last_of(".!?") + 1);
    return {after.substr(ends.front(), contextEnd - ends.front()), after.substr(questionBegin)};
}

using Stems = std::vector<std::string>;

bool contains(const Stems &stems, const std::string &stem)
{
    return std::find(stems.begin(), stems.end(), stem) != stems.end();
}

Stems stemsIn(std::string_view text)
{
    return stemsOf(wordsOf(text));
}

/// The content words of @p stems that @p known has not.
Stems newsIn(Words stems, const Stems &known)
{
    Stems news;
    for (const std::string &stem : stems) {
        if (!isFunctionWord(stem) && !contains(known, stem) && !contains(news, stem))
            news.push_back(stem);
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
        return {answer.begin(), answer.end()};
    if (isFunctionWord(answer.back()))
        essentials.push_back(answer.back());
    return essentials;
}

/// What says what is to be done: the first word of an answer that begins with a content word, and those behind `and`, where a little word
/// follows ("hum a slow waltz and offer it ...").
Stems verbsOf(Words answer)
{
    Stems verbs;
    for (std::size_t i = 0; i + 1 < answer.size(); ++i) {
        const bool leads = i == 0 || answer[i - 1] == "and";
        const bool coordinated = i > 0 && !verbs.empty(); // "... and drink full punch"
        if (leads && !isFunctionWord(answer[i]) && (isFunctionWord(answer[i + 1]) || coordinated))
            verbs.push_back(answer[i]);
    }
    return verbs;
}

bool isNumber(const std::string &word)
{
    return std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

/// Words behind numbers, which say nothing without them ("88 metres").
Stems unitsOf(Words answer)
{
    Stems units;
    for (std::size_t i = 0; i + 1 < answer.size(); ++i) {
        if (isNumber(answer[i]) && !isNumber(answer[i + 1]))
            units.push_back(answer[i + 1]);
    }
    return units;
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

/// How many words @p words begins with that stand in @p text; a few may by chance.
std::size_t restatedWords(Words words, Words text)
{
    constexpr std::size_t fewest = 3;
    const auto stands = [&](std::size_t count) {
        const Words beginning = words.first(count);
        return std::search(text.begin(), text.end(), beginning.begin(), beginning.end()) != text.end();
    };
    std::size_t count = words.size();
    while (count > 0 && !stands(count))
        --count;
    return count < fewest ? 0 : count;
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

struct Said
{
    const Stems &all;
    Words behindRestatement;
};

bool isIncomplete(const Said &said, Words answer, const Stems &essentials, Stems known)
{
    const auto isSaid = [&](const std::string &stem) { return contains(said.all, stem); };
    const auto found = static_cast<std::size_t>(std::count_if(essentials.begin(), essentials.end(), isSaid));
    if (found == 0)
        return contentWords(said.behindRestatement) == 0;
    known.insert(known.end(), answer.begin(), answer.end());
    known.insert(known.end(), {"answer", "question"});
    if (newsIn(said.behindRestatement, known).empty())
        return true;
    const Stems verbs = verbsOf(answer);
    const Stems units = unitsOf(answer);
    const auto isEvidence = [&](const std::string &stem) { return isSaid(stem) && !contains(verbs, stem) && !contains(units, stem); };
    return 5 * found >= essentials.size() && std::any_of(essentials.begin(), essentials.end(), isEvidence);
}

} // namespace

Outcome outcomeOf(const OutcomeInput &input)
{
    const std::size_t sentenceBegin = lastSentenceBegin(input.before);
    const After after = splitAfter(input.after);
    const auto answerWords = wordsOf(input.answer);
    const Stems answer = stemsOf(answerWords);
    const Stems asked = stemsIn(after.question);
    const Stems essentials = essentialsOf(answer, asked);
    if (essentials.empty()) // an answer without words
        return input.output.find(trimmed(input.answer)) != std::string_view::npos ? Outcome::Complete : Outcome::Hallucination;
    const Stems said = stemsOf(spelledAs(answerWords, wordsOf(withoutRepetition(saidIn(input.output)))));
    if (std::ranges::all_of(essentials, [&](const std::string &stem) { return contains(said, stem); }))
        return Outcome::Complete;

    const Stems besideAnswer = stemsIn(input.before.substr(sentenceBegin));
    const Words output = Words(said).subspan(std::max(restatedWords(said, besideAnswer), restatedWords(said, asked)));
    if (isWrongExtraction(output, answer, stemsIn(input.before.substr(0, sentenceBegin)), stemsIn(after.context)))
        return Outcome::WrongExtraction;

    Stems known = besideAnswer;
    known.insert(known.end(), asked.begin(), asked.end());
    return isIncomplete({said, output}, answer, essentials, known) ? Outcome::Incomplete : Outcome::Hallucination;
}

} // namespace needlescope
