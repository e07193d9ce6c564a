// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace needlescope {

/// Bytes that programs may still take, without swapping: MemAvailable of /proc/meminfo, or what the control groups leave where that is
/// less. Pages of mapped weights count as available, because the system can drop them. Empty where the system does not tell.
std::optional<std::int64_t> availableMemory();

/// What the control group @p group below @p root (cgroup v2) and those around it leave: the least of limit less use, pages of files not
/// counted as used. Empty where none has a limit.
std::optional<std::int64_t> memoryLeftByGroups(const std::filesystem::path &root, const std::filesystem::path &group);

/// "13.5 GB"
std::string spelledBytes(std::int64_t bytes);

} // namespace needlescope
