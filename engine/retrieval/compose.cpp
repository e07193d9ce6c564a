// SPDX-License-Identifier: GPL-3.0-or-later
#include "retrieval/compose.h"

#include "api/engineerror.h"
#include "api/utf8.h"
#include "measures/answerspan.h"
#include "measures/sentences.h"
#include "measures/words.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace needlescope {

namespace {

constexpr std::string_view contextMark = "{context}";
constexpr std::string_view questionMark = "{question}";
constexpr std::string_view aboutTheBook = "Based on the content of the book, "; // of the reference code's frames

void refuseBadRequest(const PromptRequest &request)
{
    if (trimmed(request.needle.statement).empty())
        throw EngineError("The needle is empty; write the sentence to hide.");
    if (trimmed(request.needle.question).empty())
        throw EngineError("The question is empty; ask for what the needle says.");
    if (trimmed(request.haystack.text).empty())
        throw EngineError("The haystack '{}' is empty; choose a text.", request.haystack.name);
    if (!(request.depthPercent >= 0 && request.depthPercent <= 100))
        throw EngineError("A depth of {} per cent is outside the text; choose 0 to 100.", request.depthPercent);
    for (const std::string_view mark : {contextMark, questionMark}) {
        if (request.frame.pattern.find(mark) == std::string::npos)
            throw EngineError("The prompt pattern does not contain {}; put it where it belongs.", mark);
    }
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::size_t characterBoundary(std::string_view text, std::size_t position)
{
    while (position > 0 && position < text.size() && isContinuation(text[position]))
        --position;
    return std::min(position, text.size());
}

/// The first bytes of an endless repetition of a text.
std::string repeated(std::string_view text, std::size_t bytes)
{
    std::string result;
    while (result.size() < bytes)
        result.append(result.empty() ? "" : "\n").append(text);
    result.resize(characterBoundary(result, bytes));
    return result;
}

/// At least a number of tokens of the haystack, repeated where it is short.
struct Hay
{
    std::string text;
    std::vector<TextSpan> spans;
};

Hay gatherHay(std::string_view haystack, std::size_t tokens, const Tokenizer &tokenizer)
{
    for (std::size_t bytes = 8 * (tokens + 8);; bytes *= 2) {
        Hay hay{repeated(haystack, bytes), {}};
        hay.spans = tokenizer.encode(hay.text, SpecialTokens::None).spans;
        if (hay.spans.empty())
            throw EngineError("The tokenizer makes no tokens of the haystack; choose another text.");
        if (hay.spans.size() > tokens)
            return hay;
    }
}

/// Of a script that has no spaces, not even between sentences (as Thai and its neighbours have), or of its punctuation.
bool isWide(char32_t c)
{
    constexpr char32_t firstOfEastAsia = 0x2E80;
    return c >= firstOfEastAsia && (isWrittenWithoutSpaces(c) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF));
}

/// Quotation marks and dots are of any script.
bool isOfAnyScript(char32_t c)
{
    return (c >= 0x2018 && c <= 0x201D) || c == 0x2026 || c == U'"' || c == U'\'';
}

/// Whether two texts meet without a space: where both are of a script that has none.
bool joinWithoutSpace(std::string_view before, std::string_view behind)
{
    while (!before.empty() && isOfAnyScript(characterBefore(before, before.size()).codePoint))
        before.remove_suffix(characterBefore(before, before.size()).length);
    while (!behind.empty() && isOfAnyScript(characterAt(behind, 0).codePoint))
        behind.remove_prefix(characterAt(behind, 0).length);
    return !before.empty() && !behind.empty() && isWide(characterBefore(before, before.size()).codePoint)
        && isWide(characterAt(behind, 0).codePoint);
}

/// Where to cut the hay so that it has at most @p tokens.
std::size_t cutOf(const Hay &hay, std::size_t tokens, const std::vector<std::size_t> &ends)
{
    if (tokens == 0)
        return 0;
    const std::size_t limit = characterBoundary(hay.text, hay.spans[tokens - 1].end);
    const auto sentence = std::upper_bound(ends.begin(), ends.end(), limit);
    if (sentence != ends.begin() && 4 * *std::prev(sentence) >= 3 * limit)
        return *std::prev(sentence);
    const std::string_view text = hay.text;
    const auto space = text.find_last_of(" \n\t\r", limit);
    const bool isFar
        = space == std::string::npos || space == 0 || (2 * space < limit && joinWithoutSpace(text.substr(0, limit), text.substr(limit)));
    return isFar ? limit : space;
}

/// Where the needle goes in the first @p cut bytes of the hay.
std::size_t insertionPoint(const Hay &hay, std::size_t cut, double depthPercent, const std::vector<std::size_t> &ends)
{
    if (depthPercent <= 0 || cut == 0)
        return 0;
    if (depthPercent >= 100)
        return cut;
    const auto inside = std::partition_point(hay.spans.begin(), hay.spans.end(), [&](TextSpan span) { return span.end <= cut; });
    const auto nTokens = static_cast<double>(inside - hay.spans.begin());
    const auto target = static_cast<std::size_t>(std::lround(depthPercent / 100 * nTokens));
    const std::size_t offset = std::min(cut, characterBoundary(hay.text, hay.spans[target].begin));
    const auto sentence = std::upper_bound(ends.begin(), ends.end(), offset);
    if (sentence != ends.begin())
        return *std::prev(sentence);
    if (!ends.empty() && ends.front() <= cut)
        return 0;
    const std::string_view text = hay.text;
    const auto space = text.find_last_of(" \n\t\r", offset); // a text without sentences: between two words
    if (space == std::string::npos)
        return joinWithoutSpace(text.substr(0, offset), text.substr(offset)) ? offset : 0;
    return space;
}

/// A text and where the needle stands in it.
struct Placed
{
    std::string text;
    TextSpan statement;
    std::size_t contextEnd = 0; ///< in a frame
};

struct Insertion
{
    std::size_t position = 0; ///< bytes of the hay
    std::string_view sentence;
    bool isNeedle = false;
};

/// The needle at its depth, the distractors in the middles of as many equal parts of the hay.
std::vector<Insertion> insertions(const PromptRequest &request, const Hay &hay, std::size_t cut, const std::vector<std::size_t> &ends)
{
    std::vector<Insertion> result{{insertionPoint(hay, cut, request.depthPercent, ends), trimmed(request.needle.statement), true}};
    const auto &distractors = request.needle.distractors;
    for (std::size_t i = 0; i < distractors.size(); ++i) {
        const double middle = 100 * (static_cast<double>(i) + 0.5) / static_cast<double>(distractors.size());
        result.push_back({insertionPoint(hay, cut, middle, ends), trimmed(distractors[i]), false});
    }
    std::stable_sort(result.begin(), result.end(), [](const Insertion &a, const Insertion &b) { return a.position < b.position; });
    return result;
}

Placed placeAll(std::string_view hay, const std::vector<Insertion> &insertions)
{
    constexpr std::string_view blanks = " \n\t\r";
    Placed placed;
    std::size_t taken = 0;
    const auto separate = [&](std::string_view next) {
        if (!placed.text.empty() && !joinWithoutSpace(placed.text, next))
            placed.text += ' ';
    };
    const auto takeHay = [&](std::size_t end) {
        const std::string_view piece = hay.substr(taken, end - taken);
        if (!piece.empty() && blanks.find(piece.front()) == std::string_view::npos)
            separate(piece);
        placed.text += piece;
        taken = end;
    };
    for (const Insertion &insertion : insertions) {
        takeHay(insertion.position);
        separate(insertion.sentence);
        if (insertion.isNeedle)
            placed.statement = {placed.text.size(), placed.text.size() + insertion.sentence.size()};
        placed.text += insertion.sentence;
    }
    takeHay(hay.size());
    return placed;
}

Placed frame(std::string_view pattern, const Placed &context, std::string_view question)
{
    Placed framed;
    while (!pattern.empty()) {
        if (pattern.starts_with(contextMark)) {
            framed.statement = {framed.text.size() + context.statement.begin, framed.text.size() + context.statement.end};
            framed.text += context.text;
            framed.contextEnd = framed.text.size();
            pattern.remove_prefix(contextMark.size());
        } else if (pattern.starts_with(questionMark)) {
            framed.text += question;
            pattern.remove_prefix(questionMark.size());
        } else {
            framed.text += pattern.front();
            pattern.remove_prefix(1);
        }
    }
    return framed;
}

Prompt finished(Placed framed, Encoding encoding, const Needle &needle)
{
    Prompt prompt;
    prompt.answer = needle.reply.empty() ? answerOf(needle) : needle.reply;
    const TextSpan statement = framed.statement;
    const TextSpan answer
        = findAnswer(std::string_view(framed.text).substr(statement.begin, statement.end - statement.begin), answerOf(needle));
    prompt.statement = tokensOf(encoding, statement);
    prompt.needle = tokensOf(encoding, {statement.begin + answer.begin, statement.begin + answer.end});
    prompt.asked = tokensOf(encoding, {framed.contextEnd, framed.text.size()});
    prompt.text = std::move(framed.text);
    prompt.ids = std::move(encoding.ids);
    prompt.spans = std::move(encoding.spans);
    return prompt;
}

/// Without the line of the context and what speaks of it.
std::string withoutContext(std::string pattern)
{
    const auto mark = pattern.find(contextMark);
    if (mark == std::string::npos)
        return pattern;
    const std::string open = "<book>";
    const bool inBook = mark >= open.size() && pattern.compare(mark - open.size(), open.size(), open) == 0;
    const auto begin = inBook ? mark - open.size() : mark;
    const auto lineEnd = pattern.find('\n', mark);
    pattern.erase(begin, lineEnd == std::string::npos ? contextMark.size() : lineEnd + 1 - begin);
    if (const auto about = pattern.find(aboutTheBook); about != std::string::npos)
        pattern.erase(about, aboutTheBook.size());
    return pattern;
}

/// The question, and the choices where there are some, a line each.
std::string asked(const QuestionItem &item)
{
    std::string text(trimmed(item.question));
    for (std::size_t i = 0; i < item.choices.size(); ++i) {
        text += "\n(";
        text += static_cast<char>('A' + static_cast<int>(i));
        text += ") " + item.choices[i];
    }
    return text;
}

} // namespace

Prompt composePrompt(const PromptRequest &request, const Tokenizer &tokenizer)
{
    refuseBadRequest(request);
    const std::string_view question = trimmed(request.needle.question);
    const auto special = request.frame.addsSpecialTokens ? SpecialTokens::Add : SpecialTokens::None;
    const auto build = [&](const Hay &hay, std::size_t cut, const std::vector<std::size_t> &ends) {
        const Placed context = placeAll(std::string_view(hay.text).substr(0, cut), insertions(request, hay, cut, ends));
        Placed framed = frame(request.frame.pattern, context, question);
        Encoding encoding = tokenizer.encode(framed.text, special);
        return finished(std::move(framed), std::move(encoding), request.needle);
    };

    Prompt prompt = build({}, 0, {});
    const auto length = static_cast<std::size_t>(std::max(request.length, 0));
    if (prompt.ids.size() > length)
        throw EngineError("A prompt of {} tokens is too short for this needle and question, which need {}; choose a greater length.",
            request.length, prompt.ids.size());
    std::size_t room = length - prompt.ids.size();
    if (room == 0)
        return prompt;
    const Hay hay = gatherHay(trimmed(request.haystack.text), room, tokenizer);
    const auto ends = sentenceEnds(hay.text);
    while (room > 0) {
        const std::size_t cut = cutOf(hay, room, ends);
        prompt = build(hay, cut, ends);
        if (prompt.ids.size() <= length)
            return prompt;
        room -= std::min(room, prompt.ids.size() - length); // tokens that the seams cost
    }
    return build({}, 0, {});
}

Prompt composeQuestion(const QuestionItem &item, const std::string &afterQuestion, const PromptFrame &chosen, const Tokenizer &tokenizer)
{
    if (trimmed(item.question).empty())
        throw EngineError("The question '{}' is empty; ask for something.", item.id);
    if (chosen.pattern.find(questionMark) == std::string::npos)
        throw EngineError("The prompt pattern does not contain {}; put it where it belongs.", questionMark);
    Placed context{std::string(trimmed(item.context)), {}};
    for (const std::string &answer : item.answers) {
        const auto found = answer.empty() ? std::string::npos : context.text.find(answer);
        if (found != std::string::npos && context.statement.empty())
            context.statement = {found, found + answer.size()};
    }
    const Placed framed
        = frame(context.text.empty() ? withoutContext(chosen.pattern) : chosen.pattern, context, asked(item) + afterQuestion);
    Encoding encoding = tokenizer.encode(framed.text, chosen.addsSpecialTokens ? SpecialTokens::Add : SpecialTokens::None);
    Prompt prompt;
    prompt.answer = item.answers.empty() ? std::string() : item.answers.front();
    if (!context.statement.empty())
        prompt.needle = prompt.statement = tokensOf(encoding, framed.statement);
    prompt.asked = tokensOf(encoding, {framed.contextEnd, framed.text.size()});
    prompt.text = framed.text;
    prompt.ids = std::move(encoding.ids);
    prompt.spans = std::move(encoding.spans);
    return prompt;
}

std::vector<std::int32_t> withoutQuestion(
    const Prompt &prompt, const std::string &question, const PromptFrame &chosen, const Tokenizer &tokenizer)
{
    const std::size_t contextEnd = prompt.spans[static_cast<std::size_t>(prompt.asked.begin)].begin;
    const auto found = prompt.text.find(trimmed(question), contextEnd);
    if (found == std::string::npos)
        throw EngineError(
            "The question '{}' does not stand behind the context of its prompt; use a frame with the context first.", question);
    std::string text = prompt.text;
    text.replace(found, trimmed(question).size(), "N/A");
    return tokenizer.encode(text, chosen.addsSpecialTokens ? SpecialTokens::Add : SpecialTokens::None).ids;
}

} // namespace needlescope
