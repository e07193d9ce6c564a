// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/gguffamilies.h"

namespace needlescope {

namespace {

using Json = nlohmann::json;

void describeQwenExperts(const GgufMetadata &metadata, Json &config)
{
    config["num_experts"] = metadata.at("expert_count");
    config["num_experts_per_tok"] = chosenExperts(metadata);
    takeKey(metadata, config, "expert_feed_forward_length", "moe_intermediate_size");
    takeKey(metadata, config, "expert_shared_feed_forward_length", "shared_expert_intermediate_size");
    config["norm_topk_prob"] = config.at("model_type") != "qwen2_moe"; // llama.cpp knows it by the architecture
}

} // namespace

std::vector<GgufFamily> ggufMixtures()
{
    return {
        {.name = "qwen2moe", .modelType = "qwen2_moe", .describe = describeQwenExperts},
        {.name = "qwen3moe", .modelType = "qwen3_moe", .describe = describeQwenExperts},
    };
}

} // namespace needlescope
