// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/addedtokens.h"
#include "text/sentencepiece/piecemodel.h"
#include "text/tokenizer.h"

#include <filesystem>
#include <memory>

namespace needlescope {

/// `tokenizer.model`, read by the SentencePiece library. As transformers does, its control pieces (<s>, </s>) and the tokens that
/// `added_tokens.json` and `tokenizer_config.json` beside it list are recognised in the text, and every stretch between them is encoded by
/// itself.
class SentencePieceTokenizer : public Tokenizer
{
public:
    /// Throws EngineError, see Tokenizer::load.
    explicit SentencePieceTokenizer(const std::filesystem::path &file);

    Encoding encode(std::string_view utf8, SpecialTokens special) const override;
    std::string decode(std::span<const std::int32_t> ids, bool keepSpecial) const override;
    std::size_t vocabularySize() const override;
    std::int32_t idOf(std::string_view piece) const override;

private:
    void addControlPieces(std::vector<AddedToken> &tokens) const;
    void readCompanions(const std::filesystem::path &directory, std::vector<AddedToken> &tokens);
    void appendAdded(const JsonView &place, AddedToken token, std::vector<AddedToken> &tokens) const;
    void encodeText(std::string_view text, std::size_t offset, Encoding &encoding) const;

    std::unique_ptr<const PieceModel> m_model;
    AddedTokens m_addedTokens;
    bool m_addBos = true;
    bool m_addEos = false;
};

} // namespace needlescope
