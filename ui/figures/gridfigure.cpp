// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/studyfigures.h"

#include "figures/changetext.h"
#include "figures/figureheading.h"
#include "figures/plotpanels.h"
#include "figures/provenancelines.h"
#include "figures/scorecolors.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <map>
#include <set>

namespace needlescope {

namespace {

/// The cells of one panel.
struct Grid
{
    std::string series;
    QString name;
    std::map<std::pair<double, double>, Estimate> cells; ///< by depth and length
    std::set<double> lengths;
    std::set<double> depths;
};

std::vector<Grid> gridsOf(const StudySummary &summary)
{
    std::vector<Grid> grids;
    for (const char *series : {"none", "top", "random"})
        grids.push_back({series, seriesName(series, summary.provenance, largestK(summary.provenance)), {}, {}, {}});
    for (const SummaryRow &row : summary.rows) {
        const auto grid = std::find_if(grids.begin(), grids.end(), [&](const Grid &candidate) { return candidate.series == row.series; });
        if (row.measure != "recall" || grid == grids.end())
            continue;
        grid->cells[{row.y, row.x}] = row.value;
        grid->lengths.insert(row.x);
        grid->depths.insert(row.y);
    }
    std::erase_if(grids, [](const Grid &grid) { return grid.cells.empty(); });
    return grids;
}

/// Orange to white to blue: lost and found are told apart without red and green.
QColor recallColor(double recall)
{
    const QColor lost(213, 94, 0);
    const QColor found(0, 114, 178);
    const double distance = std::clamp(2 * std::abs(recall - 0.5), 0.0, 1.0);
    return blend(QColor(247, 247, 247), recall < 0.5 ? lost : found, distance);
}

void paintGrid(QPainter &painter, QRectF rect, const Grid &grid, bool namesDepths, const PlotLook &look)
{
    constexpr double head = 14;
    constexpr double foot = 24;
    const double left = namesDepths ? 42 : 6;
    const QRectF inside = rect.adjusted(left, head, -2, -foot);
    const double width = inside.width() / static_cast<double>(grid.lengths.size());
    const double height = inside.height() / static_cast<double>(grid.depths.size());
    painter.setFont(look.font);
    painter.setPen(look.text);
    painter.drawText(QRectF(inside.left(), rect.top(), inside.width(), head - 2), Qt::AlignCenter, grid.name);
    int row = 0;
    for (const double depth : grid.depths) {
        int column = 0;
        for (const double length : grid.lengths) {
            const QRectF cell(inside.left() + column * width, inside.top() + row * height, width, height);
            ++column;
            const auto found = grid.cells.find({depth, length});
            if (found == grid.cells.end())
                continue;
            const QColor color = recallColor(found->second.mean);
            painter.setPen(Qt::NoPen);
            painter.setBrush(color);
            painter.drawRect(cell.adjusted(0.4, 0.4, -0.4, -0.4));
            painter.setPen(inkOn(color));
            painter.setFont(scaled(look.font, 0.85));
            if (width > 16 && height > 9)
                painter.drawText(cell, Qt::AlignCenter, QString::number(found->second.mean, 'f', 2));
        }
        painter.setPen(look.muted);
        painter.setFont(scaled(look.font, 0.9));
        if (namesDepths)
            painter.drawText(QRectF(rect.left() + 12, inside.top() + row * height, left - 15, height), Qt::AlignRight | Qt::AlignVCenter,
                QStringLiteral("%1 %").arg(depth));
        ++row;
    }
    int column = 0;
    for (const double length : grid.lengths) {
        painter.drawText(
            QRectF(inside.left() + column++ * width, inside.bottom() + 1, width, 11), Qt::AlignCenter, QLocale().toString(qRound(length)));
    }
    painter.setPen(look.text);
    painter.setFont(look.font);
    painter.drawText(QRectF(inside.left(), inside.bottom() + 12, inside.width(), 12), Qt::AlignCenter,
        QCoreApplication::translate("GridFigure", "Length, tokens"));
    if (!namesDepths)
        return;
    painter.save();
    painter.translate(rect.left() + 6, inside.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-60, -6, 120, 12), Qt::AlignCenter, QCoreApplication::translate("GridFigure", "Depth of the needle"));
    painter.restore();
}

void paintGrids(QPainter &painter, QRectF rect, const std::vector<Grid> &grids, const QString &title)
{
    const PlotLook look = paperLook();
    const int n = grids.empty() ? 0 : grids.front().cells.begin()->second.n;
    const QRectF inside = paintHeading(
        painter, rect, title, QCoreApplication::translate("GridFigure", "Mean recall of the answer; %1 samples a cell").arg(n), look);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr double names = 36; // of the depths, beside the first panel
    const double width = (inside.width() - 12 - names) / static_cast<double>(std::max<std::size_t>(grids.size(), 1));
    double left = inside.left() + 4;
    for (std::size_t i = 0; i < grids.size(); ++i) {
        const double own = width + (i == 0 ? names : 0);
        paintGrid(painter, QRectF(left, inside.top(), own, inside.height() - 2), grids[i], i == 0, look);
        left += own;
    }
    painter.restore();
}

} // namespace

Figure gridFigure(const StudySummary &summary)
{
    auto grids = gridsOf(summary);
    const double rows = grids.empty() ? 3 : static_cast<double>(grids.front().depths.size());
    Figure figure
        = figureOfSummary(summary, QCoreApplication::translate("GridFigure", "Needle grid"), QSizeF(450, 72 + std::max(80.0, 17 * rows)));
    figure.paint
        = [grids = std::move(grids), title = figure.title](QPainter &painter, QRectF rect) { paintGrids(painter, rect, grids, title); };
    return withFooter(std::move(figure), summary.provenance);
}

} // namespace needlescope
