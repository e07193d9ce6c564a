// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/architecture.h"
#include "model/backend.h"
#include "model/checkpoint.h"

#include <functional>

namespace needlescope {

struct LayerWeights
{
    at::Tensor attentionNorm; ///< (dModel)
    Linear query; ///< dModel -> nHeads * dHead
    Linear key; ///< dModel -> nKvHeads * dHead
    Linear value;
    Linear output; ///< nHeads * dHead -> dModel, o_proj
    at::Tensor feedForwardNorm; ///< (dModel)
    Linear gate; ///< dModel -> dFeedForward
    Linear up;
    Linear down; ///< dFeedForward -> dModel
};

struct Weights
{
    at::Tensor embedding; ///< (vocabulary, dModel)
    std::vector<LayerWeights> layers;
    at::Tensor finalNorm; ///< (dModel)
    Linear unembedding; ///< dModel -> vocabulary
    std::int64_t parameters = 0;
    std::int64_t bytes = 0;
};

/// Takes the weights that @p architecture names out of @p checkpoint, which must outlive them. @p onLayer is called after every layer.
/// Throws EngineError: missing tensor, wrong shape or type.
Weights readWeights(
    const Architecture &architecture, const Checkpoint &checkpoint, const Backend &backend, const std::function<void(int)> &onLayer);

/// "bf16", "f16" or "f32": the type of the token embedding, which stands for the model's.
std::string weightType(const Architecture &architecture, const Checkpoint &checkpoint);

} // namespace needlescope
