// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/comparefigure.h"

#include "figures/figureheading.h"
#include "figures/provenancelines.h"
#include "figures/scorecolors.h"

#include "measures/compare.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace needlescope {

namespace {

constexpr double mapSide = 84;
constexpr double matrixCell = 30;

QColor binColor(float score)
{
    return score >= 0.5F                  ? scoreColor(0.9, retrievalHeadThreshold, false)
        : score >= retrievalHeadThreshold ? scoreColor(0.35, retrievalHeadThreshold, false)
        : score > 0                       ? QColor(186, 186, 196)
                                          : QColor(236, 236, 240);
}

void paintMap(QPainter &painter, QRectF rect, const ScoreMap &map, const QString &name, const PlotLook &look)
{
    painter.setFont(scaled(look.font, 0.9));
    painter.setPen(look.text);
    painter.drawText(QRectF(rect.left(), rect.top(), rect.width(), 11), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(name, Qt::ElideMiddle, qRound(rect.width())));
    const QRectF cells = rect.adjusted(0, 12, 0, 0);
    const double width = cells.width() / map.nHeads();
    const double height = cells.height() / map.nLayers();
    painter.setPen(Qt::NoPen);
    for (int layer = 0; layer < map.nLayers(); ++layer) {
        for (int head = 0; head < map.nHeads(); ++head) {
            painter.setBrush(binColor(map.score(layer, head)));
            painter.drawRect(
                QRectF(cells.left() + head * width, cells.top() + layer * height, width, height).adjusted(0.15, 0.15, -0.15, -0.15));
        }
    }
}

void paintMatrix(QPainter &painter, QPointF topLeft, const MapComparison &comparison, double names, const PlotLook &look)
{
    painter.setFont(scaled(look.font, 0.9));
    const std::size_t n = comparison.names.size();
    for (std::size_t i = 0; i < n; ++i) {
        painter.setPen(look.text);
        painter.drawText(QRectF(topLeft.x(), topLeft.y() + static_cast<double>(i) * 14, names - 4, 14), Qt::AlignRight | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(QString::fromStdString(comparison.names[i]), Qt::ElideMiddle, qRound(names - 4)));
        for (std::size_t j = 0; j < n; ++j) {
            const double r = comparison.pearson[i][j];
            const QColor color = blend(QColor(247, 247, 247), r < 0 ? QColor(213, 94, 0) : QColor(0, 114, 178), std::min(1.0, std::abs(r)));
            const QRectF cell(
                topLeft.x() + names + static_cast<double>(j) * matrixCell, topLeft.y() + static_cast<double>(i) * 14, matrixCell, 14);
            painter.setPen(Qt::NoPen);
            painter.setBrush(color);
            painter.drawRect(cell.adjusted(0.4, 0.4, -0.4, -0.4));
            painter.setPen(inkOn(color));
            painter.drawText(cell, Qt::AlignCenter, QString::number(r, 'f', 2));
        }
    }
}

void paintKey(QPainter &painter, QPointF topLeft, const PlotLook &look)
{
    const std::array<std::pair<float, const char *>, 4> bins{{{0.0F, "0"}, {0.05F, "0–0.1"}, {0.2F, "0.1–0.5"}, {0.7F, "≥ 0.5"}}};
    painter.setFont(scaled(look.font, 0.9));
    double x = topLeft.x();
    for (const auto &[score, name] : bins) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(binColor(score));
        painter.drawRect(QRectF(x, topLeft.y() + 2, 7, 7));
        painter.setPen(look.text);
        painter.drawText(QRectF(x + 10, topLeft.y(), 40, 11), Qt::AlignLeft | Qt::AlignVCenter, QString::fromUtf8(name));
        x += 46;
    }
}

struct Layout
{
    int columns = 1;
    double mapsHeight = 0;
    double names = 80;
    QSizeF size;
};

Layout layoutOf(std::size_t n)
{
    Layout layout;
    layout.columns = static_cast<int>(std::min<std::size_t>(n, 5));
    const auto rows = (static_cast<int>(n) + layout.columns - 1) / layout.columns;
    layout.mapsHeight = rows * (mapSide + 22);
    const double width = std::max(layout.columns * (mapSide + 8) + 8, layout.names + static_cast<double>(n) * matrixCell + 16);
    layout.size = QSizeF(std::max(300.0, width), 34 + layout.mapsHeight + 14 + 16 + static_cast<double>(n) * 14 + 8);
    return layout;
}

void paintComparison(
    QPainter &painter, QRectF rect, const std::vector<ScoreMap> &maps, const MapComparison &comparison, const QString &title)
{
    const PlotLook look = paperLook();
    const Layout layout = layoutOf(maps.size());
    const QRectF inside = paintHeading(painter, rect, title,
        QCoreApplication::translate(
            "CompareFigure", "Maps: layers downwards, heads to the right. Below: Pearson's correlation of the scores"),
        look);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < maps.size(); ++i) {
        const int column = static_cast<int>(i) % layout.columns;
        const int row = static_cast<int>(i) / layout.columns;
        paintMap(painter,
            QRectF(inside.left() + 8 + column * (mapSide + 8), inside.top() + 2 + row * (mapSide + 22), mapSide, mapSide + 14), maps[i],
            QString::fromStdString(comparison.names[i]), look);
    }
    const double below = inside.top() + layout.mapsHeight;
    paintKey(painter, {inside.left() + 8, below}, look);
    paintMatrix(painter, {inside.left() + 8, below + 18}, comparison, layout.names, look);
    painter.restore();
}

} // namespace

Figure compareFigure(const std::vector<ScoreMap> &maps, int topK)
{
    const MapComparison comparison = compareMaps(maps, topK);
    Figure figure;
    figure.name = QStringLiteral("compare");
    figure.title = QCoreApplication::translate("CompareFigure", "Score maps compared");
    figure.size = layoutOf(maps.size()).size;
    for (std::size_t i = 0; i < maps.size(); ++i) {
        for (const QString &line : provenanceLines(maps[i].provenance))
            figure.provenance << QStringLiteral("map %1, %2").arg(i + 1).arg(line);
    }
    figure.columns = {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("pearson"), QStringLiteral("spearman"),
        QStringLiteral("overlap of top %1").arg(topK)};
    for (std::size_t i = 0; i < maps.size(); ++i) {
        for (std::size_t j = i + 1; j < maps.size(); ++j)
            figure.rows << QStringList{QString::fromStdString(comparison.names[i]), QString::fromStdString(comparison.names[j]),
                QString::number(comparison.pearson[i][j], 'g', 9), QString::number(comparison.spearman[i][j], 'g', 9),
                QString::number(comparison.overlap[i][j], 'g', 9)};
    }
    figure.paint = [maps, comparison, title = figure.title](
                       QPainter &painter, QRectF rect) { paintComparison(painter, rect, maps, comparison, title); };
    std::vector<Provenance> origins;
    origins.reserve(maps.size());
    for (const ScoreMap &map : maps)
        origins.push_back(map.provenance);
    return withFooter(std::move(figure), origins);
}

} // namespace needlescope
