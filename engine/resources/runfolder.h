// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace needlescope {

/// Where this machine's runs are kept: `$NEEDLESCOPE_RUNS`, else `needlescope/runs` in `$XDG_DATA_HOME` or `~/.local/share`. Not made here.
std::filesystem::path runFolder();

/// The file of a run's name: a path as it is, but for a `~` in front; a plain name in the runs' folder, else, where there is none, among
/// the shipped runs. The suffix `.needle` may be left out of a plain name.
std::filesystem::path runPath(const std::string &name);

} // namespace needlescope
