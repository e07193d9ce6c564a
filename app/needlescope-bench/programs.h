// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace needlescope {

/// As one word of a shell's line.
std::string quoted(const std::string &text);

/// What a command line prints on standard output; nothing where it cannot be run.
std::string printedBy(const std::string &command);

} // namespace needlescope
