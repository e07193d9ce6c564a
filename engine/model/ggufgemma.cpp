// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"
#include "model/gguffamilies.h"

#include "api/engineerror.h"

#include <algorithm>

namespace needlescope {

namespace {

using Json = nlohmann::json;

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

/// Layers without a window have heads of another size, and not all of their pairs turn: the others are divided by as good as infinity.
Json rotationsOfFullLayers(const GgufMetadata &metadata, const Json &config)
{
    const auto headSize = static_cast<std::size_t>(metadata.countOr("attention.key_length", 0));
    const std::vector<float> divisors = metadata.numbersOf("rope_freqs.weight");
    const auto firstStill = std::ranges::find_if(divisors, [](float divisor) { return divisor != 1; });
    const bool understood = divisors.size() == headSize / 2 && firstStill != divisors.begin()
        && std::all_of(firstStill, divisors.end(), [](float divisor) { return divisor > 1e29F; });
    if (!understood || metadata.numberOr("rope.dimension_count", 0) != static_cast<double>(headSize))
        throw EngineError("'{}' does not say which numbers of its heads of {} turn (rope_freqs.weight); convert the model again.",
            metadata.file().path().string(), headSize);
    const auto nTurning = static_cast<double>(firstStill - divisors.begin());
    return {{"rope_type", "proportional"}, {"rope_theta", config.at("rope_theta")},
        {"partial_rotary_factor", (2 * nTurning + 0.5) / static_cast<double>(headSize)}}; // which is cut to whole pairs
}

void describeGemma4(const GgufMetadata &metadata, Json &config)
{
    if (!metadata.at("attention.sliding_window_pattern").is_array())
        metadata.refuse("attention.sliding_window_pattern", "a list of yes and no");
    if (config.contains("rope_scaling"))
        metadata.refuse("rope.scaling.type", "none");
    describeWindows(metadata, config, 1);
    const int nLayers = config.at("num_hidden_layers").get<int>();
    const std::vector<int> kvHeads = metadata.ofEachLayer("attention.head_count_kv", nLayers);
    const Json full = config.at("head_dim");
    const double sliding = metadata.numberOr("attention.key_length_swa", full.get<double>());
    if (metadata.numberOr("attention.value_length_swa", sliding) != sliding)
        metadata.refuse("attention.value_length_swa", "the same as attention.key_length_swa");
    if (metadata.numberOr("rope.dimension_count_swa", sliding) != sliding)
        metadata.refuse("rope.dimension_count_swa", "the same as attention.key_length_swa");
    config["rope_parameters"] = {{"full_attention", rotationsOfFullLayers(metadata, config)},
        {"sliding_attention", {{"rope_type", "default"}, {"rope_theta", metadata.numberOr("rope.freq_base_swa", 10000)}}}};
    config["head_dim"] = sliding;
    config[rotatedShare] = 1;
    config["num_key_value_heads"] = kvHeads.front();
    const TensorView *values = nullptr;
    for (int layer = 0; layer < nLayers; ++layer) {
        const auto l = static_cast<std::size_t>(layer);
        const bool isFull = config.at("layer_types").at(l) == "full_attention";
        config["per_layer_config"][std::to_string(layer)]
            = {{"head_dim", isFull ? full : config.at("head_dim")}, {"num_key_value_heads", kvHeads[l]}};
        if (isFull && values == nullptr)
            values = metadata.tensor("blk." + std::to_string(layer) + ".attn_v.weight");
    }
    config["attention_k_eq_v"] = values == nullptr;
    config["num_kv_shared_layers"] = metadata.countOr("attention.shared_kv_layers", 0);
    config["intermediate_size"] = metadata.ofEachLayer("feed_forward_length", nLayers).front();
    takeKey(metadata, config, "final_logit_softcapping", "final_logit_softcapping");
    config["hidden_size_per_layer_input"] = metadata.countOr("embedding_length_per_layer_input", 0);
    if (const TensorView *const inputs = metadata.tensor("per_layer_token_embd.weight"))
        config["vocab_size_per_layer_input"] = inputs->shape.front();
    if (metadata.numberOr("expert_count", 0) > 0) {
        config["enable_moe_block"] = true;
        config["num_experts"] = metadata.at("expert_count");
        config["top_k_experts"] = chosenExperts(metadata);
        takeKey(metadata, config, "expert_feed_forward_length", "moe_intermediate_size");
    }
}

void adaptGemma4(const GgufMetadata &metadata, Architecture &a)
{
    a.feedForwards = metadata.ofEachLayer("feed_forward_length", a.nLayers);
    if (!metadata.hasTensor("blk.0.layer_output_scale.weight"))
        a.names.layerScale.clear();
}

} // namespace

std::vector<GgufFamily> ggufGemmas()
{
    return {
        {.name = "gemma", .modelType = "gemma"},
        {.name = "gemma2", .modelType = "gemma2", .describe = describeGemma2},
        {.name = "gemma3", .modelType = "gemma3_text", .describe = describeGemma3},
        {.name = "gemma4",
            .modelType = "gemma4_text",
            .describe = describeGemma4,
            .adapt = adaptGemma4,
            .ownKeys = {"attention.head_count_kv", "feed_forward_length"}},
    };
}

} // namespace needlescope
