// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/gguffamilies.h"

#include "api/engineerror.h"
#include "model/modelconfig.h"

#include <algorithm>

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

/// Granite 4's dense models call their blocks shared experts.
void describeGranite(const GgufMetadata &metadata, Json &config)
{
    describeMultipliers(metadata, config);
    takeKey(metadata, config, "expert_shared_feed_forward_length", "intermediate_size");
}

/// What does not rotate says so by a key that means nothing elsewhere.
void adaptGranite(const GgufMetadata &metadata, Architecture &a)
{
    if (!metadata.flagOr("rope.scaling.finetuned", true))
        leaveUnrotated(a, [](int) { return false; });
}

void describeApertus(const GgufMetadata &, Json &config)
{
    leaveUnscaled(config);
}

/// Of each layer, a number of its learned activation: keys that do not begin with the architecture.
std::vector<float> curveNumbers(const GgufMetadata &metadata, const char *key, int nLayers)
{
    const Json &all = metadata.file().metadata();
    const Json numbers = all.value(key, Json());
    const auto isNumber = [](const Json &one) { return one.is_number(); };
    if (isNumber(numbers))
        return std::vector<float>(static_cast<std::size_t>(nLayers), numbers.get<float>());
    if (!numbers.is_array() || numbers.size() != static_cast<std::size_t>(nLayers) || !std::ranges::all_of(numbers, isNumber))
        throw EngineError(
            "'{}' has no {} for each of its {} layers; convert the model again.", metadata.file().path().string(), key, nLayers);
    return numbers.get<std::vector<float>>();
}

void adaptApertus(const GgufMetadata &metadata, Architecture &a)
{
    const std::vector<float> positive = curveNumbers(metadata, "xielu.alpha_p", a.nLayers);
    const std::vector<float> negative = curveNumbers(metadata, "xielu.alpha_n", a.nLayers);
    const std::vector<float> slope = curveNumbers(metadata, "xielu.beta", a.nLayers);
    const std::vector<float> bend = curveNumbers(metadata, "xielu.eps", a.nLayers);
    for (std::size_t layer = 0; layer < positive.size(); ++layer)
        a.xielus.push_back(Xielu::learned(positive[layer], negative[layer], slope[layer], bend[layer]));
}

/// GLM 4V's rows are brought into another order for its positions in pictures.
void adaptGlm4(const GgufMetadata &metadata, Architecture &a)
{
    const Json &sections = metadata.at("rope.dimension_sections");
    const bool rearranged = sections.is_array() && std::ranges::any_of(sections, [](const Json &one) { return one != 0; });
    a.interleavedRows = rearranged ? 0 : a.rope.size;
}

void describeCohere(const GgufMetadata &metadata, Json &config)
{
    const double scale = metadata.numberOr("logit_scale", 0);
    config["logit_scale"] = scale == 0 ? 1 : scale;
    config["use_qk_norm"] = metadata.hasTensor("blk.0.attn_q_norm.weight");
}

void describeCohere2(const GgufMetadata &metadata, Json &config)
{
    describeCohere(metadata, config);
    describeWindows(metadata, config, 4);
    refuseOtherBase(metadata);
}

void describeStarCoder2(const GgufMetadata &, Json &config)
{
    config["use_bias"] = config.at("attention_bias");
    config["sliding_window"] = 4096; // of all that were published; no file says it
}

void describeErnie(const GgufMetadata &, Json &config)
{
    config["use_bias"] = config.at("attention_bias");
}

/// The 32B has windows; what other sizes have, the file says.
void describeExaone4(const GgufMetadata &metadata, Json &config)
{
    describeWindows(metadata, config, 4, metadata.is("block_count", 64) ? 4096 : 0);
    refuseOtherBase(metadata);
}

void describeGptNeoX(const GgufMetadata &metadata, Json &config)
{
    if (!metadata.has("use_parallel_residual"))
        metadata.refuse("use_parallel_residual", "yes or no");
    config["use_parallel_residual"] = metadata.flagOr("use_parallel_residual", true);
    config["rotary_emb_base"] = config.at("rope_theta");
}

void describeGpt2(const GgufMetadata &, Json &config)
{
    config["n_inner"] = config.at("intermediate_size");
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
        {.name = "olmo2", .modelType = "olmo2", .describe = describeOlmo2},
        {.name = "granite", .modelType = "granite", .rows = Interleaved, .describe = describeGranite, .adapt = adaptGranite},
        {.name = "arcee", .modelType = "arcee", .rows = Interleaved},
        {.name = "apertus", .modelType = "apertus", .describe = describeApertus, .adapt = adaptApertus},
        {.name = "chatglm", .modelType = "glm", .rows = Interleaved},
        {.name = "glm4", .modelType = "glm4", .adapt = adaptGlm4},
        {.name = "command-r", .modelType = "cohere", .rows = Interleaved, .describe = describeCohere, .subtractsMean = true},
        {.name = "cohere2", .modelType = "cohere2", .rows = Interleaved, .describe = describeCohere2, .subtractsMean = true},
        {.name = "starcoder2", .modelType = "starcoder2", .describe = describeStarCoder2, .subtractsMean = true},
        {.name = "ernie4_5", .modelType = "ernie4_5", .rows = Interleaved, .describe = describeErnie},
        {.name = "hunyuan-dense", .modelType = "hunyuan_v1_dense"},
        {.name = "exaone4", .modelType = "exaone4", .describe = describeExaone4},
        {.name = "nemotron", .modelType = "nemotron", .subtractsMean = true},
        {.name = "gptneox", .modelType = "gpt_neox", .describe = describeGptNeoX, .subtractsMean = true},
        {.name = "gpt2", .modelType = "gpt2", .describe = describeGpt2, .subtractsMean = true},
        {.name = "stablelm", .modelType = "stablelm", .describe = describeStableLm, .subtractsMean = true},
        {.name = "smollm3", .modelType = "smollm3", .rows = Interleaved, .describe = describeSmolLm3},
        {.name = "mistral3", .modelType = "ministral3", .rows = Interleaved, .describe = describeMinistral3},
        {.name = "seed_oss", .modelType = "seed_oss", .describe = describeSeedOss, .feedForwardNorm = "post_attention_norm"},
    };
}

} // namespace needlescope
