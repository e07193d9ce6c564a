// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/addedtokens.h"
#include "text/companions.h"
#include "text/sentencepiece/piecemodel.h"
#include "text/tokenizer.h"

#include <filesystem>
#include <memory>

namespace needlescope {

/// `tokenizer.model`, read by the SentencePiece library. As transformers does, its control pieces (<s>, </s>) and the tokens that the files
/// beside it name are recognised in the text, and every stretch between them is encoded by itself.
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
    void choosePrefix(const TokenizerCompanions &companions);
    std::int32_t pieceId(std::string_view piece) const;
    bool prefixes(std::string_view text, std::size_t offset) const;
    void encodeText(std::string_view text, std::size_t offset, Encoding &encoding) const;

    /// In front of which of the stretches between added tokens a space is put: as the model itself does (all, where it does), or as
    /// transformers' class of Llama does: all, the first if it begins the text, none; but of none that begins with a space.
    enum class Prefix { OfModel, Always, First, Never };

    std::unique_ptr<const PieceModel> m_model;
    std::unique_ptr<const PieceModel> m_bareModel; ///< the same, but puts no space in front of a text
    Prefix m_prefix = Prefix::OfModel;
    AddedTokens m_addedTokens;
    bool m_addBos = true;
    bool m_addEos = false;
};

} // namespace needlescope
