// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/choice.h"

#include "api/json.h"
#include "resources/weightfiles.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace needlescope {

namespace {

constexpr auto singleWeights = "model.safetensors";
constexpr auto weightsIndex = "model.safetensors.index.json";

constexpr std::array<std::string_view, 14> smallFiles{"config.json", "generation_config.json", "tokenizer.json", "tekken.json",
    "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "spiece.model",
    "chat_template.jinja", "chat_template.json", weightsIndex};

bool isGgufName(const std::string &name)
{
    return name.ends_with(".gguf");
}

std::string folderIn(const std::string &name)
{
    const auto slash = name.rfind('/');
    return slash == std::string::npos ? std::string() : name.substr(0, slash + 1);
}

std::string lastPart(const std::string &name)
{
    return name.substr(folderIn(name).size());
}

bool isSmall(const std::string &name)
{
    return std::find(smallFiles.begin(), smallFiles.end(), name) != smallFiles.end();
}

void takeSmall(const Repository &repository, Choice &choice)
{
    for (const RepoFile &file : repository.files) {
        if (isSmall(file.name))
            choice.files.push_back(file);
    }
}

/// The shards that the index names. Throws EngineError.
void takeShards(const Repository &repository, const HubName &name, const ReadFile &read, Choice &choice)
{
    const auto index = nlohmann::json::parse(read(weightsIndex), nullptr, false);
    const auto map = index.is_object() ? index.find("weight_map") : index.end();
    std::set<std::string> shards;
    if (index.is_object() && map != index.end() && map->is_object()) {
        for (const nlohmann::json &shard : *map)
            shards.insert(shard.is_string() ? shard.get<std::string>() : std::string());
    }
    if (shards.empty())
        throw EngineError("The index of the weights of '{}' names no files; choose another model.", name.repo);
    for (const std::string &shard : shards) {
        const RepoFile *file = shard.ends_with(".safetensors") ? repository.find(shard) : nullptr;
        if (!file)
            throw EngineError("'{}' lacks the file '{}' that the index of its weights names; choose another model.", name.repo, shard);
        choice.files.push_back(*file);
    }
}

/// A GGUF file and the other parts of its model. Throws EngineError.
void takeGguf(const Repository &repository, const HubName &name, const std::string &file, Choice &choice)
{
    const GgufPart wanted = ggufPartOf(lastPart(file));
    int found = 0;
    for (const RepoFile &candidate : repository.files) {
        const GgufPart part = ggufPartOf(lastPart(candidate.name));
        if (!isGgufName(candidate.name) || folderIn(candidate.name) != folderIn(file) || part.stem != wanted.stem
            || part.parts != wanted.parts)
            continue;
        choice.files.push_back(candidate);
        ++found;
        if (part.part == 1)
            choice.model = name.repo + "/" + candidate.name;
    }
    if (found != wanted.parts)
        throw EngineError("'{}' holds {} of the {} parts of '{}'; choose another model.", name.repo, found, wanted.parts, file);
}

std::vector<const RepoFile *> ggufModels(const Repository &repository)
{
    std::vector<const RepoFile *> models;
    for (const RepoFile &file : repository.files) {
        const std::string last = lastPart(file.name);
        if (isGgufName(file.name) && !last.starts_with("mmproj") && ggufPartOf(last).part == 1)
            models.push_back(&file);
    }
    return models;
}

std::string listOf(const std::vector<const RepoFile *> &files)
{
    std::string list;
    for (const RepoFile *file : files)
        list += (list.empty() ? "" : ", ") + file->name;
    return list;
}

void takeOnlyGguf(const Repository &repository, const HubName &name, Choice &choice)
{
    const auto models = ggufModels(repository);
    if (models.empty())
        throw EngineError(
            "'{}' holds neither safetensors nor GGUF files, and nothing else is fetched, because pickled weights can run code; "
            "look for the model in another form.",
            name.repo);
    if (models.size() > 1)
        throw EngineError("'{}' holds {} GGUF models; name one of them after it, as in '{}/{}': {}.", name.repo, models.size(), name.repo,
            models.front()->name, listOf(models));
    takeGguf(repository, name, models.front()->name, choice);
    choice.model = name.repo;
}

void takeNamed(const Repository &repository, const HubName &name, Choice &choice)
{
    const bool isTaken = isGgufName(name.file) || name.file.ends_with(".safetensors") || isSmall(name.file);
    if (!isTaken)
        throw EngineError(
            "'{}' is no configuration, tokenizer, safetensors or GGUF file, and nothing else is fetched; name another file of '{}'.",
            name.file, name.repo);
    const RepoFile *file = repository.find(name.file);
    if (!file) {
        const auto models = ggufModels(repository);
        if (models.empty())
            throw EngineError("'{}' holds no file '{}'; check the name.", name.repo, name.file);
        throw EngineError("'{}' holds no file '{}', but {}; name one of these.", name.repo, name.file, listOf(models));
    }
    if (isGgufName(name.file))
        takeGguf(repository, name, name.file, choice);
    else
        choice.files.push_back(*file);
}

} // namespace

Choice chooseFiles(const Repository &repository, const HubName &name, const ReadFile &read)
{
    Choice choice{{}, name.repo};
    if (!name.file.empty()) {
        takeNamed(repository, name, choice);
    } else if (const RepoFile *whole = repository.find(singleWeights)) {
        takeSmall(repository, choice);
        choice.files.push_back(*whole);
        std::erase_if(choice.files, [](const RepoFile &file) { return file.name == weightsIndex; });
    } else if (repository.find(weightsIndex)) {
        takeSmall(repository, choice);
        takeShards(repository, name, read, choice);
    } else {
        takeOnlyGguf(repository, name, choice);
    }
    return choice;
}

} // namespace needlescope
