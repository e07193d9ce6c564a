// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace needlescope {

/// Runs `needlescope-figures` with @p arguments, from beside this program, else from PATH: it draws with the window's own paint functions,
/// which this program does without. Returns its exit code. Throws EngineError where it is not installed.
int runFigures(const std::vector<std::string> &arguments);

} // namespace needlescope
