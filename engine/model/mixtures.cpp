// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

#include <algorithm>
#include <cmath>

namespace needlescope {

namespace {

using Scores = Mixture::Scores;

/// DeepSeek's experts: some that every token takes, made one, and some in groups. The first layers have none.
void readRoutedExperts(const ModelConfig &config, Architecture &a)
{
    Mixture &m = a.mixture;
    m.nExperts = config.integer("n_routed_experts", 1, mostExperts);
    m.nChosen = config.integer("num_experts_per_tok", 1, m.nExperts);
    m.dFeedForward = config.integer("moe_intermediate_size", 1, widestFeedForward);
    m.dShared = config.integerOr("n_shared_experts", 0, 64, 0) * m.dFeedForward;
    m.weightScale = static_cast<float>(config.positiveOr("routed_scaling_factor", 1));
    if (config.integerOr("moe_layer_freq", 1, mostLayers, 1) != 1)
        config.refuse("moe_layer_freq", "1");
    const int firstRouted = config.integerOr("first_k_dense_replace", 0, mostLayers, 0);
    for (int layer = 0; layer < a.nLayers; ++layer)
        a.denseLayers.push_back(layer < firstRouted);
    nameExperts(a);
    if (m.dShared > 0)
        nameSharedExperts(a, "model.layers.{}.mlp.shared_experts.");
}

void readGroups(const ModelConfig &config, Mixture &m)
{
    m.nGroups = config.integerOr("n_group", 1, m.nExperts, 1);
    m.nGroupsChosen = config.integerOr("topk_group", 1, m.nGroups, 1);
    if (m.nExperts % m.nGroups != 0)
        config.refuse("n_group", Sentence("a divisor of n_routed_experts, {}", m.nExperts));
    const int members = m.nExperts / m.nGroups;
    if (m.nChosen > m.nGroupsChosen * members)
        config.refuse("topk_group", Sentence("so many groups of {} experts that each token finds num_experts_per_tok", members));
    m.nBestOfGroup = std::min(m.nBestOfGroup, members);
}

/// DeepSeek 3's router: scores of 0 to 1 each, corrected for the choice alone.
void readCorrectedRouter(const ModelConfig &config, Architecture &a)
{
    a.mixture.scores = Scores::Sigmoid;
    a.mixture.nBestOfGroup = 2;
    a.mixture.normalized = config.flagOr("norm_topk_prob", true);
    a.mixture.addedToSum = 1e-20F;
    readGroups(config, a.mixture);
    a.names.routerCorrection = "model.layers.{}.mlp.gate.e_score_correction_bias";
}

/// mlp_layer_types, a list of the layers that have no experts and of those that have.
void readDenseLayers(const ModelConfig &config, Architecture &a)
{
    const std::vector<std::string> types = config.texts("mlp_layer_types");
    if (types.empty())
        return;
    a.denseLayers.clear();
    for (const std::string &type : types) {
        if (type != "dense" && type != "sparse")
            config.refuse("mlp_layer_types", "a list of dense and sparse");
        a.denseLayers.push_back(type == "dense");
    }
    if (static_cast<int>(types.size()) != a.nLayers)
        config.refuse("mlp_layer_types", Sentence("a list of {} texts", a.nLayers));
}

/// Multi-head latent attention. head_dim is what of a head is rotated.
Architecture readLatentDecoder(const ModelConfig &config)
{
    const int rotated = config.integer("qk_rope_head_dim", 2, widestHead);
    const int plain = config.integer("qk_nope_head_dim", 1, widestHead);
    Architecture a
        = readDecoder(config.with({{"head_dim", rotated}, {"num_key_value_heads", config.integer("num_attention_heads", 1, mostHeads)}}));
    a.dHead = rotated + plain;
    a.dValue = config.integer("v_head_dim", 1, widestHead);
    a.attentionScale = 1 / std::sqrt(static_cast<float>(a.dHead));
    const ModelConfig rope = ropeParametersOf(config);
    if (rope.textOr("rope_type", rope.textOr("type", "default")) != "default" && rope.numberOr("mscale_all_dim", 0) != 0) {
        const double temperature = 0.1 * rope.numberOr("mscale_all_dim", 0) * std::log(rope.positive("factor")) + 1;
        a.attentionScale *= static_cast<float>(temperature * temperature);
    }
    a.latent.dKeyValue = config.integer("kv_lora_rank", 1, widestModel);
    a.latent.dQuery = config.integerOr("q_lora_rank", 1, widestModel, 0);
    a.latent.dRotated = rotated;
    a.latent.bias = a.outputBias = config.flagOr("attention_bias", false);
    const std::string attention = "model.layers.{}.self_attn.";
    a.names.key = a.names.value = "";
    a.names.keyValueDown = attention + "kv_a_proj_with_mqa";
    a.names.keyValueDownNorm = attention + "kv_a_layernorm";
    a.names.keyValueUp = attention + "kv_b_proj";
    if (a.latent.dQuery > 0) {
        a.names.queryDown = attention + "q_a_proj";
        a.names.queryDownNorm = attention + "q_a_layernorm";
        a.names.query = attention + "q_b_proj";
    }
    return a;
}

} // namespace

/// DeepSeek 2: latent attention, experts in groups.
Architecture readDeepSeek2(const ModelConfig &file)
{
    const ModelConfig config
        = file.withDefaults({{"n_routed_experts", 64}, {"n_shared_experts", 2}, {"moe_intermediate_size", 1407}, {"kv_lora_rank", 512},
            {"q_lora_rank", 1536}, {"qk_rope_head_dim", 64}, {"qk_nope_head_dim", 128}, {"v_head_dim", 128}, {"topk_method", "greedy"}});
    Architecture a = readLatentDecoder(config);
    a.feedForwardBias = config.flagOr("mlp_bias", false);
    if (a.feedForwardBias)
        config.refuse("mlp_bias", "false");
    readRoutedExperts(config, a);
    const std::string method = config.textOr("topk_method", "greedy");
    if (method == "group_limited_greedy")
        readGroups(config, a.mixture);
    else if (method != "greedy")
        config.refuse("topk_method", "greedy or group_limited_greedy");
    return a;
}

/// DeepSeek 3, R1 and Kimi K2: latent attention, corrected scores of experts in groups.
Architecture readDeepSeek3(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"n_routed_experts", 256}, {"n_shared_experts", 1}, {"moe_intermediate_size", 2048},
        {"num_experts_per_tok", 8}, {"routed_scaling_factor", 2.5}, {"kv_lora_rank", 512}, {"q_lora_rank", 1536}, {"qk_rope_head_dim", 64},
        {"qk_nope_head_dim", 128}, {"v_head_dim", 128}, {"n_group", 8}, {"topk_group", 4}, {"first_k_dense_replace", 3},
        {"max_position_embeddings", 4096}});
    Architecture a = readLatentDecoder(config);
    a.latent.interleaved = config.flagOr("rope_interleave", true);
    readRoutedExperts(config, a);
    readCorrectedRouter(config, a);
    return a;
}

namespace {

/// Kimi's delta rule. The Hub's files tell about it in an object of its own, where layers are counted from 1.
void readKimiDelta(const ModelConfig &config, Architecture &a)
{
    const ModelConfig own = config.object("linear_attn_config").value_or(config.emptyObject("linear_attn_config"));
    const std::vector<std::int32_t> attending = own.ids("full_attn_layers");
    const std::vector<std::int32_t> remembering = own.ids("kda_layers");
    a.recurrentLayers = readRecurrentLayers(config, "layer_types", a.nLayers, {"linear_attention"}, {"full_attention"}, [&](int layer) {
        if (!own.has("full_attn_layers") || !own.has("kda_layers"))
            return layer == 0 || layer % 4 != 0;
        const bool remembers = std::ranges::find(remembering, layer + 1) != remembering.end();
        if (remembers == (std::ranges::find(attending, layer + 1) != attending.end()))
            own.refuse("kda_layers", "a list of the layers that are not in full_attn_layers");
        return remembers;
    });
    Recurrence &r = a.recurrence;
    r.kind = Recurrence::Kind::DeltaRule;
    r.normEpsilon = a.norm.epsilon;
    r.taps = own.integerOr("short_conv_kernel_size", 2, 1 << 10, config.integerOr("linear_conv_kernel_dim", 2, 1 << 10, 4));
    r.nHeads = r.nKeyHeads = own.integerOr("num_heads", 1, mostHeads, config.integerOr("linear_num_heads", 1, mostHeads, 32));
    r.dKey = r.dValue = r.dShort = own.integerOr("head_dim", 1, widestHead, config.integerOr("linear_head_dim", 1, widestHead, 128));
    r.channelSteps = true;
    r.gateActivation = Activation::Sigmoid;
    const std::string layer = "model.layers.{}.self_attn.";
    a.names.recurrentQuery = layer + "q_proj";
    a.names.recurrentKey = layer + "k_proj";
    a.names.recurrentValue = layer + "v_proj";
    a.names.queryConvolution = layer + "q_conv1d";
    a.names.keyConvolution = layer + "k_conv1d";
    a.names.valueConvolution = layer + "v_conv1d";
    a.names.recurrentGateDown = layer + "g_a_proj";
    a.names.recurrentGate = layer + "g_b_proj";
    a.names.recurrentStrength = layer + "b_proj";
    a.names.recurrentStepDown = layer + "f_a_proj";
    a.names.recurrentStep = layer + "f_b_proj";
    a.names.recurrentRate = layer + "A_log";
    a.names.recurrentStepBias = layer + "dt_bias";
    a.names.recurrentNorm = layer + "o_norm";
    a.names.recurrentOut = layer + "o_proj";
}

} // namespace

/// Kimi Linear: the delta rule with steps of channels, latent attention that rotates nothing, DeepSeek 3's experts.
Architecture readKimiLinear(const ModelConfig &file)
{
    const ModelConfig config
        = file.withAliases({{"max_position_embeddings", "model_max_length"}, {"norm_topk_prob", "moe_renormalize"},
                               {"n_group", "num_expert_group"}, {"n_routed_experts", "num_experts"},
                               {"num_experts_per_tok", "num_experts_per_token"}, {"n_shared_experts", "num_shared_experts"}})
              .withAliases({{"n_routed_experts", "num_local_experts"}})
              .withDefaults(
                  {{"max_position_embeddings", 1048576}, {"rms_norm_eps", 1e-5}, {"n_routed_experts", 256}, {"n_shared_experts", 1},
                      {"moe_intermediate_size", 1024}, {"num_experts_per_tok", 8}, {"routed_scaling_factor", 2.446}, {"kv_lora_rank", 512},
                      {"qk_rope_head_dim", 64}, {"qk_nope_head_dim", 128}, {"v_head_dim", 128}, {"first_k_dense_replace", 1}})
              .with({{"rope_parameters", nullptr}, {"rope_scaling", nullptr}}); // nothing is rotated
    Architecture a = readLatentDecoder(config);
    refuseOtherThanSilu(config, a);
    if (!config.flagOr("mla_use_nope", true))
        config.refuse("mla_use_nope", "true");
    leaveUnrotated(a, [](int) { return false; });
    a.latent.interleaved = false;
    readKimiDelta(config, a);
    readRoutedExperts(config, a);
    readDenseLayers(config, a);
    readCorrectedRouter(config, a);
    if (config.textOr("moe_router_activation_func", "sigmoid") != "sigmoid")
        config.refuse("moe_router_activation_func", "sigmoid");
    if (!config.flagOr("use_grouped_topk", true) && a.mixture.nGroups > 1)
        config.refuse("use_grouped_topk", "true where there are groups of experts");
    nameSparseBlock(a);
    const std::string block = "model.layers.{}.block_sparse_moe.";
    a.names.routerCorrection = block + "gate.e_score_correction_bias";
    nameSharedExperts(a, block + "shared_experts.");
    // transformers writes dense layers as it does those with experts, the Hub's files do not.
    a.names.spellings.insert(
        a.names.spellings.end(), {{"model.layers.{}.mlp.", block}, {"model.layers.{}.mlp.", "layers.{}.block_sparse_moe."}});
    return a;
}

/// GLM 4.5 to 4.7: DeepSeek 3's experts behind usual attention.
Architecture readGlm4Moe(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults(
        {{"num_key_value_heads", 8}, {"max_position_embeddings", 131072}, {"rms_norm_eps", 1e-5}, {"n_routed_experts", 128},
            {"n_shared_experts", 1}, {"num_experts_per_tok", 8}, {"moe_intermediate_size", 1408}, {"first_k_dense_replace", 1}});
    Architecture a = readDecoder(withRotatedShare(config, 0.5));
    a.queryKeyValueBias = config.flagOr("attention_bias", false);
    if (config.flagOr("use_qk_norm", false)) {
        nameHeadNorms(a);
    }
    readRoutedExperts(config, a);
    readCorrectedRouter(config, a);
    return a;
}

/// gpt-oss: sinks, windows on every other layer, the first one included, biases, clamped experts.
Architecture readGptOss(const ModelConfig &file)
{
    ModelConfig config = file.withDefaults(
        {{"num_key_value_heads", 8}, {"head_dim", 64}, {"max_position_embeddings", 131072}, {"rms_norm_eps", 1e-5}, {"rope_theta", 150000},
            {"sliding_window", 128}, {"num_local_experts", 128}, {"num_experts_per_tok", 4}, {"attention_bias", true}});
    if (!config.has("rope_parameters") && !config.has("rope_scaling"))
        config = config.with({{"rope_scaling",
            {{"rope_type", "yarn"}, {"factor", 32}, {"beta_fast", 32}, {"beta_slow", 1}, {"truncate", false},
                {"original_max_position_embeddings", 4096}}}});
    Architecture a = readDecoder(config);
    readAttentionBias(config, a);
    a.windows = readWindows(config, a.nLayers, [](int layer) { return layer % 2 == 0; });
    Mixture &m = a.mixture;
    m.nExperts = config.integer("num_local_experts", 1, mostExperts);
    m.nChosen = config.integer("num_experts_per_tok", 1, m.nExperts);
    m.dFeedForward = a.dFeedForward;
    m.normalized = m.routerBias = m.expertBias = m.stackTransposed = m.stackInterleaved = true;
    m.limit = static_cast<float>(config.positiveOr("swiglu_limit", 7));
    m.slope = static_cast<float>(config.positiveOr("swiglu_alpha", 1.702));
    a.names.sinks = "model.layers.{}.self_attn.sinks";
    a.names.router = "model.layers.{}.mlp.router";
    nameStackedExperts(a, "model.layers.{}.mlp.");
    return a;
}

/// Llama 4's text part: chunks, layers without rotations whose queries grow, experts that weigh what goes into them.
Architecture readLlama4Text(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults(
        {{"num_key_value_heads", 8}, {"max_position_embeddings", 131072}, {"rms_norm_eps", 1e-5}, {"rope_theta", 500000}, {"head_dim", 128},
            {"attention_chunk_size", 8192}, {"num_local_experts", 16}, {"num_experts_per_tok", 1}, {"intermediate_size_mlp", 16384}});
    Architecture a = readDecoder(config);
    readAttentionBias(config, a);
    a.interleavedRows = a.rope.size;
    a.normsRotatedHeads = config.flagOr("use_qk_norm", true);

    std::vector<std::int32_t> rotated = config.ids("no_rope_layers"); // 1: rotated
    const int interval = config.integerOr("no_rope_layer_interval", 1, mostLayers, 4);
    for (int layer = 0; layer < a.nLayers && static_cast<int>(rotated.size()) < a.nLayers; ++layer) {
        if (layer == 0 && !rotated.empty())
            config.refuse("no_rope_layers", Sentence("a list of {} numbers", a.nLayers));
        rotated.push_back((layer + 1) % interval != 0);
    }
    const auto rotates = [&](int layer) { return rotated[static_cast<std::size_t>(layer)] != 0; };
    leaveUnrotated(a, rotates);
    if (config.flagOr("attn_temperature_tuning", true)) {
        for (RopeParameters &unrotated : a.otherRopes) {
            unrotated.queryGrowth = config.numberOr("attn_scale", 0.1);
            unrotated.queryGrowthLength = config.positiveOr("floor_scale", 8192);
            unrotated.queryGrowthOffset = 1;
        }
    }
    const std::vector<std::string> types = config.texts("layer_types");
    if (!types.empty() && static_cast<int>(types.size()) != a.nLayers)
        config.refuse("layer_types", Sentence("a list of {} texts", a.nLayers));
    const int chunk = config.has("attention_chunk_size") ? config.integer("attention_chunk_size", 1, longestContext) : 0;
    for (int layer = 0; layer < a.nLayers; ++layer) {
        const std::string type
            = types.empty() ? (rotates(layer) ? "chunked_attention" : "full_attention") : types[static_cast<std::size_t>(layer)];
        if (type != "chunked_attention" && type != "full_attention")
            config.refuse("layer_types", "a list of chunked_attention and full_attention");
        a.chunks.push_back(type == "chunked_attention" ? chunk : 0);
    }

    Mixture &m = a.mixture;
    m.nExperts = config.integer("num_local_experts", 1, mostExperts);
    m.nChosen = config.integer("num_experts_per_tok", 1, m.nExperts);
    m.dFeedForward = m.dShared = a.dFeedForward;
    m.scores = Scores::Sigmoid;
    m.weighsInput = m.stackTransposed = true;
    a.dFeedForward = config.integer("intermediate_size_mlp", 1, widestFeedForward);
    const std::vector<std::int32_t> routed = config.ids("moe_layers");
    const int every = config.integerOr("interleave_moe_layer_step", 1, mostLayers, 1);
    for (int layer = 0; layer < a.nLayers; ++layer)
        a.denseLayers.push_back(config.has("moe_layers") ? std::ranges::find(routed, layer) == routed.end() : (layer + 1) % every != 0);
    const std::string block = "model.layers.{}.feed_forward.";
    a.names.gate = block + "gate_proj";
    a.names.up = block + "up_proj";
    a.names.down = block + "down_proj";
    a.names.router = block + "router";
    nameStackedExperts(a, block);
    nameSharedExperts(a, block + "shared_expert.");
    return a;
}

/// GLM 4.7 Flash: DeepSeek 3's attention and experts, with a list of the layers that have none.
Architecture readGlm4MoeLite(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults(
        {{"max_position_embeddings", 202752}, {"rms_norm_eps", 1e-5}, {"first_k_dense_replace", 1}, {"n_routed_experts", 64},
            {"n_shared_experts", 1}, {"num_experts_per_tok", 4}, {"moe_intermediate_size", 1536}, {"routed_scaling_factor", 1.8},
            {"kv_lora_rank", 512}, {"q_lora_rank", 768}, {"qk_rope_head_dim", 64}, {"qk_nope_head_dim", 192}, {"v_head_dim", 256}});
    Architecture a = readLatentDecoder(config);
    a.latent.interleaved = config.flagOr("rope_interleave", true);
    readRoutedExperts(config, a);
    readCorrectedRouter(config, a);
    readDenseLayers(config, a);
    return a;
}

/// dots.llm1: Qwen 3's attention, DeepSeek 3's experts.
Architecture readDots1(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_key_value_heads", 32}, {"sliding_window", 4096}, {"max_window_layers", 62},
        {"n_group", 1}, {"topk_group", 1}, {"norm_topk_prob", false}});
    Architecture a = readDecoder(config);
    readAttentionBias(config, a);
    nameHeadNorms(a);
    const int firstSliding = config.integer("max_window_layers", 0, 1 << 20);
    a.windows = readWindows(config, a.nLayers, [firstSliding](int layer) { return layer >= firstSliding; });
    readRoutedExperts(config, a);
    readCorrectedRouter(config, a);
    return a;
}

/// MiniMax M2: norms over all queries and all keys, corrected scores.
Architecture readMiniMaxM2(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults({{"num_key_value_heads", 8}, {"head_dim", 128}, {"max_position_embeddings", 196608},
        {"rope_theta", 5e6}, {"num_local_experts", 256}, {"num_experts_per_tok", 8}});
    Architecture a = readDecoder(withRotatedNumbers(config));
    a.headNorm = HeadNorm::Whole;
    nameHeadNorms(a);
    Mixture &m = a.mixture;
    m.nExperts = config.integer("num_local_experts", 1, mostExperts);
    m.nChosen = config.integer("num_experts_per_tok", 1, m.nExperts);
    m.dFeedForward = a.dFeedForward;
    m.scores = Scores::Sigmoid;
    m.normalized = true;
    nameSparseBlock(a);
    a.names.routerCorrection = "model.layers.{}.block_sparse_moe.e_score_correction_bias";
    return a;
}

} // namespace needlescope
