// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"

#include <cstdlib>

namespace needlescope {

namespace fs = std::filesystem;

fs::path resourcesDirectory()
{
    if (const char *chosen = std::getenv("NEEDLESCOPE_RESOURCES"); chosen && *chosen)
        return chosen;
    std::error_code error;
    const auto program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        auto installed = program.parent_path().parent_path() / NEEDLESCOPE_DATADIR / "needlescope";
        if (fs::is_directory(installed, error))
            return installed;
    }
    return NEEDLESCOPE_SOURCE_RESOURCES;
}

} // namespace needlescope
