// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/memory.h"

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace needlescope {

namespace {

std::optional<std::int64_t> numberIn(const char *file)
{
    std::ifstream stream(file);
    std::int64_t number = 0;
    return stream >> number ? std::optional(number) : std::nullopt;
}

} // namespace

std::optional<std::int64_t> availableMemory()
{
    std::ifstream meminfo("/proc/meminfo");
    std::string key;
    std::int64_t kibibytes = 0;
    while (meminfo >> key && key != "MemAvailable:")
        meminfo.ignore(256, '\n');
    if (!(meminfo >> kibibytes))
        return {};
    std::int64_t available = kibibytes * 1024;
    const std::optional<std::int64_t> limit = numberIn("/sys/fs/cgroup/memory.max");
    return limit ? std::min(available, *limit) : available;
}

std::string spelledBytes(std::int64_t bytes)
{
    const bool large = bytes >= 1'000'000'000;
    char text[32];
    std::snprintf(text, sizeof text, large ? "%.1f GB" : "%.1f MB", static_cast<double>(bytes) / (large ? 1e9 : 1e6));
    return text;
}

} // namespace needlescope
