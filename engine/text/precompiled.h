// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/normalizer.h"
#include "text/regex.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// Normalizer "Precompiled": the character map of a SentencePiece model (a Darts double array and the texts that it points to), applied as
/// the tokenizers library does (spm_precompiled and normalizers/precompiled.rs): to short grapheme clusters as a whole, else to their
/// characters.
class Precompiled : public Normalizer
{
public:
    explicit Precompiled(const JsonView &component);
    void apply(AlignedText &text) const override;

private:
    std::optional<std::string_view> replacementOf(std::string_view part) const;
    std::optional<std::size_t> shortestPrefix(std::string_view key) const;

    std::vector<std::uint32_t> m_units; ///< of the double array
    std::string m_texts; ///< each ends with a zero byte
    Regex m_grapheme;
};

} // namespace needlescope
