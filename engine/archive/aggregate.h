// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <span>

namespace needlescope {

/// Mean retrieval score and activation frequency over the samples that count, as the reference code takes them. All zero where none counts.
/// Throws EngineError where a counted sample has scores of another size.
ScoreMap aggregateSamples(std::span<const SampleResult> samples, int nLayers, int nHeads);

} // namespace needlescope
