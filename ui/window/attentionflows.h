// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/generation.h"
#include "views/contextview.h"

namespace needlescope {

/// One weight a key: the mean over the rows' heads.
std::vector<float> meanAttention(const AttentionRows &rows);

/// The few keys that each head looks at most, as far as they stand out; strongest first for each head.
std::vector<Flow> strongestFlows(const AttentionRows &rows);

} // namespace needlescope
