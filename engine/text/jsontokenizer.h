// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/addedtokens.h"
#include "text/companions.h"
#include "text/decoder.h"
#include "text/normalizer.h"
#include "text/postprocessor.h"
#include "text/pretokenizer.h"
#include "text/subwordmodel.h"
#include "text/tokenizer.h"

#include <filesystem>
#include <memory>

namespace needlescope {

/// `tokenizer.json` of the Hugging Face tokenizers library: added tokens, normalizer, pre-tokenizer, model, post-processor, decoder in this
/// order.
class JsonTokenizer : public Tokenizer
{
public:
    /// Throws EngineError, see Tokenizer::load.
    explicit JsonTokenizer(const std::filesystem::path &file);
    /// From what such a file would say of a @p model that is kept elsewhere, and the files beside it.
    JsonTokenizer(const JsonView &root, std::unique_ptr<const SubwordModel> model, const TokenizerCompanions &companions = {});

    Encoding encode(std::string_view utf8, SpecialTokens special) const override;
    std::string decode(std::span<const std::int32_t> ids, bool keepSpecial) const override;
    std::size_t vocabularySize() const override;
    std::int32_t idOf(std::string_view piece) const override;

private:
    void read(const JsonView &root, const TokenizerCompanions &companions);
    void readAddedTokens(const JsonView &root, const TokenizerCompanions &companions);
    void encodeText(AlignedText text, Encoding &encoding) const;

    std::unique_ptr<const Normalizer> m_normalizer; ///< may be null, as all but the model
    std::unique_ptr<const PreTokenizer> m_preTokenizer;
    std::unique_ptr<const SubwordModel> m_model;
    std::unique_ptr<const Decoder> m_decoder;
    InsertedTokens m_inserted;
    AddedTokens m_addedTokens;
};

} // namespace needlescope
