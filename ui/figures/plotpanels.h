// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/plotlook.h"

#include "api/study.h"

#include <qcustomplot.h>

#include <QString>

#include <vector>

namespace needlescope {

// What the figures that are plots share.

/// An empty plot for paper, without a background.
void preparePlot(QCustomPlot &plot);

/// An axis rectangle in @p plot's grid with styled axes at left and bottom.
QCPAxisRect *addPanel(QCustomPlot &plot, int row, int column, const QString &xLabel, const QString &yLabel, const PlotLook &look);

/// One point of a line, with its interval.
struct LinePoint
{
    double x = 0;
    Estimate value;
};

/// A line with points and a band from low to high.
void addLine(QCPAxisRect *rect, const std::vector<LinePoint> &points, const QString &name, const QColor &color, Qt::PenStyle style);

/// A legend in the plot's grid, of the lines and bars that were added to @p rect by name, at most two beside each other.
void addLegend(QCustomPlot &plot, QCPAxisRect *rect, int row, int column, const PlotLook &look);

/// No ticks between whole numbers: there is no half a head.
void tickWholeNumbers(QCPAxis *axis);

/// The points of one series and measure, by x.
std::vector<LinePoint> pointsOf(const StudySummary &summary, const std::string &series, const std::string &measure);

/// Colours that mean the same in every figure: without masks, without the top heads, without random ones.
QColor seriesColor(const std::string &series);

} // namespace needlescope
