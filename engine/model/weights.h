// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/architecture.h"
#include "model/backend.h"
#include "model/checkpoint.h"

#include <functional>

namespace needlescope {

struct FeedForward
{
    Linear gate; ///< dModel -> dFeedForward; undefined: the activation is not gated
    Linear up; ///< dModel -> dFeedForward
    Linear down; ///< dFeedForward -> dModel
};

struct Experts
{
    Linear router; ///< dModel -> nExperts
    std::vector<FeedForward> each;
    FeedForward shared; ///< taken by every token; undefined: there is none
    Linear sharedWeight; ///< dModel -> 1
};

struct LayerWeights
{
    Norm attentionNorm; ///< (dModel)
    Linear query; ///< dModel -> nHeads * dHead
    Linear key; ///< dModel -> nKvHeads * dHead
    Linear value;
    Norm queryNorm; ///< (dHead), or undefined
    Norm keyNorm; ///< (dHead), or undefined
    Linear output; ///< nHeads * dHead -> dModel, o_proj
    Norm attentionPostNorm; ///< (dModel), or undefined
    Norm feedForwardNorm; ///< (dModel)
    FeedForward feedForward; ///< undefined where there are experts
    Experts experts;
    Norm feedForwardPostNorm; ///< (dModel), or undefined
};

struct Weights
{
    Matrix embedding; ///< (vocabulary, dModel)
    Matrix positions; ///< (nPositions, dModel), or undefined
    std::vector<LayerWeights> layers;
    Norm finalNorm; ///< (dModel)
    Linear unembedding; ///< dModel -> vocabulary
    std::int64_t parameters = 0;
    std::int64_t bytes = 0;
};

/// Takes the weights that @p architecture names out of @p checkpoint, which must outlive them. @p onLayer is called after every layer.
/// Throws EngineError: missing tensor, wrong shape or type.
Weights readWeights(
    const Architecture &architecture, const Checkpoint &checkpoint, const Backend &backend, const std::function<void(int)> &onLayer);

/// What readWeights() would take, from the files' headers.
WeightSizes weightSizes(const Architecture &architecture, const Checkpoint &checkpoint);

/// Of the token embedding, which stands for the model's: "bf16", "f16", "f32"; of a GGUF file the type of most weights, such as "q4_k".
std::string weightType(const Architecture &architecture, const Checkpoint &checkpoint);

} // namespace needlescope
