// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/scoremap.h"

#include <QString>

namespace needlescope {

/// What a map is and where it comes from: "reference score of demo, after 7 of 16 samples".
QString mapText(const ScoreMap &map);

/// A value of @p map: scores with three decimals, others with three digits.
QString valueText(const ScoreMap &map, float value);

} // namespace needlescope
