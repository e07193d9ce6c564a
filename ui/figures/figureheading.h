// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/plotlook.h"

#include <QRectF>
#include <QString>

class QPainter;

namespace needlescope {

/// Paints the bold heading and the small line below it; returns what of @p rect is left for the plot.
QRectF paintHeading(QPainter &painter, QRectF rect, const QString &heading, const QString &caption, const PlotLook &look);

} // namespace needlescope
