// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/gguffamilies.h"

#include "api/engineerror.h"
#include "model/modelconfig.h"

#include <cmath>

namespace needlescope {

namespace {

using Json = nlohmann::json;

void describeLlama(const GgufMetadata &metadata, Json &config)
{
    if (metadata.numberOr("expert_count", 0) > 0) {
        config["model_type"] = "mixtral";
        config["num_local_experts"] = metadata.at("expert_count");
        config["sliding_window"] = nullptr;
        config["num_experts_per_tok"] = chosenExperts(metadata);
        return;
    }
    metadata.at("expert_used_count");
    // Files of Mistral 7B v0.1 and what was made of it do not say the window that its config.json has.
    const bool isFirstMistral = metadata.is("context_length", 32768) && metadata.is("block_count", 32)
        && metadata.is("feed_forward_length", 14336) && metadata.is("attention.head_count_kv", 8)
        && metadata.numberOr("rope.freq_base", 10000) == 10000;
    if (isFirstMistral && !metadata.has("attention.sliding_window"))
        throw EngineError(
            "'{}' has the sizes of Mistral 7B v0.1 but no llama.attention.sliding_window, without which its attention to long "
            "texts is unknown; get the model as safetensors.",
            metadata.file().path().string());
    const double window = metadata.numberOr("attention.sliding_window", 0);
    if (window > 0) {
        config["model_type"] = "mistral";
        config["sliding_window"] = static_cast<std::int64_t>(window);
    }
    const bool isLlama31 = metadata.is("context_length", 131072) && metadata.is("rope.freq_base", 500000)
        && config.at("vocab_size") >= 128256 && !config.contains("rope_scaling");
    if (isLlama31 && !metadata.hasTensor("rope_freqs.weight"))
        throw EngineError("'{}' is of Llama 3.1 or later but has no rope_freqs.weight, as files made in July 2024; get a newer file of the "
                          "model.",
            metadata.file().path().string());
}

/// Phi-3 mini and medium with 4,096 tokens have a window that their first files do not say.
void describePhi3(const GgufMetadata &metadata, Json &config)
{
    const bool saysNone = (metadata.is("block_count", 32) || metadata.is("block_count", 40)) && metadata.is("context_length", 4096);
    const double window = metadata.numberOr("attention.sliding_window", saysNone ? 2047 : 0);
    config["sliding_window"] = window == 0 ? Json() : Json(static_cast<std::int64_t>(window));
}

/// What scores are divided by the root of. @p nLayers are those of the size that is scaled by dModel / nHeads, which no file says.
Json scalarOf(const GgufMetadata &metadata, const Json &config, int nLayers)
{
    if (metadata.at("block_count") == nLayers)
        return metadata.numberOr("embedding_length", 0) / metadata.numberOr("attention.head_count", 1);
    return config.at("head_dim");
}

void describeGemma2(const GgufMetadata &metadata, Json &config)
{
    describeWindows(metadata, config, 2, 4096);
    takeKey(metadata, config, "attn_logit_softcapping", "attn_logit_softcapping");
    takeKey(metadata, config, "final_logit_softcapping", "final_logit_softcapping");
    config["query_pre_attn_scalar"] = scalarOf(metadata, config, 46); // 27B
}

void describeGemma3(const GgufMetadata &metadata, Json &config)
{
    describeWindows(metadata, config, 6);
    config["rope_local_base_freq"] = metadata.numberOr("rope.freq_base_swa", metadata.numberOr("rope.local.freq_base", 10000));
    takeKey(metadata, config, "final_logit_softcapping", "final_logit_softcapping");
    if (metadata.has("rope.dimension_count_swa") && metadata.at("rope.dimension_count_swa") != metadata.at("rope.dimension_count"))
        metadata.refuse("rope.dimension_count_swa", "the same as rope.dimension_count");
    config["query_pre_attn_scalar"] = scalarOf(metadata, config, 62); // 27B
    if (!metadata.has("rope.freq_base"))
        config["rope_theta"] = metadata.numberOr("rope.global.freq_base", 1000000);
    const bool isScaled = metadata.is("block_count", 34) || metadata.is("block_count", 48) || metadata.is("block_count", 62);
    if (isScaled && metadata.has("rope.global.freq_base") && !metadata.has("rope.scaling.factor"))
        throw EngineError("'{}' does not say by how much its positions are scaled, as files of Gemma 3 that Ollama made in 2025; get the "
                          "model from its publisher as GGUF or safetensors.",
            metadata.file().path().string());
}

void describeOlmo2(const GgufMetadata &metadata, Json &config)
{
    if (metadata.numberOr("attention.sliding_window", 0) == 0)
        return;
    config["model_type"] = "olmo3";
    describeWindows(metadata, config, 4);
    refuseOtherBase(metadata);
}

void describeStableLm(const GgufMetadata &metadata, Json &config)
{
    config["use_parallel_residual"] = metadata.flagOr("use_parallel_residual", true);
    config["use_qkv_bias"] = metadata.hasTensor("blk.0.attn_q.bias");
    config["qk_layernorm"] = metadata.hasTensor("blk.0.attn_q_norm.weight");
}

void describeSmolLm3(const GgufMetadata &, Json &config)
{
    config["no_rope_layer_interval"] = 4; // llama.cpp knows it by the architecture
}

void describeSeedOss(const GgufMetadata &metadata, Json &config)
{
    config["attention_out_bias"] = metadata.hasTensor("blk.0.attn_output.bias");
}

void describeMinistral3(const GgufMetadata &metadata, Json &config)
{
    config["rope_scaling"]["llama_4_scaling_beta"] = metadata.numberOr("attention.temperature_scale", 0);
    if (metadata.has("attention.temperature_length")
        && metadata.at("attention.temperature_length") != metadata.at("rope.scaling.original_context_length"))
        metadata.refuse("attention.temperature_length", "the same as rope.scaling.original_context_length");
}

} // namespace

std::vector<GgufFamily> ggufDecoders()
{
    using enum QueryKeyRows;
    return {
        {.name = "llama", .modelType = "llama", .rows = Interleaved, .describe = describeLlama},
        {.name = "qwen2", .modelType = "qwen2"},
        {.name = "qwen2vl", .modelType = "qwen2"},
        {.name = "qwen3", .modelType = "qwen3"},
        {.name = "qwen3vl", .modelType = "qwen3"},
        {.name = "phi3", .modelType = "phi3", .describe = describePhi3},
        {.name = "gemma", .modelType = "gemma"},
        {.name = "gemma2", .modelType = "gemma2", .describe = describeGemma2},
        {.name = "gemma3", .modelType = "gemma3_text", .describe = describeGemma3},
        {.name = "olmo2", .modelType = "olmo2", .describe = describeOlmo2},
        {.name = "granite", .modelType = "granite", .rows = Interleaved, .describe = describeMultipliers},
        {.name = "stablelm", .modelType = "stablelm", .describe = describeStableLm, .subtractsMean = true},
        {.name = "smollm3", .modelType = "smollm3", .rows = Interleaved, .describe = describeSmolLm3},
        {.name = "mistral3", .modelType = "ministral3", .rows = Interleaved, .describe = describeMinistral3},
        {.name = "seed_oss", .modelType = "seed_oss", .describe = describeSeedOss, .feedForwardNorm = "post_attention_norm"},
    };
}

} // namespace needlescope
