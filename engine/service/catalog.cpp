// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/catalog.h"

#include "model/families.h"
#include "resources/hubcache.h"
#include "resources/resources.h"

#include <algorithm>
#include <fstream>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

bool isKnown(const std::string &modelType)
{
    const auto known = families();
    return std::any_of(known.begin(), known.end(), [&](const Family &family) { return family.modelType == modelType; });
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

CatalogModel modelIn(const fs::path &directory, const std::string &name, bool shipped)
{
    CatalogModel model{name, directory.string(), shipped, {}, ModelState::Complete};
    std::ifstream stream(directory / "config.json");
    const auto config = nlohmann::json::parse(stream, nullptr, false);
    if (config.is_object() && config.contains("model_type") && config.at("model_type").is_string())
        model.family = config.at("model_type").get<std::string>();
    if (!config.is_object())
        model.state = ModelState::NoConfig;
    else if (!isKnown(model.family))
        model.state = ModelState::UnknownFamily;
    else if (!hasWeights(directory))
        model.state = ModelState::NoWeights;
    return model;
}

} // namespace

std::vector<CatalogModel> modelCatalog()
{
    std::vector<CatalogModel> models;
    std::error_code error;
    for (fs::directory_iterator entry(resourcesDirectory() / "models", error), end; !error && entry != end; entry.increment(error)) {
        if (entry->is_directory(error))
            models.push_back(modelIn(entry->path(), entry->path().filename().string(), true));
    }
    std::sort(models.begin(), models.end(), [](const CatalogModel &a, const CatalogModel &b) {
        return std::pair(a.name != "demo", a.name) < std::pair(b.name != "demo", b.name);
    });
    for (const auto &[name, directory] : cachedModels())
        models.push_back(modelIn(directory, name, false));
    return models;
}

} // namespace needlescope
