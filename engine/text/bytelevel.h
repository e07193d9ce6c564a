// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/alignedtext.h"
#include "text/pretokenizer.h"

#include <optional>
#include <string>
#include <string_view>

namespace needlescope {

/// GPT-2's spelling of bytes as visible characters (openai/gpt-2, encoder.py, bytes_to_unicode): each byte becomes one character.
AlignedText bytesAsCharacters(const AlignedText &text);

/// The bytes that @p piece spells; nothing if one of its characters spells no byte.
std::optional<std::string> bytesOfCharacters(std::string_view piece);

/// Pre-tokenizer "ByteLevel": cuts into words as GPT-2 does (unless use_regex is off), then spells bytes as characters.
class ByteLevel : public PreTokenizer
{
public:
    explicit ByteLevel(const JsonView &options);
    void apply(std::vector<AlignedText> &pieces) const override;

private:
    bool m_addPrefixSpace;
    std::optional<Regex> m_words;
};

} // namespace needlescope
