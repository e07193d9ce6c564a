// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

#include <cmath>

namespace needlescope {

/// GPT-2: learned positions, LayerNorm, weights kept the other way round.
Architecture readGpt2(const ModelConfig &file)
{
    const ModelConfig config = file.withAliases({{"n_layer", "num_hidden_layers"}, {"n_head", "num_attention_heads"},
                                                    {"n_embd", "hidden_size"}, {"n_positions", "max_position_embeddings"}})
                                   .withDefaults({{"n_layer", 12}, {"n_head", 12}, {"n_embd", 768}, {"n_positions", 1024}});
    if (config.flagOr("add_cross_attention", false))
        config.refuse("add_cross_attention", "false");
    Architecture a;
    a.nLayers = config.integer("n_layer", 1, mostLayers);
    a.nHeads = a.nKvHeads = config.integer("n_head", 1, mostHeads);
    a.dModel = config.integer("n_embd", 1, widestModel);
    a.dFeedForward = config.integerOr("n_inner", 1, widestFeedForward, 4 * a.dModel);
    a.vocabularySize = config.integer("vocab_size", 1, largestVocabulary);
    a.contextLength = a.nPositions = config.integer("n_positions", 1, longestContext);
    if (a.dModel % a.nHeads != 0)
        config.refuse("n_head", Sentence("a divisor of n_embd, {}", a.dModel));
    a.dHead = a.dModel / a.nHeads;
    a.norm = {NormParameters::Kind::Layer, static_cast<float>(config.positiveOr("layer_norm_epsilon", 1e-5)), 0, true};
    a.attentionScale = config.flagOr("scale_attn_weights", true) ? 1 / std::sqrt(static_cast<float>(a.dHead)) : 1;
    a.attentionScaleFallsWithDepth = config.flagOr("scale_attn_by_inverse_layer_idx", false);
    a.activation = readActivation(config, "activation_function", "gelu_new");
    a.queryKeyValueBias = a.outputBias = a.feedForwardBias = true;
    a.transposedWeights = true;

    const std::string layer = "h.{}.";
    a.attentionFusion = Fusion::Stacked;
    a.names.spellings = {{"", "transformer."}}; // which the checkpoints of OpenAI's own models leave out
    a.names.embedding = "wte";
    a.names.positions = "wpe";
    a.names.attentionNorm = layer + "ln_1";
    a.names.query = layer + "attn.c_attn";
    a.names.output = layer + "attn.c_proj";
    a.names.feedForwardNorm = layer + "ln_2";
    a.names.up = layer + "mlp.c_fc";
    a.names.down = layer + "mlp.c_proj";
    a.names.finalNorm = "ln_f";
    a.names.unembedding = "lm_head";
    a.tied = config.flagOr("tie_word_embeddings", true);
    return a;
}

} // namespace needlescope
