// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/catalog.h"

#include <vector>

namespace needlescope {

/// What localModels() finds, with what its files say of it. Only reads, and no weights; what is broken is listed as such.
std::vector<CatalogModel> modelCatalog();

} // namespace needlescope
