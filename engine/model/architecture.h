// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace needlescope {

/// Rotary position embedding; the scalings are those of transformers 4.45, modeling_rope_utils.py.
struct RopeParameters
{
    enum class Scaling { None, Linear, Dynamic, Llama3, Yarn };

    double theta = 10000;
    int size = 0; ///< rotated numbers of a head, the first ones; pairs are (i, i + size / 2)
    int contextLength = 0; ///< max_position_embeddings
    Scaling scaling = Scaling::None;
    double factor = 1;
    double lowFrequencyFactor = 1; ///< Llama3
    double highFrequencyFactor = 4; ///< Llama3
    int originalContextLength = 0; ///< Llama3
    double betaFast = 32; ///< Yarn
    double betaSlow = 1; ///< Yarn
    double attentionFactor = 1; ///< Yarn: cosines and sines are multiplied by it
};

/// Where a checkpoint keeps its weights. `{}` stands for the layer's number; `.weight` and `.bias` are appended.
struct WeightNames
{
    std::string embedding;
    std::string attentionNorm;
    std::string query;
    std::string key;
    std::string value;
    std::string output;
    std::string feedForwardNorm;
    std::string gate;
    std::string up;
    std::string down;
    std::string finalNorm;
    std::string unembedding; ///< empty: the embedding (tied)
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
    float normEpsilon = 1e-6F;
    bool queryKeyValueBias = false;
    bool outputBias = false;
    bool feedForwardBias = false;
    RopeParameters rope;
    WeightNames names;
    std::vector<std::int32_t> stopIds;

    int headsPerGroup() const { return nHeads / nKvHeads; }
};

} // namespace needlescope
