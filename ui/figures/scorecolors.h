// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace needlescope {

/// Colour of a retrieval score, 0 to 1 (clamped). Below @p threshold a calm grey close to the background; from it on matplotlib's "magma",
/// which is perceptually even and safe for colour-blind readers. Lightness is monotone over the whole range, so it survives greyscale print
/// too.
QColor scoreColor(double score, double threshold, bool dark);

/// Tells the few selected heads apart: Okabe and Ito's palette, made for colour-blind readers; repeats after six.
QColor headColor(int index, bool dark);

/// Black or white, whichever is legible on @p background.
QColor inkOn(const QColor &background);

/// @p share of @p top over @p bottom, opaque.
QColor blend(const QColor &bottom, const QColor &top, double share);

} // namespace needlescope
