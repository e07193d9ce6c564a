// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/tokenizer.h"

#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// A piece of text on its way through normalizers and pre-tokenizers; every byte knows the bytes of the original text that it stands for.
struct AlignedText
{
    std::string text;
    std::vector<TextSpan> origin; ///< (text.size()); an inserted byte has an empty span at its place

    /// @p source unchanged, where its first byte is byte @p offset of the original text.
    static AlignedText unchanged(std::string_view source, std::size_t offset);

    bool empty() const { return text.empty(); }
    void append(std::string_view bytes, TextSpan standsFor);
    void append(const AlignedText &other, std::size_t begin, std::size_t end);
    void prepend(std::string_view inserted);
    AlignedText slice(std::size_t begin, std::size_t end) const;

    /// The bytes of the original text that [begin, end) of `text` stands for.
    TextSpan originOf(std::size_t begin, std::size_t end) const;
};

} // namespace needlescope
