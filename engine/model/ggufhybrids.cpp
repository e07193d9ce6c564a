// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/gguffamilies.h"

#include "api/engineerror.h"
#include "model/families.h"

#include <fmt/format.h>

namespace needlescope {

namespace {

using Json = nlohmann::json;

/// Of one head, of what all have together.
int valuesOfHead(const GgufMetadata &metadata)
{
    const int all = sizeOf(metadata, "ssm.inner_size");
    const int nHeads = sizeOf(metadata, "ssm.time_step_rank");
    if (all % nHeads != 0)
        metadata.refuse("ssm.inner_size", Sentence("a multiple of ssm.time_step_rank, {}", nHeads));
    return all / nHeads;
}

void describeLfm2(const GgufMetadata &metadata, Json &config)
{
    describeLayersByHeads(metadata, config, "conv");
    config["conv_L_cache"] = metadata.at("shortconv.l_cache");
    config["block_auto_adjust_ff_dim"] = false;
}

void describeLfm2Moe(const GgufMetadata &metadata, Json &config)
{
    describeLfm2(metadata, config);
    if (!metadata.is("expert_gating_func", 2))
        metadata.refuse("expert_gating_func", "2");
    config["num_experts"] = metadata.at("expert_count");
    config["num_experts_per_tok"] = chosenExperts(metadata);
    takeKey(metadata, config, "expert_feed_forward_length", "moe_intermediate_size");
    config["num_dense_layers"] = metadata.countOr("leading_dense_block_count", 0);
    config["use_expert_bias"] = metadata.ofFirstWith("ffn_gate_inp.weight", "exp_probs_b.bias") != nullptr;
    const double scale = metadata.numberOr("expert_weights_scale", 0);
    config["routed_scaling_factor"] = scale == 0 ? 1 : scale;
}

/// As the file lists them, or all but each so-many-th, @p interval where it says neither.
void describeRecurrentLayers(const GgufMetadata &metadata, Json &config, int interval)
{
    const int nLayers = config.at("num_hidden_layers").get<int>();
    const Json &recurrent = metadata.at("attention.recurrent_layers");
    interval = metadata.countOr("full_attention_interval", interval);
    const auto isFlag = [](const Json &one) { return one.is_boolean(); };
    const bool isList
        = recurrent.is_array() && recurrent.size() >= static_cast<std::size_t>(nLayers) && std::ranges::all_of(recurrent, isFlag);
    if (!recurrent.is_null() && !isList)
        metadata.refuse("attention.recurrent_layers", "a list of yes and no for each layer");
    if (interval < 1)
        metadata.refuse("full_attention_interval", "a number of layers");
    for (int layer = 0; layer < nLayers; ++layer) {
        const bool keepsState
            = recurrent.is_null() ? (layer + 1) % interval != 0 : recurrent.at(static_cast<std::size_t>(layer)).get<bool>();
        config["layer_types"].push_back(keepsState ? "linear_attention" : "full_attention");
    }
}

/// The delta rule of Qwen 3 Next and Qwen 3.5.
void describeDeltaRule(const GgufMetadata &metadata, Json &config)
{
    describeRecurrentLayers(metadata, config, 4);
    config["linear_conv_kernel_dim"] = sizeOf(metadata, "ssm.conv_kernel");
    config["linear_key_head_dim"] = sizeOf(metadata, "ssm.state_size");
    config["linear_num_key_heads"] = sizeOf(metadata, "ssm.group_count");
    config["linear_num_value_heads"] = sizeOf(metadata, "ssm.time_step_rank");
    config["linear_value_head_dim"] = valuesOfHead(metadata);
}

void describeDeltaRuleWithExperts(const GgufMetadata &metadata, Json &config)
{
    describeDeltaRule(metadata, config);
    config["num_experts"] = metadata.at("expert_count");
    config["num_experts_per_tok"] = chosenExperts(metadata);
    takeKey(metadata, config, "expert_feed_forward_length", "moe_intermediate_size");
    takeKey(metadata, config, "expert_shared_feed_forward_length", "shared_expert_intermediate_size");
    config["norm_topk_prob"] = true; // llama.cpp knows it by the architecture
}

/// Files of 2025 keep the projections head by head, as the checkpoint does.
void adaptQwen3Next(const GgufMetadata &metadata, Architecture &a)
{
    a.recurrence.ratesReady = true;
    a.recurrence.fusedByHead = metadata.ofFirstWith("ssm_a", "ssm_in.weight") != nullptr;
}

void adaptQwen35(const GgufMetadata &, Architecture &a)
{
    a.recurrence.ratesReady = a.recurrence.valueHeadsInTurn = true;
}

void describeMamba2(const GgufMetadata &metadata, Json &config)
{
    config["mamba_d_conv"] = sizeOf(metadata, "ssm.conv_kernel");
    config["mamba_d_state"] = sizeOf(metadata, "ssm.state_size");
    config["mamba_n_groups"] = sizeOf(metadata, "ssm.group_count");
    config["mamba_n_heads"] = sizeOf(metadata, "ssm.time_step_rank");
    config["mamba_d_head"] = valuesOfHead(metadata);
    config["mamba_conv_bias"] = metadata.ofFirstWith("ssm_a", "ssm_conv1d.bias") != nullptr;
    config["mamba_proj_bias"] = metadata.ofFirstWith("ssm_a", "ssm_in.bias") != nullptr;
}

/// Half of each head is rotated, which transformers does whatever config.json says.
void describeBamba(const GgufMetadata &metadata, Json &config)
{
    const double half = config.at("head_dim").get<double>() / 2;
    if (metadata.numberOr("rope.dimension_count", 0) != half)
        metadata.refuse("rope.dimension_count", Sentence("{}, half of a head", half));
    config["model_type"] = "bamba";
}

void describeGraniteHybrid(const GgufMetadata &metadata, Json &config)
{
    describeLayersByHeads(metadata, config, "mamba");
    describeMamba2(metadata, config);
    const bool rotates = metadata.flagOr("rope.scaling.finetuned", true);
    if (rotates && !metadata.has("logit_scale"))
        return describeBamba(metadata, config);
    describeMultipliers(metadata, config);
    config["position_embedding_type"] = rotates ? "rope" : "nope";
    const bool routes = metadata.numberOr("expert_count", 0) > 0;
    config["num_local_experts"] = routes ? metadata.at("expert_count") : Json(0);
    if (routes)
        config["num_experts_per_tok"] = chosenExperts(metadata);
    if (!routes)
        takeKey(metadata, config, "feed_forward_length", "shared_intermediate_size");
    takeKey(metadata, config, "expert_shared_feed_forward_length", "shared_intermediate_size");
}

/// Rows are interleaved in whole heads, also where a part of each is rotated.
void adaptGraniteHybrid(const GgufMetadata &, Architecture &a)
{
    a.recurrence.ratesReady = true;
    a.feedForwardFusion = Fusion::None;
    a.interleavedRows = a.dHead;
}

/// The multipliers are in the weights already, which went wrong where a bias of queries, keys and values got them too.
void describeFalconH1(const GgufMetadata &metadata, Json &config)
{
    if (metadata.attends("attn_q.bias") || metadata.attends("attn_qkv.bias"))
        throw EngineError("'{}' has biases of queries and keys, which llama.cpp's converter multiplies with numbers that no file of "
                          "falcon-h1 says; get the model as safetensors.",
            metadata.file().path().string());
    if (!metadata.hasTensor("output.weight"))
        throw EngineError("'{}' has no output.weight, and no file of falcon-h1 says what its embedding was multiplied with; get the model "
                          "as safetensors.",
            metadata.file().path().string());
    describeMamba2(metadata, config);
    config["mamba_d_ssm"] = sizeOf(metadata, "ssm.inner_size");
    config["mamba_rms_norm"] = metadata.hasTensor("blk.0.ssm_norm.weight");
    config["mamba_norm_before_gate"] = false; // llama.cpp knows it by the architecture
}

void adaptFalconH1(const GgufMetadata &, Architecture &a)
{
    a.recurrence.ratesReady = true;
}

/// MiniMax-Text-01, whose blocks all keep the same share of the residual stream and add the whole of what they compute.
void describeMiniMax(const GgufMetadata &metadata, Json &config)
{
    describeRecurrentLayers(metadata, config, 8);
    if (!metadata.has("residual_scale"))
        metadata.refuse("residual_scale", "a number");
    for (const char *name : {"full_attn_alpha_factor", "linear_attn_alpha_factor", "mlp_alpha_factor"})
        config[name] = metadata.numberOr("residual_scale", 1);
    config["num_local_experts"] = metadata.at("expert_count");
    config["num_experts_per_tok"] = chosenExperts(metadata);
}

} // namespace

std::vector<GgufFamily> ggufHybrids()
{
    using enum QueryKeyRows;
    const std::vector<std::string_view> kvHeads{"attention.head_count_kv"};
    const std::string behind = "post_attention_norm";
    return {
        {.name = "lfm2", .modelType = "lfm2", .describe = describeLfm2, .finalNorm = "token_embd_norm", .ownKeys = kvHeads},
        {.name = "lfm2moe", .modelType = "lfm2_moe", .describe = describeLfm2Moe, .finalNorm = "token_embd_norm", .ownKeys = kvHeads},
        {.name = "qwen3next",
            .modelType = "qwen3_next",
            .describe = describeDeltaRuleWithExperts,
            .adapt = adaptQwen3Next,
            .feedForwardNorm = behind},
        {.name = "qwen35", .modelType = "qwen3_5_text", .describe = describeDeltaRule, .adapt = adaptQwen35, .feedForwardNorm = behind},
        {.name = "qwen35moe",
            .modelType = "qwen3_5_moe_text",
            .describe = describeDeltaRuleWithExperts,
            .adapt = adaptQwen35,
            .feedForwardNorm = behind},
        {.name = "granitehybrid",
            .modelType = "granitemoehybrid",
            .rows = Interleaved,
            .describe = describeGraniteHybrid,
            .adapt = adaptGraniteHybrid,
            .ownKeys = kvHeads},
        {.name = "minimax-01", .modelType = "minimax", .describe = describeMiniMax},
        {.name = "falcon-h1", .modelType = "falcon_h1", .describe = describeFalconH1, .adapt = adaptFalconH1},
    };
}

} // namespace needlescope
