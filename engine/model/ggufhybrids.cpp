// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/gguffamilies.h"

#include <algorithm>

namespace needlescope {

namespace {

using Json = nlohmann::json;

/// Layers without key-value heads are of the type @p recurrent, the others attend.
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

void describeLfm2(const GgufMetadata &metadata, Json &config)
{
    describeLayersByHeads(metadata, config, "conv");
    config["conv_L_cache"] = metadata.at("shortconv.l_cache");
    config["norm_eps"] = metadata.at("attention.layer_norm_rms_epsilon");
    config["block_auto_adjust_ff_dim"] = false;
}

} // namespace

std::vector<GgufFamily> ggufHybrids()
{
    const std::vector<std::string_view> kvHeads{"attention.head_count_kv"};
    return {
        {.name = "lfm2", .modelType = "lfm2", .describe = describeLfm2, .finalNorm = "token_embd_norm", .ownKeys = kvHeads},
    };
}

} // namespace needlescope
