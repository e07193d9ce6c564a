// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/memory.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string_view>

namespace needlescope {

namespace {

namespace fs = std::filesystem;

std::optional<std::int64_t> numberIn(const fs::path &file)
{
    std::ifstream stream(file);
    std::int64_t number = 0;
    return stream >> number ? std::optional(number) : std::nullopt;
}

/// The number behind @p key in lines "key number", 0 where there is none.
std::int64_t entryIn(const fs::path &file, std::string_view key)
{
    std::ifstream stream(file);
    std::string word;
    std::int64_t number = 0;
    while (stream >> word >> number) {
        if (word == key)
            return number;
    }
    return 0;
}

/// What one group leaves free: its limit less what its programs use, but for the files' pages, which the system can drop.
std::optional<std::int64_t> leftIn(const fs::path &group)
{
    const auto limit = numberIn(group / "memory.max");
    const auto used = numberIn(group / "memory.current");
    if (!limit || !used)
        return {};
    const std::int64_t files = entryIn(group / "memory.stat", "inactive_file") + entryIn(group / "memory.stat", "active_file");
    return std::max<std::int64_t>(0, *limit - std::max<std::int64_t>(0, *used - files));
}

/// The path behind "0::" of /proc/self/cgroup.
std::string ownGroup()
{
    std::ifstream stream("/proc/self/cgroup");
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("0::/"))
            return line.substr(4);
    }
    return {};
}

} // namespace

std::optional<std::int64_t> memoryLeftByGroups(const fs::path &root, const fs::path &group)
{
    std::optional<std::int64_t> least;
    for (fs::path inside = group;; inside = inside.parent_path()) {
        const auto left = leftIn(inside.empty() ? root : root / inside);
        if (left && (!least || *left < *least))
            least = left;
        if (inside.empty())
            return least;
    }
}

std::optional<std::int64_t> availableMemory()
{
    std::ifstream meminfo("/proc/meminfo");
    std::string key;
    std::int64_t kibibytes = 0;
    while (meminfo >> key && key != "MemAvailable:")
        meminfo.ignore(256, '\n');
    if (!(meminfo >> kibibytes))
        return {};
    const std::int64_t available = kibibytes * 1024;
    return std::min(available, memoryLeftByGroups("/sys/fs/cgroup", ownGroup()).value_or(available));
}

std::string spelledBytes(std::int64_t bytes)
{
    const bool large = bytes >= 1'000'000'000;
    char text[32];
    std::snprintf(text, sizeof text, large ? "%.1f GB" : "%.1f MB", static_cast<double>(bytes) / (large ? 1e9 : 1e6));
    return text;
}

} // namespace needlescope
