// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/alignedtext.h"
#include "text/regex.h"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace needlescope {

/// What becomes of the matches when a text is cut at them; names and meaning as in the tokenizers library.
enum class SplitBehavior { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous };

/// From the name that tokenizer.json uses; nothing for an unknown one.
std::optional<SplitBehavior> splitBehaviorFrom(std::string_view name);

using PartFinder = std::function<std::vector<TextPart>(std::string_view)>;

/// Each character that passes is a match of its own.
PartFinder charactersThat(std::function<bool(char32_t)> test);

/// Cuts every piece at the matches of @p find; empty pieces go.
void splitPieces(std::vector<AlignedText> &pieces, const PartFinder &find, SplitBehavior behavior);

} // namespace needlescope
