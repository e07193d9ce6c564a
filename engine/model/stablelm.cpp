// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

/// StableLM 2: Llama with norms that subtract the mean, and a part of each head rotated.
Architecture readStableLm(const ModelConfig &file)
{
    const ModelConfig config = withRotatedShare(file.withDefaults({{"num_key_value_heads", 32}, {"max_position_embeddings", 4096}}), 0.25);
    Architecture a = readDecoder(config);
    if (a.rope.oddShare)
        config.refuse("partial_rotary_factor", Sentence("a share of the head of {} numbers that gives an even number", a.dHead));
    a.norm = {NormParameters::Kind::Layer, static_cast<float>(config.positiveOr("layer_norm_eps", 1e-5)), 0, true};
    a.queryKeyValueBias = config.flagOr("use_qkv_bias", false);
    a.parallelResidual = config.flagOr("use_parallel_residual", false);
    if (a.parallelResidual)
        a.names.feedForwardNorm = a.names.attentionNorm;
    if (config.flagOr("qk_layernorm", false)) {
        a.headNorm = HeadNorm::Own;
        a.names.queryNorm = "model.layers.{}.self_attn.q_layernorm.norms.[]";
        a.names.keyNorm = "model.layers.{}.self_attn.k_layernorm.norms.[]";
    }
    return a;
}

/// StarCoder 2: norms that subtract the mean, biases, no gate.
Architecture readStarCoder2(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_key_value_heads", 2}, {"max_position_embeddings", 4096},
        {"hidden_act", "gelu_pytorch_tanh"}, {"tie_word_embeddings", true}});
    Architecture a = readDecoder(config);
    a.norm = {NormParameters::Kind::Layer, static_cast<float>(config.positiveOr("norm_epsilon", 1e-5)), 0, true};
    a.queryKeyValueBias = a.outputBias = a.feedForwardBias = config.flagOr("use_bias", true);
    a.windows = readWindowOfAll(config, a.nLayers);
    a.names.gate.clear();
    a.names.up = "model.layers.{}.mlp.c_fc";
    a.names.down = "model.layers.{}.mlp.c_proj";
    return a;
}

/// Nemotron and Minitron: norms that subtract the mean and whose weights lie around 0, squared rectifiers without a gate.
Architecture readNemotron(const ModelConfig &file)
{
    const ModelConfig config = withRotatedShare(file.withDefaults({{"max_position_embeddings", 4096}, {"hidden_act", "relu2"}}), 0.5);
    Architecture a = readLlama(config);
    a.norm = {NormParameters::Kind::Layer, static_cast<float>(config.positiveOr("norm_eps", 1e-5)), 1, true};
    a.names.gate.clear();
    return a;
}

} // namespace needlescope
