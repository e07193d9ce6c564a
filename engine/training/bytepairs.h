// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// What byte-pair training found: merges in order, as pairs of pieces in byte-level spelling ("Ġ" for a space).
struct BytePairs
{
    std::vector<std::pair<std::string, std::string>> merges;
};

/// Ids of the special tokens that tokenizerJson() puts before the bytes.
enum SpecialId : std::int32_t {
    PadId = 0,
    BosId = 1,
    EosId = 2,
    TurnBeginId = 3, ///< <|im_start|>, of conversations in ChatML
    TurnEndId = 4, ///< <|im_end|>
};

/// Splits text as the tokenizer's pre-tokenizers do: single digits set apart, then GPT-2's pattern.
std::vector<std::string_view> preTokens(std::string_view utf8);

/// Merges the most frequent pairs of @p text (ties: the pair that sorts first) until the vocabulary has @p vocabularySize pieces,
/// special tokens and the 256 bytes included. Pairs seen fewer than two times are left alone.
BytePairs trainBytePairs(const std::string &text, std::size_t vocabularySize);

/// `tokenizer.json` as Hugging Face's tokenizers library writes it: byte-level BPE, single digits, <bos> put first.
std::string tokenizerJson(const BytePairs &pairs);

/// The special tokens' texts, by id.
inline constexpr std::array<std::string_view, 5> specialTokens{"<pad>", "<bos>", "<eos>", "<|im_start|>", "<|im_end|>"};

} // namespace needlescope
