// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/pairfigure.h"

#include "figures/figureheading.h"
#include "figures/provenancelines.h"

#include <QCoreApplication>

namespace needlescope {

namespace {

QString exact(float value)
{
    return QString::number(static_cast<double>(value), 'g', 9);
}

void addHeads(Figure &figure, const PairPlot &plot)
{
    figure.columns = {QStringLiteral("layer"), QStringLiteral("head"), QStringLiteral("a"), QStringLiteral("b"),
        QStringLiteral("difference"), QStringLiteral("top of both")};
    for (const HeadId id : plot.heads()) {
        const float a = plot.map(0).score(id.layer, id.head);
        const float b = plot.map(1).score(id.layer, id.head);
        figure.rows << QStringList{QString::number(id.layer), QString::number(id.head), exact(a), exact(b), exact(a - b),
            QString::number(plot.isShared(id) ? 1 : 0)};
    }
}

void addBothMaps(Figure &figure, const PairPlot &plot)
{
    figure.columns = {QStringLiteral("map"), QStringLiteral("layer"), QStringLiteral("head"), QStringLiteral("value")};
    for (const int side : {0, 1}) {
        for (const HeadId id : rankedHeads(plot.map(side)))
            figure.rows << QStringList{side == 0 ? QStringLiteral("a") : QStringLiteral("b"), QString::number(id.layer),
                QString::number(id.head), exact(plot.map(side).score(id.layer, id.head))};
    }
}

} // namespace

Figure pairFigure(PairPlot plot)
{
    plot.selection = {}; // it is the window's
    Figure figure;
    figure.name = QStringLiteral("pair");
    figure.title = QCoreApplication::translate("PairFigure", "%1 beside %2").arg(plot.name(0), plot.name(1));
    figure.size = QSizeF(516, 186); // a page's width
    for (const int side : {0, 1}) {
        for (const QString &line : provenanceLines(plot.map(side).provenance))
            figure.provenance << QStringLiteral("map %1, %2").arg(QLatin1Char(side == 0 ? 'A' : 'B')).arg(line);
    }
    if (plot.ofSameHeads())
        addHeads(figure, plot);
    else
        addBothMaps(figure, plot);
    figure.paint = [plot, title = figure.title](QPainter &painter, QRectF rect) {
        const PlotLook look = paperLook();
        plot.paint(painter, paintHeading(painter, rect, title, plot.caption(), look), look);
    };
    return withFooter(std::move(figure), std::vector{plot.map(0).provenance, plot.map(1).provenance});
}

} // namespace needlescope
