// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/gguffamilies.h"

#include "model/families.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace needlescope {

using Json = nlohmann::json;

const std::vector<GgufFamily> &ggufFamilies()
{
    static const std::vector<GgufFamily> all = [] {
        std::vector<GgufFamily> families = ggufDecoders();
        for (const std::vector<GgufFamily> &more : {ggufGemmas(), ggufMixtures(), ggufHybrids()})
            families.insert(families.end(), more.begin(), more.end());
        return families;
    }();
    return all;
}

void takeKey(const GgufMetadata &metadata, Json &config, const char *key, const char *name)
{
    if (const Json value = metadata.ofAllLayers(key); !value.is_null())
        config[name] = value;
}

void describeWindows(const GgufMetadata &metadata, Json &config, int period, int otherwise)
{
    const Json &pattern = metadata.at("attention.sliding_window_pattern");
    const bool isPeriod = pattern.is_number_integer() && pattern >= 1 && pattern <= mostLayers;
    if (!pattern.is_null() && !pattern.is_array() && !isPeriod)
        metadata.refuse("attention.sliding_window_pattern", "a number of layers");
    if (isPeriod)
        period = pattern.get<int>();
    const int nLayers = config.at("num_hidden_layers").get<int>();
    if (pattern.is_array() && pattern.size() != static_cast<std::size_t>(nLayers))
        metadata.refuse("attention.sliding_window_pattern", Sentence("a list of {} values", nLayers));
    const Json &window = metadata.at("attention.sliding_window");
    config["sliding_window"] = window == 0 ? Json() : window.is_null() && otherwise > 0 ? Json(otherwise) : window;
    const bool none = config["sliding_window"].is_null();
    const auto isSet = [&](const Json &one) {
        if (!one.is_boolean() && !one.is_number_integer())
            metadata.refuse("attention.sliding_window_pattern", "a list of yes and no");
        return one.is_boolean() ? one.get<bool>() : one != 0;
    };
    for (int layer = 0; layer < nLayers; ++layer) {
        const bool marked = pattern.is_array() ? isSet(pattern.at(static_cast<std::size_t>(layer))) : (layer + 1) % period != 0;
        const bool slides = marked && !none;
        config["layer_types"].push_back(slides ? "sliding_attention" : "full_attention");
    }
}

void refuseOtherBase(const GgufMetadata &metadata)
{
    if (metadata.has("rope.freq_base_swa") && metadata.at("rope.freq_base_swa") != metadata.at("rope.freq_base"))
        metadata.refuse("rope.freq_base_swa", "the same as rope.freq_base");
}

Json chosenExperts(const GgufMetadata &metadata)
{
    const Json chosen = metadata.ofAllLayers("expert_used_count");
    if (!chosen.is_number_integer() || chosen < 1)
        metadata.refuse("expert_used_count", "a number of experts");
    return chosen;
}

void leaveUnscaled(Json &config)
{
    if (!config.contains("rope_scaling"))
        config["rope_scaling"] = {{"rope_type", "default"}};
}

void describeLayersByHeads(const GgufMetadata &metadata, Json &config, const char *recurrent)
{
    const std::vector<int> kvHeads = metadata.ofEachLayer("attention.head_count_kv", config.at("num_hidden_layers").get<int>());
    const int nKvHeads = *std::ranges::max_element(kvHeads);
    for (const int n : kvHeads) {
        if (n != 0 && n != nKvHeads)
            metadata.refuse("attention.head_count_kv", "the same number for every layer that has heads");
        config["layer_types"].push_back(n == 0 ? recurrent : "full_attention");
    }
    config["num_key_value_heads"] = nKvHeads;
}

int sizeOf(const GgufMetadata &metadata, const char *key)
{
    const Json &value = metadata.at(key);
    if (!value.is_number_integer() || value < 1 || value > widestFeedForward)
        metadata.refuse(key, "a number above 0");
    return value.get<int>();
}

void describeMultipliers(const GgufMetadata &metadata, Json &config)
{
    const auto take = [&](const char *key, const char *name, double otherwise) {
        const double value = metadata.numberOr(key, 0);
        config[name] = value == 0 ? otherwise : value;
    };
    take("embedding_scale", "embedding_multiplier", 1);
    take("residual_scale", "residual_multiplier", 1);
    take("logit_scale", "logits_scaling", 1);
    for (const char *key : {"ssm.conv_kernel", "ssm.state_size", "ssm.group_count", "ssm.inner_size", "ssm.time_step_rank"})
        metadata.at(key); // which Granite 4's models without such layers have too
    take("attention.scale", "attention_multiplier", 1 / std::sqrt(config.at("head_dim").get<double>()));
}

} // namespace needlescope
