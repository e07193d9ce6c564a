// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace needlescope {

/// What `tokenizer.ggml.pre` of a GGUF file names: how a byte-level BPE tokenizer cuts text into words, and what llama.cpp takes for
/// granted with it.
struct GgufPreTokenizer
{
    std::vector<std::string_view> patterns; ///< Oniguruma's syntax; each isolates its matches in what the one before it left
    bool ignoresMerges = false; ///< a word that is a piece is one token, whatever the merges say
    bool addsBos = false; ///< where the file does not say
};

/// Nothing where @p name is not known.
std::optional<GgufPreTokenizer> ggufPreTokenizer(std::string_view name);

} // namespace needlescope
