// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/confinement.h"

#include <filesystem>
#include <vector>

namespace needlescope {

/// What a process needs when it is confined.
struct Needs
{
    std::vector<std::filesystem::path> folders{}; ///< to write in; made where they are missing
    bool network = false; ///< to call others; nobody calls it either way
};

/// Gives up all but @p needs and reading files, for all threads of this process and those that it forks, for ever: the network, writing
/// elsewhere, starting programs, looking into other processes and ending them, new privileges. Where the kernel does not know how, it stays
/// as it was, and Confinement::told says so. $TMPDIR becomes a folder of this user's own.
Confinement confine(const Needs &needs);

} // namespace needlescope
