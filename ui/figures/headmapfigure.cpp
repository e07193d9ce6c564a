// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/headmapfigure.h"

#include "figures/changetext.h"
#include "figures/headmapplot.h"
#include "figures/plotpainting.h"
#include "figures/provenancelines.h"
#include "language/enginetext.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace needlescope {

namespace {

constexpr double margin = 6;

/// Within a column's width on paper, 3.4 inches; small maps do not need it all, but legend and provenance do.
QSizeF sizeFor(const ScoreMap &map)
{
    const double cell = std::clamp(230.0 / std::max({map.nHeads(), map.nLayers(), 1}), 3.0, 22.0);
    return {std::max(225.0, cell * map.nHeads() + 46), std::max(120.0, cell * map.nLayers() + 92)};
}

/// What the scores find: heads that copy, or heads that locate.
QString kindOfHeads(const ScoreMap &map)
{
    const std::string &rule = map.provenance.rule;
    if (map.measure == "drop")
        return QCoreApplication::translate("HeadMapFigure", "Loss without each head");
    if (map.measure == "attribution")
        return QCoreApplication::translate("HeadMapFigure", "Logit attribution");
    if (map.measure == "gate")
        return QCoreApplication::translate("HeadMapFigure", "Gates");
    if (rule == "qr" || rule == "mass")
        return QCoreApplication::translate("HeadMapFigure", "Locating heads");
    return QCoreApplication::translate("HeadMapFigure", "Retrieval heads");
}

QString title(const ScoreMap &map)
{
    QString text = kindOfHeads(map);
    if (!map.provenance.modelName.empty())
        text = QCoreApplication::translate("HeadMapFigure", "%1 of %2").arg(text, QString::fromStdString(map.provenance.modelName));
    if (!map.provenance.rule.empty() && map.measure == "score")
        text = QCoreApplication::translate("HeadMapFigure", "%1 (rule: %2)").arg(text, engineWord(map.provenance.rule));
    if (map.nSamples < map.nPlanned)
        text = QCoreApplication::translate("HeadMapFigure", "%1, after %2 of %3 samples").arg(text).arg(map.nSamples).arg(map.nPlanned);
    return text;
}

QString legend(const ScoreMap &map, const HeadMapOptions &options)
{
    QStringList parts{QCoreApplication::translate("HeadMapFigure", "grey: below %1").arg(options.threshold)};
    if (map.nCounted > 0 && (map.frequency >= 1.0F).any())
        parts << QCoreApplication::translate("HeadMapFigure", "• active in every sample");
    if (!options.mask.empty())
        parts << QCoreApplication::translate("HeadMapFigure", "× %1").arg(changedText(options.mask));
    if (map.nCounted > 0)
        parts << QCoreApplication::translate("HeadMapFigure", "%1 samples counted").arg(map.nCounted);
    return parts.join(QStringLiteral("   "));
}

QFont headingFont(const PlotLook &look)
{
    QFont bold = look.font;
    bold.setBold(true);
    return bold;
}

/// Names of models are long and maps may be narrow: it takes the lines that it needs.
double headingHeight(const QString &heading, double width)
{
    const QFontMetricsF metrics(headingFont(paperLook()));
    const QRectF lines = metrics.boundingRect(QRectF(0, 0, width - 2 * margin, 1000), Qt::TextWordWrap, heading);
    return 14 + lines.height() - metrics.height();
}

void paintHeadMap(
    QPainter &painter, QRectF rect, const std::shared_ptr<const ScoreMap> &map, const HeadMapOptions &options, const QString &heading)
{
    const PlotLook look = paperLook();
    QCustomPlot plot;
    HeadMapPlot headMap(plot);
    HeadCells &cells = headMap.cells();
    cells.map = map;
    cells.headsPerGroup = options.headsPerGroup;
    cells.threshold = options.threshold;
    cells.mask = options.mask;
    cells.selection = options.selection;
    headMap.setLook(look);
    headMap.fit();
    const double above = headingHeight(heading, rect.width());
    const QRectF plotRect = rect.adjusted(0, above, 0, -12);
    headMap.resize(plotRect.size().toSize());
    paintPlot(plot, painter, plotRect);
    painter.save();
    painter.setPen(look.text);
    painter.setFont(headingFont(look));
    painter.drawText(QRectF(rect.left() + margin, rect.top() + 2, rect.width() - 2 * margin, above),
        Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, heading);
    painter.setFont(scaled(look.font, 0.85));
    painter.setPen(look.muted);
    painter.drawText(QRectF(rect.left() + margin, rect.bottom() - 12, rect.width() - 2 * margin, 11), Qt::AlignLeft | Qt::AlignVCenter,
        legend(*map, options));
    painter.restore();
}

} // namespace

Figure headMapFigure(const ScoreMap &map, const HeadMapOptions &options)
{
    const auto shared = std::make_shared<const ScoreMap>(map);
    Provenance provenance = map.provenance;
    if (!options.mask.empty())
        provenance.intervention = options.mask;
    Figure figure;
    figure.name = QStringLiteral("head-map");
    figure.title = title(map);
    figure.size = sizeFor(map);
    figure.size.rheight() += headingHeight(figure.title, figure.size.width()) - 14;
    figure.paint = [shared, options, heading = figure.title](
                       QPainter &painter, QRectF rect) { paintHeadMap(painter, rect, shared, options, heading); };
    figure.provenance = provenanceLines(provenance);
    figure.columns = {QStringLiteral("layer"), QStringLiteral("head"), QString::fromStdString(map.measure), QStringLiteral("low"),
        QStringLiteral("high"), QStringLiteral("frequency"), changedWord(options.mask)};
    const auto cell = [](const HeadArray &values, int layer, int head) {
        return values.size() > 0 ? QString::number(static_cast<double>(values(layer, head)), 'g', 9) : QString();
    };
    for (int layer = 0; layer < map.nLayers(); ++layer) {
        for (int head = 0; head < map.nHeads() && map.hasHeads(layer); ++head)
            figure.rows << QStringList{QString::number(layer), QString::number(head), cell(map.score, layer, head),
                cell(map.low, layer, head), cell(map.high, layer, head), cell(map.frequency, layer, head),
                QString::number(options.mask.masks({layer, head}) ? 1 : 0)};
    }
    return withFooter(std::move(figure), provenance);
}

} // namespace needlescope
