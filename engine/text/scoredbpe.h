// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/subwordmodel.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// SentencePiece's BPE as GGUF files keep it: no list of merges, but a score for each piece. Of all neighbours that together are a piece,
/// those with the best one are merged first, the left ones of equals before the others.
class ScoredBpe : public SubwordModel
{
public:
    struct Piece
    {
        std::string text;
        float score = 0;
        bool mergeable = true; ///< false for control pieces, bytes and the unknown piece, which text never becomes by merging
    };

    /// @p pieces by id, all different. A character without a piece becomes its bytes `<0x00>` ... `<0xFF>`, or where one of them is missing
    /// @p unknown, an id or -1 for none.
    ScoredBpe(const std::string &file, const std::vector<Piece> &pieces, std::int32_t unknown);
    void tokenize(std::string_view piece, std::vector<Token> &tokens) const override;

private:
    std::int32_t mergedId(std::string_view text) const;
    void appendBytes(std::string_view piece, std::size_t begin, std::size_t end, std::vector<Token> &tokens) const;

    std::string m_file;
    std::vector<float> m_scores; ///< by id; NaN where text never becomes the piece by merging
    std::vector<std::int32_t> m_byteIds;
    std::int32_t m_unknown = -1;
};

} // namespace needlescope
