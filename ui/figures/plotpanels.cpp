// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/plotpanels.h"

#include "figures/scorecolors.h"

#include <algorithm>

namespace needlescope {

namespace {

void styleAxes(QCPAxisRect *rect, const PlotLook &look)
{
    for (QCPAxis *axis : rect->axes()) {
        axis->setBasePen(QPen(look.muted, 0.6));
        axis->setTickPen(QPen(look.muted, 0.6));
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLength(0, 3);
        axis->setTickLabelFont(scaled(look.font, 0.9));
        axis->setTickLabelColor(look.muted);
        axis->setLabelFont(look.font);
        axis->setLabelColor(look.text);
        axis->setLabelPadding(2);
        axis->grid()->setPen(QPen(QColor(236, 236, 240), 0.5));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
}

QCPGraph *graphIn(QCPAxisRect *rect)
{
    return rect->parentPlot()->addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
}

} // namespace

void preparePlot(QCustomPlot &plot)
{
    plot.plotLayout()->clear();
    plot.setBackground(QBrush(Qt::NoBrush));
}

QCPAxisRect *addPanel(QCustomPlot &plot, int row, int column, const QString &xLabel, const QString &yLabel, const PlotLook &look)
{
    auto *rect = new QCPAxisRect(&plot, false);
    rect->addAxes(QCPAxis::atBottom | QCPAxis::atLeft);
    rect->axis(QCPAxis::atBottom)->setLabel(xLabel);
    rect->axis(QCPAxis::atLeft)->setLabel(yLabel);
    rect->setMinimumMargins(QMargins(4, 6, 8, 2));
    plot.plotLayout()->addElement(row, column, rect);
    styleAxes(rect, look);
    return rect;
}

void addLine(QCPAxisRect *rect, const std::vector<LinePoint> &points, const QString &name, const QColor &color, Qt::PenStyle style)
{
    QCPGraph *high = graphIn(rect);
    QCPGraph *low = graphIn(rect);
    QCPGraph *line = graphIn(rect);
    for (const LinePoint &point : points) {
        high->addData(point.x, point.value.high);
        low->addData(point.x, point.value.low);
        line->addData(point.x, point.value.mean);
    }
    QColor band = color;
    band.setAlphaF(0.16F);
    high->setPen(Qt::NoPen);
    low->setPen(Qt::NoPen);
    high->setBrush(band);
    high->setChannelFillGraph(low);
    line->setName(name);
    line->setPen(QPen(color, 1.2, style));
    line->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, color, color, 3.6));
    for (QCPGraph *graph : {high, low})
        graph->removeFromLegend();
}

void addLegend(QCustomPlot &plot, QCPAxisRect *rect, int row, int column, const PlotLook &look)
{
    constexpr int beside = 2;
    auto *legend = new QCPLegend;
    plot.plotLayout()->addElement(row, column, legend);
    plot.plotLayout()->setRowStretchFactor(row, 0.001);
    legend->setLayer(QStringLiteral("main"));
    legend->setFont(scaled(look.font, 0.9));
    legend->setTextColor(look.text);
    legend->setBorderPen(Qt::NoPen);
    legend->setBrush(Qt::NoBrush);
    legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    legend->setWrap(beside);
    legend->setRowSpacing(1);
    legend->setIconSize(14, 7);
    legend->setMargins(QMargins(24, 2, 3, 0));
    for (int i = 0; i < plot.plottableCount(); ++i) {
        QCPAbstractPlottable *plottable = plot.plottable(i);
        if (plottable->keyAxis()->axisRect() == rect && !plottable->name().isEmpty()
            && !plottable->name().startsWith(QLatin1String("Graph ")))
            plottable->addToLegend(legend);
    }
}

void tickWholeNumbers(QCPAxis *axis)
{
    QSharedPointer<QCPAxisTickerFixed> ticker(new QCPAxisTickerFixed);
    ticker->setTickStep(1);
    ticker->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    axis->setTicker(ticker);
}

std::vector<LinePoint> pointsOf(const StudySummary &summary, const std::string &series, const std::string &measure)
{
    std::vector<LinePoint> points;
    for (const SummaryRow &row : summary.rows) {
        if (row.series == series && row.measure == measure)
            points.push_back({row.x, row.value});
    }
    std::stable_sort(points.begin(), points.end(), [](const LinePoint &a, const LinePoint &b) { return a.x < b.x; });
    return points;
}

QColor seriesColor(const std::string &series)
{
    if (series.starts_with("top") || series == "kept")
        return headColor(1, false);
    if (series.starts_with("random") || series == "kept-random")
        return headColor(0, false);
    return QColor(70, 70, 78);
}

} // namespace needlescope
