// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace needlescope {

/// The texts from which PhraseBook makes books. Lines that begin with '#' are remarks, but for the fillers.
struct GrammarText
{
    /// `kind = alternative | alternative`, and `kind += ...` for more of them. Alternatives may use other kinds in {braces}; the forms of
    /// one word are set apart by '/'. The city and the park of the paper's needle are left out on purpose (resources/needles), and words
    /// of the kinds "free noun" and "free adj" stand in no needle: they are what free needles are tested with.
    std::string_view words;
    /// `statement with [answer] || question || question`. `{kind:label}` is one choice within a needle.
    std::string_view needles;
    /// A sentence a line, under the name of its register: `# letter`. `(one|another)` is a choice; labels in capitals are chosen once a
    /// book.
    std::string_view fillers;
    std::string_view facts; ///< `question || answer`, the same in every document
    /// Facts by table, for questions that need one of them and a needle. Under the table's name `# countries`:
    /// `link statement with [{key}.] || question || ... || what the statement makes of the key: the country that ...`,
    /// `ask question about {key} || statement of {value} || question about {it}`, and `row key || value of each ask || ...`.
    std::string_view tables;
};

GrammarText grammarText();

} // namespace needlescope
