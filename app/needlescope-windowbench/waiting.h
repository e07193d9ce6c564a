// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace needlescope {

inline constexpr int patience = 60000; ///< ms

/// Handles events until @p there. Throws EngineError after a minute.
void waitFor(const std::function<bool()> &there);

} // namespace needlescope
