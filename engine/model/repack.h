// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/checkpoint.h"
#include "model/matrix.h"
#include "model/quantization.h"

namespace needlescope {

/// The E4M3 numbers of the tensor @p name and their scales as blocks that hold both, in memory of their own; as float32 where blocks of 32
/// numbers would not fit the columns or the scales. Throws EngineError: the scales are missing or have another shape, a number is none.
Matrix repackedFloat8(const Checkpoint &checkpoint, const std::string &name, const std::string &scales, const Quantization &quantization);

/// Where the scales of one expert's matrix lie among those of all: transformers 5 writes weights expert by expert, scales in one tensor.
struct ExpertScales
{
    std::string name; ///< (nExperts, rows of blocks, columns of blocks)
    std::int64_t nExperts;
    std::int64_t expert;
    std::int64_t nRows; ///< of an expert's matrix in memory, where gates lie before ups
    std::int64_t firstRow; ///< of this matrix in it
};

/// The same of one expert's matrix.
Matrix repackedFloat8(const Checkpoint &checkpoint, const std::string &name, const ExpertScales &scales, const Quantization &quantization);

/// The same of all experts in one tensor, (experts, rows, columns), whose rows and columns are exchanged where it is @p transposed.
Matrix repackedFloat8Stack(
    const Checkpoint &checkpoint, const std::string &name, const std::string &scales, const Quantization &quantization, bool transposed);

/// The numbers of 4 bits of @p name + "_blocks", (n, rows, columns / 32, 16), two in a byte, and the exponents of @p name + "_scales",
/// (n, rows, columns / 32), as llama.cpp's MXFP4. Throws EngineError as above.
Matrix repackedMxfp4(const Checkpoint &checkpoint, const std::string &name, const std::vector<std::int64_t> &shape);

} // namespace needlescope
