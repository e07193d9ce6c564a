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
    new ScaleStrip(&plot, m_scaleRect, m_cells);
}

void HeadMapPlot::setLook(const PlotLook &look)
{
    m_cells->look = look;
    m_plot->setBackground(QBrush(look.background));
    const int lineHeight = QFontMetrics(look.font).height();
    for (QCPAxisRect *rect : {m_mapRect, m_scaleRect}) {
        rect->setMinimumMargins(QMargins(4, 7, std::max(8, lineHeight / 2), 2)); // the last label needs half of its width
        for (QCPAxis *axis : rect->axes())
            styleAxis(axis, look);
    }
    m_scaleRect->setMinimumSize(0, lineHeight / 2);
    m_scaleRect->setMaximumSize(QWIDGETSIZE_MAX, lineHeight / 2);
    m_scaleRect->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    m_mapRect->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    m_plot->plotLayout()->setRowSpacing(lineHeight / 2);
}

void HeadMapPlot::fit()
{
    const ScoreMap *map = m_cells->map.get();
    if (!map || map->empty())
        return;
    m_mapRect->axis(QCPAxis::atBottom)->setRange(-0.5, map->nHeads() - 0.5);
    m_mapRect->axis(QCPAxis::atLeft)->setRange(-0.5, map->nLayers() - 0.5);
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
    const double cellWidth = std::max(20.0, size.width() - 3.5 * lineHeight) / map->nHeads();
    const double cellHeight = std::max(20.0, size.height() - 6.5 * lineHeight) / map->nLayers();
    constexpr double stretch = 6; // a cell may be so many times as wide as it is high, and the other way round
    const auto bounded = [](double side, double otherSide, int n) {
        return side <= stretch * otherSide ? QWIDGETSIZE_MAX : static_cast<int>(std::lround(stretch * otherSide * n));
    };
    m_mapRect->setMaximumSize(bounded(cellWidth, cellHeight, map->nHeads()), bounded(cellHeight, cellWidth, map->nLayers()));
    m_scaleRect->setMaximumSize(m_mapRect->maximumSize().width(), m_scaleRect->minimumSize().height());
}

} // namespace needlescope
