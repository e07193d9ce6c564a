// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

/// Phi-3, 3.5 and 4: Llama with fused projections.
Architecture readPhi3(const ModelConfig &file)
{
    ModelConfig config
        = file.withDefaults({{"max_position_embeddings", 4096}, {"original_max_position_embeddings", 4096}, {"rms_norm_eps", 1e-5}});
    const ModelConfig parameters = ropeParametersOf(config);
    const std::string type = parameters.textOr("rope_type", parameters.textOr("type", "default"));
    if (type == "su" || type == "yarn") // as the first releases call it
        config = config.withRopeParameters(parameters.with({{"rope_type", "longrope"}}));
    else if (type != "default" && type != "longrope")
        parameters.refuse(parameters.has("rope_type") ? "rope_type" : "type", "longrope");
    Architecture a = readDecoder(withRotatedShare(config, 1));
    a.windows = readWindowOfAll(config, a.nLayers);
    a.attentionFusion = a.feedForwardFusion = Fusion::Stacked;
    a.names.query = "model.layers.{}.self_attn.qkv_proj";
    a.names.gate = "model.layers.{}.mlp.gate_up_proj";
    return a;
}

/// Phi-3.5 MoE: biases, norms that subtract the mean, and two experts that are weighed among their rivals. Sequences beyond the original
/// length turn by the long factors, as the model was trained (transformers 5.24 keeps the short ones).
Architecture readPhiMoe(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_key_value_heads", 8}, {"max_position_embeddings", 131072}, {"rms_norm_eps", 1e-5},
        {"rope_theta", 1e6}, {"num_local_experts", 16}, {"num_experts_per_tok", 2}});
    Architecture a = readDecoder(config);
    readAttentionBias(config, a);
    a.norm.kind = NormParameters::Kind::Layer;
    a.norm.bias = true;
    a.unembeddingBias = config.flagOr("lm_head_bias", false);
    a.windows = readWindowOfAll(config, a.nLayers);
    if (a.rope.scaling != RopeParameters::Scaling::None) {
        const ModelConfig parameters = ropeParametersOf(config);
        if (a.rope.scaling != RopeParameters::Scaling::Long)
            parameters.refuse(parameters.has("rope_type") ? "rope_type" : "type", "longrope");
        a.rope.attentionFactor = parameters.positive("short_mscale");
        a.rope.longAttentionFactor = parameters.positive("long_mscale");
    }
    Mixture &m = a.mixture;
    m.nExperts = config.integer("num_local_experts", 2, mostExperts);
    m.nChosen = config.integer("num_experts_per_tok", 2, 2);
    m.dFeedForward = a.dFeedForward;
    m.scores = Mixture::Scores::Rivals;
    m.farthestRival = static_cast<float>(2 * config.numberOr("router_jitter_noise", 0.01));
    if (m.farthestRival < 0)
        config.refuse("router_jitter_noise", "a number of 0 or more");
    nameSparseBlock(a);
    return a;
}

} // namespace needlescope
