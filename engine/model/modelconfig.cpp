// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/modelconfig.h"

#include "api/engineerror.h"
#include "files/mappedfile.h"
#include "model/families.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace needlescope {

namespace {

constexpr int deepestNesting = 64;
constexpr std::array<std::string_view, 3> namedNumbers{"NaN", "Infinity", "-Infinity"};

/// Python writes NaN and Infinity, which are no JSON. As texts they do no harm where nobody reads them, and are refused where numbers are.
std::string withNamedNumbersQuoted(std::string_view json)
{
    std::string result;
    bool inText = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (inText && json[i] == '\\' && i + 1 < json.size()) {
            result += json[i++];
        } else if (json[i] == '"') {
            inText = !inText;
        } else if (!inText) {
            const auto named = std::ranges::find_if(namedNumbers, [&](auto name) { return json.substr(i).starts_with(name); });
            if (named != namedNumbers.end()) {
                result += '"' + std::string(*named) + '"';
                i += named->size() - 1;
                continue;
            }
        }
        result += json[i];
    }
    return result;
}

nlohmann::json parseFile(const std::filesystem::path &file)
{
    const MappedFile mapped(file);
    const auto *text = reinterpret_cast<const char *>(mapped.bytes().data());
    // Copying and printing JSON recurse, so that brackets without end would overflow the stack.
    const auto refuseDepth = [&](int depth, nlohmann::json::parse_event_t, const nlohmann::json &) {
        if (depth > deepestNesting)
            throw EngineError("'{}' is nested too deep; download or export the model again.", file.string());
        return true;
    };
    const std::string plainJson = withNamedNumbersQuoted({text, mapped.bytes().size()});
    nlohmann::json json = nlohmann::json::parse(plainJson, refuseDepth, false);
    if (!json.is_object())
        throw EngineError("'{}' is not a JSON object; download or export the model again.", file.string());
    return json;
}

std::string shortened(const nlohmann::json &json)
{
    const std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return text.size() <= 40 ? text : text.substr(0, 40) + "...";
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

bool ModelConfig::contains(const std::string &key) const
{
    return m_json.contains(key);
}

bool ModelConfig::has(const std::string &key) const
{
    return m_json.contains(key) && !m_json.at(key).is_null();
}

void ModelConfig::refuse(const std::string &key, const Sentence &expected) const
{
    if (!has(key))
        throw EngineError("'{}' has no {}; expected is {}.", m_name, key, expected);
    throw EngineError("'{}' has {} = {}; expected is {}.", m_name, key, shortened(m_json.at(key)), expected);
}

const nlohmann::json &ModelConfig::value(const std::string &key, const Sentence &expected) const
{
    if (!has(key))
        refuse(key, expected);
    return m_json.at(key);
}

int ModelConfig::integer(const std::string &key, int smallest, int largest) const
{
    const Sentence expected("a whole number from {} to {}", smallest, largest);
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
    const Sentence expected("a number above 0");
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

double ModelConfig::numberOr(const std::string &key, double otherwise) const
{
    if (!has(key))
        return otherwise;
    const nlohmann::json &number = m_json.at(key);
    if (!number.is_number() || !std::isfinite(number.get<double>()))
        refuse(key, "a number");
    return number.get<double>();
}

bool ModelConfig::holdsObjects() const
{
    return std::ranges::any_of(m_json, [](const nlohmann::json &value) { return value.is_object(); });
}

bool ModelConfig::empty() const
{
    return m_json.empty();
}

bool ModelConfig::flagOr(const std::string &key, bool otherwise) const
{
    if (!has(key))
        return otherwise && !contains(key);
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

ModelConfig ModelConfig::withDefaults(const nlohmann::json &defaults) const
{
    ModelConfig result = *this;
    for (const auto &[key, value] : defaults.items()) {
        if (!m_json.contains(key))
            result.m_json[key] = value;
    }
    return result;
}

ModelConfig ModelConfig::with(const nlohmann::json &values) const
{
    ModelConfig result = *this;
    result.m_json.update(values);
    return result;
}

ModelConfig ModelConfig::without(const std::string &key) const
{
    ModelConfig result = *this;
    result.m_json.erase(key);
    return result;
}

ModelConfig ModelConfig::withRopeParameters(const ModelConfig &parameters) const
{
    return with({{"rope_parameters", parameters.m_json}, {"rope_scaling", nullptr}});
}

ModelConfig ModelConfig::emptyObject(const std::string &key) const
{
    return {m_name + "' under '" + key, nlohmann::json::object()};
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
    const Sentence expected("a list of numbers");
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
        scaling.refuse(key, Sentence("a list of {} numbers above 0", count));
    return factors;
}

double attentionFactorOf(const ModelConfig &parameters, double byDefault)
{
    return parameters.positiveOr("attention_factor", byDefault);
}

/// YaRN's temperature; 1 where nothing is stretched.
double yarnTemperature(double factor, double weight)
{
    return factor <= 1 ? 1 : 0.1 * weight * std::log(factor) + 1;
}

void readLongRope(const ModelConfig &parameters, RopeParameters &rope)
{
    rope.shortFactors = frequencyFactors(parameters, "short_factor", rope.size / 2);
    rope.longFactors = frequencyFactors(parameters, "long_factor", rope.size / 2);
    const double stretch = parameters.positiveOr("factor", static_cast<double>(rope.contextLength) / rope.originalContextLength);
    if (rope.originalContextLength < 2)
        parameters.refuse("original_max_position_embeddings", "a whole number above 1");
    rope.attentionFactor
        = attentionFactorOf(parameters, stretch <= 1 ? 1 : std::sqrt(1 + std::log(stretch) / std::log(rope.originalContextLength)));
}

void readYarn(const ModelConfig &parameters, RopeParameters &rope)
{
    if (!parameters.contains("factor"))
        parameters.refuse("factor", "a number above 0");
    rope.factor = parameters.positiveOr("factor", static_cast<double>(rope.contextLength) / rope.originalContextLength);
    rope.betaFast = parameters.numberOr("beta_fast", 32);
    rope.betaSlow = parameters.numberOr("beta_slow", 1);
    rope.betaFast = rope.betaFast == 0 ? 32 : rope.betaFast;
    rope.betaSlow = rope.betaSlow == 0 ? 1 : rope.betaSlow;
    rope.wholeDimensions = parameters.flagOr("truncate", true);
    const double weight = parameters.numberOr("mscale", 0);
    const double weightOfAll = parameters.numberOr("mscale_all_dim", 0);
    const bool both = weight != 0 && weightOfAll != 0;
    rope.attentionFactor = attentionFactorOf(parameters,
        both ? yarnTemperature(rope.factor, weight) / yarnTemperature(rope.factor, weightOfAll) : yarnTemperature(rope.factor, 1));
}

void readScaling(const ModelConfig &parameters, const std::string &type, RopeParameters &rope)
{
    using Scaling = RopeParameters::Scaling;
    if (type == "longrope") {
        rope.scaling = Scaling::Long;
        return readLongRope(parameters, rope);
    }
    if (type == "yarn") {
        rope.scaling = Scaling::Yarn;
        return readYarn(parameters, rope);
    }
    if (type == "linear") {
        rope.scaling = Scaling::Linear;
    } else if (type == "dynamic") {
        rope.scaling = Scaling::Dynamic;
    } else if (type == "llama3") {
        rope.scaling = Scaling::Llama3;
        rope.lowFrequencyFactor = parameters.positive("low_freq_factor");
        rope.highFrequencyFactor = parameters.positive("high_freq_factor");
        if (rope.highFrequencyFactor <= rope.lowFrequencyFactor)
            parameters.refuse("high_freq_factor", "a number above low_freq_factor");
    } else {
        parameters.refuse(parameters.has("rope_type") ? "rope_type" : "type", "one of default, linear, dynamic, llama3, yarn, longrope");
    }
    rope.factor = parameters.positive("factor");
}

/// @p parameters are complete but for what the scaling has defaults for.
RopeParameters readRopeOf(const ModelConfig &parameters, const ModelConfig &config, int dHead, int contextLength)
{
    RopeParameters rope;
    rope.theta = parameters.positive("rope_theta");
    const std::string type = parameters.textOr("rope_type", parameters.textOr("type", "default"));
    const bool proportional = type == "proportional"; // the share is one of pairs that turn, all of which are of the whole head
    const double told = parameters.positiveOr("partial_rotary_factor", config.positiveOr("partial_rotary_factor", 1));
    const double share = proportional ? told : config.positiveOr(rotatedShare, 1);
    if (told != share && !config.has(rotatedShare) && type != "default")
        config.refuse("partial_rotary_factor", "1");
    const int rotated = proportional ? dHead : static_cast<int>(std::min(dHead * share, 1e6));
    rope.oddShare = rotated % 2 != 0 && type != "yarn";
    rope.size = rotated + (rope.oddShare ? 1 : 0);
    rope.contextLength = contextLength;
    if (dHead % 2 != 0 && share == 1)
        config.refuse(config.has("head_dim") ? "head_dim" : "num_attention_heads", "what gives heads of an even size");
    if (rope.size < 2 || rope.size > dHead || rope.size % 2 != 0 || share > 1)
        config.refuse("partial_rotary_factor", Sentence("a share of the head of {} numbers that gives an even number", dHead));
    rope.originalContextLength = parameters.integerOr("original_max_position_embeddings", 1, 1 << 28, contextLength);
    if (proportional) {
        rope.scaling = RopeParameters::Scaling::Proportional;
        rope.nTurning = static_cast<int>(dHead * share / 2);
        rope.factor = parameters.positiveOr("factor", 1);
    } else if (type != "default")
        readScaling(parameters, type, rope);
    return rope;
}

} // namespace

ModelConfig ropeParametersOf(const ModelConfig &config)
{
    ModelConfig parameters = config.object("rope_scaling").value_or(config.emptyObject("rope_scaling"));
    if (parameters.empty())
        parameters = config.object("rope_parameters").value_or(config.emptyObject("rope_parameters")); // since transformers 5
    if (parameters.holdsObjects())
        config.refuse(config.has("rope_parameters") ? "rope_parameters" : "rope_scaling", "one set of parameters for all layers");
    if (config.has("original_max_position_embeddings")) // which counts where both say it
        parameters
            = parameters.with({{"original_max_position_embeddings", config.integer("original_max_position_embeddings", 1, 1 << 28)}});
    return parameters.withDefaults({{"rope_theta", config.positiveOr("rope_theta", 10000)}});
}

RopeParameters readRope(const ModelConfig &config, int dHead, int contextLength)
{
    return readRopeOf(ropeParametersOf(config), config, dHead, contextLength);
}

void readRopesByLayerType(const ModelConfig &config, double slidingTheta, double fullTheta, Architecture &a)
{
    const ModelConfig nothing = config.emptyObject("rope_parameters");
    const ModelConfig byType = config.object("rope_parameters").value_or(nothing);
    if (!byType.empty() && !byType.holdsObjects())
        config.refuse("rope_parameters", "a set of parameters for each of full_attention and sliding_attention");
    ModelConfig full = byType.object("full_attention").value_or(nothing);
    if (const std::optional<ModelConfig> scaling = config.object("rope_scaling"))
        full = full.with(scaling->json());
    const ModelConfig sliding = byType.object("sliding_attention").value_or(nothing);
    for (const ModelConfig &each : {full, sliding}) {
        if (!each.flagOr("truncate", true))
            each.refuse("truncate", "true where layers have parameters of their own");
    }
    const auto dHeadOf = [&](bool slides) {
        for (int layer = 0; layer < a.nLayers; ++layer) {
            if (const HeadShape shape = a.headShape(layer); (shape.window > 0) == slides)
                return shape.dHead;
        }
        return a.dHead;
    };
    a.rope = readRopeOf(full.withDefaults({{"rope_theta", fullTheta}}), config, dHeadOf(false), a.contextLength);
    a.otherRopes = {readRopeOf(sliding.withDefaults({{"rope_theta", slidingTheta}}), config, dHeadOf(true), a.contextLength)};
    std::vector<int> ropes; // headShape() reads those of all layers or of none
    for (int layer = 0; layer < a.nLayers; ++layer)
        ropes.push_back(a.headShape(layer).window > 0 ? 1 : 0);
    a.ropeOfLayer = std::move(ropes);
}

void leaveUnrotated(Architecture &a, const std::function<bool(int)> &rotates)
{
    a.otherRopes = {RopeParameters()};
    a.ropeOfLayer.clear();
    for (int layer = 0; layer < a.nLayers; ++layer)
        a.ropeOfLayer.push_back(rotates(layer) ? 0 : 1);
}

Activation readActivation(const ModelConfig &config, const std::string &key, const std::string &otherwise)
{
    const std::string name = config.textOr(key, otherwise);
    if (name == "silu" || name == "swish")
        return Activation::Silu;
    if (name == "gelu" || name == "gelu_python")
        return Activation::Gelu;
    if (name == "gelu_new" || name == "gelu_fast" || name == "gelu_pytorch_tanh" || name == "gelu_accurate" || name == "gelu_python_tanh")
        return Activation::GeluTanh;
    if (name == "relu")
        return Activation::Relu;
    if (name == "relu2")
        return Activation::ReluSquared;
    config.refuse(key, "one of silu, gelu, gelu_new, gelu_fast, gelu_pytorch_tanh, relu, relu2");
}

std::vector<int> readWindowOfAll(const ModelConfig &config, int nLayers)
{
    return config.has("sliding_window") ? std::vector<int>(static_cast<std::size_t>(nLayers), config.integer("sliding_window", 1, 1 << 28))
                                        : std::vector<int>();
}

std::vector<int> readWindows(const ModelConfig &config, int nLayers, const std::function<bool(int)> &slides)
{
    const std::vector<std::string> types = config.texts("layer_types");
    if (!types.empty() && static_cast<int>(types.size()) != nLayers)
        config.refuse("layer_types", Sentence("a list of {} texts", nLayers));
    std::vector<int> windows;
    for (int layer = 0; layer < nLayers; ++layer) {
        const std::string type = types.empty() ? "" : types[static_cast<std::size_t>(layer)];
        if (!types.empty() && type != "full_attention" && type != "sliding_attention")
            config.refuse("layer_types", "a list of full_attention and sliding_attention");
        const bool sliding = types.empty() ? config.has("sliding_window") && slides(layer) : type == "sliding_attention";
        windows.push_back(sliding ? config.integer("sliding_window", 1, 1 << 28) : 0);
    }
    return windows;
}

Architecture readArchitecture(const ModelConfig &config)
{
    const Quantization quantization = readQuantization(config);
    const std::string type = config.textOr("model_type", "");
    std::string known;
    for (const Family &family : families()) {
        if (family.modelType != type) {
            known += (known.empty() ? "" : ", ") + family.modelType;
            continue;
        }
        Architecture architecture = family.read(config);
        architecture.quantization = quantization;
        if (architecture.transposedWeights && quantization.kind != Quantization::Kind::None)
            config.refuse("quantization_config", "none for this family");
        const std::vector<std::string> names = config.texts("architectures");
        architecture.name = names.empty() ? type : names.front();
        if (config.has("eos_token_id"))
            architecture.stopIds = config.ids("eos_token_id");
        return architecture;
    }
    config.refuse("model_type", Sentence("a family that Needlescope knows: {}", known));
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
