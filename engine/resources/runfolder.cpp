// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/runfolder.h"

#include "resources/resources.h"

#include <cstdlib>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

fs::path environmentPath(const char *variable)
{
    const char *value = std::getenv(variable);
    return value ? fs::path(value) : fs::path();
}

} // namespace

fs::path runFolder()
{
    if (fs::path chosen = environmentPath("NEEDLESCOPE_RUNS"); !chosen.empty())
        return chosen;
    fs::path data = environmentPath("XDG_DATA_HOME");
    if (data.empty())
        data = environmentPath("HOME") / ".local" / "share";
    return data / "needlescope" / "runs";
}

fs::path runPath(const std::string &name)
{
    if (name.find('/') != std::string::npos)
        return name;
    fs::path file = name;
    if (file.extension().empty())
        file += ".needle";
    std::error_code ignored;
    const fs::path shipped = resourcesDirectory() / "runs" / file;
    const fs::path own = runFolder() / file;
    return !fs::exists(own, ignored) && fs::exists(shipped, ignored) ? shipped : own;
}

} // namespace needlescope
