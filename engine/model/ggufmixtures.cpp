// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/gguffamilies.h"

#include "api/engineerror.h"
#include "model/families.h"

#include <algorithm>

namespace needlescope {

namespace {

using Json = nlohmann::json;

/// llama.cpp's numbers of what becomes of the router's logits.
enum class Scores { Unsaid = 0, Softmax = 1, Sigmoid = 2 };

bool scoresAre(const GgufMetadata &metadata, Scores scores)
{
    return metadata.numberOr("expert_gating_func", 0) == static_cast<double>(scores);
}

/// Of families whose scores are always sigmoids.
void refuseOtherScores(const GgufMetadata &metadata)
{
    if (!scoresAre(metadata, Scores::Sigmoid) && !scoresAre(metadata, Scores::Unsaid))
        metadata.refuse("expert_gating_func", "2");
}

bool correctsScores(const GgufMetadata &metadata)
{
    return metadata.ofFirstWith("ffn_gate_inp.weight", "exp_probs_b.bias") != nullptr;
}

void adaptCorrection(const GgufMetadata &metadata, Architecture &a)
{
    if (!correctsScores(metadata))
        a.names.routerCorrection.clear();
}

/// The files' keys of it mean other things in other families.
void adaptSharedWidth(const GgufMetadata &metadata, Architecture &a)
{
    metadata.at("expert_shared_count");
    metadata.at("expert_shared_feed_forward_length");
    const TensorView *const up = metadata.ofFirstWith("ffn_gate_inp.weight", "ffn_up_shexp.weight");
    const bool sound = up == nullptr || (up->shape.size() == 2 && up->shape.front() <= widestFeedForward);
    if (!sound)
        metadata.refuse("expert_shared_feed_forward_length", "what the tensors ffn_up_shexp have as rows");
    a.mixture.dShared = up == nullptr ? 0 : static_cast<int>(up->shape.front());
}

Json experts(const GgufMetadata &metadata, const char *count, const char *chosen = "num_experts_per_tok")
{
    return {{count, metadata.at("expert_count")}, {chosen, chosenExperts(metadata)}};
}

void describeQwenExperts(const GgufMetadata &metadata, Json &config)
{
    config.update(experts(metadata, "num_experts"));
    takeKey(metadata, config, "expert_feed_forward_length", "moe_intermediate_size");
    takeKey(metadata, config, "expert_shared_feed_forward_length", "shared_expert_intermediate_size");
    config["norm_topk_prob"] = config.at("model_type") != "qwen2_moe"; // llama.cpp knows it by the architecture
}

/// In the words of DeepSeek.
void describeRoutedExperts(const GgufMetadata &metadata, Json &config)
{
    config.update(experts(metadata, "n_routed_experts"));
    takeKey(metadata, config, "expert_feed_forward_length", "moe_intermediate_size");
    config["n_shared_experts"] = metadata.countOr("expert_shared_count", 0);
    config["first_k_dense_replace"] = metadata.countOr("leading_dense_block_count", 0);
    config["n_group"] = std::max(metadata.countOr("expert_group_count", 0), 1);
    config["topk_group"] = std::max(metadata.countOr("expert_group_used_count", 0), 1);
    config["norm_topk_prob"] = metadata.flagOr("expert_weights_norm", false);
    const double scale = metadata.numberOr("expert_weights_scale", 0);
    config["routed_scaling_factor"] = scale == 0 ? 1 : scale;
}

/// Queries and keys, and values, have sizes of their own where a file keeps the latent vectors as one head.
void describeLatent(const GgufMetadata &metadata, Json &config)
{
    const bool split = metadata.has("attention.key_length_mla");
    const int rotated = metadata.countOr("rope.dimension_count", 0);
    config["qk_rope_head_dim"] = rotated;
    config["qk_nope_head_dim"] = metadata.countOr(split ? "attention.key_length_mla" : "attention.key_length", 0) - rotated;
    takeKey(metadata, config, split ? "attention.value_length_mla" : "attention.value_length", "v_head_dim");
    takeKey(metadata, config, "attention.kv_lora_rank", "kv_lora_rank");
    const bool shortQueries = metadata.ofFirstWith("attn_kv_a_mqa.weight", "attn_q_a.weight") != nullptr;
    config["q_lora_rank"] = shortQueries ? metadata.at("attention.q_lora_rank") : Json();
    for (const char *key : {"attention.key_length", "attention.value_length", "attention.q_lora_rank", "attention.value_length_mla"})
        metadata.at(key); // of the latent vectors as one head
    config[rotatedShare] = 1;
    config.erase("head_dim");
    if (!config.contains("rope_scaling") || config["rope_scaling"]["rope_type"] != "yarn")
        return;
    // A tenth of what the other architectures have there; both of config.json's numbers are the same in the releases.
    const double temperature = 10 * metadata.numberOr("rope.scaling.yarn_log_multiplier", 0);
    if (temperature <= 0)
        metadata.refuse("rope.scaling.yarn_log_multiplier", "a number above 0");
    config["rope_scaling"]["mscale"] = config["rope_scaling"]["mscale_all_dim"] = temperature;
}

/// DeepSeek 2 and 3, and what took over their form: Kimi K2, GLM 4.7 Flash. The third corrects its scores, which are sigmoids.
void describeDeepSeek(const GgufMetadata &metadata, Json &config)
{
    describeLatent(metadata, config);
    describeRoutedExperts(metadata, config);
    if (scoresAre(metadata, Scores::Sigmoid) || (scoresAre(metadata, Scores::Unsaid) && correctsScores(metadata)))
        config["model_type"] = "deepseek_v3";
    else if (!scoresAre(metadata, Scores::Softmax) && !scoresAre(metadata, Scores::Unsaid))
        metadata.refuse("expert_gating_func", "1 or 2");
    config["topk_method"] = config["n_group"] == 1 ? "greedy" : "group_limited_greedy";
    const bool hasGroups = metadata.is("expert_count", 160) || metadata.is("expert_count", 256);
    if (hasGroups && !metadata.has("expert_group_count"))
        throw EngineError(
            "'{}' does not say the groups that its {} experts are chosen from, as files made before October 2025; get a newer "
            "file of the model.",
            metadata.file().path().string(), metadata.at("expert_count").dump());
}

void adaptDeepSeek(const GgufMetadata &metadata, Architecture &a)
{
    a.mixture.normalized = metadata.flagOr("expert_weights_norm", false);
    adaptCorrection(metadata, a);
}

void describeGlm4Moe(const GgufMetadata &metadata, Json &config)
{
    refuseOtherScores(metadata);
    describeRoutedExperts(metadata, config);
    config["use_qk_norm"] = metadata.hasTensor("blk.0.attn_q_norm.weight");
}

void describeDots1(const GgufMetadata &metadata, Json &config)
{
    refuseOtherScores(metadata);
    describeRoutedExperts(metadata, config);
    config["sliding_window"] = nullptr;
}

void describeGptOss(const GgufMetadata &metadata, Json &config)
{
    describeWindows(metadata, config, 2);
    refuseOtherBase(metadata);
    config.update(experts(metadata, "num_local_experts"));
    takeKey(metadata, config, "expert_feed_forward_length", "intermediate_size");
    leaveUnscaled(config);
    config["rope_scaling"]["truncate"] = false; // as the releases have it, which no file says
}

void describeLlama4(const GgufMetadata &metadata, Json &config)
{
    if (metadata.numberOr("attention.sliding_window", 8192) == 0)
        metadata.refuse("attention.sliding_window", "a number above 0");
    if (metadata.numberOr("attention.sliding_window_pattern", 4) != 4)
        metadata.refuse("attention.sliding_window_pattern", "4");
    refuseOtherBase(metadata);
    config.update(experts(metadata, "num_local_experts"));
    config["intermediate_size_mlp"] = config.at("intermediate_size");
    takeKey(metadata, config, "expert_feed_forward_length", "intermediate_size");
    config["interleave_moe_layer_step"] = metadata.at("interleave_moe_layer_step");
    config["use_qk_norm"] = !metadata.is("expert_count", 128); // llama.cpp knows it by the size, and what follows by the architecture
    config["attention_chunk_size"] = config["floor_scale"] = 8192;
    config["attn_scale"] = 0.1;
    config["no_rope_layer_interval"] = 4;
}

void describeGraniteMoe(const GgufMetadata &metadata, Json &config)
{
    describeMultipliers(metadata, config);
    config.update(experts(metadata, "num_local_experts"));
    config["shared_intermediate_size"] = metadata.countOr("expert_shared_feed_forward_length", 0);
}

void describeOlmoe(const GgufMetadata &metadata, Json &config)
{
    config.update(experts(metadata, "num_experts"));
    config["norm_topk_prob"] = false; // llama.cpp knows it by the architecture
    takeKey(metadata, config, "attention.clamp_kqv", "clip_qkv");
}

void describeErnieMoe(const GgufMetadata &metadata, Json &config)
{
    config["use_bias"] = config.at("attention_bias");
    config.update(experts(metadata, "moe_num_experts", "moe_k"));
    takeKey(metadata, config, "expert_feed_forward_length", "moe_intermediate_size");
    config["moe_layer_start_index"] = metadata.countOr("leading_dense_block_count", 0);
    config["moe_layer_interval"] = metadata.at("interleave_moe_layer_step");
}

void adaptErnieMoe(const GgufMetadata &metadata, Architecture &a)
{
    adaptSharedWidth(metadata, a);
    adaptCorrection(metadata, a);
}

void describeHunYuanMoe(const GgufMetadata &metadata, Json &config)
{
    config.update(experts(metadata, "num_experts", "moe_topk"));
    takeKey(metadata, config, "expert_feed_forward_length", "intermediate_size");
}

void describeMiniMaxM2(const GgufMetadata &metadata, Json &config)
{
    refuseOtherScores(metadata);
    config.update(experts(metadata, "num_local_experts"));
    takeKey(metadata, config, "expert_feed_forward_length", "intermediate_size");
}

/// Layers with the delta rule have as many heads as the others.
void describeKimiLinear(const GgufMetadata &metadata, Json &config)
{
    if (!scoresAre(metadata, Scores::Sigmoid))
        metadata.refuse("expert_gating_func", "2");
    describeLayersByHeads(metadata, config, "linear_attention");
    describeLatent(metadata, config);
    describeRoutedExperts(metadata, config);
    config["norm_topk_prob"] = true; // llama.cpp knows it by the architecture
    config["linear_head_dim"] = sizeOf(metadata, "kda.head_dim");
    config["linear_num_heads"] = config.at("num_attention_heads");
    config["linear_conv_kernel_dim"] = sizeOf(metadata, "ssm.conv_kernel");
}

void adaptKimiLinear(const GgufMetadata &metadata, Architecture &a)
{
    a.recurrence.ratesReady = true;
    adaptCorrection(metadata, a);
}

/// Of the releases, Phi-3.5 MoE has scaled rotations, and multiplies them with a number that no file says; the file's own is computed by
/// Phi-3's rule.
void describePhiMoe(const GgufMetadata &metadata, Json &config)
{
    config.update(experts(metadata, "num_local_experts"));
    const Json &window = metadata.at("attention.sliding_window");
    if (!window.is_number_integer())
        metadata.refuse("attention.sliding_window", "a number of tokens, 0 for all");
    config["sliding_window"] = window == 0 ? Json() : window;
    config["lm_head_bias"] = metadata.hasTensor("output.bias");
    if (!config.contains("rope_scaling"))
        return;
    if (!metadata.is("context_length", 131072) || !metadata.is("rope.scaling.original_context_length", 4096))
        throw EngineError("'{}' does not say what its rotations are multiplied with, which is known of Phi-3.5 MoE alone, of 131072 "
                          "tokens made of 4096; get the model as safetensors.",
            metadata.file().path().string());
    config["rope_scaling"]["short_mscale"] = config["rope_scaling"]["long_mscale"] = 1.243163121016122;
}

} // namespace

std::vector<GgufFamily> ggufMixtures()
{
    using enum QueryKeyRows;
    return {
        {.name = "qwen2moe", .modelType = "qwen2_moe", .describe = describeQwenExperts},
        {.name = "qwen3moe", .modelType = "qwen3_moe", .describe = describeQwenExperts},
        {.name = "qwen3vlmoe", .modelType = "qwen3_moe", .describe = describeQwenExperts},
        {.name = "gpt-oss", .modelType = "gpt_oss", .describe = describeGptOss, .feedForwardNorm = "post_attention_norm"},
        {.name = "glm4moe", .modelType = "glm4_moe", .describe = describeGlm4Moe, .feedForwardNorm = "post_attention_norm"},
        {.name = "deepseek2",
            .modelType = "deepseek_v2",
            .rows = Interleaved,
            .describe = describeDeepSeek,
            .adapt = adaptDeepSeek,
            .ownKeys = {"attention.key_length", "attention.value_length"}},
        {.name = "llama4", .modelType = "llama4_text", .rows = Interleaved, .describe = describeLlama4},
        {.name = "granitemoe", .modelType = "granitemoeshared", .rows = Interleaved, .describe = describeGraniteMoe},
        {.name = "olmoe", .modelType = "olmoe", .describe = describeOlmoe},
        {.name = "ernie4_5-moe", .modelType = "ernie4_5_moe", .rows = Interleaved, .describe = describeErnieMoe, .adapt = adaptErnieMoe},
        {.name = "hunyuan-moe", .modelType = "hunyuan_v1_moe", .describe = describeHunYuanMoe, .adapt = adaptSharedWidth},
        {.name = "dots1", .modelType = "dots1", .describe = describeDots1, .adapt = adaptCorrection},
        {.name = "minimax-m2", .modelType = "minimax_m2", .describe = describeMiniMaxM2},
        {.name = "phimoe", .modelType = "phimoe", .describe = describePhiMoe},
        {.name = "kimi-linear",
            .modelType = "kimi_linear",
            .describe = describeKimiLinear,
            .adapt = adaptKimiLinear,
            .ownKeys = {"attention.key_length", "attention.value_length", "attention.head_count_kv"}},
    };
}

} // namespace needlescope
