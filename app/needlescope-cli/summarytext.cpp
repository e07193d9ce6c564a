// SPDX-License-Identifier: GPL-3.0-or-later
#include "summarytext.h"

#include "measures/headchoice.h"

#include <fmt/format.h>

#include <algorithm>

namespace needlescope {

namespace {

/// Rows of the masses by step are for figures: there are hundreds.
bool isForTerminals(const SummaryRow &row)
{
    return !row.measure.ends_with(" mass");
}

bool hasSecondAxis(const StudySummary &summary)
{
    return summary.kind == StudyKind::Detect || summary.kind == StudyKind::Grid || summary.kind == StudyKind::Compress;
}

std::string axesOf(const StudySummary &summary)
{
    switch (summary.kind) {
    case StudyKind::Detect:
    case StudyKind::Grid:
        return fmt::format("{:>7} {:>7}", "length", "depth");
    case StudyKind::Compress:
        return fmt::format("{:>7} {:>7}", "kept %", "saved %");
    default:
        return fmt::format("{:>7}", "K");
    }
}

std::string rowsText(const StudySummary &summary)
{
    std::string text;
    std::string measure;
    for (const SummaryRow &row : summary.rows) {
        if (!isForTerminals(row))
            continue;
        if (row.measure != measure)
            text += fmt::format("\n{:<28} {} {:>9}  {:<18} n\n", row.measure, axesOf(summary), "mean", "95 % interval");
        measure = row.measure;
        const std::string place = hasSecondAxis(summary) ? fmt::format("{:>7.4g} {:>7.4g}", row.x, row.y) : fmt::format("{:>7.4g}", row.x);
        text += fmt::format("  {:<26} {} {:>9.3f}  {:<18} {}\n", row.series, place, row.value.mean,
            fmt::format("{:.3f} to {:.3f}", row.value.low, row.value.high), row.value.n);
    }
    return text;
}

} // namespace

std::string mapText(const ScoreMap &map, int most)
{
    const bool isScore = map.measure == "score";
    auto heads = isScore ? retrievalHeads(map) : topHeads(map, most);
    std::string text = isScore ? fmt::format("{} of {} heads have a score of at least {} (rule: {})\n", heads.size(), map.score.size(),
                           retrievalHeadThreshold, map.provenance.rule.empty() ? "unknown" : map.provenance.rule)
                               : fmt::format("{}, the {} highest of {} heads\n", map.measure, heads.size(), map.score.size());
    if (heads.empty())
        return text;
    const bool hasInterval = map.low.size() == map.score.size();
    const bool hasFrequency = isScore && map.frequency.size() == map.score.size();
    text += fmt::format("{:<8} {:>7}{}{}\n", "head", map.measure, hasInterval ? "  95 % interval " : "", hasFrequency ? "  active" : "");
    for (const HeadId id : heads) {
        text += fmt::format("{:<8} {:>7.3f}", toString(id), map.score(id.layer, id.head));
        if (hasInterval)
            text += fmt::format("  {:.3f} to {:.3f}", map.low(id.layer, id.head), map.high(id.layer, id.head));
        if (hasFrequency)
            text += fmt::format("  {:>5.0f}%", 100 * map.frequency(id.layer, id.head));
        text += '\n';
    }
    return text;
}

std::string summaryText(const StudySummary &summary)
{
    std::string text = fmt::format("{} of {} samples, {} counted\n", summary.nSamples, summary.nPlanned, summary.nCounted);
    if (!summary.certainty.empty())
        text += summary.certainty + '\n';
    for (const ScoreMap &map : summary.maps)
        text += mapText(map);
    if (summary.kind != StudyKind::Detect)
        text += rowsText(summary);
    return text;
}

} // namespace needlescope
