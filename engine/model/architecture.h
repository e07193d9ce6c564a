// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace needlescope {

/// Rotary position embedding; the scalings are those of transformers 5.24, modeling_rope_utils.py.
struct RopeParameters
{
    enum class Scaling { None, Linear, Dynamic, Llama3, Yarn, Long };

    double theta = 10000;
    int size = 0; ///< rotated numbers of a head, the first ones; pairs are (i, i + size / 2); 0: none are rotated
    int contextLength = 0; ///< max_position_embeddings
    Scaling scaling = Scaling::None;
    double factor = 1;
    double lowFrequencyFactor = 1; ///< Llama3
    double highFrequencyFactor = 4; ///< Llama3
    int originalContextLength = 0; ///< Llama3, Yarn, Long
    double betaFast = 32; ///< Yarn
    double betaSlow = 1; ///< Yarn
    bool wholeDimensions = true; ///< Yarn: the ramp begins and ends at whole numbers
    double attentionFactor = 1; ///< Yarn, Long: cosines and sines are multiplied by it
    std::vector<float> shortFactors; ///< Long: the frequencies of sequences up to originalContextLength are divided by these (size / 2)
    std::vector<float> longFactors; ///< Long: those of longer ones (size / 2)

    /// Queries are multiplied by 1 + queryGrowth * ln(1 + floor((position + queryGrowthOffset) / queryGrowthLength)).
    double queryGrowth = 0;
    double queryGrowthLength = 1;
    double queryGrowthOffset = 0;
};

enum class Activation { Silu, Gelu, GeluTanh, Relu, ReluSquared };

struct NormParameters
{
    enum class Kind { Rms, Layer };

    Kind kind = Kind::Rms; ///< Layer subtracts the mean first
    float epsilon = 1e-6F;
    float weightOffset = 0; ///< added to the stored weights, which some families keep around 0
    bool bias = false; ///< Layer: one is added
};

/// How the heads of one layer attend.
struct HeadShape
{
    int nHeads = 0;
    int nKvHeads = 0;
    int dHead = 0;
    float scale = 1; ///< of attention scores, 1 / sqrt(dHead) mostly
    float softcap = 0; ///< scores become softcap * tanh(score / softcap); 0: they stay
    int window = 0; ///< a query sees itself and the window - 1 positions before it; 0: all
    int rope = 0; ///< which of the model's rotations, as Architecture::ropeTable()

    int headsPerGroup() const { return nHeads / nKvHeads; }

    /// The first position that the query at @p position sees.
    int firstVisible(int position) const { return window > 0 && position >= window ? position - window + 1 : 0; }
};

/// A feed-forward block of several experts, of which each token takes some.
struct Mixture
{
    int nExperts = 0; ///< 0: one dense feed-forward block
    int nChosen = 0; ///< experts a token
    int dFeedForward = 0; ///< of an expert
    int dShared = 0; ///< of the expert that every token takes as well; 0: there is none
    bool normalized = false; ///< the chosen experts' weights are made to sum to 1
};

/// How a checkpoint keeps the projections of a layer that others keep apart.
enum class Fusion {
    None,
    Stacked, ///< rows of all queries, then of all keys, then of all values; of the gate, then of up
    PerHead, ///< rows of the query, the key and the value of one head after those of the other
};

/// What the numbers are that one norm of queries and keys goes over.
enum class HeadNorm {
    Shared, ///< of each head, all with the same weights
    Own, ///< of each head, each with weights of its own
    Whole, ///< of all heads together
};

/// Where a checkpoint keeps its weights. `{}` stands for the layer's number, `<>` for the expert's; `.weight` and `.bias` are appended. An
/// empty name: the model has no such thing.
struct WeightNames
{
    std::vector<std::pair<std::string, std::string>> spellings; ///< (beginning of a name, what some files write in its place)
    std::string embedding;
    std::string positions; ///< learned position embeddings
    std::string attentionNorm;
    std::string query; ///< of all three where they are fused
    std::string key;
    std::string value;
    std::string queryNorm; ///< with `[]` for the head where each head's weights are a tensor of their own
    std::string keyNorm;
    std::string output;
    std::string attentionPostNorm; ///< on what attention adds to the residual stream
    std::string feedForwardNorm;
    std::string gate; ///< of gate and up where they are fused; empty: the activation is not gated
    std::string up;
    std::string down;
    std::string feedForwardPostNorm;
    std::string router;
    std::string expertGate; ///< without `<>`: one tensor of all experts, (experts, out, in)
    std::string expertUp;
    std::string expertDown;
    std::string sharedGate;
    std::string sharedUp;
    std::string sharedDown;
    std::string sharedWeight; ///< the projection whose sigmoid weighs the shared expert
    std::string finalNorm;
    std::string unembedding;
};

/// What the forward pass needs to know about a model. The pass itself knows no model names: a family of models is a function that makes one
/// of these from config.json (see README.md).
struct Architecture
{
    std::string name; ///< `architectures[0]`
    int nLayers = 0;
    int nHeads = 0;
    int nKvHeads = 0;
    int dModel = 0;
    int dHead = 0;
    int dFeedForward = 0;
    int vocabularySize = 0;
    int contextLength = 0;

    float embeddingScale = 1;
    int nPositions = 0; ///< learned position embeddings; 0: none
    float residualScale = 1; ///< of what each block adds to the residual stream
    NormParameters norm;
    HeadNorm headNorm = HeadNorm::Shared;
    bool rotatesBeforeHeadNorm = false;
    bool parallelResidual = false; ///< attention and feed-forward read the same residual stream
    Activation activation = Activation::Silu;
    float logitScale = 1; ///< of the products with the unembedding, before they are capped
    float logitSoftcap = 0; ///< as HeadShape::softcap
    RopeParameters rope;
    std::vector<RopeParameters> otherRopes; ///< of layers that have another one
    std::vector<int> ropeOfLayer; ///< of each layer, as ropeTable(); empty: `rope`
    float attentionScale = 1;
    bool attentionScaleFallsWithDepth = false; ///< it is divided by layer + 1
    float attentionSoftcap = 0;
    std::vector<int> windows; ///< of each layer, as HeadShape::window; empty: none has one
    Mixture mixture;
    std::vector<bool> denseLayers; ///< those without experts in a model that has them; empty: none

    bool queryKeyValueBias = false;
    bool outputBias = false;
    bool feedForwardBias = false;
    Fusion attentionFusion = Fusion::None;
    Fusion feedForwardFusion = Fusion::None;
    bool transposedWeights = false; ///< the layers' matrices are kept as (in, out)
    bool interleavedQueryKeyRows
        = false; ///< numbers i and i + size / 2 of what is rotated of each query and key are kept beside each other
    bool tied = false; ///< the embedding unembeds too, unless the files hold an unembedding
    WeightNames names;
    std::vector<std::int32_t> stopIds;

    int headsPerGroup() const { return nHeads / nKvHeads; }
    bool hasExperts(int layer) const;
    HeadShape headShape(int layer) const;

    /// 0: `rope`, i: otherRopes[i - 1].
    const RopeParameters &ropeTable(int index) const;
    int nRopes() const { return static_cast<int>(otherRopes.size()) + 1; }
};

} // namespace needlescope
