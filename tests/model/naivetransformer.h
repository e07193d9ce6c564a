// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tinycheckpoint.h"

#include "api/intervention.h"

#include <Eigen/Core>

#include <cstdint>
#include <span>
#include <vector>

namespace needlescope {

struct NaivePass
{
    Eigen::MatrixXd logits; ///< (n, vocabulary)
    std::vector<Eigen::MatrixXd> attentions; ///< of each head, layer after layer, (n, n)
};

/// A forward pass of a tiny checkpoint, computed in float64 straight from the definitions of its family (transformers 4.45.1,
/// modeling_qwen2_moe.py and modeling_gemma.py; 4.51, modeling_qwen3.py and modeling_qwen3_moe.py): no cache, no blocks, no batches.
/// @p intervention, of any kind but Mean, acts on the rows from @p firstChanged on.
NaivePass naivePass(
    const TinyCheckpoint &checkpoint, std::span<const std::int32_t> ids, const Intervention &intervention = {}, int firstChanged = 0);

} // namespace needlescope
