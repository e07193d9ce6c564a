// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transformer.h"

#include <vector>

namespace needlescope {

/// Tokens of each answer.
inline constexpr int detectionAnswer = 16;

/// Some needles in one text of @p size tokens at @p nDepths depths, in the order of a study: the deepest first.
std::vector<std::vector<std::int32_t>> detectionPrompts(const ModelInfo &info, int size, int nNeedles, int nDepths);

/// As a study does it: each prompt takes over what it has in common with the one before, the first one with @p before, which becomes the
/// first one; all are answered together.
double secondsOfDetection(
    const Transformer &model, std::span<const std::vector<std::int32_t>> prompts, std::shared_ptr<const PromptCache> &before);

} // namespace needlescope
