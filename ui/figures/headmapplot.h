// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/headcells.h"

#include <qcustomplot.h>

namespace needlescope {

/// A head map with its axes and its scale, the same on screen and in a file.
class HeadMapPlot
{
public:
    /// Takes over @p plot, which owns everything that is put in.
    explicit HeadMapPlot(QCustomPlot &plot);

    void setLook(const PlotLook &look);
    /// After any change of the cells' values: axes fit the map.
    void fit();
    /// Fills a plot of @p size with cells, but draws none of them out into a line.
    void resize(QSize size);

    HeadCells &cells() { return *m_cells; }
    const HeadCells &cells() const { return *m_cells; }

private:
    QCustomPlot *m_plot;
    QCPAxisRect *m_mapRect;
    QCPAxisRect *m_scaleRect;
    HeadCells *m_cells;
};

} // namespace needlescope
