// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "files/tensorfile.h"
#include "model/weighttype.h"

#include <ATen/ATen.h>

#include <functional>

namespace needlescope {

/// A matrix of weights as the backend computes with it.
struct Matrix
{
    at::Tensor numbers; ///< (rows, columns); of a packed type bytes, (rows, bytes of a row)
    WeightType type = WeightType::F32; ///< where it is not packed, `numbers` tells
    std::int64_t nColumns = 0;

    Matrix() = default;
    Matrix(at::Tensor unpacked); ///< of numbers of 16 or 32 bits
    Matrix(at::Tensor bytes, WeightType packed, std::int64_t columns);

    bool defined() const { return numbers.defined(); }
    std::int64_t rows() const { return numbers.size(0); }
    std::int64_t columns() const { return nColumns; }

    /// Rows [begin, end), which share their memory with this.
    Matrix part(std::int64_t begin, std::int64_t end) const;

    /// With each row's place changed by @p change, which gets and returns a tensor whose first dimension are the rows.
    Matrix rearranged(const std::function<at::Tensor(const at::Tensor &)> &change) const;

    /// Rows [begin, end) as float32 numbers on the CPU.
    at::Tensor widened(std::int64_t begin, std::int64_t end) const;
};

/// The view as a tensor that shares its memory, a copy where it is not aligned or has 64 bits, which become 32. Throws EngineError where
/// its type is no float of 16 or 32 bits.
at::Tensor tensorOf(const TensorView &view);

/// The view as a matrix that shares its memory. Throws EngineError where nothing here computes with its type.
Matrix matrixOf(const TensorView &view);

} // namespace needlescope
