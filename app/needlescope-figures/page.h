// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace needlescope {

/// Writes index.html into the folder of a reproduction, from its claims.json and its figures, which are put into the page. Returns the
/// file. Throws EngineError where claims.json is missing or damaged.
std::filesystem::path writePage(const std::filesystem::path &folder);

} // namespace needlescope
