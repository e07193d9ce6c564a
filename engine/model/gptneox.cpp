// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

#include <cmath>

namespace needlescope {

/// GPT-NeoX and Pythia: LayerNorm, projections fused head by head, a residual stream that attention and feed-forward read in parallel.
Architecture readGptNeoX(const ModelConfig &config)
{
    Architecture a;
    a.nLayers = config.integer("num_hidden_layers", 1, mostLayers);
    a.nHeads = a.nKvHeads = config.integer("num_attention_heads", 1, mostHeads);
    a.dModel = config.integer("hidden_size", 1, widestModel);
    a.dFeedForward = config.integer("intermediate_size", 1, widestFeedForward);
    a.vocabularySize = config.integer("vocab_size", 1, largestVocabulary);
    a.contextLength = config.integerOr("max_position_embeddings", 1, longestContext, 2048);
    if (a.dModel % a.nHeads != 0)
        config.refuse("num_attention_heads", Sentence("a divisor of hidden_size, {}", a.dModel));
    a.dHead = a.dModel / a.nHeads;
    a.norm = {NormParameters::Kind::Layer, static_cast<float>(config.positiveOr("layer_norm_eps", 1e-5)), 0, true};
    a.attentionScale = 1 / std::sqrt(static_cast<float>(a.dHead));
    a.activation = readActivation(config, "hidden_act", "gelu");
    a.parallelResidual = config.flagOr("use_parallel_residual", true);
    a.queryKeyValueBias = a.outputBias = config.flagOr("attention_bias", true);
    a.feedForwardBias = true;
    const ModelConfig rotations = config.with({{"partial_rotary_factor", config.positiveOr("rotary_pct", 0.25)},
        {"rope_theta", config.positiveOr("rotary_emb_base", 10000)}}); // what else says them at top level does not count
    a.rope = readRope(withRotatedShare(rotations, 0.25), a.dHead, a.contextLength);

    const std::string layer = "gpt_neox.layers.{}.";
    a.attentionFusion = Fusion::PerHead;
    a.names.embedding = "gpt_neox.embed_in";
    a.names.attentionNorm = layer + "input_layernorm";
    a.names.query = layer + "attention.query_key_value";
    a.names.output = layer + "attention.dense";
    a.names.feedForwardNorm = layer + "post_attention_layernorm";
    a.names.up = layer + "mlp.dense_h_to_4h";
    a.names.down = layer + "mlp.dense_4h_to_h";
    a.names.finalNorm = "gpt_neox.final_layer_norm";
    a.names.unembedding = "embed_out";
    a.names.spellings = {{"gpt_neox.", ""}};
    a.tied = config.flagOr("tie_word_embeddings", false);
    return a;
}

} // namespace needlescope
