// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/architecture.h"
#include "model/backend.h"
#include "model/checkpoint.h"

#include <functional>
#include <optional>

namespace needlescope {

struct FeedForward
{
    Linear gate; ///< dModel -> dFeedForward; undefined: the activation is not gated
    Linear up; ///< dModel -> dFeedForward
    Linear down; ///< dFeedForward -> dModel
    std::optional<Xielu> xielu{}; ///< instead of the model's activation; not gated
};

struct Experts
{
    Linear router; ///< dModel -> nExperts
    Norm routerNorm; ///< (dModel), or undefined
    std::vector<float> scales; ///< of each expert's weight; empty: none
    std::vector<float> correction; ///< (nExperts), or empty
    std::vector<FeedForward> each;
    FeedForward shared; ///< taken by every token; undefined: there is none
    Linear sharedWeight; ///< dModel -> 1, or undefined
};

/// Of a layer with Latent keys and values.
struct LatentWeights
{
    Linear queryDown; ///< dModel -> dQuery, or undefined
    Norm queryNorm;
    Linear keyValueDown; ///< dModel -> dKeyValue + dRotated
    Norm keyValueNorm;
    Linear keyValueUp; ///< dKeyValue -> nHeads * (dHead - dRotated + dValue)
};

/// Of a layer with a Recurrence; what a kind does not have is undefined.
struct RecurrentWeights
{
    Linear query; ///< dModel -> nKeyHeads * dKey; Convolution: the factor of what comes out, dModel -> dModel
    Linear key; ///< dModel -> nKeyHeads * dKey; Convolution: of what goes in
    Linear value; ///< dModel -> nHeads * dValue; Convolution: what is convolved
    Linear gateDown; ///< dModel -> dShort, or undefined
    Linear gate; ///< dModel, or dShort, -> nHeads * dValue
    Linear strength; ///< dModel -> nHeads
    Linear stepDown; ///< dModel -> dShort, or undefined
    Linear step; ///< dModel, or dShort, -> Recurrence::steps()
    at::Tensor convolution; ///< (channels, taps), float32, the channels being those of query, key and value
    at::Tensor convolutionBias; ///< (channels)
    at::Tensor rate; ///< (nHeads), float32, negative
    at::Tensor stepBias; ///< (Recurrence::steps())
    at::Tensor skip; ///< (nHeads)
    Norm norm; ///< (dValue), or of StateSpace (nHeads * dValue / nKeyHeads) with weights of its parts, or (nHeads * dValue); undefined:
               ///< OutputNorm::None
    Linear out; ///< nHeads * dValue -> dModel
};

struct LayerWeights
{
    Norm attentionNorm; ///< (dModel)
    Linear query; ///< dModel, or the latent vector, -> nHeads * dHead
    Linear queryGate; ///< dModel -> nHeads * dValue, or undefined
    Linear key; ///< dModel -> nKvHeads * dHead; undefined where another layer's keys and values are attended to
    Linear value; ///< dModel -> nKvHeads * dValue; undefined where it is the key's
    LatentWeights latent; ///< instead of key and value
    RecurrentWeights recurrent; ///< instead of all of these, or beside them
    Norm queryNorm; ///< (dHead), or undefined
    Norm keyNorm; ///< (dHead), or undefined
    Norm valueNorm; ///< (dHead), or undefined
    Norm rotatedNorm; ///< of queries and keys behind the rotation; (dHead), or undefined
    Linear output; ///< nHeads * dValue -> dModel, o_proj; undefined where there are no heads
    Norm attentionPostNorm; ///< (dModel), or undefined
    Norm feedForwardNorm; ///< (dModel)
    FeedForward feedForward; ///< undefined where there are experts instead
    Experts experts;
    Norm feedForwardPostNorm; ///< (dModel), or undefined
    Norm densePostNorm; ///< (dModel), Mixture::besideDense
    Norm mixtureNorm; ///< (dModel)
    Norm mixturePostNorm; ///< (dModel)
    Linear inputGate; ///< dModel -> dLayerInput, or undefined
    Linear inputOut; ///< dLayerInput -> dModel
    Norm inputPostNorm; ///< (dModel)
    float scale = 1; ///< of the residual stream behind the layer
};

struct Weights
{
    Matrix embedding; ///< (vocabulary, dModel)
    Matrix positions; ///< (nPositions, dModel), or undefined
    Matrix layerEmbedding; ///< (nLayerInputs, nLayers * dLayerInput), or undefined
    Linear layerProjection; ///< dModel -> nLayers * dLayerInput
    Norm layerProjectionNorm; ///< (dLayerInput)
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

/// Architecture::sinks of a model that names.sinks tells about. Throws EngineError.
std::vector<std::vector<float>> readSinks(const Architecture &architecture, const Checkpoint &checkpoint);

/// Of the token embedding, which stands for the model's: "bf16", "f16", "f32"; of a GGUF file the type of most weights, such as "q4_k".
std::string weightType(const Architecture &architecture, const Checkpoint &checkpoint);

} // namespace needlescope
