// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/progress.h"

#include <QString>

namespace needlescope {

/// "Reading the prompt", "Masking curve".
QString activityText(const Progress &progress);

/// Of the button that ends it: "Stop the study (Detection)".
QString stopText(const Progress &progress);

/// "2 min 5 s left"; empty where it is not known.
QString timeLeftText(double seconds);

/// "about 4 min".
QString durationText(double seconds);

/// "12 samples".
QString samplesText(int n);

} // namespace needlescope
