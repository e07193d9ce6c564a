// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace needlescope {

/// Bytes free on each GPU that CUDA shows to this process; empty where it does not tell.
std::vector<std::int64_t> freeCudaMemory();

} // namespace needlescope
