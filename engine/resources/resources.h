// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace needlescope {

/// The folder of what is shipped (models, needles, haystacks): $NEEDLESCOPE_RESOURCES where it is set, else share/needlescope beside the
/// running program's folder, else that of the source tree it was built from. May not exist.
std::filesystem::path resourcesDirectory();

} // namespace needlescope
