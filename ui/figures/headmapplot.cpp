// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/headmapplot.h"

#include "figures/scorecolors.h"

#include <QCoreApplication>

#include <cmath>

namespace needlescope {

namespace {

/// The scale's colours as overlapping strips: no seams between them in any viewer, and no bitmap in a vector file.
class ScaleStrip : public QCPLayerable
{
public:
    ScaleStrip(QCustomPlot *plot, QCPAxisRect *rect, const HeadCells *cells)
        : QCPLayerable(plot, QStringLiteral("main"))
        , m_rect(rect)
        , m_cells(cells)
    {
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override { painter->setAntialiasing(false); }
    QRect clipRect() const override { return m_rect->rect().adjusted(0, 0, 1, 1); }

    void draw(QCPPainter *painter) override
    {
        constexpr int nSteps = 200;
        const QRectF strip = m_rect->rect();
        const double threshold = m_cells->map ? m_cells->threshold / scaleEnd(*m_cells->map) : m_cells->threshold;
        painter->setPen(Qt::NoPen);
        for (int i = 0; i < nSteps; ++i) {
            const double from = i / static_cast<double>(nSteps);
            painter->setBrush(scoreColor(from, threshold, m_cells->look.dark));
            painter->drawRect(QRectF(QPointF(strip.left() + from * strip.width(), strip.top()), strip.bottomRight()));
        }
    }

private:
    QCPAxisRect *m_rect;
    const HeadCells *m_cells;
};

QSharedPointer<QCPAxisTicker> indexTicker()
{
    QSharedPointer<QCPAxisTickerFixed> ticker(new QCPAxisTickerFixed);
    ticker->setTickStep(1);
    ticker->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    ticker->setTickCount(8);
    return ticker;
}

QString scaleLabel(const ScoreMap &map)
{
    if (map.measure == "score")
        return QCoreApplication::translate("HeadMapPlot", "Retrieval score");
    if (map.measure == "drop")
        return QCoreApplication::translate("HeadMapPlot", "Loss of log-probability");
    if (map.measure == "attribution")
        return QCoreApplication::translate("HeadMapPlot", "Direct logit attribution");
    if (map.measure.empty())
        return QCoreApplication::translate("HeadMapPlot", "Not measured yet");
    return QCoreApplication::translate("Engine", map.measure.c_str());
}

void styleAxis(QCPAxis *axis, const PlotLook &look)
{
    axis->setBasePen(Qt::NoPen);
    axis->setTickPen(QPen(look.muted, 0.7));
    axis->setSubTickPen(Qt::NoPen);
    axis->setTickLength(0, 3);
    axis->setTickLabelFont(scaled(look.font, 0.9));
    axis->setTickLabelColor(look.muted);
    axis->setTickLabelPadding(2);
    axis->setLabelFont(look.font);
    axis->setLabelColor(look.text);
    axis->setLabelPadding(2);
    axis->grid()->setVisible(false);
}

} // namespace

HeadMapPlot::HeadMapPlot(QCustomPlot &plot)
    : m_plot(&plot)
{
    plot.plotLayout()->clear();
    m_mapRect = new QCPAxisRect(&plot, false);
    QCPAxis *headAxis = m_mapRect->addAxis(QCPAxis::atBottom);
    QCPAxis *layerAxis = m_mapRect->addAxis(QCPAxis::atLeft);
    headAxis->setLabel(QCoreApplication::translate("HeadMapPlot", "Head"));
    layerAxis->setLabel(QCoreApplication::translate("HeadMapPlot", "Layer"));
    headAxis->setTicker(indexTicker());
    layerAxis->setTicker(indexTicker());
    layerAxis->setRangeReversed(true);
    m_scaleRect = new QCPAxisRect(&plot, false);
    QCPAxis *scoreAxis = m_scaleRect->addAxis(QCPAxis::atBottom);
    scoreAxis->setRange(0, 1);
    // The scale begins where the map begins.
    auto *leftMargins = new QCPMarginGroup(&plot);
    for (QCPAxisRect *rect : {m_mapRect, m_scaleRect}) {
        rect->setMarginGroup(QCP::msLeft, leftMargins);
    }
    plot.plotLayout()->addElement(0, 0, m_mapRect);
    plot.plotLayout()->addElement(1, 0, m_scaleRect);
    m_cells = new HeadCells(&plot, headAxis, layerAxis);
    m_means = new MapMeans(&plot, m_cells);
    new ScaleStrip(&plot, m_scaleRect, m_cells);
}

void HeadMapPlot::setLook(const PlotLook &look)
{
    m_cells->look = look;
    m_plot->setBackground(QBrush(look.background));
    const int lineHeight = QFontMetrics(look.font).height();
    for (QCPAxisRect *rect : {m_mapRect, m_scaleRect}) {
        const int means = rect == m_mapRect && m_meansShown ? 3 * lineHeight / 2 : 0;
        // The last label needs half of its width.
        rect->setMinimumMargins(QMargins(4, rect == m_mapRect ? 7 + means : 0, std::max(8, lineHeight / 2) + means, 2));
        for (QCPAxis *axis : rect->axes())
            styleAxis(axis, look);
    }
    m_scaleRect->setMinimumSize(0, lineHeight / 2);
    m_scaleRect->setMaximumSize(QWIDGETSIZE_MAX, lineHeight / 2);
    m_scaleRect->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    m_mapRect->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    m_plot->plotLayout()->setRowSpacing(lineHeight / 3);
    m_means->setThickness(m_meansShown ? 3 * lineHeight / 2 : 0);
}

void HeadMapPlot::setMeansShown(bool shown)
{
    if (m_meansShown == shown)
        return;
    m_meansShown = shown;
    setLook(m_cells->look);
}

QPointF HeadMapPlot::cellAt(QPointF position) const
{
    return {m_mapRect->axis(QCPAxis::atBottom)->pixelToCoord(position.x()) + 0.5,
        m_mapRect->axis(QCPAxis::atLeft)->pixelToCoord(position.y()) + 0.5};
}

void HeadMapPlot::zoom(double factor, QPointF position)
{
    const ScoreMap *map = m_cells->map.get();
    if (!map || map->empty())
        return;
    constexpr double fewest = 2.5; // cells side by side
    const double closest = std::max(1.0, std::min(m_cells->nColumns(), map->nLayers()) / fewest);
    const double next = std::clamp(m_zoom * factor, 1.0, closest);
    const QPointF about = cellAt(position);
    m_corner = about - (about - m_corner) * (m_zoom / next);
    m_zoom = next;
    fit();
}

void HeadMapPlot::showWhole()
{
    m_zoom = 1;
    fit();
}

void HeadMapPlot::pan(double columns, double layers)
{
    m_corner += QPointF(columns, layers);
    fit();
}

void HeadMapPlot::reveal(HeadId id)
{
    const ScoreMap *map = m_cells->map.get();
    if (!m_cells->contains(id))
        return;
    const HeadId cell = groupCell(id, m_cells->headsPerCell());
    const auto moved = [this](double corner, int index, int n) {
        return std::min(std::max(corner, index + 1 - n / m_zoom), static_cast<double>(index));
    };
    m_corner = {moved(m_corner.x(), cell.head, m_cells->nColumns()), moved(m_corner.y(), cell.layer, map->nLayers())};
    fit();
}

void HeadMapPlot::fit()
{
    const ScoreMap *map = m_cells->map.get();
    if (!map || map->empty())
        return;
    const QSizeF inSight(m_cells->nColumns() / m_zoom, map->nLayers() / m_zoom);
    m_corner = {std::clamp(m_corner.x(), 0.0, m_cells->nColumns() - inSight.width()),
        std::clamp(m_corner.y(), 0.0, map->nLayers() - inSight.height())};
    QCPAxis *headAxis = m_mapRect->axis(QCPAxis::atBottom);
    headAxis->setRange(m_corner.x() - 0.5, m_corner.x() + inSight.width() - 0.5);
    headAxis->setLabel(m_cells->headsPerCell() > 1 ? QCoreApplication::translate("HeadMapPlot", "KV group")
                                                   : QCoreApplication::translate("HeadMapPlot", "Head"));
    m_mapRect->axis(QCPAxis::atLeft)->setRange(m_corner.y() - 0.5, m_corner.y() + inSight.height() - 0.5);
    m_scaleRect->axis(QCPAxis::atBottom)->setLabel(scaleLabel(*map));
    m_scaleRect->axis(QCPAxis::atBottom)->setRange(0, scaleEnd(*map));
}

void HeadMapPlot::resize(QSize size)
{
    const ScoreMap *map = m_cells->map.get();
    if (!map || map->empty())
        return;
    // What labels and scale take, roughly: it only bounds the cells' shape, the plot's layout does the rest.
    const int lineHeight = QFontMetrics(m_cells->look.font).height();
    const double means = m_means->thickness();
    const double cellWidth = std::max(20.0, size.width() - 3.5 * lineHeight - means) / m_cells->nColumns();
    const double cellHeight = std::max(20.0, size.height() - 6 * lineHeight - means) / map->nLayers();
    const double stretch = 6 * m_cells->headsPerCell(); // a cell may be so many times as wide as it is high, and the other way round
    const auto bounded = [stretch](double side, double otherSide, int n) {
        return side <= stretch * otherSide ? QWIDGETSIZE_MAX : static_cast<int>(std::lround(stretch * otherSide * n));
    };
    m_mapRect->setMaximumSize(bounded(cellWidth, cellHeight, m_cells->nColumns()), bounded(cellHeight, cellWidth, map->nLayers()));
    m_scaleRect->setMaximumSize(m_mapRect->maximumSize().width(), m_scaleRect->minimumSize().height());
}

} // namespace needlescope
