// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/architecture.h"
#include "model/weighttype.h"

#include <cstddef>

/// Loops of the CPU, written with Highway and chosen at run time for the chip. Strides count elements. None allocates, none starts threads:
/// the caller splits the work.
namespace needlescope::kernels {

/// A matrix of weights, row-major without gaps.
struct WeightRows
{
    const void *data = nullptr;
    WeightType type = WeightType::F32;
    std::size_t size = 0; ///< numbers a row
};

/// out(r, o) = x(r, :) . w(o, :) for o in [begin, end), widening w on the way. Every product is summed in one order, whatever nRows, begin
/// and end are: a row's result does not depend on the rows beside it.
void dotRows(const float *x, std::size_t nRows, std::size_t xStride, const WeightRows &w, std::size_t begin, std::size_t end, float *out,
    std::size_t outStride);

/// Whether this processor multiplies pairs in one instruction (AVX-512 BF16), at twice the speed of float32. Others widen them.
bool multipliesPairs();

/// Pairs are numbers rounded to bf16, two in the place of one float: pairs(r, k) holds x(r, 2 k) and x(r, 2 k + 1); @p size is even.
void roundToPairs(const float *x, std::size_t size, float *pairs);

/// As dotRows() of x rounded to pairs, with weights of type BF16; strides count floats. Sums are float32.
void dotPairs(const float *pairs, std::size_t nRows, std::size_t stride, const WeightRows &w, std::size_t begin, std::size_t end,
    float *out, std::size_t outStride);

/// out(r, :) += sum over j of weights(r, j) * values(j, :), values being (nValues, size). A row's result does not depend on its neighbours.
void addWeighted(const float *weights, std::size_t nRows, std::size_t weightStride, const float *values, std::size_t nValues,
    std::size_t size, float *out, std::size_t outStride);

/// out = numbers [begin, end) of @p w, row after row, as float32. Of packed ones whole blocks.
void widen(const WeightRows &w, std::size_t begin, std::size_t end, float *out);

float maximum(const float *row, std::size_t n); ///< n > 0

/// row = exp(scale * (row - shift)); returns the sum.
float exponentials(float *row, std::size_t n, float scale, float shift);

void multiply(float *row, std::size_t n, float factor);

/// row = softmax(scale * row).
void softmax(float *row, std::size_t n, float scale);

/// out = x / sqrt(mean(x^2) + epsilon) * weight.
void rmsNorm(const float *x, const float *weight, std::size_t n, float epsilon, float *out);

/// out = (x - mean(x)) / sqrt(variance(x) + epsilon) * weight + bias.
void layerNorm(const float *x, const float *weight, const float *bias, std::size_t n, float epsilon, float *out);

/// row = cap * tanh(scale * row / cap).
void softcap(float *row, std::size_t n, float scale, float cap);

/// x = activation(x). Gelu's error function is approximated to 1.5e-7 (Abramowitz and Stegun, 7.1.26).
void activate(Activation activation, float *x, std::size_t n);

/// gate = activation(gate) * up.
void activateTimes(Activation activation, float *gate, const float *up, std::size_t n);

} // namespace needlescope::kernels
