// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

#include <cmath>

namespace needlescope {

/// What most families have in common; they begin with it and change what they do otherwise.
Architecture readDecoder(const ModelConfig &config)
{
    Architecture a;
    a.nLayers = config.integer("num_hidden_layers", 1, mostLayers);
    a.nHeads = config.integer("num_attention_heads", 1, mostHeads);
    a.nKvHeads = config.integerOr("num_key_value_heads", 1, mostHeads, a.nHeads);
    a.dModel = config.integer("hidden_size", 1, widestModel);
    a.dFeedForward = config.integer("intermediate_size", 1, widestFeedForward);
    a.vocabularySize = config.integer("vocab_size", 1, largestVocabulary);
    a.contextLength = config.integerOr("max_position_embeddings", 1, longestContext, 2048);
    a.norm.epsilon = static_cast<float>(config.positiveOr("rms_norm_eps", 1e-6));
    if (a.nHeads % a.nKvHeads != 0)
        config.refuse("num_key_value_heads", Sentence("a divisor of num_attention_heads, {}", a.nHeads));
    if (!config.has("head_dim") && a.dModel % a.nHeads != 0)
        config.refuse("num_attention_heads", Sentence("a divisor of hidden_size, {}", a.dModel));
    a.dHead = config.integerOr("head_dim", 2, widestHead, a.dModel / a.nHeads);
    a.attentionScale = 1 / std::sqrt(static_cast<float>(a.dHead));
    a.activation = readActivation(config, "hidden_act", "silu");
    a.rope = readRope(config, a.dHead, a.contextLength);

    const std::string layer = "model.layers.{}.";
    a.names.embedding = "model.embed_tokens";
    a.names.attentionNorm = layer + "input_layernorm";
    a.names.query = layer + "self_attn.q_proj";
    a.names.key = layer + "self_attn.k_proj";
    a.names.value = layer + "self_attn.v_proj";
    a.names.output = layer + "self_attn.o_proj";
    a.names.feedForwardNorm = layer + "post_attention_layernorm";
    a.names.gate = layer + "mlp.gate_proj";
    a.names.up = layer + "mlp.up_proj";
    a.names.down = layer + "mlp.down_proj";
    a.names.finalNorm = "model.norm";
    a.names.unembedding = "lm_head";
    a.names.spellings = {{"model.", ""}}; // of a decoder that was saved without its head
    a.tied = config.flagOr("tie_word_embeddings", false);
    return a;
}

void readAttentionBias(const ModelConfig &config, Architecture &a)
{
    a.queryKeyValueBias = a.outputBias = config.flagOr("attention_bias", false);
}

/// Llama 1, 2 and 3, Yi, and every model that took over their form.
Architecture readLlama(const ModelConfig &config)
{
    Architecture a = readDecoder(config);
    readAttentionBias(config, a);
    a.feedForwardBias = config.flagOr("mlp_bias", false);
    return a;
}

/// Arcee: Llama with squared rectifiers and no gate.
Architecture readArcee(const ModelConfig &file)
{
    Architecture a = readLlama(file.withDefaults({{"max_position_embeddings", 4096}, {"rms_norm_eps", 1e-5}, {"hidden_act", "relu2"}}));
    a.names.gate.clear();
    return a;
}

/// Apertus: Llama with norms on each head's query and key, and activations that are learned layer by layer.
Architecture readApertus(const ModelConfig &file)
{
    ModelConfig config = file.withDefaults({{"max_position_embeddings", 65536}, {"rms_norm_eps", 1e-5}, {"rope_theta", 12e6}});
    if (!config.has("rope_parameters") && !config.has("rope_scaling"))
        config = config.with({{"rope_parameters",
            {{"rope_type", "llama3"}, {"rope_theta", 12e6}, {"factor", 8}, {"original_max_position_embeddings", 8192},
                {"low_freq_factor", 1}, {"high_freq_factor", 4}}}});
    const bool learned = config.textOr("hidden_act", "xielu") == "xielu";
    Architecture a = readDecoder(learned ? config.with({{"hidden_act", nullptr}}) : config);
    readAttentionBias(config, a);
    nameHeadNorms(a);
    const std::string layer = "model.layers.{}.";
    a.names.attentionNorm = layer + "attention_layernorm";
    a.names.feedForwardNorm = layer + "feedforward_layernorm";
    a.names.gate.clear();
    if (learned)
        a.names.xielu = layer + "mlp.act_fn";
    return a;
}

} // namespace needlescope
