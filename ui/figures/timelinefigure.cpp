// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/timelinefigure.h"

#include "figures/attentionshares.h"
#include "figures/changetext.h"
#include "figures/figureheading.h"
#include "figures/provenancelines.h"
#include "figures/scorecolors.h"

#include "api/engineerror.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <memory>

namespace needlescope {

namespace {

constexpr double border = 6;
constexpr double headingHeight = 26;
constexpr double cellHeight = 11;
constexpr double cellGap = 1;
constexpr double legendHeight = 14;

struct TimelineFigure
{
    Q_DECLARE_TR_FUNCTIONS(TimelineFigure)
};

struct Timeline
{
    std::shared_ptr<const DecodeTrace> trace;
    std::vector<HeadId> heads;
    QString heading;
    QString caption;
    double labelWidth = 0;
    std::vector<double> lefts; // of the columns, and the end of the last
};

PlotLook timelineLook()
{
    return paperLook(7);
}

Timeline layOut(const DecodeTrace &trace, std::vector<HeadId> heads)
{
    const QFontMetricsF metrics(timelineLook().font);
    Timeline timeline{std::make_shared<const DecodeTrace>(trace), std::move(heads), {}, {}, 0, {}};
    for (const HeadId id : timeline.heads)
        timeline.labelWidth
            = std::max(timeline.labelWidth, metrics.horizontalAdvance(QString::fromStdString(toString(id)) + QStringLiteral(" × ")));
    double x = border + timeline.labelWidth;
    for (const DecodedToken &token : trace.tokens) {
        timeline.lefts.push_back(x);
        x += std::max(9.0, metrics.horizontalAdvance(shownToken(token.text)) + 3);
    }
    timeline.lefts.push_back(x);
    return timeline;
}

void paintLegend(QPainter &painter, QPointF at)
{
    const PlotLook paper = timelineLook();
    const QFontMetricsF metrics(paper.font);
    const std::vector<std::pair<QString, QBrush>> entries{{TimelineFigure::tr("answer span"), paper.good},
        {TimelineFigure::tr("recent tokens"), recentBrush(paper)}, {TimelineFigure::tr("sink"), sinkBrush(paper)},
        {TimelineFigure::tr("elsewhere"), blend(paper.background, paper.text, 0.05)}};
    for (const auto &[name, brush] : entries) {
        painter.fillRect(QRectF(at.x(), at.y() - 5, 6, 6), brush);
        painter.drawText(at + QPointF(8, 0), name);
        at.rx() += 16 + metrics.horizontalAdvance(name);
    }
}

void paintTimeline(QPainter &painter, QRectF rect, const Timeline &timeline)
{
    const PlotLook paper = timelineLook();
    const QRectF body = paintHeading(painter, rect, timeline.heading, timeline.caption, paper);
    painter.save();
    painter.translate(rect.left(), body.top());
    painter.setFont(paper.font);
    painter.setPen(paper.text);
    const auto nSteps = static_cast<int>(timeline.trace->tokens.size());
    const auto column = [&timeline](int step) {
        const auto i = static_cast<std::size_t>(step);
        return QRectF(timeline.lefts[i], 0, timeline.lefts[i + 1] - timeline.lefts[i] - cellGap, cellHeight);
    };
    for (int step = 0; step < nSteps; ++step)
        painter.drawText(column(step), Qt::AlignCenter, shownToken(timeline.trace->tokens[static_cast<std::size_t>(step)].text));
    double top = cellHeight + cellGap;
    for (const HeadId id : timeline.heads) {
        QString label = QString::fromStdString(toString(id));
        if (timeline.trace->intervention.masks(id))
            label += QStringLiteral(" ×");
        painter.drawText(QRectF(border, top, timeline.labelWidth, cellHeight), Qt::AlignLeft | Qt::AlignVCenter, label);
        for (int step = 0; step < nSteps; ++step) {
            const QRectF cell = column(step).translated(0, top);
            painter.fillRect(cell, blend(paper.background, paper.text, 0.05));
            const AttentionShares shares = attentionShares(timeline.trace->heads, step, id);
            double bottom = cell.bottom();
            for (const auto &[share, brush] : {std::pair{shares.needle, QBrush(paper.good)}, std::pair{shares.recent, recentBrush(paper)},
                     std::pair{shares.sink, sinkBrush(paper)}}) {
                painter.fillRect(QRectF(cell.left(), bottom - share * cellHeight, cell.width(), share * cellHeight), brush);
                bottom -= share * cellHeight;
            }
        }
        top += cellHeight + cellGap;
    }
    paintLegend(painter, {border, top + legendHeight - 4});
    painter.restore();
}

} // namespace

Figure timelineFigure(const DecodeTrace &trace, const std::vector<HeadId> &heads)
{
    if (heads.empty() || trace.heads.nSteps < static_cast<int>(trace.tokens.size()))
        throw EngineError("There is no timeline: no head is chosen, or it was not noted what the heads did; select a head and ask again.");
    for (const HeadId id : heads) {
        if (!covers(trace.heads, 0, id))
            throw EngineError("There is no timeline of {}: the answer's model has no such head.", toString(id));
    }
    Timeline timeline = layOut(trace, heads);
    Figure figure;
    figure.name = QStringLiteral("timeline");
    figure.title = trace.intervention.empty()
        ? TimelineFigure::tr("What the heads look at, token by token")
        : TimelineFigure::tr("What the heads look at, token by token: %1").arg(maskText(trace.intervention));
    timeline.heading = figure.title;
    timeline.caption = QString::fromStdString(trace.origin.needle.question);
    const QFontMetricsF heading(scaled(timelineLook().font, 1.2));
    figure.size = {std::max({timeline.lefts.back() + border, 260.0, heading.horizontalAdvance(figure.title) * 1.1}),
        headingHeight + static_cast<double>(heads.size() + 1) * (cellHeight + cellGap) + legendHeight + border};
    figure.paint = [timeline](QPainter &painter, QRectF rect) { paintTimeline(painter, rect, timeline); };
    figure.provenance = provenanceLines(trace.origin.provenance)
        << QStringLiteral("needle: %1").arg(QString::fromStdString(trace.origin.needle.statement))
        << QStringLiteral("question: %1").arg(QString::fromStdString(trace.origin.needle.question))
        << QStringLiteral("prompt tokens: %1").arg(trace.origin.promptTokens);
    figure.columns
        = {QStringLiteral("head"), QStringLiteral("step"), QStringLiteral("token"), QStringLiteral("answer span"), QStringLiteral("recent"),
            QStringLiteral("sink"), QStringLiteral("elsewhere"), QStringLiteral("most at"), QStringLiteral("its weight")};
    const auto number = [](double value) { return QString::number(value, 'g', 6); };
    for (const HeadId id : heads) {
        for (int step = 0; step < static_cast<int>(trace.tokens.size()); ++step) {
            const AttentionShares shares = attentionShares(trace.heads, step, id);
            const auto i = trace.heads.index(step, id);
            figure.rows << QStringList{QString::fromStdString(toFileKey(id)), QString::number(step),
                QString::fromStdString(trace.tokens[static_cast<std::size_t>(step)].text), number(shares.needle), number(shares.recent),
                number(shares.sink), number(shares.elsewhere()), QString::number(trace.heads.argmax[i]),
                number(static_cast<double>(trace.heads.weight[i]))};
        }
    }
    return withFooter(std::move(figure), trace.origin.provenance);
}

} // namespace needlescope
