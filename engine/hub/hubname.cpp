// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/hubname.h"

#include "api/engineerror.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace needlescope {

namespace {

constexpr std::size_t longestPart = 96; // the hub's own rule

std::vector<std::string> partsOf(std::string_view text)
{
    std::vector<std::string> parts;
    for (;;) {
        const auto slash = text.find('/');
        parts.emplace_back(text.substr(0, slash));
        if (slash == std::string_view::npos)
            return parts;
        text.remove_prefix(slash + 1);
    }
}

bool isNamePart(const std::string &part)
{
    const auto allowed = [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    };
    return !part.empty() && part.size() <= longestPart && std::all_of(part.begin(), part.end(), allowed) && part.front() != '.'
        && part.front() != '-' && part.find("--") == std::string::npos && part.find("..") == std::string::npos;
}

/// The path of an address such as https://huggingface.co/org/name/blob/main/file; nothing where @p text is none.
std::string_view pathOfAddress(std::string_view text)
{
    const auto scheme = text.find("://");
    const auto path = scheme == std::string_view::npos ? scheme : text.find('/', scheme + 3);
    return path == std::string_view::npos ? std::string_view() : text.substr(path + 1, text.find_first_of("?#", path) - path - 1);
}

[[noreturn]] void refuse(const std::string &text)
{
    throw EngineError("'{}' is not a model's name on the hub; give it as org/name or org/name/file.gguf.", text);
}

} // namespace

HubName hubNameOf(const std::string &text)
{
    const std::string_view path = pathOfAddress(text);
    auto parts = partsOf(path.empty() ? std::string_view(text) : path);
    if (parts.size() > 1 && parts.back().empty())
        parts.pop_back();
    if (!path.empty() && parts.size() >= 4) {
        if (parts[3] != "main")
            throw EngineError("'{}' is the revision '{}' of a model; only 'main' is fetched, give the name as org/name.", text, parts[3]);
        parts.erase(parts.begin() + 2, parts.begin() + 4);
    }
    const std::size_t nRepo = std::min<std::size_t>(parts.size(), 2);
    HubName name;
    for (std::size_t i = 0; i < nRepo; ++i) {
        if (!isNamePart(parts[i]))
            refuse(text);
        name.repo += (i > 0 ? "/" : "") + parts[i];
    }
    for (std::size_t i = nRepo; i < parts.size(); ++i)
        name.file += (i > nRepo ? "/" : "") + parts[i];
    if (!name.file.empty() && !staysInside(name.file))
        refuse(text);
    return name;
}

bool staysInside(const std::string &file)
{
    const auto parts = partsOf(file);
    const auto isControl = [](unsigned char c) { return c < 0x20 || c == 0x7f || c == '\\'; };
    return std::none_of(file.begin(), file.end(), isControl)
        && std::none_of(parts.begin(), parts.end(), [](const std::string &part) { return part.empty() || part == "." || part == ".."; });
}

} // namespace needlescope
