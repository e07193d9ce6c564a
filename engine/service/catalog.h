// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/catalog.h"

#include <vector>

namespace needlescope {

/// Shipped models, the demo first, then those of the local Hugging Face cache, by name. Only reads, and no weights; what cannot be read is
/// left out.
std::vector<CatalogModel> modelCatalog();

} // namespace needlescope
