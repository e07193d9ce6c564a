// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/phrasebook.h"

#include "training/filled.h"
#include "training/grammar.h"

#include "api/engineerror.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace needlescope {

namespace {

std::string trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \n");
    if (begin == std::string_view::npos)
        return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \n") - begin + 1));
}

std::vector<std::string> split(std::string_view text, std::string_view separator)
{
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find(separator);
        if (auto part = trimmed(text.substr(0, end)); !part.empty())
            parts.push_back(std::move(part));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + separator.size());
    }
}

void capitalise(std::string &text)
{
    for (char &c : text) {
        if (c == '[' || c == '"')
            continue;
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        return;
    }
}

std::string capitalisedWords(std::string text)
{
    bool start = true;
    for (char &c : text) {
        if (start)
            c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        start = c == ' ';
    }
    return text;
}

/// "a apple" becomes "an apple", "an dog" becomes "a dog".
std::string withArticles(std::string_view text)
{
    std::string out;
    std::size_t i = 0;
    const auto boundary = [&](std::size_t p) { return p == 0 || text[p - 1] == ' ' || text[p - 1] == '['; };
    while (i < text.size()) {
        const std::size_t article = text.substr(i).starts_with("a ") || text.substr(i).starts_with("A ") ? 2
            : text.substr(i).starts_with("an ")                                                          ? 3
                                                                                                         : 0;
        if (article == 0 || !boundary(i) || i + article >= text.size()) {
            out += text[i++];
            continue;
        }
        const std::size_t next = i + article + (text[i + article] == '[' ? 1 : 0);
        const char letter = next < text.size() ? static_cast<char>(std::tolower(static_cast<unsigned char>(text[next]))) : ' ';
        const bool vowel = std::string_view("aeiou").find(letter) != std::string_view::npos;
        out += text[i];
        out += vowel ? "n " : " ";
        i += article;
    }
    return out;
}

/// The plural of the word at the end of @p text.
std::string pluralOf(std::string text)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> Irregular{
        {{"mouse", "mice"}, {"goose", "geese"}, {"man", "men"}, {"child", "children"}, {"knife", "knives"}, {"leaf", "leaves"},
            {"wolf", "wolves"}, {"calf", "calves"}, {"shelf", "shelves"}, {"loaf", "loaves"}, {"thief", "thieves"}, {"foot", "feet"}}};
    static constexpr std::array<std::string_view, 40> Same{"sheep", "deer", "moose", "elk", "bison", "squid", "salmon", "trout", "fish",
        "shrimp", "bread", "butter", "cheese", "soup", "rice", "curry", "bacon", "ham", "garlic", "honey", "chocolate", "candy", "cream",
        "yogurt", "popcorn", "porridge", "cereal", "pasta", "toast", "asparagus", "broccoli", "celery", "kale", "spinach", "venison",
        "scissors", "spectacles", "pliers", "moss", "marmalade"};
    for (const auto word : Same) {
        if (text.ends_with(word))
            return text;
    }
    for (const auto &[one, many] : Irregular) {
        if (text == one || text.ends_with(" " + std::string(one)))
            return text.replace(text.size() - one.size(), one.size(), many);
    }
    const auto vowel = [](char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; };
    if (text.size() > 1 && text.ends_with('y') && !vowel(text[text.size() - 2]))
        return text.substr(0, text.size() - 1) + "ies";
    const bool es = text.ends_with('s') || text.ends_with('x') || text.ends_with("ch") || text.ends_with("sh") || text.ends_with("to")
        || text.ends_with("go");
    return text + (es ? "es" : "s");
}

bool heldOut(std::string_view text)
{
    return text.find("San Francisco") != std::string_view::npos || text.find("Dolores Park") != std::string_view::npos;
}

std::string junk(Rng &rng)
{
    constexpr std::string_view Letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::string out;
    for (int i = rng.between(3, 6); i > 0; --i)
        out += Letters[rng.below(Letters.size())];
    return out;
}

} // namespace

std::string inventedWord(Rng &rng)
{
    static constexpr std::array Onsets = {"b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kr", "l", "m", "n", "p",
        "pl", "qu", "r", "s", "sh", "st", "t", "th", "tr", "v", "w", "x", "z", ""};
    static constexpr std::array Nuclei = {"a", "e", "i", "o", "u", "a", "e", "o", "ai", "ea", "oo", "ie", "y"};
    static constexpr std::array Accented = {"á", "ä", "é", "è", "í", "ó", "ö", "ø", "ü", "ã"};
    static constexpr std::array Codas = {"", "", "", "n", "r", "l", "s", "m", "t", "ck", "nd", "rn", "x", "lt", "sk", "p"};
    std::string word;
    for (int i = rng.between(2, 3); i > 0; --i) {
        word += Onsets[rng.below(Onsets.size())];
        word += rng.chance(0.04) ? Accented[rng.below(Accented.size())] : Nuclei[rng.below(Nuclei.size())];
        word += Codas[rng.below(Codas.size())];
    }
    return word;
}

PhraseBook::PhraseBook()
{
    const auto text = grammarText();
    readWords(text.words);
    for (const auto &line : split(text.needles, "\n")) {
        auto parts = split(line, "||");
        NeedlePattern pattern{parts.front(), {}};
        pattern.questions.assign(parts.begin() + 1, parts.end());
        m_needles.push_back(std::move(pattern));
    }
    readFillers(text.fillers);
    for (const auto &line : split(text.facts, "\n")) {
        const auto parts = split(line, "||");
        m_facts.push_back({parts.at(0), parts.at(1)});
    }
    readTables(text.tables);
}

void PhraseBook::readTables(std::string_view text)
{
    for (const auto &line : split(text, "\n")) {
        const auto space = line.find(' ');
        const auto word = line.substr(0, space);
        auto parts = split(std::string_view(line).substr(space), "||");
        if (word == "#") {
            m_tables.emplace_back();
        } else if (word == "link") {
            Link link{{parts.front(), {}}, parts.back(), m_tables.size() - 1};
            link.pattern.questions.assign(parts.begin() + 1, parts.end() - 1);
            m_links.push_back(std::move(link));
        } else if (word == "ask") {
            m_tables.back().questions.push_back({parts.at(0), parts.at(1), parts.at(2)});
        } else {
            const auto &questions = m_tables.back().questions;
            for (std::size_t i = 0; i < questions.size(); ++i)
                m_facts.push_back({filled(questions[i].question, "{key}", parts.front()), parts.at(i + 1) + "."});
            m_tables.back().rows.push_back(std::move(parts));
        }
    }
}

void PhraseBook::readWords(std::string_view text)
{
    for (const auto &line : split(text, "\n")) {
        if (line.starts_with('#'))
            continue;
        const auto equals = line.find("= ");
        if (equals == std::string::npos || equals == 0)
            throw EngineError("The grammar's line \"{}\" has no \" = \"; write `kind = alternative | alternative`.", line);
        const auto kind = trimmed(std::string_view(line).substr(0, line[equals - 1] == '+' ? equals - 1 : equals));
        auto &alternatives = m_words[kind];
        for (auto &item : split(std::string_view(line).substr(equals + 2), "|")) {
            if (kind.starts_with("free "))
                for (auto &word : split(item, " "))
                    m_freeWords.insert(std::move(word));
            else if (item.find_first_of("{/' -") == std::string::npos && std::islower(static_cast<unsigned char>(item[0])))
                m_plainWords.push_back(item);
            alternatives.push_back(std::move(item));
        }
    }
    std::sort(m_plainWords.begin(), m_plainWords.end());
    m_plainWords.erase(std::unique(m_plainWords.begin(), m_plainWords.end()), m_plainWords.end());
}

void PhraseBook::readFillers(std::string_view text)
{
    for (auto &line : split(text, "\n")) {
        if (line.starts_with('#'))
            m_registers.emplace_back();
        else if (m_registers.empty())
            throw EngineError("The grammar's fillers begin without the name of a register; write `# story` in front of them.");
        else
            m_registers.back().push_back(std::move(line));
    }
}

std::string PhraseBook::choice(std::string_view alternatives, Memo &memo, Rng &rng, double oddness) const
{
    return expand(rng.pick(split(alternatives, "|")), memo, rng, oddness);
}

std::string PhraseBook::expand(std::string_view pattern, Memo &memo, Rng &rng, double oddness) const
{
    std::string out;
    while (!pattern.empty()) {
        const auto open = pattern.find_first_of("{(");
        out += pattern.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const bool isSlot = pattern[open] == '{';
        const auto close = pattern.find(isSlot ? '}' : ')', open);
        const auto inside = pattern.substr(open + 1, close - open - 1);
        out += isSlot ? slot(inside, memo, rng, oddness) : choice(inside, memo, rng, oddness);
        pattern.remove_prefix(close + 1);
        if (isSlot && pattern.starts_with('s') && (pattern.size() == 1 || !std::isalpha(static_cast<unsigned char>(pattern[1])))) {
            out = pluralOf(std::move(out));
            pattern.remove_prefix(1);
        }
    }
    return out;
}

std::string PhraseBook::slot(std::string_view name, Memo &memo, Rng &rng, double oddness) const
{
    std::size_t form = 0;
    if (const auto slash = name.find('/'); slash != std::string_view::npos) {
        form = static_cast<std::size_t>(name[slash + 1] - '0');
        name = name.substr(0, slash);
    }
    const auto colon = name.find(':');
    const bool labelled = colon != std::string_view::npos;
    std::string_view kind = name.substr(0, colon);
    const bool capitals = kind.ends_with(".cap") || kind.ends_with(".Pl");
    const bool plural = kind.ends_with(".pl") || kind.ends_with(".Pl");
    kind = kind.substr(0, kind.find('.'));

    std::string text;
    if (const auto known = memo.find(name); labelled && known != memo.end()) {
        text = known->second;
    } else {
        if (kind == "d")
            text = std::string(1, static_cast<char>('0' + rng.below(10)));
        else if (kind == "U")
            text = std::string(1, static_cast<char>('A' + rng.below(26)));
        else if (kind == "made")
            text = oddWord(rng);
        else if (kind == "Made")
            text = capitalisedWords(oddWord(rng));
        else if (kind == "junk")
            text = junk(rng);
        else {
            const auto items = m_words.find(kind);
            if (items == m_words.end())
                throw EngineError("The grammar has no kind \"{}\"; add a line for it.", kind);
            const auto &item = rng.pick(items->second);
            const bool plain = item.find_first_of("{/") == std::string::npos;
            if (plain && oddness > 0 && rng.chance(oddness)) {
                const auto other = word(rng, 0.5); // one that nothing leads to: only copying knows it
                text = std::islower(static_cast<unsigned char>(item[0])) ? other : capitalisedWords(other);
            } else {
                text = expand(item, memo, rng, oddness);
            }
        }
        if (labelled)
            memo.emplace(std::string(name), text);
    }
    if (text.find('/') != std::string::npos)
        text = split(text, "/").at(form);
    if (plural)
        text = pluralOf(std::move(text));
    return capitals ? capitalisedWords(text) : text;
}

std::size_t PhraseBook::someNeedleKind(Rng &rng) const
{
    constexpr double LinkShare = 0.2;
    return rng.chance(LinkShare) ? m_needles.size() + rng.below(m_links.size()) : rng.below(m_needles.size());
}

NeedleText PhraseBook::needle(std::size_t kind, Rng &rng, double oddness) const
{
    Memo memo;
    auto needle = kind < m_needles.size() ? needleFrom(m_needles[kind], memo, rng, oddness)
                                          : linkFrom(m_links[kind - m_needles.size()], rng, oddness);
    needle.kind = kind;
    return needle;
}

NeedleText PhraseBook::linkFrom(const Link &link, Rng &rng, double oddness) const
{
    const auto &table = m_tables[link.table];
    const auto &row = rng.pick(table.rows);
    auto pattern = link.pattern;
    pattern.statement = filled(std::move(pattern.statement), "{key}", row.front());
    Memo memo;
    auto needle = needleFrom(pattern, memo, rng, oddness);
    const auto it = expand(link.it, memo, rng, oddness);
    for (std::size_t i = 0; i < table.questions.size(); ++i) {
        const auto &asked = table.questions[i];
        auto statement = filled(filled(asked.statement, "{key}", row.front()), "{value}", row.at(i + 1));
        capitalise(statement);
        needle.chains.push_back({filled(asked.chained, "{it}", it) + " Think step by step.", needle.statement + " " + statement});
    }
    return needle;
}

NeedleText PhraseBook::needleFrom(const NeedlePattern &pattern, Memo &memo, Rng &rng, double oddness) const
{
    while (true) {
        memo.clear();
        auto statement = withArticles(expand(pattern.statement, memo, rng, oddness));
        capitalise(statement);
        if (heldOut(statement))
            continue;
        const auto open = statement.find('[');
        const auto close = statement.find(']');
        NeedleText needle;
        needle.answer = trimmed(statement.substr(open + 1, close - open - 1));
        needle.statement = statement.substr(0, open) + statement.substr(open + 1, close - open - 1) + statement.substr(close + 1);
        for (const auto &question : pattern.questions) {
            needle.questions.push_back(withArticles(expand(question, memo, rng, oddness)));
            capitalise(needle.questions.back());
        }
        return needle;
    }
}

std::string PhraseBook::filler(std::size_t kind, std::size_t number, Memo &book, Rng &rng) const
{
    while (true) {
        auto sentence = withArticles(expand(m_registers.at(kind).at(number), book, rng));
        capitalise(sentence);
        if (!heldOut(sentence))
            return sentence;
    }
}

void Narrator::chooseRegister(Rng &rng)
{
    const auto left = [](const auto &sentences) { return static_cast<int>(sentences.size()) >= LongestParagraph; };
    if (std::none_of(m_unused.begin(), m_unused.end(), left)) {
        m_unused.assign(m_phrases.registers(), {});
        for (std::size_t kind = 0; kind < m_unused.size(); ++kind) {
            for (std::size_t i = 0; i < m_phrases.sentences(kind); ++i)
                m_unused[kind].push_back(i);
            rng.shuffle(m_unused[kind]);
        }
    }
    do {
        m_register = rng.below(m_unused.size());
    } while (!left(m_unused[m_register]));
}

std::string Narrator::next(Rng &rng)
{
    const bool begins = m_left == 0;
    if (begins) {
        chooseRegister(rng);
        m_left = rng.between(3, LongestParagraph);
    }
    --m_left;
    auto &unused = m_unused[m_register];
    const auto sentence = m_phrases.filler(m_register, unused.back(), m_memo, rng);
    unused.pop_back();
    const std::string gap = !m_begun ? "" : begins ? "\n" : " ";
    m_begun = true;
    return gap + sentence;
}

std::string PhraseBook::word(Rng &rng, double oddness) const
{
    return rng.chance(oddness) ? oddWord(rng) : rng.pick(m_plainWords);
}

std::string PhraseBook::oddWord(Rng &rng) const
{
    while (rng.chance(0.5)) {
        const auto &first = rng.pick(m_plainWords);
        const auto &last = rng.pick(m_plainWords);
        const auto head = std::min<std::size_t>(first.size(), static_cast<std::size_t>(rng.between(2, 5)));
        const auto tail = std::min<std::size_t>(last.size(), static_cast<std::size_t>(rng.between(2, 6)));
        auto word = first.substr(0, head) + last.substr(last.size() - tail);
        if (!m_freeWords.contains(word))
            return word;
    }
    return inventedWord(rng);
}

} // namespace needlescope
