// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/studyfigures.h"

#include "figures/answertext.h"
#include "figures/changetext.h"
#include "figures/figureheading.h"
#include "figures/plotpainting.h"
#include "figures/plotpanels.h"
#include "figures/provenancelines.h"
#include "figures/scorecolors.h"

#include <QCoreApplication>
#include <QPainter>

#include <map>

namespace needlescope {

namespace {

/// Colours of the classes as areas: from found to invented.
QColor areaColor(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Complete:
        return QColor(0, 114, 178);
    case Outcome::Incomplete:
        return QColor(86, 180, 233);
    case Outcome::WrongExtraction:
        return QColor(240, 200, 90);
    case Outcome::Hallucination:
        return QColor(213, 94, 0);
    }
    return {};
}

/// K by place, so that bars stand evenly whatever the steps are.
std::vector<double> ksOf(const StudySummary &summary)
{
    std::vector<double> ks;
    for (const char *series : {"none", "top"}) {
        for (const LinePoint &point : pointsOf(summary, series, "share complete"))
            ks.push_back(point.x);
    }
    return ks;
}

QSharedPointer<QCPAxisTickerText> placeTicker(const std::vector<double> &ks)
{
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    for (std::size_t i = 0; i < ks.size(); ++i)
        ticker->addTick(static_cast<double>(i), QString::number(ks[i]));
    return ticker;
}

void addShares(QCPAxisRect *panel, const StudySummary &summary, const std::vector<double> &ks)
{
    QCPBars *below = nullptr;
    for (const auto &[outcome, name] : EnumNames<Outcome>::names) {
        auto *bars = new QCPBars(panel->axis(QCPAxis::atBottom), panel->axis(QCPAxis::atLeft));
        bars->setName(outcomeText(outcome));
        bars->setPen(Qt::NoPen);
        bars->setBrush(areaColor(outcome));
        bars->setWidth(0.8);
        std::vector<LinePoint> points;
        for (const char *series : {"none", "top"}) {
            const auto some = pointsOf(summary, series, "share " + std::string(name));
            points.insert(points.end(), some.begin(), some.end());
        }
        for (std::size_t i = 0; i < points.size() && i < ks.size(); ++i)
            bars->addData(static_cast<double>(i), points[i].value.mean);
        if (below)
            bars->moveAbove(below);
        below = bars;
    }
}

/// Mean over steps of a mass, for each K.
std::vector<LinePoint> massesOf(const StudySummary &summary, const std::string &measure, const std::vector<double> &ks)
{
    std::map<double, std::pair<double, int>> sums;
    for (const SummaryRow &row : summary.rows) {
        if (row.measure != measure || row.series == "random")
            continue;
        sums[row.x].first += row.value.mean;
        ++sums[row.x].second;
    }
    std::vector<LinePoint> points;
    for (std::size_t i = 0; i < ks.size(); ++i) {
        const auto found = sums.find(ks[i]);
        if (found == sums.end())
            continue;
        const double mean = found->second.first / found->second.second;
        points.push_back({static_cast<double>(i), {mean, mean, mean, found->second.second}});
    }
    return points;
}

void paintOutcomes(QPainter &painter, QRectF rect, const StudySummary &summary, const QString &title)
{
    const PlotLook look = paperLook();
    const auto ks = ksOf(summary);
    const auto unmasked = pointsOf(summary, "none", "share complete");
    const QRectF plotRect = paintHeading(painter, rect, title,
        QCoreApplication::translate(
            "OutcomesFigure", "Left: classes of %1 answers (%2). Right: where the other retrieval heads look, mean over steps")
            .arg(unmasked.empty() ? 0 : unmasked.front().value.n)
            .arg(seriesName("top", summary.provenance)),
        look);
    QCustomPlot plot;
    preparePlot(plot);
    QCPAxisRect *shares
        = addPanel(plot, 0, 0, kAxisText(summary.provenance), QCoreApplication::translate("OutcomesFigure", "Share of answers"), look);
    QCPAxisRect *masses
        = addPanel(plot, 0, 1, kAxisText(summary.provenance), QCoreApplication::translate("OutcomesFigure", "Share of attention"), look);
    for (QCPAxisRect *panel : {shares, masses}) {
        panel->axis(QCPAxis::atBottom)->setTicker(placeTicker(ks));
        panel->axis(QCPAxis::atBottom)->setRange(-0.6, static_cast<double>(ks.size()) - 0.4);
        panel->axis(QCPAxis::atLeft)->setRange(0, 1.02);
    }
    addShares(shares, summary, ks);
    const std::array<std::pair<const char *, QString>, 4> kinds{{
        {"needle mass", QCoreApplication::translate("OutcomesFigure", "Answer span")},
        {"sink mass", QCoreApplication::translate("OutcomesFigure", "First token (sink)")},
        {"recent mass", QCoreApplication::translate("OutcomesFigure", "Recent tokens")},
        {"elsewhere mass", QCoreApplication::translate("OutcomesFigure", "Elsewhere")},
    }};
    int color = 0;
    for (const auto &[measure, name] : kinds)
        addLine(masses, massesOf(summary, measure, ks), name, headColor(color++, false), Qt::SolidLine);
    addLegend(plot, masses, 1, 1, look);
    addLegend(plot, shares, 1, 0, look);
    paintPlot(plot, painter, plotRect);
}

} // namespace

Figure outcomesFigure(const StudySummary &summary)
{
    Figure figure = figureOfSummary(summary, QCoreApplication::translate("OutcomesFigure", "How answers break"), QSizeF(460, 250));
    figure.paint = [summary, title = figure.title](QPainter &painter, QRectF rect) { paintOutcomes(painter, rect, summary, title); };
    return withFooter(std::move(figure), summary.provenance);
}

} // namespace needlescope
