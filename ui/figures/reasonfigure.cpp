// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/studyfigures.h"

#include "figures/changetext.h"
#include "figures/figureheading.h"
#include "figures/plotpainting.h"
#include "figures/plotpanels.h"
#include "figures/provenancelines.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace needlescope {

namespace {

struct Group
{
    std::string style;
    QString name;
};

void addBars(QCPAxisRect *panel, const StudySummary &summary, const std::string &role, const std::vector<Group> &groups, int place)
{
    const auto isEmpty = [&](const Group &group) { return pointsOf(summary, role + " " + group.style, "exact").empty(); };
    if (std::all_of(groups.begin(), groups.end(), isEmpty))
        return;
    constexpr double width = 0.24;
    auto *bars = new QCPBars(panel->axis(QCPAxis::atBottom), panel->axis(QCPAxis::atLeft));
    auto *errors = new QCPErrorBars(panel->axis(QCPAxis::atBottom), panel->axis(QCPAxis::atLeft));
    errors->setDataPlottable(bars);
    errors->setPen(QPen(QColor(40, 40, 46), 0.7));
    errors->setWhiskerWidth(4);
    errors->setSymbolGap(0);
    errors->removeFromLegend();
    errors->setName({});
    bars->setName(seriesName(role, summary.provenance, largestK(summary.provenance)));
    bars->setPen(Qt::NoPen);
    bars->setBrush(seriesColor(role));
    bars->setWidth(width);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto points = pointsOf(summary, role + " " + groups[i].style, "exact");
        if (points.empty())
            continue;
        const Estimate &value = points.back().value; // of the largest K
        bars->addData(static_cast<double>(i) + (place - 1) * (width + 0.03), value.mean);
        errors->addData(value.mean - value.low, value.high - value.mean);
    }
}

void paintReasoning(QPainter &painter, QRectF rect, const StudySummary &summary, const QString &title)
{
    const PlotLook look = paperLook();
    const std::vector<Group> groups{{"answer-only", QCoreApplication::translate("ReasonFigure", "Answer only")},
        {"chain-of-thought", QCoreApplication::translate("ReasonFigure", "Chain of thought")}};
    const auto masked = pointsOf(summary, "top chain-of-thought", "exact");
    const QString caption = QCoreApplication::translate("ReasonFigure", "K = %1; whiskers: 95 % interval, %2 questions")
                                .arg(masked.empty() ? 0 : masked.back().x)
                                .arg(masked.empty() ? 0 : masked.back().value.n);
    const QRectF plotRect = paintHeading(painter, rect, title, caption, look);
    QCustomPlot plot;
    preparePlot(plot);
    QCPAxisRect *panel = addPanel(plot, 0, 0, {}, QCoreApplication::translate("ReasonFigure", "Exact match"), look);
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    for (std::size_t i = 0; i < groups.size(); ++i)
        ticker->addTick(static_cast<double>(i), groups[i].name);
    panel->axis(QCPAxis::atBottom)->setTicker(ticker);
    panel->axis(QCPAxis::atBottom)->setRange(-0.5, static_cast<double>(groups.size()) - 0.5);
    panel->axis(QCPAxis::atLeft)->setRange(0, 1.05);
    int place = 0;
    for (const char *role : {"none", "top", "random"})
        addBars(panel, summary, role, groups, place++);
    addLegend(plot, panel, 1, 0, look);
    paintPlot(plot, painter, plotRect);
}

} // namespace

Figure reasonFigure(const StudySummary &summary)
{
    Figure figure = figureOfSummary(summary, QCoreApplication::translate("ReasonFigure", "Reasoning"), QSizeF(320, 220));
    figure.paint = [summary, title = figure.title](QPainter &painter, QRectF rect) { paintReasoning(painter, rect, summary, title); };
    return withFooter(std::move(figure), summary.provenance);
}

} // namespace needlescope
