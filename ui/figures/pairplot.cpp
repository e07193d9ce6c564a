// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/pairplot.h"

#include "figures/headcells.h"
#include "figures/scorecolors.h"

#include "measures/compare.h"
#include "measures/headchoice.h"
#include "measures/statistics.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace needlescope {

namespace {

constexpr int nParts = 4;
constexpr std::size_t labelled = 6; ///< points that are named
constexpr double wide = 2.1; ///< from this aspect on all parts stand in a row

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(PairPlot)
};

bool contains(const std::vector<HeadId> &heads, HeadId id)
{
    return std::find(heads.begin(), heads.end(), id) != heads.end();
}

/// More of A blue, more of B orange, as the sides' points.
QColor sideColor(int side, bool dark)
{
    return headColor(side, dark);
}

QString number(double value)
{
    return QLocale().toString(value, 'g', 3);
}

/// Steps of 1, 2 or 5 times a power of ten, so that there are at most @p most of them.
int stepOf(int n, int most)
{
    for (int power = 1;; power *= 10) {
        for (const int step : {power, 2 * power, 5 * power}) {
            if (n / step <= most)
                return step;
        }
    }
}

} // namespace

/// Each part has a line for its title above, one for ticks below, and room for ticks at its left.
struct PairPlot::Layout
{
    double line = 0; ///< height of a line of text
    std::array<QRectF, nParts> areas;
    QRectF scales; ///< a line below all
};

PairPlot::PairPlot(ScoreMap a, ScoreMap b, int topK)
    : m_maps{std::move(a), std::move(b)}
    , m_topK(topK)
    , m_sameHeads(haveSameSize(m_maps[0], m_maps[1]))
{
    const auto names = namesOf(m_maps);
    for (int side = 0; side < 2; ++side) {
        m_names[static_cast<std::size_t>(side)] = QString::fromStdString(names[static_cast<std::size_t>(side)]);
        m_top[static_cast<std::size_t>(side)] = topHeads(map(side), topK);
        const HeadArray scores = map(side).ofHeads(map(side).score);
        m_low = std::min(m_low, scores.size() > 0 ? static_cast<double>(scores.minCoeff()) : 0.0);
    }
    m_end = std::max(scaleEnd(map(0)), scaleEnd(map(1)));
    m_threshold = std::min(usualThreshold(map(0)), usualThreshold(map(1)));
    m_shared = sharedTopHeads(map(0), map(1), topK);
    const MapComparison comparison = compareMaps(m_maps, topK);
    m_pearson = comparison.pearson[0][1];
    m_spearman = comparison.spearman[0][1];
    if (!m_sameHeads)
        return;
    for (const HeadId id : rankedHeads(map(0))) {
        if (map(1).hasHeads(id.layer))
            m_heads.push_back(id);
    }
    m_farthest = 1e-6;
    for (const HeadId id : m_heads)
        m_farthest = std::max(m_farthest, std::abs(difference(id)));
}

QString PairPlot::caption() const
{
    const QString correlations = Words::tr("Pearson %1, Spearman %2").arg(m_pearson, 0, 'f', 2).arg(m_spearman, 0, 'f', 2);
    return m_sameHeads ? Words::tr("%1; %2 of the top %3 shared").arg(correlations).arg(m_shared.size()).arg(m_top[0].size())
                       : Words::tr("%1, of each layer's highest value at the same relative depth").arg(correlations);
}

QString PairPlot::describe(Place place) const
{
    const HeadId id = place.head;
    const QString head = QString::fromStdString(toString(id));
    const auto value = [id](const ScoreMap &map) { return number(static_cast<double>(map.score(id.layer, id.head))); };
    if (!m_sameHeads)
        return Words::tr("%1 of %2: %3").arg(head, name(place.part == MapB ? 1 : 0), value(map(place.part == MapB ? 1 : 0)));
    QString text = Words::tr("%1: %2 %3, %4 %5, difference %6")
                       .arg(head, name(0), value(map(0)), name(1), value(map(1)), QLocale().toString(difference(id), 'f', 3));
    if (isShared(id))
        text = Words::tr("%1; among the top %2 of both").arg(text).arg(m_topK);
    return text;
}

bool PairPlot::isShared(HeadId id) const
{
    return contains(m_shared, id);
}

double PairPlot::difference(HeadId id) const
{
    return static_cast<double>(map(0).score(id.layer, id.head)) - static_cast<double>(map(1).score(id.layer, id.head));
}

PairPlot::Layout PairPlot::layoutOf(QRectF rect, const PlotLook &look) const
{
    Layout layout;
    layout.line = QFontMetricsF(look.font).height() * 1.1;
    const double line = layout.line;
    const bool row = rect.width() > wide * rect.height();
    const int columns = row ? nParts : 2;
    const int rows = nParts / columns;
    layout.scales = QRectF(rect.left() + line, rect.bottom() - 1.3 * line, rect.width() - 2 * line, line);
    const QSizeF cell(rect.width() / columns, (rect.height() - 1.5 * line) / rows);
    for (int part = 0; part < nParts; ++part) {
        const int above = part / columns;
        const QRectF whole(rect.topLeft() + QPointF(part % columns * cell.width(), above * cell.height()), cell);
        layout.areas[static_cast<std::size_t>(part)] = whole.adjusted(2.2 * line, 1.2 * line, -0.6 * line, -1.3 * line);
    }
    if (!m_sameHeads) // both lines need the room of difference and points
        layout.areas[Difference] = row ? layout.areas[Difference].united(layout.areas[Points])
                                       : QRectF(layout.areas[Difference].topLeft(), layout.areas[Points].bottomRight());
    return layout;
}

QRectF PairPlot::cellRect(QRectF cells, const ScoreMap &map, HeadId id) const
{
    const double width = cells.width() / map.nHeads();
    const double height = cells.height() / map.nLayers();
    return {cells.left() + id.head * width, cells.top() + id.layer * height, width, height};
}

QPointF PairPlot::pointOf(QRectF area, HeadId id) const
{
    const auto share = [this, id](int side) { return (static_cast<double>(map(side).score(id.layer, id.head)) - m_low) / (m_end - m_low); };
    return {area.left() + share(0) * area.width(), area.bottom() - share(1) * area.height()};
}

std::optional<PairPlot::Place> PairPlot::placeAt(QRectF rect, const PlotLook &look, QPointF point) const
{
    const Layout layout = layoutOf(rect, look);
    for (const Part part : {MapA, MapB, Difference}) {
        const QRectF &area = layout.areas[part];
        if (!area.contains(point) || (part == Difference && !m_sameHeads))
            continue;
        const ScoreMap &under = map(part == MapB ? 1 : 0);
        const QPointF share((point.x() - area.left()) / area.width(), (point.y() - area.top()) / area.height());
        const HeadId id{static_cast<int>(share.y() * under.nLayers()), static_cast<int>(share.x() * under.nHeads())};
        if (id.layer < under.nLayers() && id.head < under.nHeads())
            return Place{part, id};
    }
    if (!m_sameHeads || !layout.areas[Points].adjusted(-4, -4, 4, 4).contains(point))
        return {};
    std::optional<Place> nearest;
    double distance = 0.5 * layout.line;
    for (const HeadId id : m_heads) {
        const QPointF away = pointOf(layout.areas[Points], id) - point;
        if (const double length = std::hypot(away.x(), away.y()); length < distance) {
            distance = length;
            nearest = Place{Points, id};
        }
    }
    return nearest;
}

QRectF PairPlot::rectOf(QRectF rect, const PlotLook &look, Place place) const
{
    const Layout layout = layoutOf(rect, look);
    const QRectF &area = layout.areas[place.part];
    if (place.part != Points)
        return cellRect(area, map(place.part == MapB ? 1 : 0), place.head);
    QRectF dot(0, 0, 0.6 * layout.line, 0.6 * layout.line);
    dot.moveCenter(pointOf(area, place.head));
    return dot;
}

void PairPlot::paint(QPainter &painter, QRectF rect, const PlotLook &look) const
{
    const Layout layout = layoutOf(rect, look);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const int side : {0, 1})
        paintMap(painter, layout, side, look);
    if (m_sameHeads) {
        paintDifference(painter, layout, look);
        paintPoints(painter, layout, look);
    } else {
        paintDepths(painter, layout, look);
    }
    paintScales(painter, layout, look);
    painter.restore();
}

namespace {

void paintTitle(QPainter &painter, QRectF area, double line, const QString &title, const PlotLook &look)
{
    painter.setFont(look.font);
    painter.setPen(look.text);
    painter.drawText(QRectF(area.left(), area.top() - 1.15 * line, area.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(title, Qt::ElideMiddle, qRound(area.width())));
}

/// A number below @p area at @p share of its width, or at its left at @p share of its height from the top.
void paintTick(QPainter &painter, QRectF area, double line, double share, const QString &text, bool below)
{
    if (below)
        painter.drawText(QRectF(area.left() + share * area.width() - 3 * line, area.bottom() + 0.1 * line, 6 * line, line),
            Qt::AlignHCenter | Qt::AlignTop, text);
    else
        painter.drawText(QRectF(area.left() - 4.3 * line, area.top() + share * area.height() - line / 2, 4 * line, line),
            Qt::AlignRight | Qt::AlignVCenter, text);
}

/// Layers at the left, heads below.
void paintCellTicks(QPainter &painter, QRectF area, double line, const ScoreMap &map, const PlotLook &look)
{
    painter.setFont(scaled(look.font, 0.85));
    painter.setPen(look.muted);
    const int layers = stepOf(map.nLayers(), std::max(1, static_cast<int>(area.height() / (1.5 * line))));
    for (int layer = 0; layer < map.nLayers(); layer += layers)
        paintTick(painter, area, line, (layer + 0.5) / map.nLayers(), QString::number(layer), false);
    const int heads = stepOf(map.nHeads(), std::max(1, static_cast<int>(area.width() / (2 * line))));
    for (int head = 0; head < map.nHeads(); head += heads)
        paintTick(painter, area, line, (head + 0.5) / map.nHeads(), QString::number(head), true);
}

void outline(QPainter &painter, QRectF cell, const PlotLook &look)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(look.background, 3));
    painter.drawRect(cell);
    painter.setPen(QPen(look.accent, 1.6));
    painter.drawRect(cell);
}

/// Between cells, as far as they are large enough for it.
QRectF shrunk(QRectF cell)
{
    const double gap = std::min({0.4, cell.width() / 20, cell.height() / 20});
    return cell.adjusted(gap, gap, -gap, -gap);
}

/// A frame with ticks at both ends and in the middle; @p below and @p left say what stands at a share of the width and of the height.
template <typename Below, typename Left>
void paintAxes(QPainter &painter, QRectF area, double line, const Below &below, const Left &left, const PlotLook &look)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(blend(look.background, look.text, 0.3), 0.7));
    painter.drawRect(area);
    painter.setFont(scaled(look.font, 0.85));
    painter.setPen(look.muted);
    for (const double share : {0.0, 0.5, 1.0}) {
        paintTick(painter, area, line, share, below(share), true);
        paintTick(painter, area, line, 1 - share, left(share), false);
    }
}

} // namespace

void PairPlot::paintMap(QPainter &painter, const Layout &layout, int side, const PlotLook &look) const
{
    const QRectF &area = layout.areas[static_cast<std::size_t>(side)];
    const ScoreMap &shown = map(side);
    paintTitle(painter, area, layout.line, QStringLiteral("%1: %2").arg(QLatin1Char(side == 0 ? 'A' : 'B')).arg(name(side)), look);
    paintCellTicks(painter, area, layout.line, shown, look);
    painter.setPen(Qt::NoPen);
    for (int layer = 0; layer < shown.nLayers(); ++layer) {
        for (int head = 0; head < shown.nHeads() && shown.hasHeads(layer); ++head) {
            painter.setBrush(scoreColor(static_cast<double>(shown.score(layer, head)) / m_end, m_threshold / m_end, look.dark));
            painter.drawRect(shrunk(cellRect(area, shown, {layer, head})));
        }
    }
    for (const HeadId id : selection[static_cast<std::size_t>(side)]) {
        if (id.layer < shown.nLayers() && id.head < shown.nHeads())
            outline(painter, cellRect(area, shown, id), look);
    }
}

void PairPlot::paintDifference(QPainter &painter, const Layout &layout, const PlotLook &look) const
{
    const QRectF &area = layout.areas[Difference];
    paintTitle(painter, area, layout.line, Words::tr("A − B"), look);
    paintCellTicks(painter, area, layout.line, map(0), look);
    painter.setPen(Qt::NoPen);
    const QColor none = blend(look.background, look.text, 0.06);
    for (const HeadId id : m_heads) {
        const double value = difference(id);
        painter.setBrush(blend(none, sideColor(value > 0 ? 0 : 1, look.dark), std::abs(value) / m_farthest));
        painter.drawRect(shrunk(cellRect(area, map(0), id)));
    }
    for (const HeadId id : selection[0]) {
        if (contains(m_heads, id))
            outline(painter, cellRect(area, map(0), id), look);
    }
}

/// Of the top of both, of A only, of B only, others.
QColor PairPlot::pointColor(HeadId id, const PlotLook &look) const
{
    const bool inA = contains(m_top[0], id);
    const bool inB = contains(m_top[1], id);
    return inA && inB ? look.text : inA ? sideColor(0, look.dark) : inB ? sideColor(1, look.dark) : blend(look.background, look.text, 0.35);
}

/// The best heads that stand out on both sides, the highest point first.
std::vector<HeadId> PairPlot::namedPoints() const
{
    std::vector<HeadId> heads;
    for (const HeadId id : m_shared) {
        const auto standsOut = [this, id](int side) { return static_cast<double>(map(side).score(id.layer, id.head)) >= m_threshold; };
        if (heads.size() < labelled && standsOut(0) && standsOut(1))
            heads.push_back(id);
    }
    std::ranges::sort(heads, std::ranges::greater(), [this](HeadId id) { return map(1).score(id.layer, id.head); });
    return heads;
}

void PairPlot::paintPoints(QPainter &painter, const Layout &layout, const PlotLook &look) const
{
    const QRectF &area = layout.areas[Points];
    paintTitle(painter, area, layout.line, Words::tr("B against A"), look);
    const auto value = [this](double share) { return number(m_low + share * (m_end - m_low)); };
    paintAxes(painter, area, layout.line, value, value, look);
    painter.setPen(QPen(blend(look.background, look.text, 0.3), 0.7, Qt::DashLine));
    painter.drawLine(area.bottomLeft(), area.topRight());
    const double radius = 0.16 * layout.line;
    for (auto id = m_heads.rbegin(); id != m_heads.rend(); ++id) { // the best on top
        painter.setPen(Qt::NoPen);
        painter.setBrush(pointColor(*id, look));
        painter.drawEllipse(pointOf(area, *id), radius, radius);
    }
    painter.setPen(look.text);
    double below = area.top(); // names of points that lie close to each other stand below each other
    for (const HeadId id : namedPoints()) {
        const QPointF at = pointOf(area, id);
        const bool left = at.x() > area.center().x();
        const double top = std::max(below, at.y() - layout.line / 2);
        below = top + 0.85 * layout.line;
        const QRectF place(left ? at.x() - 6 * layout.line - 3 * radius : at.x() + 3 * radius, top, 6 * layout.line, layout.line);
        painter.drawText(place, (left ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, QString::fromStdString(toString(id)));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(look.accent, 1.6));
    for (const HeadId id : selection[0]) {
        if (contains(m_heads, id))
            painter.drawEllipse(pointOf(area, id), 2 * radius, 2 * radius);
    }
}

void PairPlot::paintDepths(QPainter &painter, const Layout &layout, const PlotLook &look) const
{
    const QRectF &area = layout.areas[Difference];
    paintTitle(painter, area, layout.line, Words::tr("Each layer's highest value against relative depth"), look);
    paintAxes(
        painter, area, layout.line, [](double share) { return Words::tr("%1 %").arg(100 * share); },
        [this](double share) { return number(m_low + share * (m_end - m_low)); }, look);
    for (const int side : {0, 1}) {
        const ScoreMap &shown = map(side);
        const HeadArray scores = shown.ofHeads(shown.score); // layers without heads are left out, as in the correlation
        const auto nLayers = static_cast<int>(scores.rows());
        QPolygonF line;
        for (int layer = 0; layer < nLayers; ++layer)
            line << QPointF(area.left() + area.width() * layer / std::max(1, nLayers - 1),
                area.bottom() - area.height() * (static_cast<double>(scores.row(layer).maxCoeff()) - m_low) / (m_end - m_low));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(sideColor(side, look.dark), 1.4, side == 0 ? Qt::SolidLine : Qt::DashLine));
        painter.drawPolyline(line);
    }
}

void PairPlot::paintScales(QPainter &painter, const Layout &layout, const PlotLook &look) const
{
    painter.setFont(scaled(look.font, 0.85));
    const double line = layout.line;
    double x = layout.scales.left();
    const auto word = [&](const QString &text) {
        painter.setPen(look.text);
        const double width = QFontMetricsF(painter.font()).horizontalAdvance(text);
        painter.drawText(QRectF(x, layout.scales.top(), width + 2, line), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += width + 0.4 * line;
    };
    const auto bar = [&](const auto &colorAt) {
        constexpr int steps = 32;
        painter.setPen(Qt::NoPen);
        for (int i = 0; i < steps; ++i) {
            painter.setBrush(colorAt((i + 0.5) / steps));
            painter.drawRect(QRectF(x + i * 5 * line / steps, layout.scales.top() + 0.2 * line, 5 * line / steps + 0.3, 0.6 * line));
        }
        x += 5.4 * line;
    };
    const auto patch = [&](const QColor &color) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(QPointF(x + 0.3 * line, layout.scales.center().y()), 0.25 * line, 0.25 * line);
        x += 0.8 * line;
    };
    word(number(0));
    bar([&](double share) { return scoreColor(share, m_threshold / m_end, look.dark); });
    word(number(m_end));
    x += line;
    const auto side = [&](int which) { return sideColor(which, look.dark); };
    if (!m_sameHeads) {
        for (const int which : {0, 1}) {
            patch(side(which));
            word(name(which));
        }
        return;
    }
    word(Words::tr("B more by %1").arg(number(m_farthest)));
    bar([&](double share) {
        const double value = 2 * share - 1;
        return blend(blend(look.background, look.text, 0.06), side(value > 0 ? 0 : 1), std::abs(value));
    });
    word(Words::tr("A more"));
    x += line;
    patch(look.text);
    word(Words::tr("top %1 of both").arg(m_topK));
    patch(side(0));
    word(Words::tr("of A"));
    patch(side(1));
    word(Words::tr("of B"));
}

} // namespace needlescope
