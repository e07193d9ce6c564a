// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tinycheckpoint.h"

#include <Eigen/Core>

#include <cstdint>
#include <span>

namespace needlescope {

/// Logits (n, vocabulary) of a tiny checkpoint, computed in float64 straight from the definitions of its family (transformers 4.45.1,
/// modeling_qwen2_moe.py and modeling_gemma.py; 4.51, modeling_qwen3.py and modeling_qwen3_moe.py): no cache, no blocks, no batches.
Eigen::MatrixXd naiveLogits(const TinyCheckpoint &checkpoint, std::span<const std::int32_t> ids);

} // namespace needlescope
