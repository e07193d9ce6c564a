// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/scoredistributionfigure.h"

#include "figures/plotlook.h"
#include "figures/plotpainting.h"
#include "figures/plotpanels.h"
#include "figures/provenancelines.h"
#include "figures/scorecolors.h"

#include <QCoreApplication>
#include <QPainter>
#include <qcustomplot.h>

#include <array>

namespace needlescope {

namespace {

/// The paper's bins: 0, above 0 to 0.1, 0.1 to 0.5, at least 0.5.
constexpr int nBins = 4;

int binOf(float score)
{
    if (score >= 0.5F)
        return 3;
    if (score >= retrievalHeadThreshold)
        return 2;
    return score > 0 ? 1 : 0;
}

QColor binColor(int bin)
{
    static const std::array<QColor, nBins> colors{QColor(232, 232, 236), QColor(186, 186, 196),
        scoreColor(0.35, retrievalHeadThreshold, false), scoreColor(0.9, retrievalHeadThreshold, false)};
    return colors[static_cast<std::size_t>(bin)];
}

QString binName(int bin)
{
    static const std::array<const char *, nBins> names{"0", "0–0.1", "0.1–0.5", "≥ 0.5"};
    return QString::fromUtf8(names[static_cast<std::size_t>(bin)]);
}

std::array<int, nBins> binCounts(const ScoreMap &map)
{
    std::array<int, nBins> counts{};
    const HeadArray scores = map.ofHeads(map.score);
    for (const float score : scores.reshaped())
        ++counts[static_cast<std::size_t>(binOf(score))];
    return counts;
}

/// One bar, parts in proportion; each part's share stands in the key below it, so that narrow parts are legible too.
void paintShares(QPainter &painter, QRectF rect, const ScoreMap &map, const PlotLook &look)
{
    const auto counts = binCounts(map);
    const auto total = static_cast<double>(map.headCount());
    const QRectF bar(rect.left(), rect.top(), rect.width(), 12);
    double x = bar.left();
    painter.setRenderHint(QPainter::Antialiasing, true);
    for (int bin = 0; bin < nBins; ++bin) {
        const double width = bar.width() * counts[static_cast<std::size_t>(bin)] / total;
        painter.setPen(Qt::NoPen);
        painter.setBrush(binColor(bin));
        painter.drawRect(QRectF(x, bar.top(), width, bar.height()));
        x += width;
    }
    painter.setFont(look.font);
    double keyX = bar.left();
    for (int bin = 0; bin < nBins; ++bin) {
        const int count = counts[static_cast<std::size_t>(bin)];
        const QString text = QCoreApplication::translate("ScoreDistributionFigure", "%1: %2 % (%3)")
                                 .arg(binName(bin))
                                 .arg(100 * count / total, 0, 'f', 100 * count / total < 1 ? 2 : 1)
                                 .arg(count);
        painter.setPen(Qt::NoPen);
        painter.setBrush(binColor(bin));
        painter.drawRect(QRectF(keyX, bar.bottom() + 6, 7, 7));
        painter.setPen(look.text);
        painter.drawText(QRectF(keyX + 10, bar.bottom() + 3, rect.width() / nBins, 13), Qt::AlignLeft | Qt::AlignVCenter, text);
        keyX += rect.width() / nBins;
    }
}

void drawThreshold(QCustomPlot &plot, QCPAxisRect *rect, const PlotLook &look)
{
    auto *line = new QCPItemStraightLine(&plot);
    line->setClipAxisRect(rect);
    for (QCPItemPosition *position : {line->point1, line->point2}) {
        position->setAxisRect(rect);
        position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    }
    line->point1->setCoords(1, retrievalHeadThreshold);
    line->point2->setCoords(2, retrievalHeadThreshold);
    line->setPen(QPen(look.muted, 0.6, Qt::DashLine));
}

/// One graph a bin, so that each has its colour.
std::array<QCPGraph *, nBins> addBinGraphs(QCustomPlot &plot, QCPAxisRect *rect, double size)
{
    std::array<QCPGraph *, nBins> graphs{};
    for (int bin = 0; bin < nBins; ++bin) {
        QCPGraph *graph = plot.addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        graph->setLineStyle(QCPGraph::lsNone);
        graph->setPen(Qt::NoPen);
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(Qt::NoPen), QBrush(binColor(bin)), size));
        graph->setAdaptiveSampling(false);
        graphs[static_cast<std::size_t>(bin)] = graph;
    }
    return graphs;
}

void labelHead(QCustomPlot &plot, QCPAxisRect *rect, HeadId id, QPointF place, Qt::Alignment alignment, const PlotLook &look)
{
    auto *label = new QCPItemText(&plot);
    label->setClipToAxisRect(false);
    label->position->setAxisRect(rect);
    label->position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    label->position->setCoords(place);
    label->setPositionAlignment(alignment);
    label->setPadding(QMargins(4, 0, 4, 0));
    label->setFont(scaled(look.font, 0.8));
    label->setColor(look.text);
    label->setText(QString::fromStdString(toFileKey(id)));
}

void addRankPanel(QCustomPlot &plot, const ScoreMap &map, const PlotLook &look)
{
    QCPAxisRect *rect = addPanel(plot, 0, 0, QCoreApplication::translate("ScoreDistributionFigure", "Head, by rank"),
        QCoreApplication::translate("ScoreDistributionFigure", "Retrieval score"), look);
    rect->axis(QCPAxis::atLeft)->setRange(0, 1.02);
    QCPAxis *rankAxis = rect->axis(QCPAxis::atBottom);
    rankAxis->setScaleType(QCPAxis::stLogarithmic);
    rankAxis->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog));
    rankAxis->setNumberFormat(QStringLiteral("f"));
    rankAxis->setNumberPrecision(0);
    rankAxis->setRange(0.85, 1.15 * static_cast<double>(map.headCount()));
    drawThreshold(plot, rect, look);
    const auto graphs = addBinGraphs(plot, rect, 3.4);
    const auto ranked = rankedHeads(map);
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        const float score = map.score(ranked[i].layer, ranked[i].head);
        graphs[static_cast<std::size_t>(binOf(score))]->addData(static_cast<double>(i + 1), score);
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(3, ranked.size()); ++i) {
        const float score = map.score(ranked[i].layer, ranked[i].head);
        labelHead(plot, rect, ranked[i], QPointF(static_cast<double>(i + 1), score),
            Qt::AlignLeft | (i == 0 ? Qt::AlignBottom : Qt::AlignVCenter), look);
    }
}

void addFrequencyPanel(QCustomPlot &plot, const ScoreMap &map, const PlotLook &look)
{
    QCPAxisRect *rect = addPanel(plot, 0, 1, QCoreApplication::translate("ScoreDistributionFigure", "Activation frequency"),
        QCoreApplication::translate("ScoreDistributionFigure", "Retrieval score"), look);
    rect->axis(QCPAxis::atLeft)->setRange(0, 1.02);
    rect->axis(QCPAxis::atBottom)->setRange(-0.02, 1.02);
    drawThreshold(plot, rect, look);
    const auto graphs = addBinGraphs(plot, rect, 3.4);
    for (int layer = 0; layer < map.nLayers(); ++layer) {
        for (int head = 0; head < map.nHeads() && map.hasHeads(layer); ++head) {
            const float score = map.score(layer, head);
            graphs[static_cast<std::size_t>(binOf(score))]->addData(map.frequency(layer, head), score);
        }
    }
}

QString heading(const ScoreMap &map, const QString &title)
{
    const auto nRetrieval = (map.ofHeads(map.score) >= retrievalHeadThreshold).count();
    return QCoreApplication::translate("ScoreDistributionFigure", "%1: %2 of %3 heads score at least %4")
        .arg(title)
        .arg(nRetrieval)
        .arg(map.headCount())
        .arg(retrievalHeadThreshold);
}

void paintDistribution(QPainter &painter, QRectF rect, const ScoreMap &map, const QString &title)
{
    const PlotLook look = paperLook();
    painter.save();
    QFont bold = look.font;
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(look.text);
    painter.drawText(QRectF(rect.left() + 8, rect.top() + 3, rect.width() - 16, 13), Qt::AlignLeft | Qt::AlignVCenter, heading(map, title));
    paintShares(painter, QRectF(rect.left() + 8, rect.top() + 21, rect.width() - 16, 30), map, look);
    painter.restore();
    QCustomPlot plot;
    preparePlot(plot);
    addRankPanel(plot, map, look);
    if (map.frequency.size() == map.score.size())
        addFrequencyPanel(plot, map, look);
    paintPlot(plot, painter, rect.adjusted(0, 54, 0, 0));
}

} // namespace

Figure scoreDistributionFigure(const ScoreMap &map)
{
    const Provenance &provenance = map.provenance;
    Figure figure;
    figure.name = QStringLiteral("score-distribution");
    const QString model = QString::fromStdString(provenance.modelName);
    figure.title = QCoreApplication::translate("ScoreDistributionFigure", "Retrieval scores");
    if (!model.isEmpty())
        figure.title = QCoreApplication::translate("ScoreDistributionFigure", "Retrieval scores of %1").arg(model);
    figure.size = QSizeF(430, 250);
    figure.paint = [map, title = figure.title](QPainter &painter, QRectF rect) { paintDistribution(painter, rect, map, title); };
    figure.provenance = provenanceLines(provenance);
    figure.columns
        = {QStringLiteral("rank"), QStringLiteral("layer"), QStringLiteral("head"), QStringLiteral("score"), QStringLiteral("frequency")};
    const bool hasFrequency = map.frequency.size() == map.score.size();
    int rank = 0;
    for (const HeadId id : rankedHeads(map)) {
        figure.rows << QStringList{QString::number(++rank), QString::number(id.layer), QString::number(id.head),
            QString::number(map.score(id.layer, id.head), 'g', 9),
            hasFrequency ? QString::number(map.frequency(id.layer, id.head), 'g', 9) : QString()};
    }
    return withFooter(std::move(figure), provenance);
}

} // namespace needlescope
