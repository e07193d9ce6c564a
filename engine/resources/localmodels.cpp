// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/localmodels.h"

#include "resources/hubcache.h"
#include "resources/ollama.h"
#include "resources/resources.h"
#include "resources/userfolders.h"
#include "resources/weightfiles.h"

#include <algorithm>
#include <set>
#include <utility>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

fs::path shippedFolder()
{
    return resourcesDirectory() / "models";
}

std::vector<fs::path> lmStudioFolders()
{
    return {withHome("~/.lmstudio/models"), withHome("~/.cache/lm-studio/models")};
}

/// But for hidden ones: what is still being written is.
std::vector<fs::path> entriesOf(const fs::path &folder)
{
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (!entry->path().filename().string().starts_with('.'))
            entries.push_back(entry->path());
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

bool isDirectory(const fs::path &path)
{
    std::error_code error;
    return fs::is_directory(path, error);
}

bool isFile(const fs::path &path)
{
    std::error_code error;
    return fs::is_regular_file(path, error);
}

// Listing

/// @p directory as a model called @p name, and each GGUF model in it by its file, or by @p name alone where it is all that there is.
void addDirectory(std::vector<LocalModel> &models, const fs::path &directory, const std::string &name, ModelOrigin origin)
{
    const auto files = ggufModelsIn(directory);
    const bool checkpoint = isCheckpoint(directory);
    if (checkpoint)
        models.push_back({name, directory, origin});
    for (const fs::path &file : files)
        models.push_back({!checkpoint && files.size() == 1 ? name : (name / file).string(), directory / file, origin});
}

void addShipped(std::vector<LocalModel> &models)
{
    for (const fs::path &entry : entriesOf(shippedFolder())) {
        if (isDirectory(entry))
            models.push_back({entry.filename().string(), entry, ModelOrigin::Shipped});
    }
    std::stable_partition(models.begin(), models.end(), [](const LocalModel &model) { return model.name == "demo"; });
}

void addOwn(std::vector<LocalModel> &models)
{
    for (const fs::path &entry : entriesOf(modelsFolder())) {
        const std::string name = entry.filename().string();
        if (isDirectory(entry))
            addDirectory(models, entry, name, ModelOrigin::Own);
        else if (isFile(entry) && name.ends_with(".gguf") && ggufPartOf(name).part == 1)
            models.push_back({ggufPartOf(name).stem, entry, ModelOrigin::Own});
    }
}

void addLmStudios(std::vector<LocalModel> &models)
{
    for (const fs::path &folder : lmStudioFolders()) {
        for (const fs::path &publisher : entriesOf(folder)) {
            for (const fs::path &directory : entriesOf(publisher)) {
                if (!ggufModelsIn(directory).empty())
                    addDirectory(models, directory, (publisher.filename() / directory.filename()).string(), ModelOrigin::LmStudio);
            }
        }
    }
}

// Finding

/// Whether @p name stays below the folder that it is looked up in.
bool isBelow(const fs::path &name)
{
    return name.is_relative() && std::none_of(name.begin(), name.end(), [](const fs::path &part) { return part == ".." || part == "."; });
}

/// @p name in @p folder: a GGUF file, or a directory's model.
fs::path modelAt(const fs::path &folder, const std::string &name)
{
    const fs::path path = folder / name;
    if (isDirectory(path))
        return modelOfDirectory(path, name);
    return path.extension() == ".gguf" && isFile(path) ? path : fs::path();
}

fs::path ownModel(const std::string &name)
{
    if (auto model = modelAt(modelsFolder(), name); !model.empty())
        return model;
    if (name.find('/') != std::string::npos)
        return {};
    for (const fs::path &entry : entriesOf(modelsFolder())) {
        const auto part = ggufPartOf(entry.filename().string());
        if (entry.extension() == ".gguf" && part.part == 1 && part.stem == name && isFile(entry))
            return entry;
    }
    return {};
}

/// `org/name`, `name`, and a file of either.
fs::path hubModel(const std::string &name)
{
    if (const auto snapshot = cachedModelDirectory(name); !snapshot.empty())
        return modelOfDirectory(snapshot, name);
    for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
        const auto snapshot = cachedModelDirectory(name.substr(0, slash));
        fs::path file = snapshot / name.substr(slash + 1);
        if (!snapshot.empty() && file.extension() == ".gguf" && isFile(file))
            return file;
    }
    return {};
}

fs::path lmStudioModel(const std::string &name)
{
    if (name.find('/') == std::string::npos)
        return {};
    for (const fs::path &folder : lmStudioFolders()) {
        if (auto model = modelAt(folder, name); !model.empty())
            return model;
    }
    return {};
}

} // namespace

std::vector<LocalModel> localModels()
{
    std::vector<LocalModel> models;
    addShipped(models);
    addOwn(models);
    for (const auto &[name, directory] : cachedModels())
        addDirectory(models, directory, name, ModelOrigin::HubCache);
    addLmStudios(models);
    for (auto &[name, file] : ollamaModels())
        models.push_back({name, file, ModelOrigin::Ollama});
    std::set<std::string> names;
    for (LocalModel &model : models) {
        if (!names.insert(model.name).second)
            model.name = model.path.string();
    }
    return models;
}

fs::path modelDirectory(const std::string &model)
{
    fs::path path = withHome(model);
    if (model.empty())
        return path;
    if (isDirectory(path))
        return modelOfDirectory(path, model);
    if (isFile(path) && (path.extension() == ".gguf" || path.has_parent_path()))
        return path;
    if (!isBelow(path))
        return path;
    if (auto shipped = shippedFolder() / model; model.find('/') == std::string::npos && isDirectory(shipped))
        return shipped;
    for (const auto &find : {ownModel, hubModel, lmStudioModel, ollamaModelFile}) {
        if (auto found = find(model); !found.empty())
            return found;
    }
    return path;
}

} // namespace needlescope
