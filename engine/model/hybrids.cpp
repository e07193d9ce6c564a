// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace needlescope {

std::vector<bool> readRecurrentLayers(const ModelConfig &config, const std::string &key, int nLayers,
    const std::vector<std::string> &recurrent, const std::vector<std::string> &attending, const std::function<bool(int)> &otherwise)
{
    const std::vector<std::string> types = config.texts(key);
    std::vector<bool> layers;
    if (types.empty()) {
        for (int layer = 0; layer < nLayers; ++layer)
            layers.push_back(otherwise(layer));
    }
    std::string known;
    for (const auto *names : {&recurrent, &attending}) {
        for (const std::string &name : *names)
            known += (known.empty() ? "" : ", ") + name;
    }
    for (const std::string &type : types) {
        const bool keepsState = std::ranges::find(recurrent, type) != recurrent.end();
        if (!keepsState && std::ranges::find(attending, type) == attending.end())
            config.refuse(key, Sentence("a list of these: {}", known));
        layers.push_back(keepsState);
    }
    if (static_cast<int>(layers.size()) != nLayers)
        config.refuse(key, Sentence("a list of {} texts", nLayers));
    if (std::ranges::find(layers, false) == layers.end())
        config.refuse(key, "a list with a layer that attends: there are no heads to look at");
    if (std::ranges::find(layers, true) == layers.end())
        layers.clear();
    return layers;
}

/// LFM 2: short convolutions, and attention between them.
Architecture readLfm2(const ModelConfig &file)
{
    ModelConfig config = file;
    for (const auto &[key, other] : {std::pair{"intermediate_size", "block_ff_dim"}, {"tie_word_embeddings", "tie_embedding"}}) {
        if (file.has(other)) // which counts where both are there
            config = config.with({{key, file.json().at(other)}});
    }
    config = config.withDefaults(
        {{"rope_theta", 1e6}, {"max_position_embeddings", 128000}, {"num_key_value_heads", 8}, {"tie_word_embeddings", true}});
    Architecture a = readDecoder(config);
    a.norm.epsilon = static_cast<float>(config.positiveOr("norm_eps", 1e-5));
    a.activation = Activation::Silu;
    if (config.flagOr("block_auto_adjust_ff_dim", true)) {
        const int multiple = config.integerOr("block_multiple_of", 1, widestFeedForward, 256);
        const auto width = static_cast<int>(config.positiveOr("block_ffn_dim_multiplier", 1) * (2 * a.dFeedForward / 3));
        a.dFeedForward = (width + multiple - 1) / multiple * multiple;
    }
    const std::vector<std::int32_t> attending = config.ids("full_attn_idxs");
    a.recurrentLayers = readRecurrentLayers(config, "layer_types", a.nLayers, {"conv"}, {"full_attention"},
        [&](int layer) { return config.has("full_attn_idxs") && std::ranges::find(attending, layer) == attending.end(); });
    a.recurrence.kind = Recurrence::Kind::Convolution;
    a.recurrence.taps = config.integerOr("conv_L_cache", 2, 1 << 10, 3);
    a.recurrence.convolutionBias = a.recurrence.projectionBias = a.recurrence.outputBias = config.flagOr("conv_bias", false);

    const std::string layer = "model.layers.{}.";
    a.names.attentionNorm = layer + "operator_norm";
    a.names.queryNorm = layer + "self_attn.q_layernorm";
    a.names.keyNorm = layer + "self_attn.k_layernorm";
    a.names.output = layer + "self_attn.out_proj";
    a.names.recurrentIn = layer + "conv.in_proj";
    a.names.convolution = layer + "conv.conv";
    a.names.recurrentOut = layer + "conv.out_proj";
    a.names.feedForwardNorm = layer + "ffn_norm";
    a.names.gate = layer + "feed_forward.w1";
    a.names.up = layer + "feed_forward.w3";
    a.names.down = layer + "feed_forward.w2";
    a.names.finalNorm = "model.embedding_norm";
    return a;
}

namespace {

/// The largest step of time_step_limit, which is infinite in most files; 0: any.
float largestStepOf(const ModelConfig &config, const std::string &key)
{
    const nlohmann::json limits = config.json().value(key, nlohmann::json());
    if (limits.is_null())
        return 0;
    if (!limits.is_array() || limits.size() != 2 || !limits[0].is_number() || limits[0].get<double>() < 0)
        config.refuse(key, "the smallest and the largest step");
    const bool infinite = limits[1] == nlohmann::json{{"__float__", "Infinity"}} || limits[1] == "Infinity";
    if (!infinite && !(limits[1].is_number() && limits[1].get<double>() > 0))
        config.refuse(key, "the smallest and the largest step");
    return infinite ? 0 : limits[1].get<float>();
}

int expandedWidth(const ModelConfig &config, const Architecture &a)
{
    return config.integer("mamba_expand", 1, 64) * a.dModel;
}

/// Mamba 2 under mixer's name, gated before its norm. Its heads' values are @p innerWidth numbers.
void readMamba2(const ModelConfig &config, int innerWidth, Architecture &a)
{
    refuseOtherThanSilu(config, a);
    Recurrence &r = a.recurrence;
    r.kind = Recurrence::Kind::StateSpace;
    r.normEpsilon = a.norm.epsilon;
    r.taps = config.integer("mamba_d_conv", 2, 1 << 10);
    r.nHeads = config.integer("mamba_n_heads", 1, mostHeads);
    r.nKeyHeads = config.integer("mamba_n_groups", 1, r.nHeads);
    r.dKey = config.integer("mamba_d_state", 1, widestModel);
    const bool derived = !config.has("mamba_d_head") || config.json().at("mamba_d_head") == "auto";
    r.dValue = derived ? innerWidth / r.nHeads : config.integer("mamba_d_head", 1, widestModel);
    if (r.dValue < 1 || r.dValue * r.nHeads != innerWidth)
        config.refuse("mamba_n_heads", Sentence("a divisor of the state's width, {}", innerWidth));
    r.convolutionBias = config.flagOr("mamba_conv_bias", true);
    r.projectionBias = r.outputBias = config.flagOr("mamba_proj_bias", false);
    r.outputNorm = Recurrence::OutputNorm::BehindGate;
    r.largestStep = largestStepOf(config, "time_step_limit");
    r.smallestStep = config.has("time_step_limit") ? config.json().at("time_step_limit")[0].get<float>() : 0;
    if (r.nHeads % r.nKeyHeads != 0)
        config.refuse("mamba_n_groups", Sentence("a divisor of mamba_n_heads, {}", r.nHeads));
    const std::string mamba = "model.layers.{}.mamba.";
    a.names.recurrentIn = mamba + "in_proj";
    a.names.convolution = mamba + "conv1d";
    a.names.recurrentRate = mamba + "A_log";
    a.names.recurrentStepBias = mamba + "dt_bias";
    a.names.recurrentSkip = mamba + "D";
    a.names.recurrentNorm = mamba + "norm";
    a.names.recurrentOut = mamba + "out_proj";
}

/// Feed-forward and norms as Jamba names them, and what came of it.
void nameJambaBlock(Architecture &a)
{
    const std::string block = "model.layers.{}.";
    a.names.feedForwardNorm = block + "pre_ff_layernorm";
    a.names.gate = block + "feed_forward.gate_proj";
    a.names.up = block + "feed_forward.up_proj";
    a.names.down = block + "feed_forward.down_proj";
    a.names.finalNorm = "model.final_layernorm";
}

void readGraniteExperts(const ModelConfig &config, Architecture &a)
{
    a.feedForwardBias = false;
    a.mixture.nExperts = config.integer("num_local_experts", 1, mostExperts);
    a.mixture.nChosen = config.integer("num_experts_per_tok", 1, a.mixture.nExperts);
    a.mixture.dFeedForward = a.dFeedForward;
    a.mixture.normalized = true;
    a.names.router = "model.layers.{}.block_sparse_moe.router.layer";
    a.names.expertGate.clear();
    a.names.stackedGateUp = "model.layers.{}.block_sparse_moe.input_linear.weight";
    a.names.stackedDown = "model.layers.{}.block_sparse_moe.output_linear.weight";
}

void readGraniteShared(Architecture &a, int width)
{
    a.mixture.dShared = width;
    a.names.sharedGate = "model.layers.{}.shared_mlp.input_linear";
    a.names.sharedDown = "model.layers.{}.shared_mlp.output_linear";
}

} // namespace

/// Granite 3's mixtures.
Architecture readGraniteMoe(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_local_experts", 8}, {"num_experts_per_tok", 2}});
    Architecture a = readGranite(config);
    readGraniteExperts(config, a);
    return a;
}

Architecture readGraniteMoeShared(const ModelConfig &config)
{
    Architecture a = readGraniteMoe(config);
    if (const int width = config.integerOr("shared_intermediate_size", 0, widestFeedForward, 0); width > 0)
        readGraniteShared(a, width);
    return a;
}

/// Granite 4: Mamba 2 and attention, experts beside a block that every token takes.
Architecture readGraniteHybrid(const ModelConfig &file)
{
    const ModelConfig config
        = file.withAliases({{"layer_types", "layers_block_type"}})
              .withDefaults({{"mamba_d_conv", 4}, {"mamba_n_heads", 128}, {"mamba_n_groups", 1}, {"mamba_d_state", 256},
                  {"mamba_expand", 2}, {"shared_intermediate_size", 1024}, {"num_local_experts", 8}, {"num_experts_per_tok", 2}});
    Architecture a = readGranite(config);
    a.recurrentLayers = readRecurrentLayers(
        config, "layer_types", a.nLayers, {"linear_attention", "mamba"}, {"full_attention", "attention"}, [](int) { return true; });
    if (!a.recurrentLayers.empty())
        readMamba2(config, expandedWidth(config, a), a);
    if (config.textOr("position_embedding_type", "nope") != "rope")
        leaveUnrotated(a, [](int) { return false; });

    const int width = config.integer("shared_intermediate_size", 1, widestFeedForward);
    const std::string shared = "model.layers.{}.shared_mlp.";
    a.feedForwardBias = false;
    a.mixture.nExperts = config.integer("num_local_experts", 0, mostExperts);
    if (a.mixture.nExperts == 0) {
        a.dFeedForward = width;
        a.feedForwardFusion = Fusion::Stacked;
        a.names.gate = shared + "input_linear";
        a.names.down = shared + "output_linear";
        return a;
    }
    readGraniteExperts(config, a);
    readGraniteShared(a, width);
    return a;
}

/// LFM 2 with experts.
Architecture readLfm2Moe(const ModelConfig &file)
{
    const ModelConfig config
        = file.withDefaults({{"num_experts", 32}, {"num_experts_per_tok", 4}, {"moe_intermediate_size", 1792}, {"num_dense_layers", 2}});
    Architecture a = readLfm2(config.with({{"block_auto_adjust_ff_dim", false}}));
    Mixture &m = a.mixture;
    m.nExperts = config.integer("num_experts", 1, mostExperts);
    m.nChosen = config.integer("num_experts_per_tok", 1, m.nExperts);
    m.dFeedForward = config.integer("moe_intermediate_size", 1, widestFeedForward);
    m.scores = Mixture::Scores::Sigmoid;
    m.normalized = config.flagOr("norm_topk_prob", true);
    m.addedToSum = 1e-6F;
    m.weightScale = static_cast<float>(config.positiveOr("routed_scaling_factor", 1));
    const int firstRouted = config.integer("num_dense_layers", 0, mostLayers);
    for (int layer = 0; layer < a.nLayers; ++layer)
        a.denseLayers.push_back(layer < firstRouted);
    const std::string block = "model.layers.{}.feed_forward.";
    a.names.router = block + "gate";
    if (config.flagOr("use_expert_bias", true))
        a.names.routerCorrection = block + "expert_bias";
    a.names.expertGate = block + "experts.<>.w1";
    a.names.expertUp = block + "experts.<>.w3";
    a.names.expertDown = block + "experts.<>.w2";
    return a;
}

/// Bamba: Mamba 2 and attention that rotates half of each head.
Architecture readBamba(const ModelConfig &file)
{
    const ModelConfig config
        = file.withDefaults({{"mamba_d_conv", 4}, {"mamba_n_heads", 128}, {"mamba_n_groups", 1}, {"mamba_d_state", 256},
            {"mamba_expand", 2}, {"num_key_value_heads", 8}, {"rms_norm_eps", 1e-5}, {"max_position_embeddings", 262144}});
    Architecture a = readLlama(withRotatedShare(config.with({{"partial_rotary_factor", nullptr}}), 0.5)); // at top level it does not count
    const std::vector<std::int32_t> attending = config.ids("attn_layer_indices");
    a.recurrentLayers = readRecurrentLayers(config, "layer_types", a.nLayers, {"linear_attention", "mamba"},
        {"full_attention", "attention"}, [&](int layer) { return std::ranges::find(attending, layer) == attending.end(); });
    if (!a.recurrentLayers.empty())
        readMamba2(config, expandedWidth(config, a), a);
    nameJambaBlock(a);
    return a;
}

namespace {

float scaleOf(const ModelConfig &config, const std::string &key)
{
    return static_cast<float>(config.numberOr(key, 1));
}

/// The @p count numbers of a key, which are 1 where it is absent.
std::vector<float> scalesOf(const ModelConfig &config, const std::string &key, std::size_t count)
{
    const std::vector<float> scales = config.has(key) ? config.numbers(key) : std::vector<float>(count, 1);
    if (scales.size() != count || !std::ranges::all_of(scales, [](float scale) { return std::isfinite(scale); }))
        config.refuse(key, Sentence("a list of {} numbers", count));
    return scales;
}

void readFalconMultipliers(const ModelConfig &config, Architecture &a)
{
    a.embeddingScale = scaleOf(config, "embedding_multiplier");
    a.logitScale = scaleOf(config, "lm_head_multiplier");
    a.attentionScale *= static_cast<float>(config.positiveOr("key_multiplier", 1));
    a.attentionInputScale = scaleOf(config, "attention_in_multiplier");
    a.attentionOutputScale = scaleOf(config, "attention_out_multiplier");
    const std::vector<float> ofParts = scalesOf(config, "ssm_multipliers", 5); // gate, values, keys, queries, steps
    a.recurrence.scales = {scaleOf(config, "ssm_in_multiplier"), ofParts[3], ofParts[2], ofParts[1], ofParts[0], ofParts[4],
        scaleOf(config, "ssm_out_multiplier")};
    const std::vector<float> ofFeedForward = scalesOf(config, "mlp_multipliers", 2);
    a.gateScale = ofFeedForward[0];
    a.feedForwardOutputScale = ofFeedForward[1];
}

} // namespace

/// Falcon H1: heads and Mamba 2 beside each other in every layer, and multipliers wherever there is a product.
Architecture readFalconH1(const ModelConfig &file)
{
    const ModelConfig config
        = file.withDefaults({{"num_key_value_heads", 8}, {"max_position_embeddings", 8192}, {"rms_norm_eps", 1e-5}, {"mamba_d_ssm", 1024},
            {"mamba_d_conv", 4}, {"mamba_n_heads", 128}, {"mamba_n_groups", 1}, {"mamba_d_state", 256}, {"mamba_expand", 2}});
    Architecture a = readLlama(config);
    a.recurrentLayers.assign(static_cast<std::size_t>(a.nLayers), true);
    a.headsBesideRecurrence = true;
    readMamba2(config, config.has("mamba_d_ssm") ? config.integer("mamba_d_ssm", 1, widestFeedForward) : expandedWidth(config, a), a);
    Recurrence &r = a.recurrence;
    r.outputBias = config.flagOr("projectors_bias", false);
    if (!config.flagOr("mamba_rms_norm", false))
        r.outputNorm = Recurrence::OutputNorm::None;
    else if (config.flagOr("mamba_norm_before_gate", true))
        r.outputNorm = Recurrence::OutputNorm::BeforeGate;
    readFalconMultipliers(config, a);
    nameJambaBlock(a);
    return a;
}

namespace {

/// How fast the states of heads fade: the first ones fastest, and less so from layer to layer.
std::vector<std::vector<float>> lightningRates(int nLayers, int nHeads)
{
    std::vector<std::vector<float>> rates;
    for (int layer = 0; layer < nLayers; ++layer) {
        std::vector<float> &ofHeads = rates.emplace_back();
        for (int head = 0; head < nHeads; ++head)
            ofHeads.push_back(static_cast<float>(std::exp2(-8.0 * (head + 1) / nHeads) * (1 - layer / (nLayers - 1 + 1e-5) + 1e-5)));
    }
    return rates;
}

/// MiniMaxAI's own files of Text-01 and M1 in the words of transformers.
ModelConfig ofMiniMaxAi(const ModelConfig &file)
{
    if (!file.flagOr("postnorm", false))
        file.refuse("postnorm", "true");
    const auto isNone = [](const nlohmann::json &width) { return width == 0; };
    const nlohmann::json shared = file.json().value("shared_intermediate_size", nlohmann::json(0));
    if (!isNone(shared) && !(shared.is_array() && std::ranges::all_of(shared, isNone)))
        file.refuse("shared_intermediate_size", "0");
    const int nHeads = file.integer("num_attention_heads", 1, mostHeads);
    if (!std::has_single_bit(static_cast<unsigned>(nHeads)))
        file.refuse("num_attention_heads", "a power of two, for which the rates are known");
    std::vector<std::string> types;
    for (const std::int32_t type : file.ids("attn_type_list")) {
        if (type > 1)
            file.refuse("attn_type_list", "a list of 0 and 1");
        types.emplace_back(type == 1 ? "full_attention" : "linear_attention");
    }
    return file.with({{"layer_types", types}})
        .withAliases({{"full_attn_alpha_factor", "layernorm_full_attention_alpha"},
            {"full_attn_beta_factor", "layernorm_full_attention_beta"}, {"linear_attn_alpha_factor", "layernorm_linear_attention_alpha"},
            {"linear_attn_beta_factor", "layernorm_linear_attention_beta"}, {"mlp_alpha_factor", "layernorm_mlp_alpha"},
            {"mlp_beta_factor", "layernorm_mlp_beta"}});
}

} // namespace

/// MiniMax-Text-01: states that fade at fixed rates, attention between them, experts; blocks add to a norm of the residual stream. Where
/// rotary_dim says so, a part of each head is rotated, as the model was trained (transformers 5.24 rotates whole heads).
Architecture readMiniMax(const ModelConfig &file)
{
    const ModelConfig config = (file.has("attn_type_list") ? ofMiniMaxAi(file) : file).withDefaults({{"rms_norm_eps", 1e-5}});
    Architecture a = readMixtral(withRotatedNumbers(config));
    refuseOtherThanSilu(config, a);
    a.recurrentLayers = readRecurrentLayers(
        config, "layer_types", a.nLayers, {"linear_attention"}, {"full_attention"}, [](int layer) { return layer % 2 == 1; });
    a.normsResidual = true;
    a.keptByHeads = scaleOf(config, "full_attn_alpha_factor");
    a.attentionOutputScale = scaleOf(config, "full_attn_beta_factor");
    a.keptByState = scaleOf(config, "linear_attn_alpha_factor");
    a.keptByFeedForward = scaleOf(config, "mlp_alpha_factor");
    a.feedForwardOutputScale = scaleOf(config, "mlp_beta_factor");
    Recurrence &r = a.recurrence;
    r.kind = Recurrence::Kind::StateSpace;
    r.taps = 1;
    r.nHeads = r.nKeyHeads = a.nHeads;
    r.dKey = r.dValue = a.dHead;
    r.rates = lightningRates(a.nLayers, a.nHeads);
    r.gateActivation = Activation::Sigmoid;
    r.scales.output = scaleOf(config, "linear_attn_beta_factor");
    const std::string layer = "model.layers.{}.self_attn.";
    a.names.recurrentIn = layer + "qkv_proj";
    a.names.recurrentGate = layer + "output_gate";
    a.names.recurrentRate = layer + "slope_rate";
    a.names.recurrentNorm = layer + "norm";
    a.names.recurrentOut = layer + "out_proj";
    return a;
}

} // namespace needlescope
