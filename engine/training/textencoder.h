// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/tokenizer.h"

#include <memory>
#include <string>
#include <unordered_map>

namespace needlescope {

/// Encodes training text through engine/text, remembering each word: documents repeat theirs endlessly. One thread.
class TextEncoder
{
public:
    explicit TextEncoder(std::shared_ptr<const Tokenizer> tokenizer);

    /// Ids of @p utf8: one where it is a special token's text, else those of plain text, in which no special token is looked for.
    std::vector<std::int32_t> encode(std::string_view utf8);
    std::size_t count(std::string_view utf8); ///< of plain text
    const Tokenizer &tokenizer() const { return *m_tokenizer; }

private:
    const std::vector<std::int32_t> &word(std::string_view preToken);

    std::shared_ptr<const Tokenizer> m_tokenizer;
    std::unordered_map<std::string, std::vector<std::int32_t>> m_words;
};

} // namespace needlescope
