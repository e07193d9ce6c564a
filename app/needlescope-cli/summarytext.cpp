// SPDX-License-Identifier: GPL-3.0-or-later
#include "summarytext.h"

#include "measures/changewords.h"
#include "measures/headchoice.h"
#include "measures/statistics.h"
#include "measures/studies/kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace needlescope {

namespace {

std::string measured(double value)
{
    return fmt::format("{:.3f}", toDecimals(value, 3));
}

std::string intervalText(double low, double high)
{
    return measured(low) + " to " + measured(high);
}

/// Measures with a table each, in the order of their first rows.
std::vector<std::string> measuresOf(const StudySummary &summary)
{
    const std::string_view byStep = infoOf(summary.kind).yMeasures; // hundreds of rows, for figures
    std::vector<std::string> measures;
    for (const SummaryRow &row : summary.rows) {
        const bool isForTerminals = byStep.empty() || !row.measure.ends_with(byStep);
        if (isForTerminals && std::find(measures.begin(), measures.end(), row.measure) == measures.end())
            measures.push_back(row.measure);
    }
    return measures;
}

std::string tableOf(const StudySummary &summary, const std::string &measure)
{
    const KindInfo &kind = infoOf(summary.kind);
    const auto place = [&](const auto &x, const auto &y) {
        std::string text;
        if (kind.hasX())
            text += fmt::format(" {:>{}}", x, std::max<std::size_t>(7, std::string_view(kind.xLabel).size()));
        if (kind.hasY(measure))
            text += fmt::format(" {:>{}}", y, std::max<std::size_t>(7, std::string_view(kind.yLabel).size()));
        return text;
    };
    std::string text = fmt::format("\n{:<28}{} {:>9}  {:<18} n\n", measure, place(kind.xLabel, kind.yLabel), "mean", "95 % interval");
    for (const SummaryRow &row : summary.rows) {
        if (row.measure == measure)
            text += fmt::format("  {:<26}{} {:>9}  {:<18} {}\n", row.series,
                place(fmt::format("{:.4g}", row.x), fmt::format("{:.4g}", row.y)), measured(row.value.mean),
                intervalText(row.value.low, row.value.high), row.value.n);
    }
    return text;
}

} // namespace

std::string mapText(const ScoreMap &map, int most)
{
    const bool isScore = map.measure == "score";
    auto heads = isScore ? retrievalHeads(map) : topHeads(map, most);
    std::string text = isScore ? fmt::format("{} of {} heads have a score of at least {} (rule: {})\n", heads.size(), map.headCount(),
                           retrievalHeadThreshold, map.provenance.rule.empty() ? "unknown" : map.provenance.rule)
                               : fmt::format("{}, the {} highest of {} heads\n", map.measure, heads.size(), map.headCount());
    if (heads.empty())
        return text;
    const bool hasInterval = map.low.size() == map.score.size();
    const bool hasFrequency = isScore && map.frequency.size() == map.score.size();
    text += fmt::format("{:<8} {:>7}{}{}\n", "head", map.measure, hasInterval ? "  95 % interval " : "", hasFrequency ? "  active" : "");
    for (const HeadId id : heads) {
        const auto number = [id](const HeadArray &values) { return static_cast<double>(values(id.layer, id.head)); };
        text += fmt::format("{:<8} {:>7}", toString(id), measured(number(map.score)));
        if (hasInterval)
            text += "  " + intervalText(number(map.low), number(map.high));
        if (hasFrequency)
            text += fmt::format("  {:>5.0f}%", 100 * map.frequency(id.layer, id.head));
        text += '\n';
    }
    return text;
}

std::string summaryText(const StudySummary &summary)
{
    std::string text = fmt::format("{} of {} samples, {} counted{}\n", summary.nSamples, summary.nPlanned, summary.nCounted,
        summary.provenance.shards > 0 ? fmt::format(", in {} shards", summary.provenance.shards) : "");
    if (const std::string words = changeWords(summary.provenance); !words.empty())
        text += "Changed: " + words + '\n';
    if (!summary.certainty.empty())
        text += summary.certainty.text() + '\n';
    for (const ScoreMap &map : summary.maps)
        text += mapText(map);
    if (summary.kind != StudyKind::Detect) {
        for (const std::string &measure : measuresOf(summary))
            text += tableOf(summary, measure);
    }
    return text;
}

} // namespace needlescope
