// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/kernels.h"

/// Products of many rows with weights of any type, in Highway, as BLAS does them: both sides packed, sums in registers.
namespace needlescope::kernels {

/// Rows that lie in one panel, side by side: number k of all of them, then number k + 1.
std::size_t panelRows();

/// Numbers of @p nRows packed rows.
std::size_t packedSize(std::size_t nRows, std::size_t size);

/// Packs panels [begin, end) of x, (nRows, size); the rows that the last panel lacks become zeros.
void packRows(const float *x, std::size_t nRows, std::size_t xStride, std::size_t size, std::size_t begin, std::size_t end, float *packed);

/// Columns that are computed together: a share of a product's columns should begin at a multiple.
std::size_t productColumns();

/// Numbers of memory that product() of @p nRows needs for itself.
std::size_t productScratch(std::size_t nRows);

/// out(r, o) = x(r, :) . w(o, :) for o in [begin, end), x being packed. Every product is summed in the order of its numbers: neither rows
/// nor columns depend on those beside them.
void product(const float *packed, std::size_t nRows, const WeightRows &w, std::size_t begin, std::size_t end, float *out,
    std::size_t outStride, float *scratch);

/// As product() with weights rounded to bf16 where they are not; @p packed are packRows() of roundToPairs().
void productOfPairs(const float *packed, std::size_t nRows, const WeightRows &w, std::size_t begin, std::size_t end, float *out,
    std::size_t outStride, float *scratch);

} // namespace needlescope::kernels
