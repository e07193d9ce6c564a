// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include "api/generation.h"
#include "api/prompt.h"
#include "api/study.h"

namespace needlescope {

/// What was asked, and where it comes from, stands in the answers themselves. Throws EngineError where they answer different questions, or
/// are different models'.
/// The baseline answer beside the answer under a mask, with the word diff and the outcomes.
/// Columns: answer (baseline, masked), masked heads, outcome, recall, text.
Figure answerComparisonFigure(const DecodeTrace &baseline, const DecodeTrace &masked);

} // namespace needlescope
