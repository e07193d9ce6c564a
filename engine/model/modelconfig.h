// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"
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

    bool has(const std::string &key) const; ///< present and not null
    int integer(const std::string &key, int smallest, int largest) const;
    int integerOr(const std::string &key, int smallest, int largest, int otherwise) const;
    double positive(const std::string &key) const; ///< finite and above 0
    double positiveOr(const std::string &key, double otherwise) const;
    bool flagOr(const std::string &key, bool otherwise) const;
    std::string textOr(const std::string &key, const std::string &otherwise) const;
    std::optional<ModelConfig> object(const std::string &key) const; ///< empty where absent or null
    std::vector<std::string> texts(const std::string &key) const; ///< a list of strings; empty where absent
    std::vector<float> numbers(const std::string &key) const; ///< a list of numbers
    std::vector<std::int32_t> ids(const std::string &key) const; ///< a number or a list of numbers; empty where absent

    /// The same, where a key that is absent has the value of another one: (key, other) pairs.
    ModelConfig withAliases(const std::map<std::string, std::string> &others) const;

    [[noreturn]] void refuse(const std::string &key, const std::string &expected) const;

private:
    const nlohmann::json &value(const std::string &key, const std::string &expected) const;

    std::string m_name; ///< of the file, for messages
    nlohmann::json m_json;
};

/// Reads config.json (and generation_config.json for the stop ids) of a Hugging Face directory. Throws EngineError, also for an
/// architecture that no family knows.
Architecture readArchitecture(const std::filesystem::path &directory);

/// The same of one config, which says its stop ids itself.
Architecture readArchitecture(const ModelConfig &config);

/// Rope parameters as the Llama-like families write them: rope_theta, rope_scaling, partial_rotary_factor.
RopeParameters readRope(const ModelConfig &config, int dHead, int contextLength);

/// An activation by the name that transformers gives it. Throws EngineError for one that is not known.
Activation readActivation(const ModelConfig &config, const std::string &key, const std::string &otherwise);

/// Windows of each layer, of sliding_window; layer_types tells which layers have one, or @p slides where the config does not.
std::vector<int> readWindows(const ModelConfig &config, int nLayers, const std::function<bool(int)> &slides);

} // namespace needlescope
