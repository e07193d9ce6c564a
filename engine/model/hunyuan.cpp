// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

#include <algorithm>
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

/// Hunyuan's mixtures: one block that every token takes beside the experts.
Architecture readHunYuanMoe(const ModelConfig &file)
{
    ModelConfig config = file.withAliases({{"num_experts", "num_local_experts"}, {"moe_topk", "num_experts_per_tok"}});
    if (config.has("moe_topk") && config.json().at("moe_topk").is_array()) { // of each layer
        const nlohmann::json ofLayers = config.json().at("moe_topk");
        const auto differs = [&](const nlohmann::json &one) { return one != ofLayers.front(); };
        if (ofLayers.empty() || std::ranges::any_of(ofLayers, differs))
            config.refuse("moe_topk", "the same number for every layer");
        config = config.with({{"moe_topk", ofLayers.front()}});
    }
    Architecture a = readHunYuanDense(config);
    Mixture &m = a.mixture;
    m.nExperts = config.integerOr("num_experts", 1, mostExperts, 1);
    m.nChosen = config.integerOr("moe_topk", 1, m.nExperts, 1);
    m.dFeedForward = m.dShared = a.dFeedForward;
    m.normalized = true;
    nameExperts(a);
    a.names.router = "model.layers.{}.mlp.gate.wg";
    nameSharedExperts(a, "model.layers.{}.mlp.shared_mlp.");
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
