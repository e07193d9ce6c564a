// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

namespace needlescope {

/// Adds --manual, which --help does not show: the program's manual page (man) or its completions for a shell (bash, zsh, fish), made from
/// the options and subcommands that it has when it parses, go to standard output.
void addManual(CLI::App &app);

} // namespace needlescope
