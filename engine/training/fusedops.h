// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <utility>
#include <vector>

/// Differentiable operators of the training model. On the CPU they run the fused kernels; on other devices, torch's operators.
/// Internal to engine/training: this header shows torch.
namespace needlescope::fused {

struct AttentionConfig
{
    std::int64_t batch = 0;
    std::int64_t length = 0;
    std::int64_t heads = 0;
    std::int64_t headDim = 0;
    at::Tensor cosines; ///< (length, headDim / 2) float
    at::Tensor sines; ///< (length, headDim / 2) float
    at::Tensor focus; ///< (batch, heads) float: factor of each head's queries; 0 lets the head attend evenly
    at::Tensor focusFrom; ///< (batch) int64: the first position that focus applies to
};

/// Causal self-attention with RoPE. qkv (batch * length, 3 * heads * headDim), result (batch * length, heads * headDim).
at::Tensor attention(const at::Tensor &qkv, const AttentionConfig &config);

/// (residual + delta, RMS norm of that in delta's type).
std::pair<at::Tensor, at::Tensor> addNorm(const at::Tensor &residual, const at::Tensor &delta, const at::Tensor &weight, double epsilon);

/// silu(first half) * second half, of the last dimension.
at::Tensor swiglu(const at::Tensor &gateUp);

struct TokenLoss
{
    at::Tensor total; ///< scalar: sum of weight * cross-entropy
    at::Tensor each; ///< (rows) cross-entropy
    at::Tensor hits; ///< (rows) bytes: the target had the highest logit
};

/// hidden (rows, width), embedding (vocabulary, width), targets (rows) int64, weights (rows) float.
TokenLoss tokenLoss(const at::Tensor &hidden, const at::Tensor &embedding, const at::Tensor &targets, const at::Tensor &weights);

/// Applies RoPE in rotate-half form to x (batch, length, heads, headDim).
at::Tensor rotateHalf(const at::Tensor &x, const AttentionConfig &config);

} // namespace needlescope::fused
