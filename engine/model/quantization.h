// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace needlescope {

class ModelConfig;

/// How the safetensors of a checkpoint keep weights in 8 or 4 bits, with their scales in tensors beside them. Weights are computed with as
/// the numbers that these stand for; what config.json says of activations is not done to them.
struct Quantization
{
    enum class Kind {
        None,
        Float8, ///< E4M3 numbers, `name.weight`, times a scale, `name.weight_scale_inv`
        Mxfp4, ///< of experts alone: 32 numbers of 4 bits, `name_blocks`, times a power of two, `name_scales`
    };
    Kind kind = Kind::None;
    std::int64_t blockRows = 0; ///< of Float8: the rows and columns that share a scale; 0: a tensor has one
    std::int64_t blockColumns = 0;
};

/// Throws EngineError where weights are quantised in a way that is not read.
Quantization readQuantization(const ModelConfig &config);

} // namespace needlescope
