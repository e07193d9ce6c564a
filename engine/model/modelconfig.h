// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"
#include "api/sentence.h"
#include "model/architecture.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace needlescope {

/// A config.json that answers with checked values. Every error is an EngineError that names the file, the key and what was expected.
class ModelConfig
{
public:
    /// Throws EngineError: missing, not readable, not a JSON object.
    explicit ModelConfig(const std::filesystem::path &file);
    /// Of @p json, an object, for which messages name the file @p name.
    ModelConfig(std::string name, nlohmann::json json);

    bool contains(const std::string &key) const; ///< present, perhaps null
    bool has(const std::string &key) const; ///< present and not null
    int integer(const std::string &key, int smallest, int largest) const;
    int integerOr(const std::string &key, int smallest, int largest, int otherwise) const;
    double positive(const std::string &key) const; ///< finite and above 0
    double positiveOr(const std::string &key, double otherwise) const;
    double numberOr(const std::string &key, double otherwise) const; ///< finite
    bool holdsObjects() const; ///< a value is an object
    bool empty() const;
    bool flagOr(const std::string &key, bool otherwise) const;
    std::string textOr(const std::string &key, const std::string &otherwise) const;
    std::optional<ModelConfig> object(const std::string &key) const; ///< empty where absent or null
    std::vector<std::string> texts(const std::string &key) const; ///< a list of strings; empty where absent
    std::vector<float> numbers(const std::string &key) const; ///< a list of numbers
    std::vector<std::int32_t> ids(const std::string &key) const; ///< a number or a list of numbers; empty where absent

    /// The same, where keys that are absent have the values of @p defaults, an object. A key that is null stays so.
    ModelConfig withDefaults(const nlohmann::json &defaults) const;

    /// The same, where the keys of @p values, an object, have these values.
    ModelConfig with(const nlohmann::json &values) const;

    ModelConfig without(const std::string &key) const; ///< the same where the key is absent

    /// The same with these rope parameters alone.
    ModelConfig withRopeParameters(const ModelConfig &parameters) const;
    ModelConfig emptyObject(const std::string &key) const; ///< as object() of a key whose value has no keys
    const nlohmann::json &json() const { return m_json; }

    /// The same, where a key that is absent has the value of another one: (key, other) pairs.
    ModelConfig withAliases(const std::map<std::string, std::string> &others) const;

    [[noreturn]] void refuse(const std::string &key, const Sentence &expected) const;

private:
    const nlohmann::json &value(const std::string &key, const Sentence &expected) const;

    std::string m_name; ///< of the file, for messages
    nlohmann::json m_json;
};

/// Reads config.json (and generation_config.json for the stop ids) of a Hugging Face directory. Throws EngineError, also for an
/// architecture that no family knows.
Architecture readArchitecture(const std::filesystem::path &directory);

/// The same of one config, which says its stop ids itself.
Architecture readArchitecture(const ModelConfig &config);

/// The one set of rope parameters that all layers have, as the file has it: rope_scaling, else rope_parameters, with the rope_theta and
/// original_max_position_embeddings that the config says itself. Throws EngineError where layers have sets of their own.
ModelConfig ropeParametersOf(const ModelConfig &config);
RopeParameters readRope(const ModelConfig &config, int dHead, int contextLength);

/// The sets that layers with and without a window have, under rope_parameters.sliding_attention and .full_attention; older files say
/// rope_scaling of the latter. The bases are those where a set has none. Needs windows and sizes of heads.
void readRopesByLayerType(const ModelConfig &config, double slidingTheta, double fullTheta, Architecture &a);

/// Has layers not rotate, those that @p rotates says no to.
void leaveUnrotated(Architecture &a, const std::function<bool(int)> &rotates);

/// An activation by the name that transformers gives it. Throws EngineError for one that is not known.
Activation readActivation(const ModelConfig &config, const std::string &key, const std::string &otherwise);

/// The same window for each layer, of sliding_window; empty where it is null.
std::vector<int> readWindowOfAll(const ModelConfig &config, int nLayers);

/// Windows of each layer, of sliding_window; layer_types tells which layers have one, or @p slides where the config does not.
std::vector<int> readWindows(const ModelConfig &config, int nLayers, const std::function<bool(int)> &slides);

} // namespace needlescope
