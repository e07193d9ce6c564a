// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include "api/study.h"

#include <vector>

namespace needlescope {

/// "key: value" for everything that is known.
QStringList provenanceLines(const Provenance &provenance);

/// @p figure with a small line below that says where it came from, as far as it is known.
Figure withFooter(Figure figure, const Provenance &provenance);

/// The same of several maps, a line or more for each.
Figure withFooter(Figure figure, const std::vector<Provenance> &origins);

} // namespace needlescope
