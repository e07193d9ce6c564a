// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace needlescope {

/// Finds words in a text that is known as tokens, across their borders, whatever the case of its letters.
class TextSearch
{
public:
    /// Characters of the text.
    struct Hit
    {
        int begin = 0;
        int end = 0;
    };

    void setTokens(const std::vector<QString> &tokens);
    /// Empty finds nothing.
    void find(const QString &words);

    const std::vector<Hit> &hits() const { return m_hits; }
    /// The token of a character.
    int tokenOf(int character) const;
    /// Where a token begins; the text's length for the one behind the last.
    int begin(int token) const { return m_begins[static_cast<std::size_t>(token)]; }
    /// The first hit that ends behind @p character; hits().size(): none.
    std::size_t firstBehind(int character) const;

private:
    QString m_text;
    std::vector<int> m_begins;
    std::vector<Hit> m_hits; // in order, without overlaps
};

} // namespace needlescope
