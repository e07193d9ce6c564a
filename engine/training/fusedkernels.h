// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Fused kernels for training tiny models on one CPU core, where torch's own operators spend most of their time moving memory.
/// All arrays are dense and row-major. Activations are `bf16` (upper half of a float) or `float`; sums are float.
/// The best SIMD target of the machine is chosen at run time.
namespace needlescope::fusedkernels {

using Bf16 = std::uint16_t;

struct AttentionShape
{
    std::int64_t batch;
    std::int64_t length;
    std::int64_t heads;
    std::int64_t headDim; ///< 16 or 32
};

/// Values that both directions of attention read.
struct AttentionInputs
{
    AttentionShape shape;
    const float *cosines; ///< (length, headDim / 2), RoPE in rotate-half form
    const float *sines; ///< (length, headDim / 2)
    const float *focus; ///< (batch, heads): factor of each head's queries; 0 lets the head attend evenly, as uniform masking does
    const std::int64_t *focusFrom; ///< (batch): the first position that focus applies to, as masking while decoding does
};

// Causal attention. qkv (batch, length, 3, heads, headDim), out (batch, length, heads, headDim), logSumExp (batch, heads, length).
void attentionForward(const AttentionInputs &in, const Bf16 *qkv, Bf16 *out, float *logSumExp);
void attentionForward(const AttentionInputs &in, const float *qkv, float *out, float *logSumExp);
void attentionBackward(
    const AttentionInputs &in, const Bf16 *qkv, const Bf16 *out, const float *logSumExp, const Bf16 *gradOut, Bf16 *gradQkv);
void attentionBackward(
    const AttentionInputs &in, const float *qkv, const float *out, const float *logSumExp, const float *gradOut, float *gradQkv);

// residual' = residual + delta; normed = residual' / rms(residual') * weight. (rows, width), width a multiple of 16; rrms (rows).
void addNormForward(std::int64_t rows, std::int64_t width, float epsilon, const float *residual, const Bf16 *delta, const float *weight,
    float *newResidual, Bf16 *normed, float *rrms);
void addNormForward(std::int64_t rows, std::int64_t width, float epsilon, const float *residual, const float *delta, const float *weight,
    float *newResidual, float *normed, float *rrms);
// gradDelta = the same as gradResidual, in the activations' type; gradWeight is added to.
void addNormBackward(std::int64_t rows, std::int64_t width, const float *newResidual, const float *weight, const float *rrms,
    const float *gradNewResidual, const Bf16 *gradNormed, float *gradResidual, Bf16 *gradDelta, float *gradWeight);
void addNormBackward(std::int64_t rows, std::int64_t width, const float *newResidual, const float *weight, const float *rrms,
    const float *gradNewResidual, const float *gradNormed, float *gradResidual, float *gradDelta, float *gradWeight);

// out = silu(gate) * up. gateUp (rows, 2, width), out (rows, width), width a multiple of 16.
void swigluForward(std::int64_t rows, std::int64_t width, const Bf16 *gateUp, Bf16 *out);
void swigluForward(std::int64_t rows, std::int64_t width, const float *gateUp, float *out);
void swigluBackward(std::int64_t rows, std::int64_t width, const Bf16 *gateUp, const Bf16 *gradOut, Bf16 *gradGateUp);
void swigluBackward(std::int64_t rows, std::int64_t width, const float *gateUp, const float *gradOut, float *gradGateUp);

/// Turns logits (rows, vocabulary) into the gradient of sum(weight * cross-entropy), in place. losses (rows) gets the unweighted
/// cross-entropy, hits (rows) whether the target had the highest logit. vocabulary is a multiple of 16.
void crossEntropy(std::int64_t rows, std::int64_t vocabulary, const std::int64_t *targets, const float *weights, Bf16 *logits,
    float *losses, std::uint8_t *hits);
void crossEntropy(std::int64_t rows, std::int64_t vocabulary, const std::int64_t *targets, const float *weights, float *logits,
    float *losses, std::uint8_t *hits);

struct AdamStep
{
    float learningRate;
    float beta1;
    float beta2;
    float epsilon;
    float weightDecay;
    float gradScale; ///< from clipping the gradient's norm
    float correction1; ///< 1 - beta1^t
    float correction2; ///< 1 - beta2^t
};
void adamW(const AdamStep &step, std::size_t n, const float *grad, float *weight, float *firstMoment, float *secondMoment);

} // namespace needlescope::fusedkernels
