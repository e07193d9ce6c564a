// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/headcells.h"

#include "figures/scorecolors.h"

#include <algorithm>
#include <cmath>

namespace needlescope {

double scaleEnd(const ScoreMap &map)
{
    const double largest = map.empty() ? 0 : static_cast<double>(map.score.maxCoeff());
    if (map.measure == "score")
        return std::max(1.0, largest);
    return largest > 0 ? largest : 1.0;
}

double usualThreshold(const ScoreMap &map)
{
    return map.measure == "score" ? static_cast<double>(retrievalHeadThreshold) : scaleEnd(map) / 10;
}

HeadCells::HeadCells(QCustomPlot *plot, QCPAxis *headAxis, QCPAxis *layerAxis)
    : QCPLayerable(plot, QStringLiteral("main"))
    , m_headAxis(headAxis)
    , m_layerAxis(layerAxis)
{
}

QRectF HeadCells::rectOf(HeadId cell) const
{
    const QPointF from(m_headAxis->coordToPixel(cell.head - 0.5), m_layerAxis->coordToPixel(cell.layer - 0.5));
    const QPointF to(m_headAxis->coordToPixel(cell.head + 0.5), m_layerAxis->coordToPixel(cell.layer + 0.5));
    return QRectF(from, to).normalized();
}

QRectF HeadCells::cellRect(HeadId id) const
{
    return rectOf(groupCell(id, headsPerCell()));
}

bool HeadCells::contains(HeadId id) const
{
    return map && id.layer >= 0 && id.head >= 0 && id.layer < map->nLayers() && id.head < map->nHeads();
}

std::optional<HeadId> HeadCells::headAt(QPointF position) const
{
    if (!area().contains(position))
        return {};
    const HeadId id{static_cast<int>(std::lround(m_layerAxis->pixelToCoord(position.y()))),
        static_cast<int>(std::lround(m_headAxis->pixelToCoord(position.x()))) * headsPerCell()};
    return contains(id) ? std::optional(id) : std::nullopt;
}

QRect HeadCells::clipRect() const
{
    // Outlines of the heads at the border reach a little outside.
    return m_headAxis->axisRect()->rect().adjusted(-3, -3, 3, 3);
}

void HeadCells::applyDefaultAntialiasingHint(QCPPainter *painter) const
{
    painter->setAntialiasing(true);
}

void HeadCells::draw(QCPPainter *painter)
{
    if (!map || map->empty())
        return;
    const GroupedMask masked = groupedMask(mask, headsPerCell());
    const ScoreMap shown = groupedMap(*map, headsPerCell());
    drawCells(painter, shown, masked.whole);
    drawGroups(painter);
    drawMask(painter, shown, masked);
    drawOutlines(painter);
}

void HeadCells::drawCells(QCPPainter *painter, const ScoreMap &shown, const Intervention &masked) const
{
    painter->setPen(Qt::NoPen);
    const QRectF first = rectOf({0, 0});
    const double end = scaleEnd(*map);
    const double gap = first.width() > 9 && first.height() > 9 ? 0.5 : 0.25;
    const bool hasRoom = std::min(first.width(), first.height()) >= 6; // a dot must not hide its cell's colour
    const bool marksActive = hasRoom && shown.nCounted > 0 && shown.frequency.size() == shown.score.size();
    for (int layer = 0; layer < shown.nLayers(); ++layer) {
        for (int column = 0; column < shown.nHeads() && shown.hasHeads(layer); ++column) { // a layer without heads stays empty
            const QRectF cell = rectOf({layer, column}).adjusted(gap, gap, -gap, -gap);
            const QColor color = scoreColor(shown.score(layer, column) / end, threshold / end, look.dark);
            painter->setBrush(color);
            painter->drawRect(cell);
            if (marksActive && shown.frequency(layer, column) >= 1.0F && !masked.masks({layer, column})) {
                const double radius = std::clamp(0.14 * std::min(cell.width(), cell.height()), 0.8, 3.0);
                painter->setBrush(inkOn(color));
                painter->drawEllipse(cell.center(), radius, radius);
            }
        }
    }
}

void HeadCells::drawGroups(QCPPainter *painter) const
{
    if (headsPerGroup <= 1 || grouped)
        return;
    painter->setPen(QPen(blend(look.background, look.text, 0.45), 0.7));
    const double top = cellRect({0, 0}).top();
    const double bottom = cellRect({map->nLayers() - 1, 0}).bottom();
    for (int head = headsPerGroup; head < map->nHeads(); head += headsPerGroup) {
        const double x = cellRect({0, head}).left();
        painter->drawLine(QPointF(x, top), QPointF(x, bottom));
    }
}

void HeadCells::drawMask(QCPPainter *painter, const ScoreMap &shown, const GroupedMask &masked) const
{
    for (const HeadId cell : masked.whole.heads)
        drawCross(painter, shown, cell, true);
    for (const HeadId cell : masked.partly)
        drawCross(painter, shown, cell, false);
}

/// Of a group that is masked in part, one stroke.
void HeadCells::drawCross(QCPPainter *painter, const ScoreMap &shown, HeadId id, bool whole) const
{
    if (id.layer >= shown.nLayers() || id.head >= shown.nHeads())
        return;
    const QRectF cell = rectOf(id);
    const double side = std::min(cell.width(), cell.height());
    const double inset = side > 8 ? 0.2 * side : 0.05 * side;
    const QRectF cross = QRectF(cell.center() - QPointF(side / 2, side / 2), QSizeF(side, side)).adjusted(inset, inset, -inset, -inset);
    const QColor color = scoreColor(shown.score(id.layer, id.head) / scaleEnd(*map), threshold / scaleEnd(*map), look.dark);
    // A halo in the opposite ink keeps the cross legible on every colour of the scale.
    for (const auto &[ink, width] : {std::pair{color, 0.26}, std::pair{inkOn(color), 0.13}}) {
        const double thinnest = std::min(width > 0.2 ? 2.2 : 1.2, 2 * width * side); // stays within a cell of a large map
        painter->setPen(QPen(ink, std::max(side * width, thinnest), Qt::SolidLine, Qt::RoundCap));
        painter->drawLine(cross.topRight(), cross.bottomLeft());
        if (whole)
            painter->drawLine(cross.topLeft(), cross.bottomRight());
    }
    painter->setBrush(Qt::NoBrush);
    const double frame = side > 8 ? 1.2 : std::min(0.8, 0.15 * side);
    painter->setPen(QPen(look.text, frame));
    painter->drawRect(cell.adjusted(frame / 2, frame / 2, -frame / 2, -frame / 2));
}

void HeadCells::drawOutlines(QCPPainter *painter) const
{
    if (hovered && contains(*hovered))
        outline(painter, *hovered, QPen(look.muted, 2));
    for (const HeadId id : selection) {
        if (contains(id))
            outline(painter, id, colors.pen(id, look.dark, look.accent, 2));
    }
    if (cursor && contains(*cursor))
        outline(painter, *cursor, QPen(look.text, 2, Qt::DotLine));
}

void HeadCells::outline(QCPPainter *painter, HeadId id, const QPen &pen) const
{
    const QRectF cell = cellRect(id);
    painter->setBrush(Qt::NoBrush);
    if (pen.style() != Qt::DotLine) {
        painter->setPen(QPen(look.background, 1));
        painter->drawRect(cell.adjusted(1.5, 1.5, -1.5, -1.5));
    }
    QPen sharp = pen;
    sharp.setJoinStyle(Qt::MiterJoin);
    painter->setPen(sharp);
    painter->drawRect(cell);
}

} // namespace needlescope
