// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>

namespace needlescope {

/// SmolLM2 where packaging/realmodel.sh puts it; empty where it is not there. What needs it skips, row by row.
inline std::filesystem::path realModel()
{
    const char *data = std::getenv("XDG_DATA_HOME");
    const char *home = std::getenv("HOME");
    const std::filesystem::path folder
        = data && *data ? std::filesystem::path(data) : std::filesystem::path(home ? home : "/") / ".local/share";
    const std::filesystem::path file = folder / "needlescope/models/smollm2.gguf";
    std::error_code error;
    return std::filesystem::exists(file, error) ? file : std::filesystem::path();
}

} // namespace needlescope
