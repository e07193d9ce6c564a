// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/studyfigures.h"

#include "figures/changetext.h"
#include "figures/figureheading.h"
#include "figures/plotpainting.h"
#include "figures/plotpanels.h"
#include "figures/provenancelines.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace needlescope {

namespace {

QString measureName(const std::string &measure)
{
    return measure == "f1" ? QCoreApplication::translate("CurveFigure", "F1 of words")
                           : QCoreApplication::translate("CurveFigure", "Recall of the answer (ROUGE-1)");
}

/// Where the unmasked model stands, as a line over the whole width.
std::vector<LinePoint> unmaskedLine(const StudySummary &summary, const std::string &measure, double highestK)
{
    const auto points = pointsOf(summary, "none", measure);
    if (points.empty())
        return {};
    return {{0, points.front().value}, {highestK, points.front().value}};
}

void paintCurve(QPainter &painter, QRectF rect, const StudySummary &summary, const std::string &measure, const QString &title)
{
    const PlotLook look = paperLook();
    const auto top = pointsOf(summary, "top", measure);
    const auto random = pointsOf(summary, "random", measure);
    const auto unmasked = pointsOf(summary, "none", measure);
    const int n = unmasked.empty() ? 0 : unmasked.front().value.n;
    const QString caption = QCoreApplication::translate("CurveFigure", "Bands: 95 % interval of the mean over %1 samples").arg(n);
    const QRectF plotRect = paintHeading(painter, rect, title, caption, look);

    QCustomPlot plot;
    preparePlot(plot);
    QCPAxisRect *panel = addPanel(plot, 0, 0, kAxisText(summary.provenance), measureName(measure), look);
    const double highestK = std::max(1.0, top.empty() ? 1 : top.back().x);
    panel->axis(QCPAxis::atBottom)->setRange(-0.03 * highestK, 1.03 * highestK);
    panel->axis(QCPAxis::atLeft)->setRange(0, 1.05);
    tickWholeNumbers(panel->axis(QCPAxis::atBottom));
    addLine(panel, unmaskedLine(summary, measure, highestK), seriesName("none", summary.provenance), seriesColor("none"), Qt::DashLine);
    for (const auto &[series, points] : {std::pair("random", random), std::pair("top", top)}) {
        if (points.empty()) // no draws, no line
            continue;
        std::vector<LinePoint> line = points;
        if (!unmasked.empty())
            line.insert(line.begin(), {0, unmasked.front().value});
        addLine(panel, line, seriesName(series, summary.provenance), seriesColor(series), Qt::SolidLine);
    }
    addLegend(plot, panel, 1, 0, look);
    paintPlot(plot, painter, plotRect);
}

} // namespace

Figure curveFigure(const StudySummary &summary, const std::string &measure)
{
    const MaskKind how = summary.provenance.intervention.kind;
    const QString title = summary.kind == StudyKind::ExtractQa ? QCoreApplication::translate("CurveFigure", "Extract QA")
        : how == MaskKind::Scale || how == MaskKind::Window    ? QCoreApplication::translate("CurveFigure", "Curve over K")
                                                               : QCoreApplication::translate("CurveFigure", "Masking curve");
    Figure figure = figureOfSummary(summary, title, QSizeF(320, 220));
    figure.paint
        = [summary, measure, title = figure.title](QPainter &painter, QRectF rect) { paintCurve(painter, rect, summary, measure, title); };
    return withFooter(std::move(figure), summary.provenance);
}

} // namespace needlescope
