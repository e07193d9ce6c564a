// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/headcells.h"
#include "figures/mapmeans.h"

#include <qcustomplot.h>

namespace needlescope {

/// A head map with its axes and its scale, the same on screen and in a file.
class HeadMapPlot
{
public:
    /// Takes over @p plot, which owns everything that is put in.
    explicit HeadMapPlot(QCustomPlot &plot);

    void setLook(const PlotLook &look);
    /// After any change of the cells' values: axes fit the map, or the part of it that is zoomed to.
    void fit();
    /// The means along the edges. Without them there is more room.
    void setMeansShown(bool shown);
    const MapMeans &means() const { return *m_means; }
    /// By a factor, as far as it goes, while the cell at @p position, in pixels, stays there.
    void zoom(double factor, QPointF position);
    void showWhole();
    /// By cells.
    void pan(double columns, double layers);
    /// So far that a head is in sight.
    void reveal(HeadId id);
    /// 1: the whole map is in sight.
    double zoom() const { return m_zoom; }
    /// Fills a plot of @p size with cells, but draws none of them out into a line.
    void resize(QSize size);

    HeadCells &cells() { return *m_cells; }
    const HeadCells &cells() const { return *m_cells; }

private:
    QPointF cellAt(QPointF position) const;

    QCustomPlot *m_plot;
    QCPAxisRect *m_mapRect;
    QCPAxisRect *m_scaleRect;
    HeadCells *m_cells;
    MapMeans *m_means;
    bool m_meansShown = false;
    double m_zoom = 1;
    QPointF m_corner; ///< in columns and layers, of what is in sight
};

} // namespace needlescope
