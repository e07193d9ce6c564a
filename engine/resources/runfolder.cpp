// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/runfolder.h"

#include "resources/resources.h"
#include "resources/userfolders.h"

namespace needlescope {

namespace fs = std::filesystem;

fs::path runFolder()
{
    if (fs::path chosen = environmentPath("NEEDLESCOPE_RUNS"); !chosen.empty())
        return chosen;
    return dataFolder() / "runs";
}

fs::path runPath(const std::string &name)
{
    if (name.find('/') != std::string::npos)
        return withHome(name);
    fs::path file = name;
    if (file.extension().empty())
        file += ".needle";
    std::error_code ignored;
    const fs::path shipped = resourcesDirectory() / "runs" / file;
    const fs::path own = runFolder() / file;
    return !fs::exists(own, ignored) && fs::exists(shipped, ignored) ? shipped : own;
}

} // namespace needlescope
