// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

#include <cmath>

namespace needlescope {

namespace {

/// Llama with scaled embeddings and norms whose weights lie around 0.
Architecture readGemmaDecoder(const ModelConfig &config)
{
    if (config.flagOr("use_bidirectional_attention", false))
        config.refuse("use_bidirectional_attention", "false");
    Architecture a = readDecoder(config);
    readAttentionBias(config, a);
    a.embeddingScale = std::sqrt(static_cast<float>(a.dModel));
    a.norm.weightOffset = 1;
    return a;
}

/// Norms behind the blocks too.
void readPostNorms(Architecture &a)
{
    const std::string layer = "model.layers.{}.";
    a.names.attentionPostNorm = layer + "post_attention_layernorm";
    a.names.feedForwardNorm = layer + "pre_feedforward_layernorm";
    a.names.feedForwardPostNorm = layer + "post_feedforward_layernorm";
}

void readScale(const ModelConfig &config, Architecture &a)
{
    a.attentionScale = static_cast<float>(1 / std::sqrt(config.positive("query_pre_attn_scalar")));
}

/// A cap on scores or logits; 0 where it is null.
float capOf(const ModelConfig &config, const std::string &key)
{
    return static_cast<float>(config.has(key) ? config.positive(key) : 0);
}

} // namespace

Architecture readGemma(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_key_value_heads", 16}, {"head_dim", 256}, {"max_position_embeddings", 8192},
        {"hidden_act", "gelu_pytorch_tanh"}, {"tie_word_embeddings", true}});
    Architecture a = readGemmaDecoder(config);
    if (a.activation == Activation::Gelu)
        a.activation = Activation::GeluTanh; // what the releases mean by gelu
    return a;
}

/// Gemma 2: soft caps, and a window on every other layer, the first one included.
Architecture readGemma2(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults(
        {{"num_key_value_heads", 4}, {"head_dim", 256}, {"max_position_embeddings", 8192}, {"tie_word_embeddings", true},
            {"query_pre_attn_scalar", 256}, {"sliding_window", 4096}, {"attn_logit_softcapping", 50}, {"final_logit_softcapping", 30}});
    Architecture a = readGemmaDecoder(config);
    a.activation = readActivation(config, "hidden_activation", "gelu_pytorch_tanh"); // hidden_act is not used
    a.attentionSoftcap = capOf(config, "attn_logit_softcapping");
    a.logitSoftcap = capOf(config, "final_logit_softcapping");
    a.windows = readWindows(config, a.nLayers, [](int layer) { return layer % 2 == 0; });
    readScale(config, a);
    readPostNorms(a);
    return a;
}

/// Gemma 3: norms on each head's query and key, windows on most layers, and other rotations in those that have none.
Architecture readGemma3Text(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_attention_heads", 8}, {"num_key_value_heads", 4}, {"head_dim", 256},
        {"vocab_size", 262208}, {"max_position_embeddings", 131072}, {"tie_word_embeddings", true}, {"query_pre_attn_scalar", 256},
        {"sliding_window", 4096}, {"sliding_window_pattern", 6}});
    Architecture a = readGemmaDecoder(config.with({{"rope_parameters", nullptr}, {"rope_scaling", nullptr}}));
    a.activation = readActivation(config, "hidden_activation", "gelu_pytorch_tanh");
    a.logitSoftcap = capOf(config, "final_logit_softcapping");
    const int pattern = config.integer("sliding_window_pattern", 1, mostLayers);
    a.windows = readWindows(config, a.nLayers, [pattern](int layer) { return (layer + 1) % pattern != 0; });
    readRopesByLayerType(config, config.positiveOr("rope_local_base_freq", 1e4), config.positiveOr("rope_theta", 1e6), a);
    readScale(config, a);
    readPostNorms(a);
    nameHeadNorms(a);
    return a;
}

} // namespace needlescope
