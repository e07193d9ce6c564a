// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/userfolders.h"

#include <cstdlib>
#include <string_view>

namespace needlescope {

namespace fs = std::filesystem;

fs::path withHome(const fs::path &path)
{
    const std::string_view text = path.native();
    const char *home = std::getenv("HOME");
    if (!home || !*home || !text.starts_with('~') || (text.size() > 1 && text[1] != '/'))
        return path;
    const auto rest = text.find_first_not_of('/', 1);
    return rest == std::string_view::npos ? fs::path(home) : fs::path(home) / text.substr(rest);
}

fs::path environmentPath(const char *variable)
{
    const char *value = std::getenv(variable);
    return value ? withHome(value) : fs::path();
}

fs::path dataFolder()
{
    fs::path data = environmentPath("XDG_DATA_HOME");
    if (data.empty())
        data = environmentPath("HOME") / ".local" / "share";
    return data / "needlescope";
}

fs::path modelsFolder()
{
    return dataFolder() / "models";
}

} // namespace needlescope
