// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace needlescope {

/// Sizes of a Llama-architecture model that is trained here. dModel = heads * headDim.
struct ModelShape
{
    int layers = 2;
    int heads = 8;
    int headDim = 16;
    int dFfn = 352;
    int vocabulary = 4096;
    double ropeTheta = 10000;
    double normEpsilon = 1e-5;

    int dModel() const { return heads * headDim; }
    std::int64_t parameters() const
    {
        const std::int64_t d = dModel();
        return vocabulary * d + layers * (4 * d * d + 3 * d * dFfn + 2 * d) + d;
    }
};

} // namespace needlescope
