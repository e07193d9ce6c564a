// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/headcolors.h"
#include "figures/plotlook.h"

#include "api/intervention.h"
#include "api/scoremap.h"

#include <qcustomplot.h>

#include <memory>
#include <optional>
#include <vector>

namespace needlescope {

/// Where the colours' scale ends: at 1 for scores, unless some are larger; at the largest value of another measure.
double scaleEnd(const ScoreMap &map);
/// From where on a head stands out where nobody chooses: the paper's 0.1 of scores, a tenth of the largest value of another measure.
double usualThreshold(const ScoreMap &map);

/// The cells of a head map in a plot: x is the head, y the layer. Colour tells the score, a dot the heads that are active in every sample,
/// a cross the masked ones, an outline in the head's own colour the selected ones.
class HeadCells : public QCPLayerable
{
public:
    HeadCells(QCustomPlot *plot, QCPAxis *headAxis, QCPAxis *layerAxis);

    std::shared_ptr<const ScoreMap> map;
    int headsPerGroup = 1;
    double threshold = retrievalHeadThreshold;
    Intervention mask;
    std::vector<HeadId> selection;
    HeadColors colors; ///< of the selected heads' outlines; others have the look's accent
    std::optional<HeadId> hovered;
    std::optional<HeadId> cursor; ///< shown while the keyboard is here
    PlotLook look;

    /// In the plot's pixels.
    QRectF cellRect(HeadId id) const;
    std::optional<HeadId> headAt(QPointF position) const;
    bool contains(HeadId id) const;

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override;
    void draw(QCPPainter *painter) override;
    QRect clipRect() const override;

private:
    void drawCells(QCPPainter *painter) const;
    void drawGroups(QCPPainter *painter) const;
    void drawMask(QCPPainter *painter) const;
    void drawOutlines(QCPPainter *painter) const;
    void outline(QCPPainter *painter, HeadId id, const QColor &color, Qt::PenStyle style) const;

    QCPAxis *m_headAxis;
    QCPAxis *m_layerAxis;
};

} // namespace needlescope
