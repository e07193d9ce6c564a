// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"
#include "api/sentence.h"

#include <string>
#include <vector>

namespace needlescope {

/// What an engine has given up when it has heard the window's hello; it cannot take it back.
struct Confinement
{
    Sentence told; ///< all of it, for the user, of an engine that needs no network
    bool writesAnywhere = true; ///< where its user may; else only in `folders`
    std::vector<std::string> folders; ///< absolute
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Confinement, told, writesAnywhere, folders)

} // namespace needlescope
