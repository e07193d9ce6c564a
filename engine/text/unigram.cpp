// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/unigram.h"

#include "api/engineerror.h"
#include "api/utf8.h"

#include <algorithm>
#include <limits>

namespace needlescope {

namespace {

/// How much less probable than the rarest piece an unknown character is (kUnkPenalty of SentencePiece and the tokenizers library).
constexpr double unknownPenalty = 10.0;

} // namespace

Unigram::Unigram(const JsonView &model)
    : m_file(model.file())
{
    const JsonView vocabulary = model.at("vocab");
    if (vocabulary.size() > static_cast<std::size_t>(maximalTokenId))
        vocabulary.fail("is too long");
    std::vector<std::pair<std::string, std::int32_t>> entries;
    double lowest = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < vocabulary.size(); ++i) {
        const auto id = static_cast<std::int32_t>(i);
        const std::string &piece = vocabulary[i][0].string();
        m_scores.push_back(vocabulary[i][1].number());
        lowest = std::min(lowest, m_scores.back());
        if (!m_vocabulary.add(piece, id))
            vocabulary[i].fail("is a piece that stands in the list already");
        entries.emplace_back(piece, id);
    }
    m_trie = ByteTrie(std::move(entries));
    m_unknownScore = lowest - unknownPenalty;
    if (const auto unknownId = model.find("unk_id")) {
        m_unknown = unknownId->tokenId();
        if (!m_vocabulary.pieceOf(m_unknown))
            unknownId->fail("lies outside the vocabulary");
    }
    if (model.boolean("byte_fallback", false))
        m_byteIds = m_vocabulary.byteIds();
}

std::int32_t Unigram::unknown() const
{
    if (m_unknown < 0)
        throw EngineError(
            "{}: the vocabulary has no pieces for this text and no token for unknown ones; use only characters that the model knows.",
            m_file);
    return m_unknown;
}

std::vector<Token> Unigram::bestPath(std::string_view piece) const
{
    struct Node
    {
        Token token{-1, 0, 0}; // the last token of the best path to here
        double score = 0;
        bool reached = false;
    };
    std::vector<Node> nodes(piece.size() + 1);
    const auto offer = [&](Token token, double score) {
        Node &node = nodes[token.end];
        if (!node.reached || score > node.score)
            node = {token, score, true};
    };
    for (std::size_t begin = 0; begin < piece.size();) {
        const double score = nodes[begin].score;
        const std::size_t length = characterAt(piece, begin).length;
        bool hasSingle = false;
        m_trie.prefixesAt(piece, begin, [&](ByteTrie::Match match) {
            offer({match.value, begin, begin + match.length}, score + m_scores[static_cast<std::size_t>(match.value)]);
            hasSingle = hasSingle || match.length == length;
        });
        if (!hasSingle)
            offer({unknown(), begin, begin + length}, score + m_unknownScore);
        begin += length;
    }
    std::vector<Token> path;
    for (std::size_t end = piece.size(); end > 0; end = path.back().begin)
        path.push_back(nodes[end].token);
    std::reverse(path.begin(), path.end());
    return path;
}

void Unigram::append(std::string_view piece, Token token, std::vector<Token> &tokens) const
{
    const std::string_view text = piece.substr(token.begin, token.end - token.begin);
    const std::int32_t known = m_vocabulary.idOf(text);
    const bool byBytes = known < 0 && !m_byteIds.empty()
        && std::all_of(text.begin(), text.end(), [this](char byte) { return m_byteIds[static_cast<unsigned char>(byte)] >= 0; });
    if (!byBytes) {
        tokens.push_back({known >= 0 ? known : unknown(), token.begin, token.end});
        return;
    }
    for (std::size_t i = 0; i < text.size(); ++i)
        tokens.push_back({m_byteIds[static_cast<unsigned char>(text[i])], token.begin + i, token.begin + i + 1});
}

void Unigram::tokenize(std::string_view piece, std::vector<Token> &tokens) const
{
    const std::vector<Token> path = bestPath(piece);
    for (std::size_t i = 0; i < path.size();) {
        Token token = path[i++];
        // Neighbouring unknown characters are one unknown token.
        while (token.id == m_unknown && i < path.size() && path[i].id == m_unknown)
            token.end = path[i++].end;
        append(piece, token, tokens);
    }
}

} // namespace needlescope
