// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/rng.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

struct FactText
{
    std::string question;
    std::string answer;
};

/// A needle with its questions, as text. `answer` is a verbatim part of `statement`.
struct NeedleText
{
    std::size_t kind = 0; ///< see PhraseBook::needle
    std::string statement;
    std::string answer;
    std::vector<std::string> questions;
    std::vector<FactText> chains; ///< questions that need a fact besides, answered step by step; only of needles that link to a table
};

/// Makes phrases, needles and sentences from the grammar in grammar.cpp. Const; the randomness is the caller's.
class PhraseBook
{
public:
    /// Choices already made, by `kind:label`.
    using Memo = std::map<std::string, std::string, std::less<>>;

    PhraseBook();

    /// Expands the slots of @p pattern. With probability @p oddness a plain word becomes an invented one.
    std::string expand(std::string_view pattern, Memo &memo, Rng &rng, double oddness = 0) const;

    /// Kinds of needles: those of needles.txt, then those that link to a table.
    std::size_t needleKinds() const { return m_needles.size() + m_links.size(); }
    std::size_t someNeedleKind(Rng &rng) const;
    NeedleText needle(std::size_t kind, Rng &rng, double oddness) const;
    /// The kinds of text that books are made of: stories, letters, news, ...
    std::size_t registers() const { return m_registers.size(); }
    std::size_t sentences(std::size_t kind) const { return m_registers[kind].size(); }
    std::string filler(std::size_t kind, std::size_t sentence, Memo &book, Rng &rng) const;
    /// Words that fillers use and no needle does.
    const std::set<std::string> &freeWords() const { return m_freeWords; }
    /// What stands in no book and is asked all the same.
    const std::vector<FactText> &facts() const { return m_facts; }
    /// One plain word of the vocabulary, or an invented one.
    std::string word(Rng &rng, double oddness) const;
    /// A word that there is not: syllables, or the ends of two plain words, which break into pieces as rare words do. Never a free word.
    std::string oddWord(Rng &rng) const;

private:
    struct NeedlePattern
    {
        std::string statement;
        std::vector<std::string> questions;
    };

    /// A question about a table's keys, as patterns in which {key}, {value} and {it} are filled in.
    struct TableQuestion
    {
        std::string question;
        std::string statement;
        std::string chained;
    };
    struct Table
    {
        std::vector<TableQuestion> questions;
        std::vector<std::vector<std::string>> rows; ///< key, then a value for each question
    };
    struct Link
    {
        NeedlePattern pattern; ///< with {key}
        std::string it;
        std::size_t table;
    };

    void readWords(std::string_view text);
    void readTables(std::string_view text);
    NeedleText needleFrom(const NeedlePattern &pattern, Memo &memo, Rng &rng, double oddness) const;
    NeedleText linkFrom(const Link &link, Rng &rng, double oddness) const;
    void readFillers(std::string_view text);
    std::string slot(std::string_view name, Memo &memo, Rng &rng, double oddness) const;
    std::string choice(std::string_view alternatives, Memo &memo, Rng &rng, double oddness) const;

    std::map<std::string, std::vector<std::string>, std::less<>> m_words;
    std::vector<std::string> m_plainWords;
    std::set<std::string> m_freeWords;
    std::vector<NeedlePattern> m_needles;
    std::vector<std::vector<std::string>> m_registers;
    std::vector<FactText> m_facts;
    std::vector<Table> m_tables;
    std::vector<Link> m_links;
};

/// Writes a book sentence by sentence: paragraphs of one register each, no sentence's pattern twice until its register is used up.
class Narrator
{
public:
    explicit Narrator(const PhraseBook &phrases)
        : m_phrases(phrases)
    {
    }

    /// The next sentence with what stands in front of it: nothing at the beginning, a space, or a new line where a paragraph begins.
    std::string next(Rng &rng);

private:
    static constexpr int LongestParagraph = 7;

    void chooseRegister(Rng &rng);

    const PhraseBook &m_phrases;
    PhraseBook::Memo m_memo;
    std::vector<std::vector<std::size_t>> m_unused; ///< sentences, by register
    std::size_t m_register = 0;
    int m_left = 0; ///< sentences of the paragraph
    bool m_begun = false;
};

/// An invented word of two to four syllables, in lower case.
std::string inventedWord(Rng &rng);

} // namespace needlescope
