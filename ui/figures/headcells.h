// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/groupedmap.h"
#include "figures/headcolors.h"
#include "figures/plotlook.h"

#include "api/intervention.h"
#include "api/scoremap.h"

#include <qcustomplot.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace needlescope {

/// Where the colours' scale ends: at 1 for scores, unless some are larger; at the largest value of another measure.
double scaleEnd(const ScoreMap &map);
/// From where on a head stands out where nobody chooses: the paper's 0.1 of scores, a tenth of the largest value of another measure.
double usualThreshold(const ScoreMap &map);

/// The cells of a head map in a plot: x is the head, or the KV group, y the layer. Colour tells the score, a dot the heads that are active
/// in every sample, a cross the masked ones, an outline in the head's own colour the selected ones.
class HeadCells : public QCPLayerable
{
public:
    HeadCells(QCustomPlot *plot, QCPAxis *headAxis, QCPAxis *layerAxis);

    std::shared_ptr<const ScoreMap> map;
    int headsPerGroup = 1;
    bool grouped = false; ///< one cell a KV group
    double threshold = retrievalHeadThreshold;
    Intervention mask;
    std::vector<HeadId> selection;
    HeadColors colors; ///< of the selected heads' outlines; others have the look's accent
    std::optional<HeadId> hovered;
    std::optional<HeadId> cursor; ///< shown while the keyboard is here
    PlotLook look;

    /// Heads that share a cell.
    int headsPerCell() const { return grouped ? std::max(1, headsPerGroup) : 1; }
    int nColumns() const { return map ? map->nHeads() / headsPerCell() : 0; }
    /// Of a head or of its KV group, in the plot's pixels.
    QRectF cellRect(HeadId id) const;
    /// Of a KV group the first head.
    std::optional<HeadId> headAt(QPointF position) const;
    bool contains(HeadId id) const;
    /// Where the cells are.
    QRectF area() const { return m_headAxis->axisRect()->rect(); }

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override;
    void draw(QCPPainter *painter) override;
    QRect clipRect() const override;

private:
    QRectF rectOf(HeadId cell) const;
    void drawCells(QCPPainter *painter, const ScoreMap &shown, const Intervention &masked) const;
    void drawGroups(QCPPainter *painter) const;
    void drawMask(QCPPainter *painter, const ScoreMap &shown, const GroupedMask &masked) const;
    void drawCross(QCPPainter *painter, const ScoreMap &shown, HeadId cell, bool whole) const;
    void drawOutlines(QCPPainter *painter) const;
    void outline(QCPPainter *painter, HeadId id, const QPen &pen) const;

    QCPAxis *m_headAxis;
    QCPAxis *m_layerAxis;
};

} // namespace needlescope
