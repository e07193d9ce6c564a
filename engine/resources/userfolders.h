// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace needlescope {

/// @p path with a `~` in front, alone or before a slash, replaced by the home folder.
std::filesystem::path withHome(const std::filesystem::path &path);

/// The path that an environment variable holds, withHome(); empty where it is not set.
std::filesystem::path environmentPath(const char *variable);

/// `needlescope` in `$XDG_DATA_HOME`, else in `~/.local/share`. Not made here.
std::filesystem::path dataFolder();

/// The user's own models: `models` in dataFolder(). Not made here.
std::filesystem::path modelsFolder();

} // namespace needlescope
