// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/plotlook.h"

#include "api/scoremap.h"

#include <QRectF>
#include <QString>

#include <array>
#include <optional>
#include <vector>

class QPainter;

namespace needlescope {

/// Two maps: beside each other in one scale, their difference, and each head as a point of its two values. Where a head of one is none of
/// the other, because the sizes differ, both lines of each layer's highest value against relative depth instead of the last two.
class PairPlot
{
public:
    enum Part { MapA, MapB, Difference, Points };
    struct Place
    {
        Part part;
        HeadId head;
        friend bool operator==(const Place &, const Place &) = default;
    };

    PairPlot(ScoreMap a, ScoreMap b, int topK);

    /// Outlined: of A's map and what is of both, and of B's.
    std::array<std::vector<HeadId>, 2> selection;

    const ScoreMap &map(int side) const { return m_maps[static_cast<std::size_t>(side)]; }
    QString name(int side) const { return m_names[static_cast<std::size_t>(side)]; }
    /// Whether there are a difference and points.
    bool ofSameHeads() const { return m_sameHeads; }
    /// Those that have a difference, the best of A first.
    const std::vector<HeadId> &heads() const { return m_heads; }
    /// Whether it is among the top K of both.
    bool isShared(HeadId id) const;
    /// A's value without B's.
    double difference(HeadId id) const;
    /// Pearson, Spearman and the shared top K in words.
    QString caption() const;
    /// A head with its values on both sides.
    QString describe(Place place) const;

    /// Vector graphics, in the units of @p look's font.
    void paint(QPainter &painter, QRectF rect, const PlotLook &look) const;
    /// Of the same rectangle and look as painted.
    std::optional<Place> placeAt(QRectF rect, const PlotLook &look, QPointF point) const;
    QRectF rectOf(QRectF rect, const PlotLook &look, Place place) const;

private:
    struct Layout;
    Layout layoutOf(QRectF rect, const PlotLook &look) const;
    QRectF cellRect(QRectF cells, const ScoreMap &map, HeadId id) const;
    QPointF pointOf(QRectF area, HeadId id) const;
    std::vector<HeadId> namedPoints() const;
    QColor pointColor(HeadId id, const PlotLook &look) const;
    void paintMap(QPainter &painter, const Layout &layout, int side, const PlotLook &look) const;
    void paintDifference(QPainter &painter, const Layout &layout, const PlotLook &look) const;
    void paintPoints(QPainter &painter, const Layout &layout, const PlotLook &look) const;
    void paintDepths(QPainter &painter, const Layout &layout, const PlotLook &look) const;
    void paintScales(QPainter &painter, const Layout &layout, const PlotLook &look) const;

    std::array<ScoreMap, 2> m_maps;
    std::array<QString, 2> m_names;
    std::vector<HeadId> m_heads; ///< of both
    std::array<std::vector<HeadId>, 2> m_top;
    std::vector<HeadId> m_shared;
    int m_topK = 0;
    bool m_sameHeads = false;
    double m_end = 1; ///< of both maps' scale
    double m_low = 0; ///< where the points' axes begin
    double m_threshold = 0;
    double m_farthest = 1; ///< largest difference
    double m_pearson = 0;
    double m_spearman = 0;
};

} // namespace needlescope
