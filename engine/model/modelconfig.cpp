// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/modelconfig.h"

#include "api/engineerror.h"
#include "files/mappedfile.h"
#include "model/families.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace needlescope {

namespace {

constexpr int deepestNesting = 64;

nlohmann::json parseFile(const std::filesystem::path &file)
{
    const MappedFile mapped(file);
    const auto *text = reinterpret_cast<const char *>(mapped.bytes().data());
    // Copying and printing JSON recurse, so that brackets without end would overflow the stack.
    const auto refuseDepth = [&](int depth, nlohmann::json::parse_event_t, const nlohmann::json &) {
        if (depth > deepestNesting)
            throw EngineError("'" + file.string() + "' is nested too deep; download or export the model again.");
        return true;
    };
    nlohmann::json json = nlohmann::json::parse(text, text + mapped.bytes().size(), refuseDepth, false);
    if (!json.is_object())
        throw EngineError("'" + file.string() + "' is not a JSON object; download or export the model again.");
    return json;
}

std::string shortened(const nlohmann::json &json)
{
    const std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return text.size() <= 40 ? text : text.substr(0, 40) + "...";
}

std::string plain(double number)
{
    char text[32];
    std::snprintf(text, sizeof text, "%g", number);
    return text;
}

} // namespace

ModelConfig::ModelConfig(const std::filesystem::path &file)
    : ModelConfig(file.string(), parseFile(file))
{
}

ModelConfig::ModelConfig(std::string name, nlohmann::json json)
    : m_name(std::move(name))
    , m_json(std::move(json))
{
}

bool ModelConfig::has(const std::string &key) const
{
    return m_json.contains(key) && !m_json.at(key).is_null();
}

void ModelConfig::refuse(const std::string &key, const std::string &expected) const
{
    const std::string found = has(key) ? "has " + key + " = " + shortened(m_json.at(key)) : "has no " + key;
    throw EngineError("'" + m_name + "' " + found + "; expected is " + expected + ".");
}

const nlohmann::json &ModelConfig::value(const std::string &key, const std::string &expected) const
{
    if (!has(key))
        refuse(key, expected);
    return m_json.at(key);
}

int ModelConfig::integer(const std::string &key, int smallest, int largest) const
{
    const std::string expected = "a whole number from " + std::to_string(smallest) + " to " + std::to_string(largest);
    const nlohmann::json &number = value(key, expected);
    if (!number.is_number())
        refuse(key, expected);
    const auto asDouble = number.get<double>(); // exact for every number in the range
    if (!(asDouble >= smallest && asDouble <= largest && asDouble == std::floor(asDouble)))
        refuse(key, expected);
    return static_cast<int>(asDouble);
}

int ModelConfig::integerOr(const std::string &key, int smallest, int largest, int otherwise) const
{
    return has(key) ? integer(key, smallest, largest) : otherwise;
}

double ModelConfig::positive(const std::string &key) const
{
    const std::string expected = "a number above " + plain(0);
    const nlohmann::json &number = value(key, expected);
    const double result = number.is_number() ? number.get<double>() : 0;
    if (!(std::isfinite(result) && result > 0))
        refuse(key, expected);
    return result;
}

double ModelConfig::positiveOr(const std::string &key, double otherwise) const
{
    return has(key) ? positive(key) : otherwise;
}

bool ModelConfig::flagOr(const std::string &key, bool otherwise) const
{
    if (!has(key))
        return otherwise;
    if (!m_json.at(key).is_boolean())
        refuse(key, "true or false");
    return m_json.at(key).get<bool>();
}

std::string ModelConfig::textOr(const std::string &key, const std::string &otherwise) const
{
    if (!has(key))
        return otherwise;
    if (!m_json.at(key).is_string())
        refuse(key, "a text");
    return m_json.at(key).get<std::string>();
}

std::optional<ModelConfig> ModelConfig::object(const std::string &key) const
{
    if (!has(key))
        return {};
    if (!m_json.at(key).is_object())
        refuse(key, "an object");
    return ModelConfig(m_name + "' under '" + key, m_json.at(key));
}

ModelConfig ModelConfig::withAliases(const std::map<std::string, std::string> &others) const
{
    ModelConfig result = *this;
    for (const auto &[key, other] : others) {
        if (!has(key) && has(other))
            result.m_json[key] = m_json.at(other);
    }
    return result;
}

std::vector<std::string> ModelConfig::texts(const std::string &key) const
{
    if (!has(key))
        return {};
    const nlohmann::json &list = m_json.at(key);
    if (!list.is_array() || !std::ranges::all_of(list, [](const nlohmann::json &text) { return text.is_string(); }))
        refuse(key, "a list of texts");
    return list.get<std::vector<std::string>>();
}

std::vector<float> ModelConfig::numbers(const std::string &key) const
{
    const std::string expected = "a list of numbers";
    const nlohmann::json &list = value(key, expected);
    if (!list.is_array() || !std::ranges::all_of(list, [](const nlohmann::json &number) { return number.is_number(); }))
        refuse(key, expected);
    return list.get<std::vector<float>>();
}

std::vector<std::int32_t> ModelConfig::ids(const std::string &key) const
{
    if (!has(key))
        return {};
    const nlohmann::json &json = m_json.at(key);
    std::vector<std::int32_t> result;
    for (const nlohmann::json &id : json.is_array() ? json : nlohmann::json::array({json})) {
        if (!id.is_number_integer() || id.get<std::int64_t>() < 0 || id.get<std::int64_t>() > INT32_MAX)
            refuse(key, "a token id or a list of token ids");
        result.push_back(id.get<std::int32_t>());
    }
    return result;
}

namespace {

std::vector<float> frequencyFactors(const ModelConfig &scaling, const std::string &key, int count)
{
    const std::vector<float> factors = scaling.numbers(key);
    const bool positive = std::ranges::all_of(factors, [](float factor) { return factor > 0; });
    if (static_cast<int>(factors.size()) != count || !positive)
        scaling.refuse(key, "a list of " + std::to_string(count) + " numbers above 0");
    return factors;
}

void readLongRope(const ModelConfig &config, const ModelConfig &scaling, RopeParameters &rope)
{
    rope.shortFactors = frequencyFactors(scaling, "short_factor", rope.size / 2);
    rope.longFactors = frequencyFactors(scaling, "long_factor", rope.size / 2);
    const ModelConfig &holder = scaling.has("original_max_position_embeddings") ? scaling : config;
    rope.originalContextLength = holder.integer("original_max_position_embeddings", 2, 1 << 28);
    const double stretch = scaling.positiveOr("factor", static_cast<double>(rope.contextLength) / rope.originalContextLength);
    rope.attentionFactor = scaling.positiveOr(
        "attention_factor", stretch <= 1 ? 1 : std::sqrt(1 + std::log(stretch) / std::log(rope.originalContextLength)));
}

void readScaling(const ModelConfig &config, const ModelConfig &scaling, const std::string &type, RopeParameters &rope)
{
    using Scaling = RopeParameters::Scaling;
    if (type == "longrope" || type == "su") {
        rope.scaling = Scaling::Long;
        return readLongRope(config, scaling, rope);
    }
    if (type == "linear") {
        rope.scaling = Scaling::Linear;
    } else if (type == "dynamic") {
        rope.scaling = Scaling::Dynamic;
    } else if (type == "llama3") {
        rope.scaling = Scaling::Llama3;
        rope.lowFrequencyFactor = scaling.positive("low_freq_factor");
        rope.highFrequencyFactor = scaling.positive("high_freq_factor");
        rope.originalContextLength = scaling.integer("original_max_position_embeddings", 1, 1 << 28);
        if (rope.highFrequencyFactor <= rope.lowFrequencyFactor)
            scaling.refuse("high_freq_factor", "a number above low_freq_factor");
    } else if (type == "yarn") {
        rope.scaling = Scaling::Yarn;
        rope.betaFast = scaling.positiveOr("beta_fast", 32);
        rope.betaSlow = scaling.positiveOr("beta_slow", 1);
        rope.originalContextLength = scaling.has("original_max_position_embeddings")
            ? scaling.integer("original_max_position_embeddings", 1, 1 << 28)
            : rope.contextLength;
        rope.attentionFactor = scaling.positiveOr("attention_factor", 0.1 * std::log(scaling.positive("factor")) + 1);
    } else {
        scaling.refuse(scaling.has("rope_type") ? "rope_type" : "type", "one of default, linear, dynamic, llama3, yarn, longrope");
    }
    rope.factor = scaling.positive("factor");
}

} // namespace

RopeParameters readRope(const ModelConfig &config, int dHead, int contextLength)
{
    const std::optional<ModelConfig> parameters = config.object("rope_parameters"); // since transformers 5
    const ModelConfig &holder = parameters ? *parameters : config;
    RopeParameters rope;
    rope.theta = holder.positiveOr("rope_theta", config.positiveOr("rope_theta", 10000));
    const double share = holder.positiveOr("partial_rotary_factor", config.positiveOr("partial_rotary_factor", 1));
    rope.size = static_cast<int>(std::min(dHead * share, 1e6));
    rope.contextLength = contextLength;
    if (dHead % 2 != 0 && share == 1)
        config.refuse(config.has("head_dim") ? "head_dim" : "num_attention_heads", "what gives heads of an even size");
    if (rope.size < 2 || rope.size > dHead || rope.size % 2 != 0)
        config.refuse("partial_rotary_factor", "a share of the head of " + std::to_string(dHead) + " numbers that gives an even number");
    const std::optional<ModelConfig> scaling = parameters ? parameters : config.object("rope_scaling");
    if (!scaling)
        return rope;
    const std::string type = scaling->textOr("rope_type", scaling->textOr("type", "default"));
    if (type != "default")
        readScaling(config, *scaling, type, rope);
    return rope;
}

Activation readActivation(const ModelConfig &config, const std::string &key, const std::string &otherwise)
{
    const std::string name = config.textOr(key, otherwise);
    if (name == "silu" || name == "swish")
        return Activation::Silu;
    if (name == "gelu")
        return Activation::Gelu;
    if (name == "gelu_new" || name == "gelu_fast" || name == "gelu_pytorch_tanh")
        return Activation::GeluTanh;
    if (name == "relu")
        return Activation::Relu;
    config.refuse(key, "one of silu, gelu, gelu_new, gelu_fast, gelu_pytorch_tanh, relu");
}

std::vector<int> readWindows(const ModelConfig &config, int nLayers, const std::function<bool(int)> &slides)
{
    if (!config.has("sliding_window"))
        return {};
    const int window = config.integer("sliding_window", 1, 1 << 28);
    const std::vector<std::string> types = config.texts("layer_types");
    if (!types.empty() && static_cast<int>(types.size()) != nLayers)
        config.refuse("layer_types", "a list of " + std::to_string(nLayers) + " texts");
    std::vector<int> windows;
    for (int layer = 0; layer < nLayers; ++layer) {
        const bool sliding = types.empty() ? slides(layer) : types[static_cast<std::size_t>(layer)] == "sliding_attention";
        windows.push_back(sliding ? window : 0);
    }
    return windows;
}

Architecture readArchitecture(const ModelConfig &config)
{
    const std::string type = config.textOr("model_type", "");
    std::string known;
    for (const Family &family : families()) {
        if (family.modelType != type) {
            known += (known.empty() ? "" : ", ") + family.modelType;
            continue;
        }
        Architecture architecture = family.read(config);
        const std::vector<std::string> names = config.texts("architectures");
        architecture.name = names.empty() ? type : names.front();
        architecture.stopIds = config.ids("eos_token_id");
        return architecture;
    }
    config.refuse("model_type", "a family that Needlescope knows: " + known);
}

Architecture readArchitecture(const std::filesystem::path &directory)
{
    Architecture architecture = readArchitecture(ModelConfig(directory / "config.json"));
    const std::filesystem::path generation = directory / "generation_config.json";
    std::error_code unreadable;
    if (std::filesystem::exists(generation, unreadable)) {
        const ModelConfig generationConfig(generation);
        if (generationConfig.has("eos_token_id"))
            architecture.stopIds = generationConfig.ids("eos_token_id");
    }
    return architecture;
}

} // namespace needlescope
