// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/generation.h"

#include <cstdint>
#include <span>

namespace needlescope {

/// Retrieval score of every head for one answer, (layers, heads), as the reference code counts it: in each step, a head whose highest
/// attention is on position j of the needle span, where the prompt has the very token that this step emits, gains 1 / span length. A
/// counter, not a set: a position copied twice counts twice, so that scores can exceed 1, and a step that emits a stop token counts as
/// well. Keys behind the prompt are never in the span. @p emittedIds holds one id for each step of @p heads.
HeadArray retrievalScores(
    std::span<const std::int32_t> promptIds, TokenSpan needle, std::span<const std::int32_t> emittedIds, const HeadSummaries &heads);

} // namespace needlescope
