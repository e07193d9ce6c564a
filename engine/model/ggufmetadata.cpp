// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/ggufmetadata.h"

#include "api/engineerror.h"
#include "model/families.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace needlescope {

namespace {

using Json = nlohmann::json;

/// Keys that change no number of a text: of other parts of the model, of training, of what the file repeats.
constexpr std::array<std::string_view, 6> besideText{
    "vocab_size", "rope.dimension_sections", "n_deepstack_layers", "tensor_data_layout", "rope.scaling.finetuned", "pooling_type"};

constexpr std::size_t longestArchitecture = 64;

/// Parts of a model that look at pictures, as Ollama keeps them in the same file.
bool isOfPictures(std::string_view key)
{
    return key.starts_with("vision.") || key.starts_with("mm.");
}

} // namespace

GgufMetadata::GgufMetadata(const Checkpoint &checkpoint)
    : m_checkpoint(checkpoint)
    , m_file(*checkpoint.gguf())
{
    const Json &all = m_file.metadata();
    const auto found = all.find("general.architecture");
    if (found == all.end() || !found->is_string() || found->get_ref<const std::string &>().size() > longestArchitecture)
        throw EngineError("'{}' has no general.architecture that is a name; convert the model again.", m_file.path().string());
    m_architecture = found->get<std::string>();
}

const Json &GgufMetadata::at(const std::string &key) const
{
    static const Json none;
    m_read.insert(key);
    const auto found = m_file.metadata().find(m_architecture + "." + key);
    return found == m_file.metadata().end() ? none : *found;
}

double GgufMetadata::numberOr(const std::string &key, double absent) const
{
    const Json &value = at(key);
    if (value.is_null())
        return absent;
    if (!value.is_number() || !std::isfinite(value.get<double>()))
        refuse(key, "a number");
    return value.get<double>();
}

int GgufMetadata::countOr(const std::string &key, int absent) const
{
    const Json &value = at(key);
    if (value.is_null())
        return absent;
    if (!value.is_number_integer() || value < 0 || value > longestContext)
        refuse(key, "a whole number of 0 or more");
    return value.get<int>();
}

bool GgufMetadata::flagOr(const std::string &key, bool absent) const
{
    const Json &value = at(key);
    if (value.is_null())
        return absent;
    if (!value.is_boolean())
        refuse(key, "yes or no");
    return value.get<bool>();
}

Json GgufMetadata::ofAllLayers(const std::string &key) const
{
    const Json &value = at(key);
    if (!value.is_array())
        return value;
    if (value.empty() || !std::ranges::all_of(value, [&](const Json &one) { return one == value.front(); }))
        refuse(key, "the same number for every layer");
    return value.front();
}

std::vector<int> GgufMetadata::ofEachLayer(const std::string &key, int nLayers) const
{
    const Json &value = at(key);
    const auto isCount = [](const Json &one) { return one.is_number_integer() && one >= 0 && one <= widestFeedForward; };
    if (isCount(value))
        return std::vector<int>(static_cast<std::size_t>(nLayers), value.get<int>());
    if (!value.is_array() || value.size() < static_cast<std::size_t>(nLayers) || !std::ranges::all_of(value, isCount))
        refuse(key, Sentence("a number, or a list of one for each of {} layers", nLayers));
    std::vector<int> numbers = value.get<std::vector<int>>();
    numbers.resize(static_cast<std::size_t>(nLayers));
    return numbers;
}

std::vector<float> GgufMetadata::numbersOf(const std::string &name) const
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

const TensorView *GgufMetadata::ofFirstWith(const std::string &mark, const std::string &name) const
{
    const double nLayers = std::min(numberOr("block_count", 0), static_cast<double>(mostLayers));
    for (int layer = 0; layer < nLayers; ++layer) {
        if (hasTensor(fmt::format("blk.{}.{}", layer, mark)))
            return tensor(fmt::format("blk.{}.{}", layer, name));
    }
    return nullptr;
}

void GgufMetadata::refuseUnreadKeys() const
{
    if (has("attention.causal") && at("attention.causal") != true)
        refuse("attention.causal", "true");
    const std::string prefix = m_architecture + ".";
    for (const auto &[name, value] : m_file.metadata().items()) {
        if (!name.starts_with(prefix))
            continue;
        const std::string key = name.substr(prefix.size());
        const bool beside = isOfPictures(key) || std::ranges::find(besideText, key) != besideText.end();
        if (!beside && !m_read.contains(key))
            throw EngineError(
                "'{}' has the key {}, which Needlescope does not understand and which may change its numbers; get the model as "
                "safetensors.",
                m_file.path().string(), name);
    }
}

void GgufMetadata::refuse(const std::string &key, const Sentence &expected) const
{
    throw EngineError("'{}' has {}.{} = {}; expected is {}.", m_file.path().string(), m_architecture, key,
        at(key).dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 40), expected);
}

} // namespace needlescope
