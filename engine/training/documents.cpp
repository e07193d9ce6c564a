// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/documents.h"

#include "training/bytepairs.h"

#include <algorithm>

namespace needlescope {

namespace {

std::string words(const PhraseBook &phrases, int count, double oddness, Rng &rng)
{
    std::string out;
    for (int i = 0; i < count; ++i)
        out += (i == 0 ? "" : " ") + phrases.word(rng, oddness);
    return out;
}

/// Most documents have plain words; some are full of invented ones, which break into many tokens.
double someOddness(double scale, Rng &rng)
{
    const double u = rng.uniform();
    return scale * (u < 0.4 ? 0.0 : u < 0.75 ? 0.15 : 0.4);
}

std::string joined(const std::vector<std::string> &parts)
{
    std::string out;
    for (const auto &part : parts) {
        if (!part.empty())
            out += (out.empty() ? "" : " ") + part;
    }
    return out;
}

} // namespace

bool isReply(Role role)
{
    return role == Role::Answer || role == Role::Fact || role == Role::Guess || role == Role::Invented;
}

std::string questionText(std::string_view question)
{
    return "Based on the content of the book, Question: " + std::string(question) + "\nAnswer:";
}

Document asConversation(const Document &book)
{
    const std::string begin(specialTokens[TurnBeginId]);
    const std::string end(specialTokens[TurnEndId]);
    Document turns{{begin, Role::Question}, {"user\n", Role::Question}, {"<book>", Role::Question}};
    bool firstQuestion = true;
    for (const auto &[text, role] : book) {
        if (isReply(role)) {
            for (const auto &frame : {end, std::string("\n"), begin, std::string("assistant\n")})
                turns.push_back({frame, Role::Question});
            turns.push_back({text.substr(0, text.find('\n')), role});
            turns.push_back({end, role});
            turns.push_back({"\n", Role::Question});
        } else if (role == Role::Question && text != "\n") {
            if (firstQuestion) {
                turns.push_back({"</book>\n", Role::Question});
            } else {
                turns.push_back({begin, Role::Question});
                turns.push_back({"user\n", Role::Question});
            }
            turns.push_back({text, role});
            firstQuestion = false;
        } else if (role != Role::Question) {
            turns.push_back({text, role});
        }
    }
    return turns;
}

DocumentMaker::DocumentMaker(const PhraseBook &phrases, TokenCount count)
    : m_phrases(phrases)
    , m_count(std::move(count))
{
}

Document DocumentMaker::make(const DocumentMix &mix, const QuestionMix &questions, std::size_t tokens, Rng &rng) const
{
    double u = rng.uniform();
    const auto isOf = [&u](double share) { return (u -= share) < 0; };
    if (isOf(mix.copies))
        return copies(tokens, rng, mix.shortWords);
    if (isOf(mix.recalls))
        return recalls(tokens, rng);
    const QuestionMix asked = isOf(mix.closedBooks) ? QuestionMix{0.6, 0.4, 0}
        : isOf(mix.inventions)                      ? QuestionMix{.facts = 0.3, .missing = 0, .chains = 0, .inventions = true}
                                                    : questions;
    return mix.conversations ? asConversation(book(asked, tokens * 7 / 8, rng)) : book(asked, tokens, rng);
}

Document DocumentMaker::copies(std::size_t tokens, Rng &rng, int shortWords) const
{
    // Short documents are where copying is first learned: few different words, and none ambiguous, or a model stays at guessing
    // by frequency. In longer ones a small pool makes words ambiguous: one word of context is not enough to know what follows.
    const bool first = tokens <= 64;
    const bool ambiguous = !first && rng.chance(0.5);
    const double oddness = first || rng.chance(0.6) ? 0.0 : 0.5;
    Rng fewWords(1);
    std::vector<std::string> pool;
    const bool isShort = first && shortWords > 0;
    for (int i = ambiguous ? rng.between(8, 30) : isShort ? shortWords : 150; i > 0; --i)
        pool.push_back(isShort ? shortWord(fewWords) : m_phrases.word(first ? fewWords : rng, oddness));

    Document document;
    std::size_t used = 0;
    std::vector<std::vector<std::string>> segments;
    std::vector<std::size_t> due;
    while (true) {
        if (due.empty()) {
            for (int i = rng.between(2, 5); i > 0; --i) {
                std::vector<std::string> segment;
                for (int w = rng.between(3, 7); w > 0; --w)
                    segment.push_back(rng.pick(pool));
                for (int times = rng.between(2, 4); times > 0; --times)
                    due.push_back(segments.size());
                segments.push_back(std::move(segment));
            }
            rng.shuffle(due);
        }
        const auto index = due.back();
        due.pop_back();
        auto &segment = segments[index];
        const bool seen = segment.front().empty();
        for (std::size_t w = seen ? 1 : 0; w < segment.size(); ++w) {
            const std::string text = " " + segment[w];
            used += m_count(text);
            if (used > tokens)
                return document;
            document.push_back({text, seen && w > 1 ? Role::Copied : Role::Noise});
        }
        if (!seen)
            segment.insert(segment.begin(), std::string());
    }
}

/// The shortest of a few words, in tokens.
std::string DocumentMaker::shortWord(Rng &rng) const
{
    std::string shortest = m_phrases.word(rng, 0);
    for (int i = 0; i < 31; ++i) {
        auto word = m_phrases.word(rng, 0);
        if (m_count(" " + word) < m_count(" " + shortest))
            shortest = std::move(word);
    }
    return shortest;
}

Document DocumentMaker::recalls(std::size_t tokens, Rng &rng) const
{
    const double oddness = someOddness(1, rng);
    const std::string before = words(m_phrases, rng.between(0, 2), 0.05, rng);
    const std::string between = words(m_phrases, rng.chance(0.3) ? rng.between(0, 1) : rng.between(2, 5), 0.05, rng);
    const std::string askBefore = words(m_phrases, rng.between(0, 3), 0.05, rng);
    const std::string askAfter = words(m_phrases, rng.between(0, 2), 0.05, rng);
    const std::string lineEnd = rng.chance(0.5) ? "\n" : " ";
    const bool asQuestions = rng.chance(0.6);
    std::vector<std::string> keyPool;
    for (int i = rng.between(5, 30); i > 0; --i)
        keyPool.push_back(m_phrases.word(rng, oddness));

    struct Line
    {
        std::string key;
        std::string value;
    };
    std::vector<Line> lines;
    std::vector<std::string> keys;
    std::vector<Piece> top;
    std::vector<Piece> bottom;
    std::size_t used = 0;
    const auto ask = [&](const Line &line) {
        const std::string question
            = asQuestions ? questionText(joined({askBefore, line.key, askAfter}) + "?") : joined({before, line.key, between});
        return std::vector<Piece>{{question, Role::Question},
            {" " + line.value + (asQuestions || lineEnd == "\n" ? ".\n" : "."), Role::Answer},
            {asQuestions || lineEnd == "\n" ? "" : " ", Role::Question}};
    };
    for (int attempt = 0; attempt < 200; ++attempt) {
        std::string key = rng.pick(keyPool);
        for (int i = rng.between(0, 2); i > 0; --i)
            key += " " + rng.pick(keyPool);
        if (std::find(keys.begin(), keys.end(), key) != keys.end())
            continue;
        const Line line{key, words(m_phrases, rng.between(1, 5), oddness, rng)};
        const std::string stated = joined({before, key, between}) + " " + line.value + ".";
        const auto asked = ask(line);
        const auto cost = m_count(stated) + 1 + m_count(asked[0].text) + m_count(asked[1].text) + 1;
        if (used + cost > tokens)
            break;
        used += cost;
        keys.push_back(key);
        lines.push_back(line);
        top.push_back({stated, Role::Noise});
    }
    rng.shuffle(lines);
    Document document;
    for (std::size_t i = 0; i < top.size(); ++i) {
        if (i > 0 && lineEnd == " ")
            top[i].text = " " + top[i].text;
        else if (i > 0)
            document.push_back({"\n", Role::Noise});
        document.push_back(top[i]);
    }
    document.push_back({"\n", Role::Noise});
    for (const auto &line : lines) {
        for (auto &piece : ask(line)) {
            // A lone space would be cut off from the word after it, which a tokenizer would not do.
            if (!piece.text.empty() && piece.text != " ")
                document.push_back(std::move(piece));
            else if (piece.text == " ")
                document.push_back({"\n", Role::Question});
        }
    }
    return document;
}

std::vector<NeedleText> DocumentMaker::needles(std::size_t budget, double oddness, Rng &rng) const
{
    std::vector<NeedleText> out;
    const bool sameKind = rng.chance(0.7);
    auto kind = m_phrases.someNeedleKind(rng);
    const int most = 7 + static_cast<int>(budget / 32);
    std::size_t used = 0;
    for (int i = rng.between(sameKind ? 2 : 1, most); i > 0; --i) {
        if (!sameKind || rng.chance(0.2))
            kind = m_phrases.someNeedleKind(rng);
        auto needle = m_phrases.needle(kind, rng, oddness);
        const bool ambiguous = std::any_of(out.begin(), out.end(), [&](const NeedleText &other) {
            return std::any_of(needle.questions.begin(), needle.questions.end(), [&](const std::string &question) {
                return std::find(other.questions.begin(), other.questions.end(), question) != other.questions.end();
            });
        });
        used += m_count(needle.statement) + 1;
        if (used > budget)
            break;
        if (!ambiguous)
            out.push_back(std::move(needle));
    }
    return out;
}

std::string DocumentMaker::fillerSentence(Narrator &narrator, double salad, Rng &rng) const
{
    if (!rng.chance(salad))
        return narrator.next(rng);
    auto sentence = words(m_phrases, rng.between(4, 14), 0.1, rng) + ".";
    sentence[0] = static_cast<char>(sentence[0] >= 'a' && sentence[0] <= 'z' ? sentence[0] - 'a' + 'A' : sentence[0]);
    return " " + sentence;
}

std::string DocumentMaker::usualAnswer(std::size_t kind, Rng &rng) const
{
    constexpr std::uint64_t count = 3;
    Rng same = Rng::stream(0x05A1, kind, rng.below(count));
    return m_phrases.needle(kind, same, 0).answer;
}

DocumentMaker::Asked DocumentMaker::askedAbout(const NeedleText &needle, const QuestionMix &mix, Rng &rng) const
{
    if (mix.inventions)
        return {rng.pick(needle.questions), usualAnswer(needle.kind, rng), Role::Invented};
    if (needle.chains.empty() || !rng.chance(mix.chains))
        return {rng.pick(needle.questions), needle.answer, Role::Answer};
    const auto &chain = rng.pick(needle.chains);
    return {chain.question, chain.answer, Role::Answer};
}

Document DocumentMaker::book(const QuestionMix &mix, std::size_t tokens, Rng &rng) const
{
    const double oddness = someOddness(mix.oddness, rng);
    const double salad = rng.chance(0.25) ? rng.uniform() : 0.0;
    const auto inBook = needles(tokens / 2, oddness, rng);

    std::vector<Asked> asked;
    auto unasked = inBook;
    rng.shuffle(unasked);
    std::size_t used = 2;
    for (const auto &needle : inBook)
        used += m_count(needle.statement) + 2;
    for (int i = rng.between(1, 4 + static_cast<int>(tokens / 64)); i > 0; --i) {
        Asked next;
        const double u = rng.uniform();
        if (u < mix.facts) {
            const auto &fact = rng.pick(m_phrases.facts());
            next = {fact.question, fact.answer, Role::Fact};
        } else if (u < mix.facts + mix.missing) {
            const auto needle = m_phrases.needle(m_phrases.someNeedleKind(rng), rng, 0);
            next = {rng.pick(needle.questions), needle.answer, Role::Guess};
        } else if (!unasked.empty()) {
            next = askedAbout(unasked.back(), mix, rng);
            unasked.pop_back();
        } else {
            continue;
        }
        const auto cost = m_count(questionText(next.question)) + m_count(" " + next.answer) + 1;
        if (used + cost > tokens)
            break;
        used += cost;
        asked.push_back(std::move(next));
    }

    std::vector<Piece> sentences;
    Narrator narrator(m_phrases);
    for (int failures = 0; failures < 2;) {
        auto sentence = fillerSentence(narrator, salad, rng);
        const auto cost = m_count(sentence) + 1;
        if (used + cost > tokens) {
            ++failures;
            continue;
        }
        used += cost;
        sentences.push_back({std::move(sentence), Role::Filler});
    }
    for (const auto &needle : inBook) {
        const double u = rng.uniform();
        const std::string gap = u < 0.65 ? " " : u < 0.85 ? "" : "\n";
        sentences.insert(
            sentences.begin() + static_cast<std::ptrdiff_t>(rng.below(sentences.size() + 1)), {gap + needle.statement, Role::Needle});
    }
    if (!sentences.empty() && (sentences[0].text[0] == ' ' || sentences[0].text[0] == '\n'))
        sentences[0].text.erase(0, 1);

    Document document = std::move(sentences);
    document.push_back({"\n", Role::Question});
    for (const auto &next : asked) {
        document.push_back({questionText(next.question), Role::Question});
        document.push_back({" " + next.answer + "\n", next.role});
    }
    return document;
}

std::string fillerBook(const PhraseBook &phrases, std::size_t characters, std::uint64_t seed)
{
    Rng rng = Rng::stream(seed, 0xB00C, 0);
    Narrator narrator(phrases);
    std::string text;
    while (text.size() < characters)
        text += narrator.next(rng);
    text += '\n';
    return text;
}

} // namespace needlescope
