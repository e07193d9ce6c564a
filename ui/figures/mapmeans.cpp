// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/mapmeans.h"

#include "figures/scorecolors.h"

#include <algorithm>

namespace needlescope {

namespace {

constexpr double barGap = 4; // between cells and bars

struct Ends
{
    double low = 0;
    double high = 0;
};

/// All values and 0.
Ends endsOf(const Eigen::ArrayXf &values)
{
    return {std::min(0.0, static_cast<double>(values.minCoeff())), std::max(0.0, static_cast<double>(values.maxCoeff()))};
}

} // namespace

MapMeans::MapMeans(QCustomPlot *plot, const HeadCells *cells)
    : QCPLayerable(plot, QStringLiteral("main"))
    , m_cells(cells)
{
}

QRectF MapMeans::besideLayers() const
{
    const QRectF area = m_cells->area();
    return {area.right() + barGap, area.top(), m_thickness - barGap, area.height()};
}

QRectF MapMeans::aboveColumns() const
{
    const QRectF area = m_cells->area();
    return {area.left(), area.top() - m_thickness, area.width(), m_thickness - barGap};
}

std::optional<int> MapMeans::layerAt(QPointF position) const
{
    if (m_thickness == 0 || !besideLayers().contains(position))
        return {};
    const auto head = m_cells->headAt({m_cells->area().center().x(), position.y()});
    return head ? std::optional(head->layer) : std::nullopt;
}

std::optional<HeadId> MapMeans::columnAt(QPointF position) const
{
    if (m_thickness == 0 || !aboveColumns().contains(position))
        return {};
    const auto head = m_cells->headAt({position.x(), m_cells->area().center().y()});
    return head ? std::optional(HeadId{0, head->head}) : std::nullopt;
}

QRect MapMeans::clipRect() const
{
    return m_cells->area().adjusted(0, -m_thickness, m_thickness, 0).toAlignedRect();
}

void MapMeans::draw(QCPPainter *painter)
{
    if (m_thickness == 0 || !m_cells->map || m_cells->map->empty())
        return;
    const ScoreMap shown = groupedMap(*m_cells->map, m_cells->headsPerCell());
    const Eigen::ArrayXf ofLayers = shown.score.rowwise().mean();
    const Eigen::ArrayXf ofColumns = shown.score.colwise().mean().transpose();
    painter->setPen(Qt::NoPen);
    painter->setBrush(blend(m_cells->look.background, m_cells->look.text, 0.55));
    const QRectF area = m_cells->area();
    const auto place = [](double value, Ends ends) { return ends.high > ends.low ? (value - ends.low) / (ends.high - ends.low) : 0.0; };
    const Ends layerEnds = endsOf(ofLayers);
    for (int layer = 0; layer < shown.nLayers(); ++layer) {
        QRectF room = besideLayers();
        const QRectF cell = m_cells->cellRect({layer, 0});
        if (cell.bottom() < area.top() + 1 || cell.top() > area.bottom() - 1)
            continue;
        room.setTop(std::max(area.top(), cell.top()));
        room.setBottom(std::min(area.bottom(), cell.bottom()));
        drawBar(painter, room, place(0, layerEnds), place(static_cast<double>(ofLayers(layer)), layerEnds), false);
    }
    const Ends columnEnds = endsOf(ofColumns);
    for (int column = 0; column < shown.nHeads(); ++column) {
        QRectF room = aboveColumns();
        const QRectF cell = m_cells->cellRect({0, column * m_cells->headsPerCell()});
        if (cell.right() < area.left() + 1 || cell.left() > area.right() - 1)
            continue;
        room.setLeft(std::max(area.left(), cell.left()));
        room.setRight(std::min(area.right(), cell.right()));
        drawBar(painter, room, place(0, columnEnds), place(static_cast<double>(ofColumns(column)), columnEnds), true);
    }
}

/// From one share of the room to another.
void MapMeans::drawBar(QCPPainter *painter, QRectF room, double from, double to, bool upright) const
{
    const double low = std::min(from, to);
    const double high = std::max(from, to);
    const double inset = std::min(1.0, 0.15 * (upright ? room.width() : room.height()));
    if (upright)
        painter->drawRect(QRectF(QPointF(room.left() + inset, room.bottom() - high * room.height()),
            QPointF(room.right() - inset, room.bottom() - low * room.height())));
    else
        painter->drawRect(QRectF(QPointF(room.left() + low * room.width(), room.top() + inset),
            QPointF(room.left() + high * room.width(), room.bottom() - inset)));
}

} // namespace needlescope
