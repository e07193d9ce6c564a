// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/ggufmodel.h"

#include "api/engineerror.h"
#include "model/families.h"
#include "model/gguffamilies.h"
#include "model/ggufnames.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace needlescope {

namespace {

using Json = nlohmann::json;

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

const GgufFamily *familyNamed(const std::string &name)
{
    const auto &all = ggufFamilies();
    const auto found = std::ranges::find(all, name, &GgufFamily::name);
    return found == all.end() ? nullptr : &*found;
}

Json ropeScaling(const GgufMetadata &metadata)
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
    take("rope.scaling.yarn_log_multiplier", "mscale_all_dim");
    if (scaling.contains("mscale_all_dim"))
        scaling["mscale"] = 1; // which no file says
    return scaling;
}

/// Sizes of heads and of what is rotated of them, with llama.cpp's defaults of absent keys, which are not those of the families.
void describeHeads(const GgufMetadata &metadata, const GgufFamily &family, Json &config)
{
    const double share = config.at("hidden_size").get<double>() / config.at("num_attention_heads").get<double>();
    const double headSize = metadata.numberOr("attention.key_length", share);
    config.emplace("head_dim", headSize);
    config.emplace("num_key_value_heads", config.at("num_attention_heads"));
    config.emplace("rope_theta", 10000);
    const bool ownValues = std::ranges::find(family.ownKeys, "attention.value_length") != family.ownKeys.end();
    if (!ownValues && metadata.numberOr("attention.value_length", headSize) != headSize)
        metadata.refuse("attention.value_length", "the same as attention.key_length");
    const double rotated = metadata.numberOr("rope.dimension_count", headSize);
    config[rotatedShare] = rotated == headSize ? 1 : (rotated + 0.5) / headSize; // which is cut to whole numbers
}

void describeNorms(const GgufMetadata &metadata, const GgufFamily &family, Json &config)
{
    const char *const key = family.subtractsMean ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon";
    metadata.at("attention.layer_norm_rms_epsilon"); // which some files have beside the other
    if (metadata.numberOr(key, 0) <= 0)
        metadata.refuse(key, "a number above 0");
    for (const char *name : {"layer_norm_eps", "layer_norm_epsilon", "norm_epsilon", "norm_eps"})
        config[name] = metadata.at(key); // as the families call it
}

Json configOf(const GgufMetadata &metadata, const GgufFamily &family)
{
    Json config{{"model_type", family.modelType}, {"architectures", {metadata.architecture()}}};
    for (const auto &[key, name] : sameValues) {
        if (std::ranges::find(family.ownKeys, key) != family.ownKeys.end())
            continue;
        if (const Json value = metadata.ofAllLayers(key); !value.is_null())
            config[name] = value;
    }
    for (const char *key : {"context_length", "embedding_length", "attention.head_count"}) {
        if (const Json value = metadata.ofAllLayers(key); !value.is_number_integer() || value <= 0)
            metadata.refuse(key, "a number above 0");
    }
    describeNorms(metadata, family, config);
    const TensorView *const embedding = metadata.tensor("token_embd.weight");
    if (embedding == nullptr || embedding->shape.size() != 2)
        throw EngineError("'{}' has no token_embd.weight; convert the model again.", metadata.file().path().string());
    config["vocab_size"] = embedding->shape.front();
    const double nLayers = metadata.numberOr("block_count", 0) - metadata.numberOr("nextn_predict_layers", 0);
    if (!(nLayers >= 1 && nLayers <= mostLayers))
        metadata.refuse("block_count", "a number of layers");
    config["num_hidden_layers"] = static_cast<int>(nLayers);
    config["tie_word_embeddings"] = !metadata.hasTensor("output.weight");
    config["attention_bias"] = metadata.attends("attn_q.bias") || metadata.attends("attn_qkv.bias");
    config["mlp_bias"] = metadata.hasTensor("blk.0.ffn_down.bias");
    describeHeads(metadata, family, config);
    if (const Json scaling = ropeScaling(metadata); !scaling.is_null())
        config["rope_scaling"] = scaling;
    if (metadata.has("rope.scaling.original_context_length"))
        config["original_max_position_embeddings"] = metadata.at("rope.scaling.original_context_length");
    if (family.describe != nullptr)
        family.describe(metadata, config);
    return config;
}

/// Throws EngineError also where a key holds what no file of the family has there.
Json checkedConfigOf(const GgufMetadata &metadata, const GgufFamily &family)
{
    try {
        return configOf(metadata, family);
    } catch (const Json::exception &) {
        throw EngineError("'{}' has keys of {} that hold no numbers or lists of them; convert the model again.",
            metadata.file().path().string(), metadata.architecture());
    }
}

/// Throws EngineError where there are tensors of more layers than the file says it has.
void refuseFurtherLayers(const Checkpoint &checkpoint, const GgufMetadata &metadata)
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
void refuseFurtherTokens(const GgufMetadata &metadata, int nVocab)
{
    const Json &all = metadata.file().metadata();
    const auto tokens = all.find("tokenizer.ggml.tokens");
    if (tokens != all.end() && tokens->size() > static_cast<std::size_t>(nVocab))
        throw EngineError(
            "'{}' has {} tokens but an embedding of {}; convert the model again.", metadata.file().path().string(), tokens->size(), nVocab);
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

/// Throws EngineError where there are experts that the family does not have, or groups of them.
void refuseOtherExperts(const GgufMetadata &metadata, const Architecture &a)
{
    const int nExperts = metadata.countOr("expert_count", 0);
    if (nExperts != a.mixture.nExperts)
        metadata.refuse("expert_count", Sentence::verbatim(std::to_string(a.mixture.nExperts)));
    if (nExperts == 0)
        metadata.at("expert_used_count"); // which files without experts may have too
    const double nGroups = std::max(metadata.numberOr("expert_group_count", 0), 1.0);
    const double nChosen = metadata.numberOr("expert_group_used_count", 0);
    if (nGroups != a.mixture.nGroups)
        metadata.refuse("expert_group_count", Sentence::verbatim(std::to_string(a.mixture.nGroups)));
    if (nGroups > 1 && nChosen != a.mixture.nGroupsChosen)
        metadata.refuse("expert_group_used_count", Sentence::verbatim(std::to_string(a.mixture.nGroupsChosen)));
}

/// llama3's scaling comes as a divisor of each frequency.
void readDivisors(const GgufMetadata &metadata, Architecture &a)
{
    const std::vector<float> divisors = metadata.numbersOf("rope_freqs.weight");
    if (divisors.empty() || a.rope.scaling == RopeParameters::Scaling::Proportional) // whose family has read them
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
    const GgufMetadata metadata(checkpoint);
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
    refuseFurtherLayers(checkpoint, metadata);
    refuseFurtherTokens(metadata, config.at("vocab_size").get<int>());
    Architecture a = readArchitecture(ModelConfig(file.path().string(), config));
    if (a.rope.oddShare)
        metadata.refuse("rope.dimension_count", Sentence("a share of the head of {} numbers that gives an even number", a.dHead));
    a.queryKeyValueBias = a.queryKeyValueBias || metadata.attends("attn_q.bias") || metadata.attends("attn_qkv.bias");
    a.outputBias = metadata.attends("attn_output.bias");
    a.norm.weightOffset = 0; // it was added when the file was made
    a.transposedWeights = false;
    if (a.attentionFusion == Fusion::PerHead)
        a.attentionFusion = Fusion::Stacked;
    a.interleavedRows = family->rows == QueryKeyRows::Interleaved ? a.rope.size : 0;
    a.mixture.stackTransposed = a.mixture.stackInterleaved = false;
    readDivisors(metadata, a);
    if (family->adapt != nullptr)
        family->adapt(metadata, a);
    refuseOtherExperts(metadata, a);
    metadata.refuseUnreadKeys();
    a.names = ggufNames(a, *family);
    a.stopIds = stopIdsOf(file.metadata());
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
