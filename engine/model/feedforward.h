// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/weights.h"

namespace needlescope {

/// The feed-forward block of one layer, dense or a mixture of experts or both, with the norms of what it reads. @p residual (rows, dModel);
/// a row's result does not depend on the others.
at::Tensor feedForwardBlock(
    const Architecture &architecture, const LayerWeights &weights, const Backend &backend, const at::Tensor &residual);

} // namespace needlescope
