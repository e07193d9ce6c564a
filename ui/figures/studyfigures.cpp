// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/studyfigures.h"

#include "figures/changetext.h"
#include "figures/headmapfigure.h"
#include "figures/provenancelines.h"
#include "figures/scoredistributionfigure.h"

#include <QCoreApplication>

#include <array>

namespace needlescope {

namespace {

std::vector<Figure> mapFigures(const StudySummary &summary)
{
    const ScoreMap *map = summary.map("score");
    if (!map && !summary.maps.empty())
        map = &summary.maps.front();
    if (!map)
        return {};
    HeadMapOptions options;
    options.headsPerGroup = map->headsPerGroup;
    std::vector<Figure> figures{headMapFigure(*map, options), scoreDistributionFigure(*map)};
    figures[0].name = QStringLiteral("head-map");
    figures[1].name = QStringLiteral("score-distribution");
    return figures;
}

struct KindFigures
{
    StudyKind kind;
    std::vector<Figure> (*make)(const StudySummary &summary);
};

constexpr std::array table{
    KindFigures{StudyKind::Detect, mapFigures},
    KindFigures{StudyKind::Grid, [](const StudySummary &summary) { return std::vector{gridFigure(summary)}; }},
    KindFigures{StudyKind::MaskCurve, [](const StudySummary &summary) { return std::vector{curveFigure(summary, "recall")}; }},
    KindFigures{StudyKind::Outcomes, [](const StudySummary &summary) { return std::vector{outcomesFigure(summary)}; }},
    KindFigures{StudyKind::ExtractQa, [](const StudySummary &summary) { return std::vector{curveFigure(summary, "f1")}; }},
    KindFigures{StudyKind::Reason, [](const StudySummary &summary) { return std::vector{reasonFigure(summary)}; }},
    KindFigures{StudyKind::Atlas, [](const StudySummary &summary) { return std::vector{atlasFigure(summary)}; }},
    KindFigures{StudyKind::Compress, [](const StudySummary &summary) { return std::vector{compressFigure(summary)}; }},
};

QString number(double value)
{
    return QString::number(value + 0.0, 'g', 9); // a negative zero becomes 0
}

} // namespace

std::vector<Figure> figuresOf(const StudySummary &summary)
{
    for (const auto &[kind, make] : table) {
        if (kind == summary.kind)
            return make(summary);
    }
    return {};
}

Figure figureOfSummary(const StudySummary &summary, const QString &title, QSizeF size)
{
    Figure figure;
    figure.name = QString::fromUtf8(nameOf(summary.kind));
    figure.title = title;
    if (const QString change = titleChange(summary.provenance); !change.isEmpty())
        figure.title = QCoreApplication::translate("StudyFigures", "%1, %2").arg(title, change);
    if (!summary.provenance.modelName.empty())
        figure.title
            = QCoreApplication::translate("StudyFigures", "%1: %2").arg(figure.title, QString::fromStdString(summary.provenance.modelName));
    if (summary.nSamples < summary.nPlanned && !summary.enough)
        figure.title = QCoreApplication::translate("StudyFigures", "%1, after %2 of %3 samples")
                           .arg(figure.title)
                           .arg(summary.nSamples)
                           .arg(summary.nPlanned);
    figure.size = size;
    figure.provenance = provenanceLines(summary.provenance);
    figure.columns = {QStringLiteral("series"), QStringLiteral("measure"), QStringLiteral("x"), QStringLiteral("y"), QStringLiteral("mean"),
        QStringLiteral("low"), QStringLiteral("high"), QStringLiteral("n")};
    for (const SummaryRow &row : summary.rows)
        figure.rows << QStringList{QString::fromStdString(row.series), QString::fromStdString(row.measure), number(row.x), number(row.y),
            number(row.value.mean), number(row.value.low), number(row.value.high), QString::number(row.value.n)};
    return figure;
}

} // namespace needlescope
