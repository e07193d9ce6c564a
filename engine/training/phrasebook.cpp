// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/phrasebook.h"

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

/// Whether the plural of the word at the end of @p text is spelt with -es.
bool takesEs(std::string_view text)
{
    return text.ends_with('s') || text.ends_with('x') || text.ends_with("ch") || text.ends_with("sh") || text.ends_with("to")
        || text.ends_with("go");
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
    static constexpr std::array Codas = {"", "", "", "n", "r", "l", "s", "m", "t", "ck", "nd", "rn", "x", "lt", "sk", "p"};
    std::string word;
    for (int i = rng.between(2, 3); i > 0; --i) {
        word += Onsets[rng.below(Onsets.size())];
        word += Nuclei[rng.below(Nuclei.size())];
        word += Codas[rng.below(Codas.size())];
    }
    return word;
}

PhraseBook::PhraseBook()
{
    const auto text = grammarText();
    for (const auto &line : split(text.words, "\n")) {
        const auto equals = line.find(" = ");
        if (equals == std::string::npos)
            throw EngineError("The grammar's line \"" + line + "\" has no \" = \"; write `kind = alternative | alternative`.");
        auto items = split(line.substr(equals + 3), "|");
        for (const auto &item : items) {
            if (item.find_first_of("{/' -") == std::string::npos && std::islower(static_cast<unsigned char>(item[0])))
                m_plainWords.push_back(item);
        }
        m_words[line.substr(0, equals)] = std::move(items);
    }
    std::sort(m_plainWords.begin(), m_plainWords.end());
    m_plainWords.erase(std::unique(m_plainWords.begin(), m_plainWords.end()), m_plainWords.end());
    for (const auto &line : split(text.needles, "\n")) {
        auto parts = split(line, "||");
        NeedlePattern pattern{parts.front(), {}};
        pattern.questions.assign(parts.begin() + 1, parts.end());
        m_needles.push_back(std::move(pattern));
    }
    for (const auto &line : split(text.fillers, "\n")) {
        for (auto &sentence : split(line, "|"))
            m_fillers.push_back(std::move(sentence));
    }
    for (const auto &line : split(text.facts, "\n")) {
        const auto parts = split(line, "||");
        m_facts.push_back({parts.at(0), parts.at(1)});
    }
}

std::string PhraseBook::expand(std::string_view pattern, Memo &memo, Rng &rng, double oddness) const
{
    std::string out;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        out += pattern.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const auto close = pattern.find('}', open);
        out += slot(pattern.substr(open + 1, close - open - 1), memo, rng, oddness);
        pattern.remove_prefix(close + 1);
        if (pattern.starts_with('s') && takesEs(out))
            out += 'e';
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
    const bool capitals = kind.ends_with(".cap");
    if (capitals)
        kind.remove_suffix(4);

    std::string text;
    if (const auto known = memo.find(name); labelled && known != memo.end()) {
        text = known->second;
    } else {
        if (kind == "d")
            text = std::string(1, static_cast<char>('0' + rng.below(10)));
        else if (kind == "U")
            text = std::string(1, static_cast<char>('A' + rng.below(26)));
        else if (kind == "made")
            text = inventedWord(rng);
        else if (kind == "Made")
            text = capitalisedWords(inventedWord(rng));
        else if (kind == "junk")
            text = junk(rng);
        else {
            const auto items = m_words.find(kind);
            if (items == m_words.end())
                throw EngineError("The grammar has no kind \"" + std::string(kind) + "\"; add a line for it.");
            const auto &item = rng.pick(items->second);
            const bool plain = item.find_first_of("{/ ") == std::string::npos;
            if (plain && oddness > 0 && rng.chance(oddness))
                text = std::islower(static_cast<unsigned char>(item[0])) ? inventedWord(rng) : capitalisedWords(inventedWord(rng));
            else
                text = expand(item, memo, rng, oddness);
        }
        if (labelled)
            memo.emplace(std::string(name), text);
    }
    if (text.find('/') != std::string::npos)
        text = split(text, "/").at(form);
    return capitals ? capitalisedWords(text) : text;
}

NeedleText PhraseBook::needle(std::size_t kind, Rng &rng, double oddness) const
{
    while (true) {
        const auto &pattern = m_needles[kind];
        Memo memo;
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

std::string PhraseBook::filler(Memo &book, Rng &rng) const
{
    while (true) {
        auto sentence = withArticles(expand(rng.pick(m_fillers), book, rng));
        capitalise(sentence);
        if (!heldOut(sentence))
            return sentence;
    }
}

std::string PhraseBook::word(Rng &rng, double oddness) const
{
    return rng.chance(oddness) ? inventedWord(rng) : rng.pick(m_plainWords);
}

} // namespace needlescope
