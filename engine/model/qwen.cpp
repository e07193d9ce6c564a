// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

#include <algorithm>

namespace needlescope {

namespace {

void readQwenWindows(const ModelConfig &config, Architecture &a)
{
    const int firstSliding = config.integerOr("max_window_layers", 0, 1 << 20, a.nLayers);
    if (config.flagOr("use_sliding_window", false))
        a.windows = readWindows(config, a.nLayers, [firstSliding](int layer) { return layer >= firstSliding; });
}

void readExperts(const ModelConfig &config, Architecture &a)
{
    a.mixture.nExperts = config.integer("num_experts", 1, mostExperts);
    a.mixture.nChosen = config.integer("num_experts_per_tok", 1, a.mixture.nExperts);
    a.mixture.dFeedForward = config.integer("moe_intermediate_size", 1, widestFeedForward);
    a.mixture.normalized = config.flagOr("norm_topk_prob", false);
    const int every = config.integerOr("decoder_sparse_step", 1, 1 << 20, 1);
    const std::vector<std::int32_t> dense = config.ids("mlp_only_layers");
    for (int layer = 0; layer < a.nLayers; ++layer)
        a.denseLayers.push_back((layer + 1) % every != 0 || std::ranges::find(dense, layer) != dense.end());
    const std::string mlp = "model.layers.{}.mlp.";
    a.names.router = mlp + "gate";
    a.names.expertGate = mlp + "experts.<>.gate_proj";
    a.names.expertUp = mlp + "experts.<>.up_proj";
    a.names.expertDown = mlp + "experts.<>.down_proj";
}

} // namespace

/// Qwen 1.5, 2 and 2.5: Llama with biases on queries, keys and values.
Architecture readQwen2(const ModelConfig &config)
{
    Architecture a = readLlama(config);
    a.queryKeyValueBias = true;
    a.outputBias = false;
    readQwenWindows(config, a);
    return a;
}

/// Qwen 1.5 MoE and Qwen 2 MoE: experts, and one that every token takes.
Architecture readQwen2Moe(const ModelConfig &config)
{
    Architecture a = readQwen2(config);
    readExperts(config, a);
    a.mixture.dShared = config.integer("shared_expert_intermediate_size", 1, widestFeedForward);
    const std::string shared = "model.layers.{}.mlp.shared_expert";
    a.names.sharedGate = shared + ".gate_proj";
    a.names.sharedUp = shared + ".up_proj";
    a.names.sharedDown = shared + ".down_proj";
    a.names.sharedWeight = shared + "_gate";
    return a;
}

/// Qwen 3: Llama with norms on each head's query and key.
Architecture readQwen3(const ModelConfig &config)
{
    Architecture a = readLlama(config);
    readQwenWindows(config, a);
    a.names.queryNorm = "model.layers.{}.self_attn.q_norm";
    a.names.keyNorm = "model.layers.{}.self_attn.k_norm";
    return a;
}

Architecture readQwen3Moe(const ModelConfig &config)
{
    Architecture a = readQwen3(config);
    readExperts(config, a);
    return a;
}

} // namespace needlescope
