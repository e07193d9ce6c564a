// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"

#include "resources/hubcache.h"

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

fs::path modelDirectory(const std::string &model)
{
    std::error_code error;
    if (model.empty() || fs::is_directory(model, error))
        return model;
    auto shipped = resourcesDirectory() / "models" / model;
    if (model.find('/') == std::string::npos && fs::is_directory(shipped, error))
        return shipped;
    auto cached = cachedModelDirectory(model);
    return cached.empty() ? fs::path(model) : cached;
}

} // namespace needlescope
