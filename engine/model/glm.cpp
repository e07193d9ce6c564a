// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

/// GLM-4 9B: Llama with half of each head rotated, neighbours in pairs, and a fused gate.
Architecture readGlm(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_key_value_heads", 2}, {"head_dim", 128}, {"max_position_embeddings", 131072},
        {"rms_norm_eps", 1.5625e-7}, {"attention_bias", true}});
    Architecture a = readDecoder(withRotatedShare(config, 0.5));
    a.queryKeyValueBias = config.flagOr("attention_bias", true);
    a.interleavedRows = a.rope.size;
    a.feedForwardFusion = Fusion::Stacked;
    a.names.gate = "model.layers.{}.mlp.gate_up_proj";
    return a;
}

/// GLM-4-0414: norms behind the blocks too.
Architecture readGlm4(const ModelConfig &file)
{
    Architecture a = readGlm(file);
    a.names.attentionPostNorm = "model.layers.{}.post_self_attn_layernorm";
    a.names.feedForwardPostNorm = "model.layers.{}.post_mlp_layernorm";
    return a;
}

/// ERNIE 4.5: Llama with neighbours rotated in pairs.
Architecture readErnie45(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_key_value_heads", 2}, {"head_dim", 128}, {"max_position_embeddings", 131072},
        {"rms_norm_eps", 1e-5}, {"tie_word_embeddings", true}, {"rope_theta", 500000}});
    Architecture a = readDecoder(config);
    a.queryKeyValueBias = a.outputBias = a.feedForwardBias = config.flagOr("use_bias", false);
    a.interleavedRows = a.rope.size;
    return a;
}

/// ERNIE 4.5's mixtures: scores that are corrected for the choice alone, and experts that every token takes, made one.
Architecture readErnie45Moe(const ModelConfig &file)
{
    const ModelConfig config = file.withAliases({{"moe_num_experts", "num_experts"}, {"moe_k", "num_experts_per_tok"}})
                                   .withDefaults({{"num_key_value_heads", 4}, {"head_dim", nullptr}});
    Architecture a = readErnie45(config);
    a.unembeddingBias = a.feedForwardBias;
    Mixture &m = a.mixture;
    m.nExperts = config.integerOr("moe_num_experts", 1, mostExperts, 64);
    m.nChosen = config.integerOr("moe_k", 1, m.nExperts, 6);
    m.dFeedForward = config.integerOr("moe_intermediate_size", 1, widestFeedForward, 1536);
    m.dShared = config.integerOr("moe_num_shared_experts", 0, 64, 2) * m.dFeedForward;
    m.sharedBias = a.feedForwardBias;
    m.normalized = true;
    m.smallestSum = static_cast<float>(config.positiveOr("moe_norm_min", 1e-12));
    const int first = config.integerOr("moe_layer_start_index", 0, mostLayers, 1);
    const int told = config.integerOr("moe_layer_end_index", -1, mostLayers, -1);
    const int last = told == -1 ? a.nLayers - 1 : told;
    const int every = config.integerOr("moe_layer_interval", 1, mostLayers, 1);
    for (int layer = 0; layer < a.nLayers; ++layer)
        a.denseLayers.push_back((layer + 1) % every != 0 || layer < first || layer > last);
    nameExperts(a);
    a.names.routerCorrection = "model.layers.{}.mlp.moe_statics.e_score_correction_bias";
    if (m.dShared > 0)
        nameSharedExperts(a, "model.layers.{}.mlp.shared_experts.");
    return a;
}

} // namespace needlescope
