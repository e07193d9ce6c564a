// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace needlescope {

/// Byte offsets just behind each sentence of @p text: behind `.`, `!` or `?` (and quotation marks or brackets that close after it) where
/// white space or the end of the text follows (not of titles, "Mr. Smith"), and behind the full stops and marks of scripts without spaces
/// wherever they stand. Looked for in the text, because the reference code's period token ids fit one tokenizer only.
std::vector<std::size_t> sentenceEnds(std::string_view text);

} // namespace needlescope
