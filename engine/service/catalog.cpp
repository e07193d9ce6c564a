// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/catalog.h"

#include "api/engineerror.h"
#include "files/gguf.h"
#include "model/families.h"
#include "resources/localmodels.h"

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <string_view>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

bool isKnown(const std::string &modelType)
{
    const auto known = families();
    return std::any_of(known.begin(), known.end(), [&](const Family &family) { return family.modelType == modelType; });
}

/// GGUF files spell a family as config.json does, without its underscores.
bool isKnownInGguf(std::string_view architecture)
{
    const auto known = families();
    return std::any_of(known.begin(), known.end(), [&](const Family &family) {
        std::string plain = family.modelType;
        std::erase(plain, '_');
        return plain == architecture;
    });
}

/// One file, or every shard that the index names.
bool hasWeights(const fs::path &directory)
{
    std::error_code error;
    if (fs::exists(directory / "model.safetensors", error))
        return true;
    std::ifstream stream(directory / "model.safetensors.index.json");
    const auto index = nlohmann::json::parse(stream, nullptr, false);
    const auto map = index.is_object() ? index.find("weight_map") : index.end();
    return index.is_object() && map != index.end() && map->is_object() && !map->empty()
        && std::all_of(map->begin(), map->end(),
            [&](const nlohmann::json &shard) { return shard.is_string() && fs::exists(directory / shard.get<std::string>(), error); });
}

std::int64_t safetensorsBytes(const fs::path &directory)
{
    std::int64_t bytes = 0;
    std::error_code error;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code unreadable;
        const auto size = entry->path().extension() == ".safetensors" ? entry->file_size(unreadable) : 0;
        bytes += unreadable ? 0 : static_cast<std::int64_t>(size);
    }
    return bytes;
}

/// A count under the first of @p keys that is there, the largest where layers differ; 0 where there is none that can be one.
int countOf(const nlohmann::json &values, std::initializer_list<std::string> keys)
{
    const auto count = [](const nlohmann::json &value) {
        const bool fits = value.is_number_unsigned() && value.get<std::uint64_t>() <= mostLayers;
        return fits ? value.get<int>() : 0;
    };
    for (const std::string &key : keys) {
        const auto value = values.find(key);
        if (value == values.end())
            continue;
        int most = count(*value);
        for (const nlohmann::json &layer : value->is_array() ? *value : nlohmann::json::array())
            most = std::max(most, count(layer));
        return most;
    }
    return 0;
}

std::string textOf(const nlohmann::json &values, const char *key)
{
    const auto value = values.find(key);
    return value != values.end() && value->is_string() ? value->get<std::string>() : std::string();
}

void describeDirectory(CatalogModel &model)
{
    const fs::path directory = model.directory;
    model.weightBytes = safetensorsBytes(directory);
    std::ifstream stream(directory / "config.json");
    const auto config = nlohmann::json::parse(stream, nullptr, false);
    if (!config.is_object()) {
        model.state = ModelState::NoConfig;
        return;
    }
    model.family = textOf(config, "model_type");
    model.nLayers = countOf(config, {"num_hidden_layers", "n_layer"});
    model.nHeads = countOf(config, {"num_attention_heads", "n_head"});
    if (!isKnown(model.family))
        model.state = ModelState::UnknownFamily;
    else if (!hasWeights(directory))
        model.state = ModelState::NoWeights;
}

void describeGguf(CatalogModel &model)
{
    try {
        const auto parts = openGgufParts(model.directory);
        for (const auto &part : parts)
            model.weightBytes += static_cast<std::int64_t>(part->bytes().size());
        const nlohmann::json &metadata = parts.front()->metadata();
        model.family = textOf(metadata, "general.architecture");
        model.nLayers = countOf(metadata, {model.family + ".block_count"});
        model.nHeads = countOf(metadata, {model.family + ".attention.head_count"});
        if (!isKnownInGguf(model.family))
            model.state = ModelState::UnknownFamily;
    } catch (const EngineError &) {
        model.state = ModelState::Unreadable;
    }
}

CatalogModel described(const LocalModel &local)
{
    CatalogModel model;
    model.name = local.name;
    model.directory = local.path.string();
    model.shipped = local.origin == ModelOrigin::Shipped;
    model.origin = local.origin;
    std::error_code error;
    if (fs::is_directory(local.path, error))
        describeDirectory(model);
    else
        describeGguf(model);
    return model;
}

} // namespace

std::vector<CatalogModel> modelCatalog()
{
    std::vector<CatalogModel> models;
    for (const LocalModel &local : localModels())
        models.push_back(described(local));
    return models;
}

} // namespace needlescope
