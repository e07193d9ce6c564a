// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/studyfigures.h"

#include "figures/changetext.h"
#include "figures/figureheading.h"
#include "figures/plotpainting.h"
#include "figures/plotpanels.h"
#include "figures/provenancelines.h"
#include "figures/scorecolors.h"

#include "measures/headchoice.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace needlescope {

namespace {

constexpr int labelled = 6; ///< heads that are named

double correlationOf(const StudySummary &summary, const std::string &pair)
{
    for (const SummaryRow &row : summary.rows) {
        if (row.measure == "correlation" && row.series == pair)
            return row.value.mean;
    }
    return 0;
}

void nameHead(QCustomPlot &plot, QCPAxisRect *panel, HeadId id, QPointF place, const PlotLook &look)
{
    auto *label = new QCPItemText(&plot);
    label->setClipToAxisRect(false);
    label->position->setAxisRect(panel);
    label->position->setAxes(panel->axis(QCPAxis::atBottom), panel->axis(QCPAxis::atLeft));
    label->position->setCoords(place);
    label->setPositionAlignment(
        place.x() > panel->axis(QCPAxis::atBottom)->range().center() ? Qt::AlignRight | Qt::AlignBottom : Qt::AlignLeft | Qt::AlignBottom);
    label->setPadding(QMargins(3, 0, 3, 1));
    label->setFont(scaled(look.font, 0.8));
    label->setColor(look.text);
    label->setText(QString::fromStdString(toString(id)));
}

/// Whether heads were scaled or windowed, so that something of them was left.
bool keepsSomething(const StudySummary &summary)
{
    return !titleChange(summary.provenance).isEmpty();
}

/// One measure against another, a point a head.
void addScatter(
    QCustomPlot &plot, int column, const ScoreMap &x, const ScoreMap &y, const QString &xLabel, const QString &yLabel, const PlotLook &look)
{
    QCPAxisRect *panel = addPanel(plot, 0, column, xLabel, yLabel, look);
    const auto range = [](const HeadArray &values) {
        const double low = std::min(0.0, static_cast<double>(values.minCoeff()));
        const double high = std::max(1e-6, static_cast<double>(values.maxCoeff()));
        const double room = 0.08 * (high - low);
        return QCPRange(low - room, high + room);
    };
    panel->axis(QCPAxis::atBottom)->setRange(range(x.score));
    panel->axis(QCPAxis::atLeft)->setRange(range(y.score));
    QCPGraph *graph = plot.addGraph(panel->axis(QCPAxis::atBottom), panel->axis(QCPAxis::atLeft));
    graph->setLineStyle(QCPGraph::lsNone);
    graph->setAdaptiveSampling(false);
    graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, headColor(0, false), headColor(0, false), 3.6));
    for (const HeadId id : rankedHeads(x))
        graph->addData(static_cast<double>(x.score(id.layer, id.head)), static_cast<double>(y.score(id.layer, id.head)));
    for (const HeadId id : topHeads(y, labelled)) {
        if (y.score(id.layer, id.head) > 0.1F * y.score.maxCoeff())
            nameHead(
                plot, panel, id, {static_cast<double>(x.score(id.layer, id.head)), static_cast<double>(y.score(id.layer, id.head))}, look);
    }
}

void paintAtlas(QPainter &painter, QRectF rect, const StudySummary &summary, const QString &title)
{
    const PlotLook look = paperLook();
    const ScoreMap *drop = summary.map("drop");
    const ScoreMap *score = summary.map("score");
    const ScoreMap *attribution = summary.map("attribution");
    const QString caption = QCoreApplication::translate(
        "AtlasFigure", "Each point a head; means over %1 samples. Pearson of loss with score %2, with attribution %3")
                                .arg(summary.nCounted)
                                .arg(correlationOf(summary, "drop score"), 0, 'f', 2)
                                .arg(correlationOf(summary, "drop attribution"), 0, 'f', 2);
    const QRectF plotRect = paintHeading(painter, rect, title, caption, look);
    if (!drop || !score || !attribution || drop->empty())
        return;
    QCustomPlot plot;
    preparePlot(plot);
    const QString loss = keepsSomething(summary)
        ? QCoreApplication::translate("AtlasFigure", "Loss of log-probability with it %1").arg(changedText(summary.provenance.intervention))
        : QCoreApplication::translate("AtlasFigure", "Loss of log-probability without it");
    addScatter(plot, 0, *score, *drop, QCoreApplication::translate("AtlasFigure", "Retrieval score"), loss, look);
    addScatter(plot, 1, *attribution, *drop, QCoreApplication::translate("AtlasFigure", "Direct logit attribution"), loss, look);
    paintPlot(plot, painter, plotRect);
}

} // namespace

Figure atlasFigure(const StudySummary &summary)
{
    Figure figure = figureOfSummary(summary, QCoreApplication::translate("AtlasFigure", "What each head is worth"), QSizeF(460, 230));
    figure.columns = {QStringLiteral("layer"), QStringLiteral("head")};
    figure.rows.clear();
    for (const ScoreMap &map : summary.maps)
        figure.columns << QString::fromStdString(map.measure);
    for (const HeadId id : summary.maps.empty() ? std::vector<HeadId>() : rankedHeads(summary.maps.front())) {
        QStringList row{QString::number(id.layer), QString::number(id.head)};
        for (const ScoreMap &map : summary.maps)
            row << (map.empty() ? QString() : QString::number(static_cast<double>(map.score(id.layer, id.head)), 'g', 9));
        figure.rows << row;
    }
    figure.paint = [summary, title = figure.title](QPainter &painter, QRectF rect) { paintAtlas(painter, rect, summary, title); };
    return withFooter(std::move(figure), summary.provenance);
}

} // namespace needlescope
