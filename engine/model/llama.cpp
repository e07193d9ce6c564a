// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

/// Llama 1, 2 and 3, Yi, and every model that took over their form.
Architecture readLlama(const ModelConfig &config)
{
    // The bounds leave room for every published model and keep products of them inside 64 bits.
    constexpr int widest = 1 << 18;
    Architecture a;
    a.nLayers = config.integer("num_hidden_layers", 1, 4096);
    a.nHeads = config.integer("num_attention_heads", 1, 4096);
    a.nKvHeads = config.integerOr("num_key_value_heads", 1, 4096, a.nHeads);
    a.dModel = config.integer("hidden_size", 1, widest);
    a.dFeedForward = config.integer("intermediate_size", 1, 1 << 20);
    a.vocabularySize = config.integer("vocab_size", 1, 1 << 24);
    a.contextLength = config.integerOr("max_position_embeddings", 1, 1 << 28, 2048);
    a.normEpsilon = static_cast<float>(config.positiveOr("rms_norm_eps", 1e-6));
    if (a.nHeads % a.nKvHeads != 0)
        config.refuse("num_key_value_heads", "a divisor of num_attention_heads, " + std::to_string(a.nHeads));
    if (!config.has("head_dim") && a.dModel % a.nHeads != 0)
        config.refuse("num_attention_heads", "a divisor of hidden_size, " + std::to_string(a.dModel));
    a.dHead = config.integerOr("head_dim", 2, 4096, a.dModel / a.nHeads);
    if (config.textOr("hidden_act", "silu") != "silu")
        config.refuse("hidden_act", "silu");

    a.queryKeyValueBias = a.outputBias = config.flagOr("attention_bias", false);
    a.feedForwardBias = config.flagOr("mlp_bias", false);
    a.rope = readRope(config, a.dHead, a.contextLength);

    const std::string layer = "model.layers.{}.";
    a.names = {.embedding = "model.embed_tokens",
        .attentionNorm = layer + "input_layernorm",
        .query = layer + "self_attn.q_proj",
        .key = layer + "self_attn.k_proj",
        .value = layer + "self_attn.v_proj",
        .output = layer + "self_attn.o_proj",
        .feedForwardNorm = layer + "post_attention_layernorm",
        .gate = layer + "mlp.gate_proj",
        .up = layer + "mlp.up_proj",
        .down = layer + "mlp.down_proj",
        .finalNorm = "model.norm",
        .unembedding = config.flagOr("tie_word_embeddings", false) ? "" : "lm_head"};
    return a;
}

} // namespace needlescope
