// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace needlescope {

/// Seconds that @p work takes: the median of @p repeats runs after one that is not counted.
double medianSeconds(int repeats, const std::function<void()> &work);

/// Rate of a large plain float32 matrix product on all cores, FLOP/s.
double sgemmRate(int repeats);

/// Rate at which all cores together read memory, bytes/s.
double memoryBandwidth(int repeats);

} // namespace needlescope
