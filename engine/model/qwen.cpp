// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

#include <algorithm>

namespace needlescope {

namespace {

/// @p slides tells which layers have a window where layer_types does not.
void readQwenWindows(const ModelConfig &config, Architecture &a, const std::function<bool(int)> &slides)
{
    const bool used = config.flagOr("use_sliding_window", false);
    a.windows = readWindows(used ? config : config.with({{"sliding_window", nullptr}}), a.nLayers, slides);
}

std::function<bool(int)> fromLayer(int first)
{
    return [first](int layer) { return layer >= first; };
}

/// Llama with biases on queries, keys and values.
Architecture readWithBiases(const ModelConfig &config)
{
    Architecture a = readDecoder(config);
    a.queryKeyValueBias = true;
    return a;
}

/// Llama with norms on each head's query and key.
Architecture readWithHeadNorms(const ModelConfig &config)
{
    Architecture a = readDecoder(config);
    readAttentionBias(config, a);
    nameHeadNorms(a);
    return a;
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
    nameExperts(a);
}

void readSharedExpert(const ModelConfig &config, Architecture &a)
{
    a.mixture.dShared = config.integer("shared_expert_intermediate_size", 1, widestFeedForward);
    const std::string shared = "model.layers.{}.mlp.shared_expert";
    nameSharedExperts(a, shared + ".");
    a.names.sharedWeight = shared + "_gate";
}

/// Layers with the delta rule, and gated attention between them.
Architecture readDeltaDecoder(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_key_value_heads", 2}, {"head_dim", 256}, {"max_position_embeddings", 32768},
        {"linear_conv_kernel_dim", 4}, {"linear_key_head_dim", 128}, {"linear_value_head_dim", 128}, {"linear_num_key_heads", 16},
        {"linear_num_value_heads", 32}, {"intermediate_size", 5632}});
    Architecture a = readWithHeadNorms(withRotatedShare(config, 0.25));
    refuseOtherThanSilu(config, a);
    a.norm.weightOffset = 1;
    a.gatedHeads = true;
    const int every = config.integerOr("full_attention_interval", 1, mostLayers, 4);
    a.recurrentLayers = readRecurrentLayers(config, "layer_types", a.nLayers, {"linear_attention"}, {"full_attention"},
        [every](int layer) { return (layer + 1) % every != 0; });
    Recurrence &r = a.recurrence;
    r.kind = Recurrence::Kind::DeltaRule;
    r.normEpsilon = a.norm.epsilon;
    r.taps = config.integer("linear_conv_kernel_dim", 2, 1 << 10);
    r.nHeads = config.integer("linear_num_value_heads", 1, mostHeads);
    r.nKeyHeads = config.integer("linear_num_key_heads", 1, r.nHeads);
    r.dKey = config.integer("linear_key_head_dim", 1, widestHead);
    r.dValue = config.integer("linear_value_head_dim", 1, widestHead);
    if (r.nHeads % r.nKeyHeads != 0)
        config.refuse("linear_num_key_heads", Sentence("a divisor of linear_num_value_heads, {}", r.nHeads));
    const std::string layer = "model.layers.{}.linear_attn.";
    a.names.recurrentIn = layer + "in_proj_qkv";
    a.names.recurrentGate = layer + "in_proj_z";
    a.names.recurrentStrength = layer + "in_proj_b";
    a.names.recurrentStep = layer + "in_proj_a";
    a.names.convolution = layer + "conv1d";
    a.names.recurrentRate = layer + "A_log";
    a.names.recurrentStepBias = layer + "dt_bias";
    a.names.recurrentNorm = layer + "norm";
    a.names.recurrentOut = layer + "out_proj";
    return a;
}

} // namespace

/// Qwen 1.5, 2 and 2.5.
Architecture readQwen2(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults(
        {{"num_key_value_heads", 32}, {"max_position_embeddings", 32768}, {"sliding_window", 4096}, {"max_window_layers", 28}});
    Architecture a = readWithBiases(config);
    readQwenWindows(config, a, fromLayer(config.integerOr("max_window_layers", 0, 1 << 20, 0)));
    return a;
}

/// Qwen 2.5 VL's text part. On text all of its positions are equal, so that its rotations are the usual ones.
Architecture readQwen25VlText(const ModelConfig &file)
{
    ModelConfig config
        = file.withDefaults({{"num_key_value_heads", 8}, {"rms_norm_eps", 1e-5}, {"rope_theta", 1e6}, {"max_window_layers", 80}});
    const ModelConfig parameters = ropeParametersOf(config);
    if (parameters.textOr("rope_type", parameters.textOr("type", "")) == "mrope")
        config = config.withRopeParameters(parameters.with({{"rope_type", "default"}}));
    return readQwen2(config);
}

/// Qwen 1.5 MoE and Qwen 2 MoE: experts, and one that every token takes.
Architecture readQwen2Moe(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults(
        {{"num_key_value_heads", 16}, {"max_position_embeddings", 32768}, {"sliding_window", 4096}, {"max_window_layers", 28},
            {"num_experts", 60}, {"num_experts_per_tok", 4}, {"moe_intermediate_size", 1408}, {"shared_expert_intermediate_size", 5632}});
    Architecture a = readWithBiases(config);
    a.queryKeyValueBias = config.flagOr("qkv_bias", true);
    const int behindSliding = config.integerOr("max_window_layers", 0, 1 << 20, 0);
    readQwenWindows(config, a, [behindSliding](int layer) { return layer % 2 == 0 && layer < behindSliding; });
    readExperts(config, a);
    readSharedExpert(config, a);
    return a;
}

Architecture readQwen3(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_key_value_heads", 32}, {"head_dim", 128}, {"max_position_embeddings", 32768},
        {"sliding_window", 4096}, {"max_window_layers", 28}});
    Architecture a = readWithHeadNorms(config);
    readQwenWindows(config, a, fromLayer(config.integerOr("max_window_layers", 0, 1 << 20, 0)));
    return a;
}

/// Qwen 3 VL's text part. On text all of its positions are equal, so that its rotations are the usual ones.
Architecture readQwen3VlText(const ModelConfig &file)
{
    return readWithHeadNorms(
        file.withDefaults({{"num_key_value_heads", 32}, {"head_dim", 128}, {"max_position_embeddings", 128000}, {"rope_theta", 500000}}));
}

Architecture readQwen3Moe(const ModelConfig &file)
{
    const ModelConfig config = file.withAliases({{"num_experts", "num_local_experts"}})
                                   .withDefaults({{"num_key_value_heads", 4}, {"max_position_embeddings", 32768}, {"sliding_window", 4096},
                                       {"num_experts", 128}, {"num_experts_per_tok", 8}, {"moe_intermediate_size", 768}});
    Architecture a = readWithHeadNorms(config);
    if (config.flagOr("use_sliding_window", false))
        a.windows = readWindowOfAll(config, a.nLayers);
    readExperts(config, a);
    return a;
}

/// Qwen 3 Next: the delta rule, its projections kept head by head, and experts.
Architecture readQwen3Next(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_experts", 512}, {"num_experts_per_tok", 10}, {"moe_intermediate_size", 512},
        {"shared_expert_intermediate_size", 512}, {"norm_topk_prob", true}});
    Architecture a = readDeltaDecoder(config);
    a.recurrence.fusedByHead = a.recurrence.stepsFusedByHead = true;
    a.names.recurrentIn = "model.layers.{}.linear_attn.in_proj_qkvz";
    a.names.recurrentStep = "model.layers.{}.linear_attn.in_proj_ba";
    readExperts(config, a);
    readSharedExpert(config, a);
    return a;
}

/// Qwen 3.5's text part. On text all of its positions are equal, so that its rotations are the usual ones.
Architecture readQwen35Text(const ModelConfig &config)
{
    return readDeltaDecoder(config.withDefaults({{"num_key_value_heads", 4}, {"linear_num_value_heads", 32}}));
}

Architecture readQwen35MoeText(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults(
        {{"num_experts", 256}, {"num_experts_per_tok", 8}, {"moe_intermediate_size", 512}, {"shared_expert_intermediate_size", 512}});
    Architecture a = readDeltaDecoder(config);
    readExperts(config.with({{"decoder_sparse_step", 1}, {"mlp_only_layers", nullptr}}), a);
    a.mixture.normalized = true;
    readSharedExpert(config, a);
    return a;
}

} // namespace needlescope
