// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/files.h"

#include "api/engineerror.h"
#include "measures/needlefiles.h"
#include "measures/textfile.h"
#include "resources/resources.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> textFiles(const fs::path &named)
{
    const fs::path path = pathOrShipped(named, resourcesDirectory() / "haystacks", ".txt");
    if (!fs::is_directory(path))
        return {path};
    std::vector<fs::path> files;
    for (const auto &entry : fs::directory_iterator(path)) {
        if (entry.path().extension() == ".txt")
            files.push_back(entry.path());
    }
    if (files.empty())
        throw EngineError("The folder '{}' holds no .txt file; name a text file as haystack.", path.string());
    std::sort(files.begin(), files.end());
    return files;
}

/// `demo/book1`, as the window names a shipped text; empty: it is not one.
std::string shippedNameOf(const fs::path &file)
{
    std::error_code error;
    const auto folder = fs::weakly_canonical(resourcesDirectory() / "haystacks", error);
    auto name = fs::weakly_canonical(file, error).lexically_relative(folder);
    if (name.empty() || *name.begin() == "..")
        return {};
    return name.replace_extension().generic_string();
}

const nlohmann::json &listIn(const nlohmann::json &json)
{
    for (const char *key : {"ids", "prompt_ids", "input_ids"}) {
        if (json.is_object() && json.contains(key))
            return json.at(key);
    }
    return json;
}

} // namespace

std::string readText(const fs::path &file)
{
    if (file == "-")
        return {std::istreambuf_iterator<char>(std::cin), {}};
    std::ifstream stream(file, std::ios::binary);
    if (!stream || fs::is_directory(file))
        throw EngineError("'{}' cannot be read; check the path and its permissions.", file.string());
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::int32_t> parseIds(std::string_view text, const std::string &source)
{
    try {
        const auto json = nlohmann::json::parse(text);
        return listIn(json).get<std::vector<std::int32_t>>();
    } catch (const nlohmann::json::exception &) {
        throw EngineError("'{}' holds no token ids; write them as JSON, for example {{\"ids\": [1, 2, 3]}}.", source);
    }
}

std::vector<std::int32_t> readIds(const fs::path &file)
{
    return parseIds(readText(file), file.string());
}

std::vector<Haystack> readHaystacks(const std::vector<std::string> &paths)
{
    std::vector<Haystack> haystacks;
    for (const auto &path : paths) {
        for (const auto &file : textFiles(path)) {
            haystacks.push_back(readHaystack(file));
            if (const auto name = shippedNameOf(file); !name.empty())
                haystacks.back().name = name;
        }
    }
    return haystacks;
}

} // namespace needlescope
