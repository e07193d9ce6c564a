// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/hubcache.h"

#include "resources/userfolders.h"

#include <algorithm>
#include <fstream>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view folderPrefix = "models--";

std::string folderOf(std::string name)
{
    const auto slash = name.find('/');
    if (slash != std::string::npos)
        name.replace(slash, 1, "--");
    return std::string(folderPrefix) + name;
}

std::string nameOf(const std::string &folder)
{
    std::string name = folder.substr(folderPrefix.size());
    const auto dashes = name.find("--");
    if (dashes != std::string::npos)
        name.replace(dashes, 2, "/");
    return name;
}

fs::path latestIn(const fs::path &snapshots)
{
    std::error_code error;
    fs::path latest;
    fs::file_time_type time;
    for (fs::directory_iterator entry(snapshots, error), end; !error && entry != end; entry.increment(error)) {
        const auto written = entry->last_write_time(error);
        if (entry->is_directory(error) && (latest.empty() || written > time)) {
            latest = entry->path();
            time = written;
        }
    }
    return latest;
}

fs::path snapshotOf(const fs::path &folder)
{
    std::string revision;
    std::ifstream(folder / "refs" / "main") >> revision;
    std::error_code error;
    const bool isName = !revision.empty() && revision.find('/') == std::string::npos && revision != "..";
    if (isName && fs::is_directory(folder / "snapshots" / revision, error))
        return folder / "snapshots" / revision;
    return latestIn(folder / "snapshots");
}

} // namespace

fs::path hubHome()
{
    if (auto home = environmentPath("HF_HOME"); !home.empty())
        return home;
    const auto cache = environmentPath("XDG_CACHE_HOME");
    return (cache.empty() ? environmentPath("HOME") / ".cache" : cache) / "huggingface";
}

fs::path hubCache()
{
    for (const char *variable : {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"}) {
        if (auto cache = environmentPath(variable); !cache.empty())
            return cache;
    }
    return hubHome() / "hub";
}

std::vector<CachedModel> cachedModels()
{
    std::vector<CachedModel> models;
    std::error_code error;
    for (fs::directory_iterator entry(hubCache(), error), end; !error && entry != end; entry.increment(error)) {
        const auto folder = entry->path().filename().string();
        if (!folder.starts_with(folderPrefix))
            continue;
        if (auto snapshot = snapshotOf(entry->path()); !snapshot.empty())
            models.push_back({nameOf(folder), std::move(snapshot)});
    }
    std::sort(models.begin(), models.end(), [](const CachedModel &a, const CachedModel &b) { return a.name < b.name; });
    return models;
}

fs::path cachedModelDirectory(const std::string &name)
{
    const bool isName = !name.empty() && name.front() != '/' && name.front() != '.' && std::count(name.begin(), name.end(), '/') <= 1;
    return isName ? snapshotOf(hubCache() / folderOf(name)) : fs::path();
}

} // namespace needlescope
