// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/weightfiles.h"

#include "api/engineerror.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view suffix = ".gguf";
constexpr int deepest = 2; ///< folders in folders; publishers put one quantisation into each

bool readNumber(std::string_view digits, int &number)
{
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
    return error == std::errc() && end == digits.end() && number > 0;
}

bool isModel(const fs::path &file)
{
    const std::string name = file.filename().string();
    return name.ends_with(suffix) && !name.starts_with("mmproj") && ggufPartOf(name).part == 1;
}

} // namespace

GgufPart ggufPartOf(const std::string &name)
{
    constexpr std::size_t length = 15; // -00001-of-00003
    GgufPart whole{1, 1, name.substr(0, name.size() - (name.ends_with(suffix) ? suffix.size() : 0))};
    if (whole.stem.size() <= length)
        return whole;
    const std::string_view ending = std::string_view(whole.stem).substr(whole.stem.size() - length);
    GgufPart part;
    if (ending[0] != '-' || ending.substr(6, 4) != "-of-" || !readNumber(ending.substr(1, 5), part.part)
        || !readNumber(ending.substr(10), part.parts) || part.part > part.parts)
        return whole;
    part.stem = whole.stem.substr(0, whole.stem.size() - length);
    return part;
}

std::vector<fs::path> ggufModelsIn(const fs::path &directory)
{
    std::vector<fs::path> models;
    std::error_code error;
    fs::recursive_directory_iterator entry(directory, fs::directory_options::skip_permission_denied, error);
    for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
        if (entry.depth() >= deepest)
            entry.disable_recursion_pending();
        std::error_code unreadable;
        if (isModel(entry->path()) && entry->is_regular_file(unreadable))
            models.push_back(entry->path().lexically_relative(directory));
    }
    std::sort(models.begin(), models.end());
    return models;
}

bool isCheckpoint(const fs::path &directory)
{
    std::error_code error;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json"))
            return true;
    }
    return ggufModelsIn(directory).empty();
}

fs::path modelOfDirectory(const fs::path &directory, const std::string &name)
{
    if (isCheckpoint(directory))
        return directory;
    const auto models = ggufModelsIn(directory);
    if (models.size() == 1)
        return directory / models.front();
    std::string list;
    for (const fs::path &model : models)
        list += (list.empty() ? "" : ", ") + model.string();
    throw EngineError("'{}' holds {} GGUF models; name one of them after it, as in '{}': {}.", name, models.size(),
        (fs::path(name) / models.front()).string(), list);
}

} // namespace needlescope
