// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/scoredbpe.h"

#include "api/engineerror.h"
#include "api/utf8.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

namespace needlescope {

namespace {

/// Bytes [begin, end) of the word; an empty one has been merged into its left neighbour.
struct Symbol
{
    std::size_t begin = 0;
    std::size_t end = 0;
    int previous = -1;
    int next = -1;
};

struct Candidate
{
    float score = 0;
    int left = 0;
    int right = 0;
    std::size_t size = 0; ///< of both when the candidate was noted
    bool operator<(const Candidate &other) const { return score != other.score ? score < other.score : left > other.left; }
};

std::vector<Symbol> charactersOf(std::string_view piece)
{
    std::vector<Symbol> symbols;
    symbols.reserve(piece.size());
    for (std::size_t begin = 0; begin < piece.size();) {
        const std::size_t end = begin + characterAt(piece, begin).length;
        const int index = static_cast<int>(symbols.size());
        symbols.push_back({begin, end, index - 1, end < piece.size() ? index + 1 : -1});
        begin = end;
    }
    return symbols;
}

} // namespace

ScoredBpe::ScoredBpe(const std::string &file, const std::vector<Piece> &pieces, std::int32_t unknown)
    : m_file(file)
    , m_unknown(unknown)
{
    for (const Piece &piece : pieces) {
        if (!m_vocabulary.add(piece.text, static_cast<std::int32_t>(m_scores.size())))
            throw EngineError("'{}' has the piece '{}' twice; convert or download the file again.", file, piece.text);
        m_scores.push_back(piece.mergeable ? piece.score : std::numeric_limits<float>::quiet_NaN());
    }
    m_byteIds = m_vocabulary.byteIds();
}

std::int32_t ScoredBpe::mergedId(std::string_view text) const
{
    const std::int32_t id = m_vocabulary.idOf(text);
    return id >= 0 && !std::isnan(m_scores[static_cast<std::size_t>(id)]) ? id : -1;
}

void ScoredBpe::appendBytes(std::string_view piece, std::size_t begin, std::size_t end, std::vector<Token> &tokens) const
{
    const auto idAt = [&](std::size_t i) { return m_byteIds[static_cast<unsigned char>(piece[i])]; };
    bool allKnown = true;
    for (std::size_t i = begin; i < end; ++i)
        allKnown = allKnown && idAt(i) >= 0;
    if (!allKnown && m_unknown < 0)
        throw EngineError("'{}' has neither a piece for the character '{}' nor pieces for its bytes; use only characters that the model "
                          "knows.",
            m_file, std::string(piece.substr(begin, end - begin)));
    if (!allKnown)
        tokens.push_back({m_unknown, begin, end});
    for (std::size_t i = begin; allKnown && i < end; ++i)
        tokens.push_back({idAt(i), i, i + 1});
}

void ScoredBpe::tokenize(std::string_view piece, std::vector<Token> &tokens) const
{
    std::vector<Symbol> symbols = charactersOf(piece);
    std::priority_queue<Candidate> candidates;
    const auto at = [&](int i) -> Symbol & { return symbols[static_cast<std::size_t>(i)]; };
    const auto consider = [&](int left, int right) {
        if (left < 0 || right < 0)
            return;
        const std::size_t size = at(right).end - at(left).begin;
        if (const std::int32_t id = mergedId(piece.substr(at(left).begin, size)); id >= 0)
            candidates.push({m_scores[static_cast<std::size_t>(id)], left, right, size});
    };

    for (int i = 1; i < static_cast<int>(symbols.size()); ++i)
        consider(i - 1, i);
    while (!candidates.empty()) {
        const Candidate best = candidates.top();
        candidates.pop();
        Symbol &left = at(best.left);
        Symbol &right = at(best.right);
        // Either side may have changed since the candidate was noted.
        if (left.begin == left.end || right.begin == right.end || right.end - left.begin != best.size)
            continue;
        left.end = right.end;
        right.begin = right.end;
        left.next = right.next;
        if (left.next >= 0)
            at(left.next).previous = best.left;
        consider(left.previous, best.left);
        consider(best.left, left.next);
    }

    for (int i = symbols.empty() ? -1 : 0; i >= 0; i = at(i).next) {
        const Symbol &symbol = at(i);
        if (const std::int32_t id = mergedId(piece.substr(symbol.begin, symbol.end - symbol.begin)); id >= 0)
            tokens.push_back({id, symbol.begin, symbol.end});
        else
            appendBytes(piece, symbol.begin, symbol.end, tokens);
    }
}

} // namespace needlescope
