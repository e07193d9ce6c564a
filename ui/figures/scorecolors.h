// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace needlescope {

/// Colour of a retrieval score, 0 to 1 (clamped). Below @p threshold a calm grey close to the background; from it on matplotlib's "magma",
/// which is perceptually even and safe for colour-blind readers. Lightness is monotone over the whole range, so it survives greyscale print
/// too.
QColor scoreColor(double score, double threshold, bool dark);

inline constexpr int nHeadColors = 6;

/// Tells a few heads or series apart, also for readers who are colour-blind (in any of the three ways) and beside the needle's green, and
/// stands out from the window by 3 to 1; repeats after nHeadColors.
QColor headColor(int index, bool dark);

/// Black or white, whichever stands out more from @p background: by 4.5 to 1 at least.
QColor inkOn(const QColor &background);

/// @p share of @p top over @p bottom, opaque.
QColor blend(const QColor &bottom, const QColor &top, double share);

} // namespace needlescope
