// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/rng.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// A needle with its questions, as text. `answer` is a verbatim part of `statement`.
struct NeedleText
{
    std::string statement;
    std::string answer;
    std::vector<std::string> questions;
};

struct FactText
{
    std::string question;
    std::string answer;
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

    std::size_t needleKinds() const { return m_needles.size(); }
    NeedleText needle(std::size_t kind, Rng &rng, double oddness) const;
    std::string filler(Memo &book, Rng &rng) const;
    const std::vector<FactText> &facts() const { return m_facts; }
    /// One plain word of the vocabulary, or an invented one.
    std::string word(Rng &rng, double oddness) const;

private:
    struct NeedlePattern
    {
        std::string statement;
        std::vector<std::string> questions;
    };

    std::string slot(std::string_view name, Memo &memo, Rng &rng, double oddness) const;

    std::map<std::string, std::vector<std::string>, std::less<>> m_words;
    std::vector<std::string> m_plainWords;
    std::vector<NeedlePattern> m_needles;
    std::vector<std::string> m_fillers;
    std::vector<FactText> m_facts;
};

/// An invented word of two to four syllables, in lower case.
std::string inventedWord(Rng &rng);

} // namespace needlescope
