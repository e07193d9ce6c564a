// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

#include <cmath>

namespace needlescope {

/// Hunyuan's dense models: Llama with norms on each head's query and key behind the rotation, and a base that is stretched once for all.
Architecture readHunYuanDense(const ModelConfig &file)
{
    ModelConfig config = file.withDefaults({{"rms_norm_eps", 1e-5}});
    const ModelConfig parameters = ropeParametersOf(config);
    const double alpha = parameters.numberOr("alpha", 0);
    if (alpha != 0 && parameters.textOr("rope_type", parameters.textOr("type", "")) == "dynamic") {
        const int dModel = config.integer("hidden_size", 1, widestModel);
        const double dHead = config.integerOr("head_dim", 4, widestHead, dModel / config.integer("num_attention_heads", 1, mostHeads));
        const double theta = parameters.positive("rope_theta") * std::pow(parameters.positive("alpha"), dHead / (dHead - 2));
        config = config.withRopeParameters(parameters.with({{"rope_type", "default"}, {"rope_theta", theta}}));
    }
    Architecture a = readDecoder(config);
    readAttentionBias(config, a);
    a.rotatesBeforeHeadNorm = true;
    a.names.queryNorm = "model.layers.{}.self_attn.query_layernorm";
    a.names.keyNorm = "model.layers.{}.self_attn.key_layernorm";
    return a;
}

/// Seed-OSS: Llama with biases on queries, keys and values apart from that on the output.
Architecture readSeedOss(const ModelConfig &file)
{
    const ModelConfig config
        = file.withDefaults({{"num_key_value_heads", 8}, {"head_dim", 128}, {"max_position_embeddings", 524288}, {"attention_bias", true}});
    Architecture a = readLlama(config);
    a.outputBias = config.flagOr("attention_out_bias", false);
    return a;
}

} // namespace needlescope
