// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace needlescope {

/// The texts and needles that commands use where none are named.
std::vector<std::string> shippedHaystacks();
std::filesystem::path shippedNeedles();

} // namespace needlescope
