// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/quantization.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace needlescope {

/// Rotary position embedding; the scalings are those of transformers 5.24, modeling_rope_utils.py.
struct RopeParameters
{
    enum class Scaling { None, Linear, Dynamic, Llama3, Yarn, Long, Proportional };

    double theta = 10000;
    int size = 0; ///< rotated numbers of a head, the first ones; pairs are (i, i + size / 2); 0: none are rotated
    int contextLength = 0; ///< max_position_embeddings
    Scaling scaling = Scaling::None;
    bool oddShare = false; ///< the frequencies are those of size - 1 numbers
    double factor = 1;
    double lowFrequencyFactor = 1; ///< Llama3
    double highFrequencyFactor = 4; ///< Llama3
    int originalContextLength = 0; ///< Llama3, Yarn, Long
    double betaFast = 32; ///< Yarn
    double betaSlow = 1; ///< Yarn
    bool wholeDimensions = true; ///< Yarn: the ramp begins and ends at whole numbers
    double attentionFactor = 1; ///< Yarn, Long: cosines and sines are multiplied by it
    int nTurning = 0; ///< Proportional: pairs that turn, the first ones; the others stay
    std::vector<float> shortFactors; ///< Long: the frequencies of sequences up to originalContextLength are divided by these (size / 2)
    std::vector<float> longFactors; ///< Long: those of longer ones (size / 2)
    double longAttentionFactor = 0; ///< Long: attentionFactor of longer ones; 0: the same

    /// Queries are multiplied by 1 + queryGrowth * ln(1 + floor((position + queryGrowthOffset) / queryGrowthLength)).
    double queryGrowth = 0;
    double queryGrowthLength = 1;
    double queryGrowthOffset = 0;
};

enum class Activation { Silu, Gelu, GeluTanh, Relu, ReluSquared, Sigmoid };

/// An activation with learned numbers (arXiv 2411.13010): positive * x^2 + slope * x above 0, else
/// negative * (exp(min(x, bend)) - 1 - x) + slope * x.
struct Xielu
{
    float positive = 0;
    float negative = 0;
    float slope = 0;
    float bend = 0;

    /// Of the numbers as they are trained, whose softplus counts: alpha_p, alpha_n, beta, eps.
    static Xielu learned(float alphaPositive, float alphaNegative, float beta, float eps);
};

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
    int chunk = 0; ///< a query sees itself and what is before it in its chunk of so many positions; 0: all
    int dValue = 0; ///< numbers of a value and of a head's output
    const float *sinks
        = nullptr; ///< (nHeads), or null: a score beside those of the keys that takes its share of the weights and has no value

    int headsPerGroup() const { return nHeads / nKvHeads; }

    /// The first position that the query at @p position sees.
    int firstVisible(int position) const
    {
        const int inWindow = window > 0 && position >= window ? position - window + 1 : 0;
        return chunk > 0 ? std::max(inWindow, position / chunk * chunk) : inWindow;
    }
};

/// A feed-forward block of several experts, of which each token takes some.
struct Mixture
{
    enum class Scores {
        Softmax,
        Sigmoid,
        Rivals, ///< the best expert weighs its share among those close to it, the second its share among the others (SparseMixer)
    };

    int nExperts = 0; ///< 0: one dense feed-forward block
    int nChosen = 0; ///< experts a token
    int dFeedForward = 0; ///< of an expert
    int dShared = 0; ///< of the expert that every token takes as well; 0: there is none

    Scores scores = Scores::Softmax; ///< what the router's logits become; they weigh the chosen experts
    float farthestRival = 0; ///< Rivals: how far below the best an expert's logit is at most, as a share of the larger of the two
    bool routerBias = false;
    int nGroups = 1; ///< of neighbours among the experts
    int nGroupsChosen = 1; ///< whose experts can be chosen
    int nBestOfGroup = 1; ///< a group is worth what the best so many of its experts are together
    bool besideDense = false; ///< the layer's dense block is there too; both read the same residual stream, with norms of their own
    bool normalized = false; ///< the chosen experts' weights are made to sum to 1
    float smallestSum = 0; ///< what the weights are divided by is at least this
    float addedToSum = 0; ///< and this is added to it
    float weightScale = 1; ///< of the chosen experts' weights
    bool weighsInput = false; ///< an expert's weight multiplies what goes into it instead of what comes out

    bool expertBias = false;
    bool sharedBias = false;
    float limit = 0; ///< experts compute (up + 1) * gate * sigmoid(slope * gate), gate at most and up within +- this; 0: as dense blocks
    float slope = 1;
    bool stackTransposed = false; ///< stacked experts are kept as (nExperts, in, out), not (nExperts, out, in)
    bool stackInterleaved = false; ///< their gates and ups alternate; otherwise the gates come first
};

/// Keys and values that come from one short vector of each token (multi-head latent attention). A head's first numbers, which are rotated,
/// are the same in the keys of all heads; a checkpoint keeps them behind the others.
struct Latent
{
    int dKeyValue = 0; ///< of the vector; 0: keys and values come from the residual stream
    int dQuery = 0; ///< of the vector that queries come from; 0: from the residual stream
    int dRotated = 0; ///< numbers of a head
    bool interleaved = true; ///< numbers that are rotated together lie beside each other
    float epsilon = 1e-6F; ///< of the vectors' norms
    bool bias = false; ///< of the projections to the vectors
};

/// A layer that keeps a state of fixed size, instead of keys and values or beside them. What it adds by its state belongs to no head.
struct Recurrence
{
    enum class Kind {
        None,
        Convolution, ///< out * convolution(in * x) of three projections of the residual stream
        DeltaRule, ///< queries, keys and values are convolved; what the state has for a key is moved towards the value
        StateSpace, ///< Mamba 2: values, keys and queries are convolved; the state fades by steps that depend on the token, or at fixed
                    ///< rates
    };
    /// Where the norm of what queries find in the state stands; all that is found is multiplied by an activation of the gate.
    enum class OutputNorm { None, BeforeGate, BehindGate };

    /// What projections and what the layer adds are multiplied with.
    struct Scales
    {
        float input = 1; ///< of what all projections read
        float query = 1;
        float key = 1;
        float value = 1;
        float gate = 1;
        float step = 1;
        float output = 1;
    };

    Kind kind = Kind::None;
    int taps = 0; ///< of the causal convolution of each channel; 1: there is none
    bool convolutionBias = false;
    int nHeads = 0; ///< of the state, (nHeads, dKey, dValue)
    int nKeyHeads = 0; ///< neighbouring heads share a key and a query
    int dKey = 0;
    int dValue = 0;
    bool channelSteps = false; ///< DeltaRule: each number of a head's keys fades by a step of its own, not all of the head by one
    int dShort = 0; ///< of the two vectors that steps and gates come from; 0: they come from the residual stream
    bool fusedByHead = false; ///< DeltaRule: projections are kept key head by key head
    bool stepsFusedByHead = false; ///< so are strengths and steps
    bool valueHeadsInTurn = false; ///< DeltaRule: weights of the first value head of each key head are kept first, then of the second, ...
    bool ratesReady = false; ///< they are kept as they are used, below 0, not as logarithms
    std::vector<std::vector<float>> rates; ///< StateSpace: of each layer's heads, which fade by it at every step; empty: rates, steps and
                                           ///< skips are read with the weights
    bool projectionBias = false;
    bool outputBias = false;
    OutputNorm outputNorm = OutputNorm::BeforeGate;
    Activation gateActivation = Activation::Silu;
    float normEpsilon = 1e-6F;
    Scales scales;
    float smallestStep = 0; ///< StateSpace
    float largestStep = 0; ///< StateSpace; 0: any

    int steps() const { return channelSteps ? nHeads * dKey : nHeads; }
    int channels(int dModel) const { return kind == Kind::Convolution ? dModel : 2 * nKeyHeads * dKey + nHeads * dValue; }
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
    std::vector<std::pair<std::string, std::string>>
        spellings; ///< (beginning of a name, what some files write in its place), `{}` as elsewhere
    std::string embedding;
    std::string positions; ///< learned position embeddings
    std::string attentionNorm;
    std::string query; ///< of all three where they are fused
    std::string key;
    std::string value;
    std::string stackedQueryKeyValue; ///< of all three, one after the other; preferred where a checkpoint has it
    std::string queryNorm; ///< with `[]` for the head where each head's weights are a tensor of their own
    std::string keyNorm;
    std::string output;
    std::string attentionPostNorm; ///< on what attention adds to the residual stream
    std::string feedForwardNorm;
    std::string gate; ///< of gate and up where they are fused; empty: the activation is not gated
    std::string up;
    std::string down;
    std::string xielu; ///< of layers that have learned an activation, Xielu
    std::string feedForwardPostNorm;
    std::string layerScale; ///< the whole name: one number that the residual stream is multiplied with behind the layer
    std::string router;
    std::string routerScale; ///< the whole name: of what the router reads, once it is divided by the root of its mean square
    std::string expertScale; ///< the whole name: of each expert's weight
    std::string mixtureNorm; ///< Mixture::besideDense
    std::string mixturePostNorm;
    std::string densePostNorm;
    std::string routerCorrection; ///< the whole name: added to the router's scores for the choice of experts, not for their weights
    std::string expertGate; ///< without `<>`: one tensor of all experts, (experts, out, in)
    std::string expertUp;
    std::string expertDown;
    std::string stackedGateUp; ///< the whole name, of all experts in one tensor; preferred where a checkpoint has it
    std::string stackedDown;
    std::string stackedRouter; ///< beside them, where it has another name there
    std::string sharedGate;
    std::string sharedUp;
    std::string sharedDown;
    std::string sharedWeight; ///< the projection whose sigmoid weighs the shared expert
    std::string sinks; ///< the whole name, HeadShape::sinks
    std::string queryDown; ///< Latent
    std::string queryDownNorm;
    std::string keyValueDown;
    std::string keyValueDownNorm;
    std::string keyValueUp;
    std::string keyUp; ///< the whole name, (heads, dKeyValue, numbers that are not rotated); preferred where a checkpoint has it
    std::string valueUp; ///< the whole name, (heads, dValue, dKeyValue)
    std::string recurrentIn; ///< Recurrence; of all projections where they are fused; empty: query, key and value are apart
    std::string recurrentQuery;
    std::string recurrentKey;
    std::string recurrentValue;
    std::string recurrentGateDown; ///< Recurrence::dShort
    std::string recurrentGate;
    std::string recurrentStrength;
    std::string recurrentStepDown; ///< Recurrence::dShort
    std::string recurrentStep; ///< of strength and step where they are fused
    std::string convolution; ///< of all channels; empty: those of query, key and value are apart
    std::string queryConvolution;
    std::string keyConvolution;
    std::string valueConvolution;
    std::string recurrentRate; ///< the whole name, as stepBias and skip
    std::string recurrentStepBias;
    std::string recurrentSkip;
    std::string recurrentNorm;
    std::string recurrentOut;
    std::string layerEmbedding; ///< Architecture::dLayerInput
    std::string layerProjection;
    std::string layerProjectionNorm;
    std::string layerGate;
    std::string layerOut;
    std::string layerPostNorm;
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
    float attentionInputScale = 1; ///< of what queries, keys and values come from
    float attentionOutputScale = 1; ///< of what heads add to the residual stream
    float gateScale = 1; ///< of the dense feed-forward's gate, before the activation
    float feedForwardOutputScale = 1; ///< of what the feed-forward adds
    bool normsResidual = false; ///< blocks read a norm of the residual stream which then goes on in its place
    float keptByHeads = 1; ///< of the residual stream, before what heads add to it; of layers with heads
    float keptByState = 1; ///< of layers without heads
    float keptByFeedForward = 1;
    NormParameters norm;
    HeadNorm headNorm = HeadNorm::Shared;
    bool rotatesBeforeHeadNorm = false;
    float projectionLimit = 0; ///< queries, keys and values stay within +- this, behind their norms; 0: any
    bool normsRotatedHeads = false; ///< rotated queries and keys are divided by the root of their mean square
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
    std::vector<int> chunks; ///< of each layer, as HeadShape::chunk; empty: none has one
    Mixture mixture;
    std::vector<bool> denseLayers; ///< those without experts in a model that has them; empty: none

    std::vector<int> dHeads; ///< of each layer; empty: dHead
    std::vector<int> kvHeads; ///< of each layer; empty: nKvHeads
    std::vector<int> keysOf; ///< of each layer, whose keys and values it attends to; empty: its own
    std::vector<bool> valuesAreKeys; ///< of each layer: values are the keys before norm and rotation; empty: of none
    bool normsValues = false; ///< values are divided by the root of their mean square
    std::vector<Xielu> xielus; ///< of each layer, where they are not among the weights
    std::vector<int> feedForwards; ///< of each layer, its dFeedForward; empty: dFeedForward
    int dLayerInput = 0; ///< numbers that each layer gets of each token beside the residual stream; 0: none
    int nLayerInputs = 0; ///< tokens that have them

    Latent latent;
    Recurrence recurrence;
    std::vector<bool> recurrentLayers; ///< that have it; empty: none
    bool headsBesideRecurrence = false; ///< they have heads too, which read the same residual stream; otherwise they have none
    bool gatedHeads = false; ///< each head's output times a sigmoid; the query's projection has the head's gate behind its query
    int dValue = 0; ///< as HeadShape::dValue; 0: dHead
    std::vector<std::vector<float>> sinks; ///< of each layer, as HeadShape::sinks; empty: none. Read with the weights

    bool queryKeyValueBias = false;
    bool outputBias = false;
    bool feedForwardBias = false;
    bool unembeddingBias = false;
    Fusion attentionFusion = Fusion::None;
    Fusion feedForwardFusion = Fusion::None;
    bool transposedWeights = false; ///< the layers' matrices are kept as (in, out)
    int interleavedRows = 0; ///< numbers i and i + half of the first so many of each query and key are kept beside each other
    Quantization quantization;
    bool tied = false; ///< the embedding unembeds too, unless the files hold an unembedding
    WeightNames names;
    std::vector<std::int32_t> stopIds;

    int headsPerGroup() const { return nHeads / nKvHeads; }
    bool hasExperts(int layer) const;
    bool isRecurrent(int layer) const; ///< it keeps a state
    bool keepsStates() const; ///< in any layer
    bool hasHeads(int layer) const;
    int keySource(int layer) const; ///< keysOf
    bool keepsKeysForOthers(int layer) const;
    int widestOutput() const; ///< numbers of all heads of a layer
    std::int64_t keyValueNumbers() const; ///< of one token in all layers
    HeadShape headShape(int layer) const;

    /// 0: `rope`, i: otherRopes[i - 1].
    const RopeParameters &ropeTable(int index) const;
    int nRopes() const { return static_cast<int>(otherRopes.size()) + 1; }
};

} // namespace needlescope
