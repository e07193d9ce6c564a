// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace needlescope {

/// Bytes that programs may still take, without swapping: MemAvailable of /proc/meminfo, or the control group's limit where that is less.
/// Pages of mapped weights count as available, because the system can drop them. Empty where the system does not tell.
std::optional<std::int64_t> availableMemory();

/// "13.5 GB"
std::string spelledBytes(std::int64_t bytes);

} // namespace needlescope
