// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/engineerror.h"
#include "api/span.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// Token ids and, for each, the bytes of the input that it stands for (empty for inserted special tokens).
struct Encoding
{
    std::vector<std::int32_t> ids;
    std::vector<TextSpan> spans;
};

enum class SpecialTokens {
    None, ///< no token is inserted; special tokens that stand in the text are still recognised
    Add, ///< what the tokenizer's post-processor adds (BOS, for most)
};

/// Text to token ids and back. Const after loading; any number of threads may call it.
class Tokenizer
{
public:
    virtual ~Tokenizer() = default;

    /// Reads `tokenizer.json` (Hugging Face) or, where there is none, `tokenizer.model` (SentencePiece) or
    /// `vocab.json` with `merges.txt` (byte-level BPE) of @p directory; or the keys of a GGUF file, where @p directory is one. Throws
    /// EngineError naming the file and the cause: missing, not JSON, an unknown component (named, never skipped).
    static std::shared_ptr<const Tokenizer> load(const std::filesystem::path &directory);

    virtual Encoding encode(std::string_view utf8, SpecialTokens special) const = 0;

    /// The text of @p ids; invalid UTF-8 (a character cut in two) becomes U+FFFD. Special tokens are left out unless @p keepSpecial.
    virtual std::string decode(std::span<const std::int32_t> ids, bool keepSpecial = false) const = 0;

    virtual std::size_t vocabularySize() const = 0;

    /// Id of the piece @p piece exactly as the vocabulary spells it, or -1.
    virtual std::int32_t idOf(std::string_view piece) const = 0;
};

/// Tokens whose text overlaps the bytes @p text, as a half-open range of token positions; empty when none does.
TokenSpan tokensOf(const Encoding &encoding, TextSpan text);

} // namespace needlescope
