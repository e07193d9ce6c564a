// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/attention.h"
#include "model/weights.h"

namespace needlescope {

/// Rows that go through the model together.
struct Batch
{
    std::span<const std::int32_t> ids; ///< (rows)
    std::span<const std::int32_t> positions; ///< (rows)
    Rotation rotation; ///< of the rows' positions
};

/// The decoder. Returns the residual stream behind the last norm, (rows that leave the last layer, dModel).
at::Tensor forward(
    const Architecture &architecture, const Weights &weights, const Backend &backend, const Batch &batch, Attention &attention);

/// Logits, (rows, vocabulary), of what forward() returns.
at::Tensor unembed(const Architecture &architecture, const Weights &weights, const Backend &backend, const at::Tensor &residual);

} // namespace needlescope
