// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/provenance.h"

#include <string>

namespace needlescope {

/// How heads are changed, whichever these are, as one key of files: "uniform, decode", "scale 2.5, decode", "window 4+64, everywhere".
/// Two changes have the same key exactly where sameChange() holds.
std::string changeKey(const Intervention &how);

/// The same as a participle, for people: "masked", "scaled by 2.5", "windowed to 4+64".
std::string changeWords(const Intervention &how);

/// Which heads a study changed and how, for terminals: "K = 0 1 3 heads scaled by 2.5 (scale 2.5, decode), 3 random draws"; empty where it
/// changed none.
std::string changeWords(const Provenance &provenance);

} // namespace needlescope
