// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

namespace {

/// Norms on what the blocks add instead of on what they read.
void readOnlyPostNorms(Architecture &a)
{
    a.names.attentionNorm.clear();
    a.names.attentionPostNorm = "model.layers.{}.post_attention_layernorm";
    a.names.feedForwardNorm.clear();
    a.names.feedForwardPostNorm = "model.layers.{}.post_feedforward_layernorm";
}

} // namespace

/// OLMo 2: Llama with its norms behind the blocks, and others over all queries and all keys.
Architecture readOlmo2(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"rms_norm_eps", 1e-5}});
    Architecture a = readDecoder(config);
    readAttentionBias(config, a);
    readOnlyPostNorms(a);
    a.headNorm = HeadNorm::Whole;
    nameHeadNorms(a);
    return a;
}

/// OLMo 3: windows on three of four layers, and other rotations in the fourth.
Architecture readOlmo3(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"sliding_window", 4096}, {"rope_theta", 500000}});
    Architecture a = readOlmo2(config.with({{"rope_parameters", nullptr}, {"rope_scaling", nullptr}}));
    a.windows = readWindows(config, a.nLayers, [](int layer) { return (layer + 1) % 4 != 0; });
    const double theta = config.positiveOr("rope_theta", 500000);
    readRopesByLayerType(config, theta, theta, a);
    return a;
}

/// OLMoE: norms over all queries and all keys, limits of what is attended with, and experts.
Architecture readOlmoe(const ModelConfig &file)
{
    const ModelConfig config
        = file.withAliases({{"num_experts", "num_local_experts"}})
              .withDefaults({{"max_position_embeddings", 4096}, {"rms_norm_eps", 1e-5}, {"num_experts", 64}, {"num_experts_per_tok", 8}});
    Architecture a = readDecoder(config);
    readAttentionBias(config, a);
    a.headNorm = HeadNorm::Whole;
    nameHeadNorms(a);
    if (config.has("clip_qkv"))
        a.projectionLimit = static_cast<float>(config.positive("clip_qkv"));
    a.mixture.nExperts = config.integer("num_experts", 1, mostExperts);
    a.mixture.nChosen = config.integer("num_experts_per_tok", 1, a.mixture.nExperts);
    a.mixture.dFeedForward = a.dFeedForward;
    a.mixture.normalized = config.flagOr("norm_topk_prob", false);
    nameExperts(a);
    return a;
}

/// EXAONE 4: blocks as OLMo 2's, norms on each head's query and key, and no rotations in layers that see everything beside others that do
/// not.
Architecture readExaone4(const ModelConfig &file)
{
    const ModelConfig config
        = file.withDefaults({{"num_key_value_heads", 32}, {"rms_norm_eps", 1e-5}, {"sliding_window", 4096}, {"sliding_window_pattern", 4}});
    Architecture a = readDecoder(config);
    readOnlyPostNorms(a);
    const auto slides = [&](int layer) { return (layer + 1) % config.integer("sliding_window_pattern", 1, mostLayers) != 0; };
    a.windows = readWindows(config, a.nLayers, slides);
    if (config.has("sliding_window"))
        leaveUnrotated(a, [&](int layer) { return a.windows[static_cast<std::size_t>(layer)] > 0; });
    nameHeadNorms(a);
    return a;
}

} // namespace needlescope
