// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/headcells.h"

namespace needlescope {

/// Along the edges of a head map: above each column and beside each layer a bar, the mean of its cells.
class MapMeans : public QCPLayerable
{
public:
    /// Of the same plot as @p cells.
    MapMeans(QCustomPlot *plot, const HeadCells *cells);

    /// How much room the bars take; 0: there are none.
    void setThickness(int pixels) { m_thickness = pixels; }
    int thickness() const { return m_thickness; }
    /// The layer whose bar is at a point of the plot; the cell of layer 0 whose column's bar is there.
    std::optional<int> layerAt(QPointF position) const;
    std::optional<HeadId> columnAt(QPointF position) const;

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override { painter->setAntialiasing(true); }
    QRect clipRect() const override;
    void draw(QCPPainter *painter) override;

private:
    QRectF besideLayers() const;
    QRectF aboveColumns() const;
    void drawBar(QCPPainter *painter, QRectF room, double from, double to, bool upright) const;

    const HeadCells *m_cells;
    int m_thickness = 0;
};

} // namespace needlescope
