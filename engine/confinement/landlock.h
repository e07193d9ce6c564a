// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>

namespace needlescope {

/// Whether from now on all threads of this process write only in @p folders and to what is no file of the user's (`/dev/null`,
/// graphics cards), execute no program, and, where the kernel knows how, listen on no port, signal no process outside, and with @p network
/// false call nobody. False: the kernel has no Landlock, it is switched
/// off, or a thread could not be reached.
bool restrictFiles(std::span<const std::filesystem::path> folders, bool network);

} // namespace needlescope
