// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

/// GLM-4 9B: Llama with half of each head rotated, neighbours in pairs, and a fused gate.
Architecture readGlm(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_key_value_heads", 2}, {"head_dim", 128}, {"max_position_embeddings", 131072},
        {"rms_norm_eps", 1.5625e-7}, {"attention_bias", true}, {"partial_rotary_factor", 0.5}});
    Architecture a = readDecoder(config);
    a.queryKeyValueBias = config.flagOr("attention_bias", true);
    a.interleavedQueryKeyRows = true;
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
    a.interleavedQueryKeyRows = true;
    return a;
}

} // namespace needlescope
