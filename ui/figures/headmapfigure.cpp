// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/headmapfigure.h"

#include "figures/headmapplot.h"
#include "figures/plotpainting.h"
#include "figures/provenancelines.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace needlescope {

namespace {

/// Within a column's width on paper, 3.4 inches; small maps do not need it all, but legend and provenance do.
QSizeF sizeFor(const ScoreMap &map)
{
    const double cell = std::clamp(230.0 / std::max({map.nHeads(), map.nLayers(), 1}), 3.0, 22.0);
    return {std::max(225.0, cell * map.nHeads() + 46), std::max(120.0, cell * map.nLayers() + 92)};
}

QString title(const Provenance &provenance)
{
    const QString model = QString::fromStdString(provenance.modelName);
    return model.isEmpty() ? QCoreApplication::translate("HeadMapFigure", "Retrieval heads")
                           : QCoreApplication::translate("HeadMapFigure", "Retrieval heads of %1").arg(model);
}

QString legend(const ScoreMap &map, const HeadMapOptions &options)
{
    QStringList parts{QCoreApplication::translate("HeadMapFigure", "grey: below %1").arg(options.threshold)};
    if (map.nCounted > 0 && (map.frequency >= 1.0F).any())
        parts << QCoreApplication::translate("HeadMapFigure", "• active in every sample");
    if (!options.mask.empty())
        parts << QCoreApplication::translate("HeadMapFigure", "× masked");
    if (map.nCounted > 0)
        parts << QCoreApplication::translate("HeadMapFigure", "%1 samples").arg(map.nCounted);
    return parts.join(QStringLiteral("   "));
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
    const QRectF plotRect = rect.adjusted(0, 14, 0, -12);
    headMap.resize(plotRect.size().toSize());
    paintPlot(plot, painter, plotRect);
    painter.save();
    painter.setPen(look.text);
    QFont bold = look.font;
    bold.setBold(true);
    painter.setFont(bold);
    painter.drawText(QRectF(rect.left() + 6, rect.top() + 2, rect.width() - 12, 13), Qt::AlignLeft | Qt::AlignVCenter, heading);
    painter.setFont(scaled(look.font, 0.85));
    painter.setPen(look.muted);
    painter.drawText(
        QRectF(rect.left() + 6, rect.bottom() - 12, rect.width() - 12, 11), Qt::AlignLeft | Qt::AlignVCenter, legend(*map, options));
    painter.restore();
}

} // namespace

Figure headMapFigure(const ScoreMap &map, const HeadMapOptions &options, const Provenance &provenance)
{
    const auto shared = std::make_shared<const ScoreMap>(map);
    Figure figure;
    figure.title = title(provenance);
    figure.size = sizeFor(map);
    figure.paint = [shared, options, heading = figure.title](
                       QPainter &painter, QRectF rect) { paintHeadMap(painter, rect, shared, options, heading); };
    figure.provenance = provenanceLines(provenance);
    figure.columns
        = {QStringLiteral("layer"), QStringLiteral("head"), QStringLiteral("score"), QStringLiteral("frequency"), QStringLiteral("masked")};
    const bool hasFrequency = map.frequency.size() == map.score.size();
    for (int layer = 0; layer < map.nLayers(); ++layer) {
        for (int head = 0; head < map.nHeads(); ++head) {
            figure.rows << QStringList{QString::number(layer), QString::number(head), QString::number(map.score(layer, head), 'g', 9),
                hasFrequency ? QString::number(map.frequency(layer, head), 'g', 9) : QString(),
                QString::number(options.mask.masks({layer, head}) ? 1 : 0)};
        }
    }
    return withFooter(std::move(figure), provenance);
}

} // namespace needlescope
