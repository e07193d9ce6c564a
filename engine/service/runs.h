// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/replies.h"

#include <string>
#include <vector>

namespace needlescope {

/// The runs in this machine's folder, latest first, then the shipped ones; what cannot be read is left out.
std::vector<RunInfo> listRuns();

/// @p name and @p known as `run` of api/message.h. Throws EngineError.
OpenedRun openRun(const std::string &name, const std::string &known = {});

} // namespace needlescope
