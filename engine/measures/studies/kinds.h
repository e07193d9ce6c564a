// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "measures/studies/kind.h"

namespace needlescope {

// One function a kind, each in a file of its own; kind.cpp lists them.
KindInfo detectKind();
KindInfo gridKind();
KindInfo maskCurveKind();
KindInfo outcomesKind();
KindInfo extractQaKind();
KindInfo reasonKind();
KindInfo atlasKind();
KindInfo compressKind();

} // namespace needlescope
