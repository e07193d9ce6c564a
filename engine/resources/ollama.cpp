// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/ollama.h"

#include "api/json.h"
#include "resources/userfolders.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view ownRegistry = "registry.ollama.ai";
constexpr std::string_view ownPublisher = "library";
constexpr std::string_view weightsType = "application/vnd.ollama.image.model";
constexpr std::string_view digestPrefix = "sha256:";
constexpr std::size_t digestLength = 64;
constexpr int tagDepth = 3; ///< registry / publisher / name / tag

std::vector<fs::path> folders()
{
    if (auto chosen = environmentPath("OLLAMA_MODELS"); !chosen.empty())
        return {chosen};
    // Where Linux runs Ollama as a service, the models are in that user's home.
    return {withHome("~/.ollama/models"), "/usr/share/ollama/.ollama/models"};
}

bool isDigest(std::string_view text)
{
    return text.size() == digestPrefix.size() + digestLength && text.starts_with(digestPrefix)
        && text.find_first_not_of("0123456789abcdef", digestPrefix.size()) == std::string_view::npos;
}

std::string nameOf(const fs::path &tag)
{
    const std::vector<fs::path> parts(tag.begin(), tag.end());
    fs::path name = parts[2];
    if (parts[0] != ownRegistry)
        name = parts[0] / parts[1] / name;
    else if (parts[1] != ownPublisher)
        name = parts[1] / name;
    return name.string() + ":" + parts[3].string();
}

/// The blob of the only layer that holds weights; empty where the manifest has none, or several.
fs::path weightsOf(const fs::path &manifest, const fs::path &blobs)
{
    std::ifstream stream(manifest);
    const auto json = nlohmann::json::parse(stream, nullptr, false);
    const auto layers = json.is_object() ? json.find("layers") : json.end();
    if (!json.is_object() || layers == json.end() || !layers->is_array())
        return {};
    std::string digest;
    for (const nlohmann::json &layer : *layers) {
        const auto text = [&](const char *key) {
            const auto value = layer.is_object() ? layer.find(key) : layer.end();
            return layer.is_object() && value != layer.end() && value->is_string() ? value->get<std::string>() : std::string();
        };
        if (text("mediaType") != weightsType)
            continue;
        if (!digest.empty())
            return {};
        digest = text("digest");
    }
    if (!isDigest(digest))
        return {};
    digest[digestPrefix.size() - 1] = '-';
    std::error_code error;
    const fs::path file = blobs / digest;
    return fs::is_regular_file(file, error) ? file : fs::path();
}

void addModelsOf(const fs::path &folder, std::vector<OllamaModel> &models)
{
    const fs::path manifests = folder / "manifests";
    std::error_code error;
    fs::recursive_directory_iterator entry(manifests, fs::directory_options::skip_permission_denied, error);
    for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
        std::error_code unreadable;
        if (entry.depth() < tagDepth)
            continue;
        entry.disable_recursion_pending();
        if (!entry->is_regular_file(unreadable))
            continue;
        if (auto file = weightsOf(entry->path(), folder / "blobs"); !file.empty())
            models.push_back({nameOf(entry->path().lexically_relative(manifests)), std::move(file)});
    }
}

} // namespace

std::vector<OllamaModel> ollamaModels()
{
    std::vector<OllamaModel> models;
    for (const fs::path &folder : folders())
        addModelsOf(folder, models);
    const auto byName = [](const OllamaModel &a, const OllamaModel &b) { return a.name < b.name; };
    std::stable_sort(models.begin(), models.end(), byName);
    const auto sameName = [](const OllamaModel &a, const OllamaModel &b) { return a.name == b.name; };
    models.erase(std::unique(models.begin(), models.end(), sameName), models.end());
    return models;
}

fs::path ollamaModelFile(const std::string &name)
{
    const auto slash = name.rfind('/');
    const bool hasTag = name.find(':', slash == std::string::npos ? 0 : slash) != std::string::npos;
    const std::string wanted = hasTag ? name : name + ":latest";
    for (const OllamaModel &model : ollamaModels()) {
        if (model.name == wanted)
            return model.file;
    }
    return {};
}

} // namespace needlescope
