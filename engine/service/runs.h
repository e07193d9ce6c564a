// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/replies.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace needlescope {

/// The runs in this machine's folder, latest first, then the shipped ones; what cannot be read is left out.
std::vector<RunInfo> listRuns();

/// Writes a file that came from the window's machine to `received` in the engine's folder of runs, in place of an older one of that name.
/// Returns its path. Throws EngineError.
std::string keepReceived(const std::string &name, std::span<const std::uint8_t> content);

/// @p name and @p known as `run` of api/message.h. Throws EngineError.
OpenedRun openRun(const std::string &name, const std::string &known = {});

} // namespace needlescope
