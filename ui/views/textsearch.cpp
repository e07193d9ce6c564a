// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/textsearch.h"

#include <algorithm>

namespace needlescope {

void TextSearch::setTokens(const std::vector<QString> &tokens)
{
    m_text.clear();
    m_begins.clear();
    m_begins.reserve(tokens.size() + 1);
    for (const QString &token : tokens) {
        m_begins.push_back(static_cast<int>(m_text.size()));
        m_text += token;
    }
    m_begins.push_back(static_cast<int>(m_text.size()));
    m_hits.clear();
}

void TextSearch::find(const QString &words)
{
    m_hits.clear();
    if (words.isEmpty())
        return;
    for (qsizetype at = m_text.indexOf(words, 0, Qt::CaseInsensitive); at >= 0;
         at = m_text.indexOf(words, at + words.size(), Qt::CaseInsensitive))
        m_hits.push_back({static_cast<int>(at), static_cast<int>(at + words.size())});
}

int TextSearch::tokenOf(int character) const
{
    return static_cast<int>(std::upper_bound(m_begins.begin(), m_begins.end(), character) - m_begins.begin()) - 1;
}

std::size_t TextSearch::firstBehind(int character) const
{
    const auto behind = [](const Hit &hit, int where) { return hit.end <= where; };
    return static_cast<std::size_t>(std::lower_bound(m_hits.begin(), m_hits.end(), character, behind) - m_hits.begin());
}

} // namespace needlescope
