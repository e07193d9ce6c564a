// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include "api/generation.h"
#include "api/prompt.h"
#include "api/study.h"

namespace needlescope {

/// The baseline answer beside the answer under a mask, with the word diff and the outcomes.
/// Columns: answer (baseline, masked), masked heads, outcome, recall, text.
Figure answerComparisonFigure(const DecodeTrace &baseline, const DecodeTrace &masked, const Needle &needle, const Provenance &provenance);

} // namespace needlescope
