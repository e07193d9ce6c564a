// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

class QCustomPlot;
class QPainter;

namespace needlescope {

/// Paints a plot as vector graphics with any painter.
void paintPlot(QCustomPlot &plot, QPainter &painter, QRectF rect);

} // namespace needlescope
