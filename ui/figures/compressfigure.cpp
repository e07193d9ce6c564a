// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/studyfigures.h"

#include "figures/changetext.h"
#include "figures/figureheading.h"
#include "figures/plotpainting.h"
#include "figures/plotpanels.h"
#include "figures/provenancelines.h"
#include "figures/scorecolors.h"

#include <QCoreApplication>
#include <QPainter>

namespace needlescope {

namespace {

/// The memory saved at each share, which stands in the rows' second axis.
std::vector<LinePoint> savedOf(const StudySummary &summary)
{
    std::vector<LinePoint> points;
    for (const SummaryRow &row : summary.rows) {
        if (row.series == "kept" && row.measure == "recall")
            points.push_back({row.x, {row.y / 100, row.y / 100, row.y / 100, row.value.n}});
    }
    return points;
}

void paintCompression(QPainter &painter, QRectF rect, const StudySummary &summary, const QString &title)
{
    const PlotLook look = paperLook();
    const auto kept = pointsOf(summary, "kept", "recall");
    const Intervention &how = summary.provenance.intervention;
    const QString caption = QCoreApplication::translate(
        "CompressFigure", "The others see the first %1 and the last %2 tokens; bands: 95 % interval, %3 samples")
                                .arg(how.sinkTokens)
                                .arg(how.recentTokens)
                                .arg(kept.empty() ? 0 : kept.front().value.n);
    const QRectF plotRect = paintHeading(painter, rect, title, caption, look);
    QCustomPlot plot;
    preparePlot(plot);
    QCPAxisRect *panel = addPanel(plot, 0, 0,
        QCoreApplication::translate("CompressFigure", "%1 that keep a full cache, %")
            .arg(summary.provenance.wholeGroups ? QCoreApplication::translate("CompressFigure", "KV groups")
                                                : QCoreApplication::translate("CompressFigure", "Heads")),
        QCoreApplication::translate("CompressFigure", "Recall; share of the cache saved"), look);
    panel->axis(QCPAxis::atBottom)->setRange(-3, 103);
    panel->axis(QCPAxis::atLeft)->setRange(0, 1.05);
    if (const auto random = pointsOf(summary, "kept-random", "recall"); !random.empty())
        addLine(panel, random, seriesName("kept-random", summary.provenance), seriesColor("kept-random"), Qt::SolidLine);
    addLine(panel, kept, seriesName("kept", summary.provenance), seriesColor("kept"), Qt::SolidLine);
    addLine(panel, savedOf(summary), QCoreApplication::translate("CompressFigure", "Memory saved"), QColor(150, 150, 160), Qt::DotLine);
    addLegend(plot, panel, 1, 0, look);
    paintPlot(plot, painter, plotRect);
}

} // namespace

Figure compressFigure(const StudySummary &summary)
{
    Figure figure
        = figureOfSummary(summary, QCoreApplication::translate("CompressFigure", "Compression of the KV cache"), QSizeF(340, 225));
    figure.paint = [summary, title = figure.title](QPainter &painter, QRectF rect) { paintCompression(painter, rect, summary, title); };
    return withFooter(std::move(figure), summary.provenance);
}

} // namespace needlescope
