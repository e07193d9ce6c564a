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

namespace {

/// Sizes of heads, which Gemma 4's layers without a window have their own of.
void readHeadsByLayer(const ModelConfig &config, Architecture &a)
{
    a.dHeads.assign(static_cast<std::size_t>(a.nLayers), a.dHead);
    a.kvHeads.assign(static_cast<std::size_t>(a.nLayers), a.nKvHeads);
    const bool sameValues = config.flagOr("attention_k_eq_v", false);
    const std::optional<ModelConfig> byLayer = config.object("per_layer_config");
    for (int layer = 0; layer < a.nLayers; ++layer) {
        const auto l = static_cast<std::size_t>(layer);
        const bool full = a.windows[l] == 0;
        a.valuesAreKeys.push_back(sameValues && full);
        if (byLayer) {
            const ModelConfig own = byLayer->object(std::to_string(layer)).value_or(byLayer->emptyObject(std::to_string(layer)));
            for (const auto &[key, value] : own.json().items()) {
                if (key != "head_dim" && key != "num_key_value_heads")
                    own.refuse(key, "head_dim and num_key_value_heads alone");
            }
            a.dHeads[l] = own.integerOr("head_dim", 2, widestHead, a.dHead);
            a.kvHeads[l] = own.integerOr("num_key_value_heads", 1, mostHeads, a.nKvHeads);
        } else if (full) {
            a.dHeads[l] = config.integerOr("global_head_dim", 2, widestHead, 512);
            if (sameValues)
                a.kvHeads[l] = config.integerOr("num_global_key_value_heads", 1, mostHeads, a.nKvHeads);
        }
        if (a.nHeads % a.kvHeads[l] != 0)
            config.refuse("num_attention_heads", Sentence("a multiple of each layer's key-value heads, {}", a.kvHeads[l]));
        for (std::size_t other = 0; other < l; ++other) {
            if ((a.windows[other] == 0) == full && (a.dHeads[other] != a.dHeads[l] || a.kvHeads[other] != a.kvHeads[l]))
                config.refuse("per_layer_config", "heads of the same shape in all layers of a type");
        }
    }
}

/// The last layers attend to the keys and values of the last layer of their type before them.
void readSharedKeys(const ModelConfig &config, Architecture &a)
{
    const int firstSharing = a.nLayers - config.integerOr("num_kv_shared_layers", 0, a.nLayers - 1, 0);
    const bool wide = config.flagOr("use_double_wide_mlp", false);
    const auto slides = [&](int layer) { return a.windows[static_cast<std::size_t>(layer)] > 0; };
    for (int layer = 0; layer < a.nLayers; ++layer) {
        int source = layer;
        for (int before = firstSharing - 1; before >= 0 && source == layer && layer >= firstSharing; --before) {
            if (slides(before) == slides(layer))
                source = before;
        }
        if (layer >= firstSharing && source == layer)
            config.refuse("num_kv_shared_layers", "a number that leaves a layer of each type with keys of its own");
        a.keysOf.push_back(source);
        a.feedForwards.push_back(a.dFeedForward * (wide && source != layer ? 2 : 1));
    }
}

/// Numbers that each layer gets of each token.
void readLayerInputs(const ModelConfig &config, Architecture &a)
{
    a.dLayerInput = config.integerOr("hidden_size_per_layer_input", 0, widestModel, 0);
    if (a.dLayerInput == 0)
        return;
    a.nLayerInputs = config.integer("vocab_size_per_layer_input", a.vocabularySize, largestVocabulary);
    const std::string layer = "model.layers.{}.";
    a.names.layerEmbedding = "model.embed_tokens_per_layer";
    a.names.layerProjection = "model.per_layer_model_projection";
    a.names.layerProjectionNorm = "model.per_layer_projection_norm";
    a.names.layerGate = layer + "per_layer_input_gate";
    a.names.layerOut = layer + "per_layer_projection";
    a.names.layerPostNorm = layer + "post_per_layer_input_norm";
}

/// Experts beside the dense block.
void readExpertsBeside(const ModelConfig &config, Architecture &a)
{
    Mixture &m = a.mixture;
    m.nExperts = config.integer("num_experts", 1, mostExperts);
    m.nChosen = config.integer("top_k_experts", 1, m.nExperts);
    m.dFeedForward = config.integer("moe_intermediate_size", 1, widestFeedForward);
    m.normalized = m.besideDense = true;
    const std::string layer = "model.layers.{}.";
    a.names.router = layer + "router.proj";
    a.names.routerScale = layer + "router.scale";
    a.names.expertScale = layer + "router.per_expert_scale";
    nameStackedExperts(a, layer);
    a.names.densePostNorm = layer + "post_feedforward_layernorm_1";
    a.names.mixtureNorm = layer + "pre_feedforward_layernorm_2";
    a.names.mixturePostNorm = layer + "post_feedforward_layernorm_2";
}

} // namespace

/// Gemma 4: Gemma 3's blocks with weights of norms around 1, heads of two sizes, layers that share keys and values, inputs of each layer's
/// own, and experts beside the dense block.
Architecture readGemma4Text(const ModelConfig &file)
{
    ModelConfig config = file.withDefaults({{"num_attention_heads", 8}, {"num_key_value_heads", 4}, {"head_dim", 256},
        {"vocab_size", 262144}, {"max_position_embeddings", 131072}, {"tie_word_embeddings", true}, {"sliding_window", 512},
        {"hidden_size_per_layer_input", 256}, {"vocab_size_per_layer_input", 262144}});
    if (config.textOr("use_bidirectional_attention", "vision") != "vision")
        config.refuse("use_bidirectional_attention", "null or vision");
    if (std::vector<std::string> types = config.texts("layer_types"); !types.empty()) {
        types.back() = "full_attention"; // as transformers has it
        config = config.with({{"layer_types", types}});
    }
    if (!config.has("rope_parameters"))
        config = config.with({{"rope_parameters",
            {{"sliding_attention", {{"rope_type", "default"}, {"rope_theta", 1e4}}},
                {"full_attention", {{"rope_type", "proportional"}, {"partial_rotary_factor", 0.25}, {"rope_theta", 1e6}}}}}});
    Architecture a = readDecoder(config.with({{"rope_parameters", nullptr}, {"rope_scaling", nullptr}}));
    readAttentionBias(config, a);
    a.activation = readActivation(config, "hidden_activation", "gelu_pytorch_tanh");
    a.embeddingScale = std::sqrt(static_cast<float>(a.dModel));
    a.attentionScale = 1;
    a.logitSoftcap = capOf(config, "final_logit_softcapping");
    a.windows = readWindows(config, a.nLayers, [&](int layer) { return (layer + 1) % 6 != 0 && layer + 1 < a.nLayers; });
    readHeadsByLayer(config, a);
    readSharedKeys(config, a);
    readRopesByLayerType(config.with({{"rope_scaling", nullptr}}), 1e4, 1e6, a);
    a.normsValues = true;
    readPostNorms(a);
    nameHeadNorms(a);
    a.names.layerScale = "model.layers.{}.layer_scalar";
    readLayerInputs(config, a);
    if (config.flagOr("enable_moe_block", false))
        readExpertsBeside(config, a);
    return a;
}

} // namespace needlescope
