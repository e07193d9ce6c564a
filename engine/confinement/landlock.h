// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>

namespace needlescope {

/// Whether from now on this thread, and those that it starts, write only in @p folders and to what is no file of the user's (`/dev/null`,
/// graphics cards), execute no program, and, where the kernel knows how, listen on no port, signal no process outside, and with @p network
/// false call nobody. False: the kernel has no Landlock, or it is switched off. Needs no_new_privs.
bool restrictFiles(std::span<const std::filesystem::path> folders, bool network);

} // namespace needlescope
