// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/generation.h"
#include "api/scoremap.h"

#include <cstdint>
#include <span>

namespace needlescope {

/// Score of every head for one answer by @p rule, (layers, heads). @p emittedIds holds one id for each step of @p heads.
///
/// A head *copies* in a step if its highest attention is on position j of the needle span and the prompt has the very token there that this
/// step emits. Keys behind the prompt are never in the span; a step that emits a stop token counts as well.
/// - Reference: each copy adds 1 / span length, as the reference code counts: a counter, so that scores can exceed 1.
/// - Paper: |g ∩ k| / |k| of sets of tokens (section 2): each token of the span once, however often it stands there or is copied.
/// - Mass: attention on the span, mean over the steps; what the step emits does not matter.
/// ScoreRule::Qr is none of an answer: it is taken while the prompt is read (study/locatingscore.h), and refused here.
HeadArray headScores(ScoreRule rule, std::span<const std::int32_t> promptIds, TokenSpan needle, std::span<const std::int32_t> emittedIds,
    const HeadSummaries &heads);

/// By the reference rule.
HeadArray retrievalScores(
    std::span<const std::int32_t> promptIds, TokenSpan needle, std::span<const std::int32_t> emittedIds, const HeadSummaries &heads);

} // namespace needlescope
