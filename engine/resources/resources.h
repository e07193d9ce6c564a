// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace needlescope {

/// The folder of what is shipped (models, needles, haystacks): $NEEDLESCOPE_RESOURCES where it is set, else share/needlescope beside the
/// running program's folder, else that of the source tree it was built from. May not exist.
std::filesystem::path resourcesDirectory();

/// What a user calls a model: a directory, the name of a shipped one (`demo`), or of one in the local Hugging Face cache (`org/name`), in
/// this order.
std::filesystem::path modelDirectory(const std::string &model);

} // namespace needlescope
