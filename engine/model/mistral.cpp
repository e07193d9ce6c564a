// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

namespace {

ModelConfig withMistralDefaults(const ModelConfig &file)
{
    return file.withDefaults({{"num_key_value_heads", 8}, {"max_position_embeddings", 131072}, {"sliding_window", 4096}});
}

/// Llama without biases, and with a window on every layer where there is one.
Architecture readWindowed(const ModelConfig &file)
{
    const ModelConfig config = withMistralDefaults(file);
    Architecture a = readDecoder(config);
    a.windows = readWindowOfAll(config, a.nLayers);
    return a;
}

} // namespace

/// Ministral: Mistral with windows on some layers.
Architecture readMinistral(const ModelConfig &file)
{
    const ModelConfig config = withMistralDefaults(file);
    Architecture a = readDecoder(config);
    a.windows = readWindows(config, a.nLayers, [](int) { return true; });
    return a;
}

/// Mistral. With layer_types transformers takes it for a Ministral.
Architecture readMistral(const ModelConfig &file)
{
    return file.contains("layer_types") ? readMinistral(file) : readWindowed(file);
}

/// Ministral 3: Mistral with queries that grow with their position.
Architecture readMinistral3(const ModelConfig &file)
{
    ModelConfig config = file.withDefaults({{"num_key_value_heads", 8}, {"head_dim", 128}, {"max_position_embeddings", 262144},
        {"rms_norm_eps", 1e-5}, {"sliding_window", nullptr}});
    if (!config.has("rope_parameters") && !config.has("rope_scaling"))
        config = config.with({{"rope_parameters",
            {{"rope_type", "yarn"}, {"rope_theta", 1e6}, {"factor", 16}, {"original_max_position_embeddings", 16384}, {"mscale", 1},
                {"mscale_all_dim", 1}, {"llama_4_scaling_beta", 0.1}}}});
    Architecture a = readWindowed(config);
    const ModelConfig parameters = ropeParametersOf(config);
    if (!parameters.has("llama_4_scaling_beta"))
        parameters.refuse("llama_4_scaling_beta", "a number");
    a.rope.queryGrowth = parameters.numberOr("llama_4_scaling_beta", 0);
    a.rope.queryGrowthLength = a.rope.originalContextLength;
    return a;
}

/// Mixtral: Mistral with experts.
Architecture readMixtral(const ModelConfig &file)
{
    const ModelConfig config
        = file.withDefaults({{"sliding_window", nullptr}, {"rms_norm_eps", 1e-5}, {"rope_theta", 1e6}, {"num_experts_per_tok", 2}})
              .withAliases({{"num_local_experts", "num_experts"}})
              .withDefaults({{"num_local_experts", 8}});
    Architecture a = readWindowed(config);
    a.mixture.nExperts = config.integer("num_local_experts", 1, mostExperts);
    a.mixture.nChosen = config.integer("num_experts_per_tok", 1, a.mixture.nExperts);
    a.mixture.dFeedForward = a.dFeedForward;
    a.mixture.normalized = true;
    nameSparseBlock(a);
    return a;
}

} // namespace needlescope
