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
    std::vector<Rotation> rotations; ///< of the rows' positions, by Architecture::ropeTable()
};

/// Sees what each part adds to the residual stream. Tensors are (rows, dModel) unless told otherwise, and change after the call.
class ResidualObserver
{
public:
    virtual ~ResidualObserver() = default;

    virtual void embedded(const at::Tensor &residual) = 0;

    /// In each layer that has heads. @p heads are the inputs of o_proj, (rows, nHeads * dValue), @p output is what it makes of them.
    virtual void attended(int layer, const at::Tensor &heads, const at::Tensor &output) = 0;

    /// In each layer that keeps a state: what it adds by it.
    virtual void remembered(int layer, const at::Tensor &update) = 0;
    virtual void fedForward(const at::Tensor &update) = 0;

    /// The residual stream before the last norm.
    virtual void finished(const at::Tensor &residual) = 0;
};

/// The decoder. Returns the residual stream behind the last norm, (rows that leave the last layer, dModel).
at::Tensor forward(const Architecture &architecture, const Weights &weights, const Backend &backend, const Batch &batch,
    Attention &attention, ResidualObserver *observer = nullptr);

/// Logits, (rows, vocabulary), of what forward() returns.
at::Tensor unembed(const Architecture &architecture, const Weights &weights, const Backend &backend, const at::Tensor &residual);

} // namespace needlescope
