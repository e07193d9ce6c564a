// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gguffamilies.h"

namespace needlescope {

/// Where a GGUF file of @p family keeps the weights that @p architecture has under their names in safetensors.
WeightNames ggufNames(const Architecture &architecture, const GgufFamily &family);

} // namespace needlescope
