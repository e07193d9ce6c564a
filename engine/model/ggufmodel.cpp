// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/ggufmodel.h"

#include "api/engineerror.h"
#include "model/families.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <set>

namespace needlescope {

namespace {

using Json = nlohmann::json;

/// A file's metadata under the name of its architecture.
class Metadata
{
public:
    explicit Metadata(const Checkpoint &checkpoint)
        : m_checkpoint(checkpoint)
        , m_file(*checkpoint.gguf())
    {
        const Json &all = m_file.metadata();
        const auto found = all.find("general.architecture");
        if (found == all.end() || !found->is_string())
            throw EngineError("'{}' has no general.architecture; convert the model again.", m_file.path().string());
        m_architecture = found->get<std::string>();
    }

    const GgufFile &file() const { return m_file; }
    const std::string &architecture() const { return m_architecture; }

    /// Null where there is no such key.
    const Json &at(const std::string &key) const
    {
        static const Json none;
        m_read.insert(key);
        const auto found = m_file.metadata().find(m_architecture + "." + key);
        return found == m_file.metadata().end() ? none : *found;
    }
    bool has(const std::string &key) const { return !at(key).is_null(); }

    /// Whether at() was asked for it.
    bool wasRead(const std::string &key) const { return m_read.contains(key); }

    double numberOr(const std::string &key, double absent) const
    {
        const Json &value = at(key);
        if (value.is_null())
            return absent;
        if (!value.is_number() || !std::isfinite(value.get<double>()))
            refuse(key, "a number");
        return value.get<double>();
    }

    /// A number, or a list of one number a layer that are all the same; null where the key is absent.
    Json ofAllLayers(const std::string &key) const
    {
        const Json &value = at(key);
        if (!value.is_array())
            return value;
        if (value.empty() || !std::ranges::all_of(value, [&](const Json &one) { return one == value.front(); }))
            refuse(key, "the same number for every layer");
        return value.front();
    }

    /// Null where there is none.
    const TensorView *tensor(const std::string &name) const { return m_checkpoint.find(name); }
    bool hasTensor(const std::string &name) const { return tensor(name) != nullptr; }

    /// Numbers of a tensor in float32; empty where it is absent.
    std::vector<float> numbersOf(const std::string &name) const
    {
        const TensorView *const found = tensor(name);
        if (found == nullptr)
            return {};
        if (found->dtype != "F32")
            throw EngineError("The tensor '{}' in '{}' has the type {} where F32 is expected; convert the model again.", name,
                m_file.path().string(), found->dtype);
        std::vector<float> numbers(found->bytes.size() / sizeof(float));
        std::memcpy(numbers.data(), found->bytes.data(), numbers.size() * sizeof(float));
        return numbers;
    }

    [[noreturn]] void refuse(const std::string &key, const std::string &expected) const
    {
        throw EngineError("'{}' has {}.{} = {}; expected is {}.", m_file.path().string(), m_architecture, key,
            at(key).dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 40), expected);
    }

private:
    const Checkpoint &m_checkpoint;
    const GgufFile &m_file;
    std::string m_architecture;
    mutable std::set<std::string> m_read;
};

/// How llama.cpp's converter leaves the rows of queries and keys.
enum class QueryKeyRows {
    AsInCheckpoint,
    Interleaved, ///< numbers i and i + dHead / 2 of each head beside each other
};

struct GgufFamily
{
    std::string name; ///< general.architecture
    std::string modelType;
    QueryKeyRows rows;
    void (*extra)(const Metadata &metadata, Json &config); ///< what is special; may be null
};

/// Keys whose values are the same in config.json, under other names.
constexpr std::array sameValues{
    std::pair{"context_length", "max_position_embeddings"},
    std::pair{"embedding_length", "hidden_size"},
    std::pair{"attention.head_count", "num_attention_heads"},
    std::pair{"attention.head_count_kv", "num_key_value_heads"},
    std::pair{"feed_forward_length", "intermediate_size"},
    std::pair{"attention.layer_norm_rms_epsilon", "rms_norm_eps"},
    std::pair{"attention.key_length", "head_dim"},
    std::pair{"rope.freq_base", "rope_theta"},
};

/// Keys that change no number of a text: of other parts of the model, of training, of what the file repeats.
constexpr std::array<std::string_view, 8> besideText{"vocab_size", "rope.dimension_sections", "n_deepstack_layers", "tensor_data_layout",
    "rope.scaling.finetuned", "pooling_type", "expert_group_count", "expert_group_used_count"};

/// Parts of a model that look at pictures, as Ollama keeps them in the same file.
bool isOfPictures(std::string_view key)
{
    return key.starts_with("vision.") || key.starts_with("mm.");
}

/// Throws EngineError where nobody read a key of the architecture.
void refuseUnreadKeys(const Metadata &metadata)
{
    if (metadata.has("attention.causal") && metadata.at("attention.causal") != true)
        metadata.refuse("attention.causal", "true");
    const std::string prefix = metadata.architecture() + ".";
    for (const auto &[name, value] : metadata.file().metadata().items()) {
        if (!name.starts_with(prefix))
            continue;
        const std::string key = name.substr(prefix.size());
        const bool beside = isOfPictures(key) || std::ranges::find(besideText, key) != besideText.end();
        if (!beside && !metadata.wasRead(key))
            throw EngineError(
                "'{}' has the key {}, which Needlescope does not understand and which may change its numbers; get the model as "
                "safetensors.",
                metadata.file().path().string(), name);
    }
}

/// Takes @p key as @p name where it is there.
void take(const Metadata &metadata, Json &config, const char *key, const char *name)
{
    if (const Json value = metadata.ofAllLayers(key); !value.is_null())
        config[name] = value;
}

/// A window on all layers but each @p period-th, or as the file says layer by layer.
void readWindows(const Metadata &metadata, Json &config, int period, int defaultWindow = 0)
{
    const Json &pattern = metadata.at("attention.sliding_window_pattern");
    const bool isPeriod = pattern.is_number_integer() && pattern >= 1 && pattern <= mostLayers;
    if (!pattern.is_null() && !pattern.is_array() && !isPeriod)
        metadata.refuse("attention.sliding_window_pattern", "a number of layers");
    if (isPeriod)
        period = pattern.get<int>();
    const int nLayers = config.at("num_hidden_layers").get<int>();
    if (pattern.is_array() && pattern.size() != static_cast<std::size_t>(nLayers))
        metadata.refuse("attention.sliding_window_pattern", fmt::format("a list of {} values", nLayers));
    const Json &window = metadata.at("attention.sliding_window");
    config["sliding_window"] = window == 0 ? Json() : window.is_null() && defaultWindow > 0 ? Json(defaultWindow) : window;
    const bool none = config["sliding_window"].is_null();
    const auto isSet = [&](const Json &one) {
        if (!one.is_boolean() && !one.is_number_integer())
            metadata.refuse("attention.sliding_window_pattern", "a list of yes and no");
        return one.is_boolean() ? one.get<bool>() : one != 0;
    };
    for (int layer = 0; layer < nLayers; ++layer) {
        const bool marked = pattern.is_array() ? isSet(pattern.at(static_cast<std::size_t>(layer))) : (layer + 1) % period != 0;
        const bool slides = marked && !none;
        config["layer_types"].push_back(slides ? "sliding_attention" : "full_attention");
    }
}

bool is(const Metadata &metadata, const char *key, double value)
{
    return metadata.numberOr(key, -1) == value;
}

/// Throws EngineError where the file does not say it.
Json chosenExperts(const Metadata &metadata)
{
    if (metadata.numberOr("expert_used_count", 0) < 1)
        metadata.refuse("expert_used_count", "a number of experts");
    return metadata.at("expert_used_count");
}

void readLlama(const Metadata &metadata, Json &config)
{
    if (metadata.numberOr("expert_count", 0) > 0) {
        config["model_type"] = "mixtral";
        config["num_local_experts"] = metadata.at("expert_count");
        config["sliding_window"] = nullptr;
        config["num_experts_per_tok"] = chosenExperts(metadata);
        return;
    }
    metadata.at("expert_used_count");
    // Files of Mistral 7B v0.1 and what was made of it do not say the window that its config.json has.
    const bool isFirstMistral = is(metadata, "context_length", 32768) && is(metadata, "block_count", 32)
        && is(metadata, "feed_forward_length", 14336) && is(metadata, "attention.head_count_kv", 8)
        && metadata.numberOr("rope.freq_base", 10000) == 10000;
    if (isFirstMistral && !metadata.has("attention.sliding_window"))
        throw EngineError(
            "'{}' has the sizes of Mistral 7B v0.1 but no llama.attention.sliding_window, without which its attention to long "
            "texts is unknown; get the model as safetensors.",
            metadata.file().path().string());
    const double window = metadata.numberOr("attention.sliding_window", 0);
    if (window > 0) {
        config["model_type"] = "mistral";
        config["sliding_window"] = static_cast<std::int64_t>(window);
    }
    const bool isLlama31 = is(metadata, "context_length", 131072) && is(metadata, "rope.freq_base", 500000)
        && config.at("vocab_size") >= 128256 && !config.contains("rope_scaling");
    if (isLlama31 && !metadata.hasTensor("rope_freqs.weight"))
        throw EngineError("'{}' is of Llama 3.1 or later but has no rope_freqs.weight, as files made in July 2024; get a newer file of the "
                          "model.",
            metadata.file().path().string());
}

/// Phi-3 mini and medium with 4,096 tokens have a window that their first files do not say.
void readPhi3(const Metadata &metadata, Json &config)
{
    const bool saysNone = (is(metadata, "block_count", 32) || is(metadata, "block_count", 40)) && is(metadata, "context_length", 4096);
    const double window = metadata.numberOr("attention.sliding_window", saysNone ? 2047 : 0);
    config["sliding_window"] = window == 0 ? Json() : Json(static_cast<std::int64_t>(window));
}

void readGemma2(const Metadata &metadata, Json &config)
{
    readWindows(metadata, config, 2, 4096);
    take(metadata, config, "attn_logit_softcapping", "attn_logit_softcapping");
    take(metadata, config, "final_logit_softcapping", "final_logit_softcapping");
    config["query_pre_attn_scalar"] = config.contains("head_dim") ? config.at("head_dim") : Json(256); // llama.cpp: 1 / sqrt(head_dim)
    if (metadata.at("block_count") == 46) // Gemma 2 27B is scaled by dModel / nHeads, which the file does not say
        config["query_pre_attn_scalar"] = metadata.numberOr("embedding_length", 0) / metadata.numberOr("attention.head_count", 1);
}

void readGemma3(const Metadata &metadata, Json &config)
{
    readWindows(metadata, config, 6);
    config["rope_local_base_freq"] = metadata.numberOr("rope.freq_base_swa", metadata.numberOr("rope.local.freq_base", 10000));
    take(metadata, config, "final_logit_softcapping", "final_logit_softcapping");
    if (metadata.has("rope.dimension_count_swa") && metadata.at("rope.dimension_count_swa") != metadata.at("rope.dimension_count"))
        metadata.refuse("rope.dimension_count_swa", "the same as rope.dimension_count");
    config["query_pre_attn_scalar"] = config.contains("head_dim") ? config.at("head_dim") : Json(256);
    if (metadata.at("block_count") == 62) // Gemma 3 27B, likewise
        config["query_pre_attn_scalar"] = metadata.numberOr("embedding_length", 0) / metadata.numberOr("attention.head_count", 1);
    if (!metadata.has("rope.freq_base"))
        config["rope_theta"] = metadata.numberOr("rope.global.freq_base", 1000000);
    const bool isScaled = metadata.at("block_count") == 34 || metadata.at("block_count") == 48 || metadata.at("block_count") == 62;
    if (isScaled && metadata.has("rope.global.freq_base") && !metadata.has("rope.scaling.factor"))
        throw EngineError("'{}' does not say by how much its positions are scaled, as files of Gemma 3 that Ollama made in 2025; get the "
                          "model from its publisher as GGUF or safetensors.",
            metadata.file().path().string());
}

void readOlmo2(const Metadata &metadata, Json &config)
{
    if (metadata.numberOr("attention.sliding_window", 0) == 0)
        return;
    config["model_type"] = "olmo3";
    readWindows(metadata, config, 4);
    const Json &theta = metadata.at("rope.freq_base_swa");
    if (!theta.is_null() && theta != metadata.at("rope.freq_base"))
        metadata.refuse("rope.freq_base_swa", "the same as rope.freq_base");
}

void readGranite(const Metadata &metadata, Json &config)
{
    config["embedding_multiplier"] = metadata.numberOr("embedding_scale", 1);
    config["residual_multiplier"] = metadata.numberOr("residual_scale", 1);
    config["logits_scaling"] = metadata.numberOr("logit_scale", 1);
    if (metadata.has("attention.scale"))
        config["attention_multiplier"] = metadata.at("attention.scale");
}

void readStableLm(const Metadata &metadata, Json &config)
{
    config["use_parallel_residual"] = metadata.has("use_parallel_residual") ? metadata.at("use_parallel_residual") : Json(true);
    config["use_qkv_bias"] = metadata.hasTensor("blk.0.attn_q.bias");
    config["qk_layernorm"] = metadata.hasTensor("blk.0.attn_q_norm.weight");
}

void readSmolLm3(const Metadata &, Json &config)
{
    config["no_rope_layer_interval"] = 4; // llama.cpp knows it by the architecture
}

void readSeedOss(const Metadata &metadata, Json &config)
{
    config["attention_bias"] = metadata.hasTensor("blk.0.attn_q.bias");
    config["attention_out_bias"] = metadata.hasTensor("blk.0.attn_output.bias");
}

void readMinistral3(const Metadata &metadata, Json &config)
{
    config["rope_scaling"]["llama_4_scaling_beta"] = metadata.numberOr("attention.temperature_scale", 0);
    if (metadata.has("attention.temperature_length")
        && metadata.at("attention.temperature_length") != metadata.at("rope.scaling.original_context_length"))
        metadata.refuse("attention.temperature_length", "the same as rope.scaling.original_context_length");
}

void readLfm2(const Metadata &metadata, Json &config)
{
    Json kvHeads;
    for (const Json &n : metadata.at("attention.head_count_kv")) {
        config["layer_types"].push_back(n == 0 ? "conv" : "full_attention");
        if (n != 0)
            kvHeads = n;
    }
    config["num_key_value_heads"] = kvHeads;
    config["conv_L_cache"] = metadata.at("shortconv.l_cache");
    config["norm_eps"] = metadata.at("attention.layer_norm_rms_epsilon");
    config["block_auto_adjust_ff_dim"] = false;
}

void readQwenExperts(const Metadata &metadata, Json &config)
{
    config["num_experts"] = metadata.at("expert_count");
    config["num_experts_per_tok"] = chosenExperts(metadata);
    take(metadata, config, "expert_feed_forward_length", "moe_intermediate_size");
    take(metadata, config, "expert_shared_feed_forward_length", "shared_expert_intermediate_size");
    config["norm_topk_prob"] = config.at("model_type") == "qwen3_moe"; // llama.cpp knows it by the architecture
}

const std::vector<GgufFamily> &ggufFamilies()
{
    static const std::vector<GgufFamily> all{
        {"llama", "llama", QueryKeyRows::Interleaved, readLlama},
        {"qwen2", "qwen2", QueryKeyRows::AsInCheckpoint, nullptr},
        {"qwen2vl", "qwen2", QueryKeyRows::AsInCheckpoint, nullptr},
        {"qwen2moe", "qwen2_moe", QueryKeyRows::AsInCheckpoint, readQwenExperts},
        {"qwen3", "qwen3", QueryKeyRows::AsInCheckpoint, nullptr},
        {"qwen3vl", "qwen3", QueryKeyRows::AsInCheckpoint, nullptr},
        {"qwen3moe", "qwen3_moe", QueryKeyRows::AsInCheckpoint, readQwenExperts},
        {"phi3", "phi3", QueryKeyRows::AsInCheckpoint, readPhi3},
        {"gemma", "gemma", QueryKeyRows::AsInCheckpoint, nullptr},
        {"gemma2", "gemma2", QueryKeyRows::AsInCheckpoint, readGemma2},
        {"gemma3", "gemma3_text", QueryKeyRows::AsInCheckpoint, readGemma3},
        {"olmo2", "olmo2", QueryKeyRows::AsInCheckpoint, readOlmo2},
        {"granite", "granite", QueryKeyRows::Interleaved, readGranite},
        {"stablelm", "stablelm", QueryKeyRows::AsInCheckpoint, readStableLm},
        {"smollm3", "smollm3", QueryKeyRows::Interleaved, readSmolLm3},
        {"mistral3", "ministral3", QueryKeyRows::Interleaved, readMinistral3},
        {"seed_oss", "seed_oss", QueryKeyRows::AsInCheckpoint, readSeedOss},
        {"lfm2", "lfm2", QueryKeyRows::AsInCheckpoint, readLfm2},
    };
    return all;
}

const GgufFamily *familyNamed(const std::string &name)
{
    const auto &all = ggufFamilies();
    const auto found = std::ranges::find(all, name, &GgufFamily::name);
    return found == all.end() ? nullptr : &*found;
}

Json ropeScaling(const Metadata &metadata)
{
    const Json type = metadata.has("rope.scaling.type") ? metadata.at("rope.scaling.type") : Json("linear"); // as llama.cpp has it
    const double oldFactor = metadata.numberOr("rope.scale_linear", 0);
    const double factor = metadata.numberOr("rope.scaling.factor", oldFactor);
    const double extrapolation = metadata.numberOr("rope.scaling.yarn_ext_factor", 1);
    for (const char *key : {"rope.scaling.original_context_length", "rope.scaling.yarn_beta_fast", "rope.scaling.yarn_beta_slow",
             "rope.scaling.yarn_attn_factor", "rope.scaling.yarn_log_multiplier"})
        metadata.at(key); // which only yarn needs
    const std::vector<float> longFactors = metadata.numbersOf("rope_factors_long.weight");
    if (!longFactors.empty()) {
        Json scaling{{"rope_type", "longrope"}, {"long_factor", longFactors},
            {"short_factor", metadata.numbersOf("rope_factors_short.weight")},
            {"original_max_position_embeddings", metadata.at("rope.scaling.original_context_length")}};
        if (metadata.has("rope.scaling.attn_factor"))
            scaling["attention_factor"] = metadata.at("rope.scaling.attn_factor");
        return scaling;
    }
    if (metadata.numberOr("rope.scaling.attn_factor", 1) != 1)
        metadata.refuse("rope.scaling.attn_factor", "1");
    if (type == "none" || (type == "linear" && (factor == 0 || factor == 1)))
        return {};
    Json scaling{{"rope_type", type}, {"factor", factor == 0 ? 1 : factor}};
    if (type == "linear")
        return scaling;
    if (type != "yarn")
        metadata.refuse("rope.scaling.type", "one of none, linear, yarn");
    if (extrapolation >= 0 && extrapolation != 1)
        metadata.refuse("rope.scaling.yarn_ext_factor", "1");
    const auto take = [&](const char *key, const char *name) {
        if (metadata.has(key))
            scaling[name] = metadata.at(key);
    };
    take("rope.scaling.original_context_length", "original_max_position_embeddings");
    take("rope.scaling.yarn_beta_fast", "beta_fast");
    take("rope.scaling.yarn_beta_slow", "beta_slow");
    take("rope.scaling.yarn_attn_factor", "attention_factor");
    take("rope.scaling.yarn_log_multiplier", "mscale");
    take("rope.scaling.yarn_log_multiplier", "mscale_all_dim");
    return scaling;
}

Json configOf(const Metadata &metadata, const GgufFamily &family)
{
    Json config{{"model_type", family.modelType}, {"architectures", {metadata.architecture()}}};
    for (const auto &[key, name] : sameValues) {
        if (family.extra == readLfm2 && std::string_view(key) == "attention.head_count_kv")
            continue; // a list of its own
        if (const Json value = metadata.ofAllLayers(key); !value.is_null())
            config[name] = value;
    }
    for (const char *key : {"context_length", "embedding_length", "attention.head_count"}) {
        if (const Json value = metadata.ofAllLayers(key); !value.is_number_integer() || value <= 0)
            metadata.refuse(key, "a number above 0");
    }
    const char *const norm = family.extra == readStableLm ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon";
    if (metadata.numberOr(norm, 0) <= 0)
        metadata.refuse(norm, "a number above 0");
    if (family.extra == readStableLm)
        config["layer_norm_eps"] = metadata.at(norm);
    const TensorView *const embedding = metadata.tensor("token_embd.weight");
    if (embedding == nullptr || embedding->shape.size() != 2)
        throw EngineError("'{}' has no token_embd.weight; convert the model again.", metadata.file().path().string());
    config["vocab_size"] = embedding->shape.front();
    const double nLayers = metadata.numberOr("block_count", 0) - metadata.numberOr("nextn_predict_layers", 0);
    if (!(nLayers >= 1 && nLayers <= mostLayers))
        metadata.refuse("block_count", "a number of layers");
    config["num_hidden_layers"] = static_cast<int>(nLayers);
    config["tie_word_embeddings"] = !metadata.hasTensor("output.weight");
    config["attention_bias"] = metadata.hasTensor("blk.0.attn_q.bias");
    config["mlp_bias"] = metadata.hasTensor("blk.0.ffn_down.bias");
    // llama.cpp's defaults of absent keys, which are not those of the families.
    const double headSize = metadata.numberOr(
        "attention.key_length", config.at("hidden_size").get<double>() / config.at("num_attention_heads").get<double>());
    config.emplace("head_dim", headSize);
    config.emplace("num_key_value_heads", config.at("num_attention_heads"));
    config.emplace("rope_theta", 10000);
    if (metadata.numberOr("attention.value_length", headSize) != headSize)
        metadata.refuse("attention.value_length", "the same as attention.key_length");
    const double rotated = metadata.numberOr("rope.dimension_count", headSize);
    config["partial_rotary_factor"] = rotated == headSize ? 1 : (rotated + 0.5) / headSize; // which is cut to whole numbers
    if (const Json scaling = ropeScaling(metadata); !scaling.is_null())
        config["rope_scaling"] = scaling;
    if (metadata.has("rope.scaling.original_context_length"))
        config["original_max_position_embeddings"] = metadata.at("rope.scaling.original_context_length");
    if (family.extra != nullptr)
        family.extra(metadata, config);
    return config;
}

/// Throws EngineError also where a key holds what no file of the family has there.
Json checkedConfigOf(const Metadata &metadata, const GgufFamily &family)
{
    try {
        return configOf(metadata, family);
    } catch (const Json::exception &) {
        throw EngineError("'{}' has keys of {} that hold no numbers or lists of them; convert the model again.",
            metadata.file().path().string(), metadata.architecture());
    }
}

/// Throws EngineError where there are tensors of more layers than the file says it has.
void refuseFurtherLayers(const Checkpoint &checkpoint, const Metadata &metadata)
{
    const double nLayers = metadata.numberOr("block_count", 0);
    for (const auto &file : checkpoint.files()) {
        for (const auto &[name, view] : file->tensors()) {
            if (name.starts_with("blk.") && std::atoi(name.c_str() + 4) >= nLayers)
                throw EngineError("'{}' holds the tensor '{}' but says that it has {} layers; convert the model again.",
                    file->path().string(), name, nLayers);
        }
    }
}

/// Throws EngineError where the tokenizer makes ids that have no row in the embedding.
void refuseFurtherTokens(const Metadata &metadata, int nVocab)
{
    const Json &all = metadata.file().metadata();
    const auto tokens = all.find("tokenizer.ggml.tokens");
    if (tokens != all.end() && tokens->size() > static_cast<std::size_t>(nVocab))
        throw EngineError(
            "'{}' has {} tokens but an embedding of {}; convert the model again.", metadata.file().path().string(), tokens->size(), nVocab);
}

/// The same weights under llama.cpp's names.
WeightNames ggufNames(const Architecture &a, const std::string &architecture)
{
    const WeightNames &usual = a.names;
    WeightNames names;
    const auto take = [](const std::string &from, std::string &to, const std::string &name) {
        if (!from.empty())
            to = name;
    };
    const std::string layer = "blk.{}.";
    const bool fused = a.attentionFusion != Fusion::None;
    take(usual.embedding, names.embedding, "token_embd");
    take(usual.positions, names.positions, "position_embd");
    take(usual.attentionNorm, names.attentionNorm, layer + "attn_norm");
    take(usual.query, names.query, layer + (fused ? "attn_qkv" : "attn_q"));
    take(usual.key, names.key, layer + "attn_k");
    take(usual.value, names.value, layer + "attn_v");
    take(usual.queryNorm, names.queryNorm, layer + "attn_q_norm");
    take(usual.keyNorm, names.keyNorm, layer + "attn_k_norm");
    take(usual.output, names.output, layer + "attn_output");
    take(usual.attentionPostNorm, names.attentionPostNorm, layer + "post_attention_norm");
    take(usual.feedForwardNorm, names.feedForwardNorm, layer + (architecture == "seed_oss" ? "post_attention_norm" : "ffn_norm"));
    if (usual.feedForwardNorm == usual.attentionNorm)
        names.feedForwardNorm = names.attentionNorm; // one norm for both
    take(usual.gate, names.gate, layer + (a.feedForwardFusion == Fusion::Stacked ? "ffn_up" : "ffn_gate"));
    take(usual.up, names.up, layer + "ffn_up");
    take(usual.down, names.down, layer + "ffn_down");
    take(usual.feedForwardPostNorm, names.feedForwardPostNorm, layer + "post_ffw_norm");
    take(usual.router, names.router, layer + "ffn_gate_inp");
    take(usual.expertGate, names.expertGate, layer + "ffn_gate_exps");
    take(usual.expertUp, names.expertUp, layer + "ffn_up_exps");
    take(usual.expertDown, names.expertDown, layer + "ffn_down_exps");
    take(usual.sharedGate, names.sharedGate, layer + "ffn_gate_shexp");
    take(usual.sharedUp, names.sharedUp, layer + "ffn_up_shexp");
    take(usual.sharedDown, names.sharedDown, layer + "ffn_down_shexp");
    take(usual.sharedWeight, names.sharedWeight, layer + "ffn_gate_inp_shexp");
    take(usual.recurrentIn, names.recurrentIn, layer + "shortconv.in_proj");
    take(usual.convolution, names.convolution, layer + "shortconv.conv");
    take(usual.recurrentOut, names.recurrentOut, layer + "shortconv.out_proj");
    take(usual.finalNorm, names.finalNorm, architecture == "lfm2" ? "token_embd_norm" : "output_norm");
    take(usual.unembedding, names.unembedding, "output");
    return names;
}

/// What ends an answer, by the keys that name it.
std::vector<std::int32_t> stopIdsOf(const Json &metadata)
{
    std::vector<std::int32_t> ids;
    for (const char *key : {"tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"}) {
        const auto found = metadata.find(key);
        if (found == metadata.end() || !found->is_number_integer())
            continue;
        const auto value = found->get<std::int64_t>();
        const auto id = static_cast<std::int32_t>(value);
        if (id >= 0 && id == value && std::ranges::find(ids, id) == ids.end())
            ids.push_back(id);
    }
    return ids;
}

/// llama3's scaling comes as a divisor of each frequency.
void readDivisors(const Metadata &metadata, Architecture &a)
{
    const std::vector<float> divisors = metadata.numbersOf("rope_freqs.weight");
    if (divisors.empty())
        return;
    const bool positive = std::ranges::all_of(divisors, [](float divisor) { return divisor > 0; });
    if (static_cast<int>(divisors.size()) != a.rope.size / 2 || !positive || a.rope.scaling != RopeParameters::Scaling::None)
        throw EngineError("The tensor 'rope_freqs.weight' in '{}' does not fit heads of {} rotated numbers; convert the model again.",
            metadata.file().path().string(), a.rope.size);
    a.rope.scaling = RopeParameters::Scaling::Long;
    a.rope.shortFactors = a.rope.longFactors = divisors;
    a.rope.originalContextLength = a.contextLength;
}

} // namespace

std::string ggufFamily(const std::string &name)
{
    const GgufFamily *const family = familyNamed(name);
    return family == nullptr ? std::string() : family->modelType;
}

Architecture readArchitecture(const Checkpoint &checkpoint)
{
    const Metadata metadata(checkpoint);
    const GgufFile &file = metadata.file();
    const GgufFamily *const family = familyNamed(metadata.architecture());
    if (family == nullptr) {
        std::vector<std::string> known;
        for (const GgufFamily &each : ggufFamilies())
            known.push_back(each.name);
        throw EngineError("'{}' is of the architecture '{}', which Needlescope does not read from GGUF; known are {}.",
            file.path().string(), metadata.architecture(), fmt::format("{}", fmt::join(known, ", ")));
    }
    const Json config = checkedConfigOf(metadata, *family);
    refuseUnreadKeys(metadata);
    refuseFurtherLayers(checkpoint, metadata);
    refuseFurtherTokens(metadata, config.at("vocab_size").get<int>());
    Architecture a = readArchitecture(ModelConfig(file.path().string(), config));
    a.queryKeyValueBias = a.queryKeyValueBias || metadata.hasTensor("blk.0.attn_q.bias");
    a.outputBias = metadata.hasTensor("blk.0.attn_output.bias");
    a.norm.weightOffset = 0; // it was added when the file was made
    a.transposedWeights = false;
    if (a.attentionFusion == Fusion::PerHead)
        a.attentionFusion = Fusion::Stacked;
    a.interleavedQueryKeyRows = family->rows == QueryKeyRows::Interleaved;
    a.names = ggufNames(a, metadata.architecture());
    a.stopIds = stopIdsOf(file.metadata());
    readDivisors(metadata, a);
    return a;
}

bool isBesideTheWeights(const std::string &name, const Architecture &architecture)
{
    if (name == "rope_freqs.weight" || name == "rope_factors_long.weight" || name == "rope_factors_short.weight")
        return true;
    if (name.starts_with("v.") || name.starts_with("mm."))
        return true; // looks at pictures
    return name.starts_with("blk.") && std::atoi(name.c_str() + 4) >= architecture.nLayers; // it predicts further tokens
}

} // namespace needlescope
