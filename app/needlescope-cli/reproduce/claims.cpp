// SPDX-License-Identifier: GPL-3.0-or-later
#include "reproduce/claims.h"

#include "measures/compare.h"
#include "measures/headchoice.h"
#include "measures/statistics.h"

#include <fmt/format.h>

#include <algorithm>

namespace needlescope {

namespace {

using Models = std::vector<std::string>;

Verdict decided(bool holds, bool inPart)
{
    return holds ? Verdict::Holds : inPart ? Verdict::InPart : Verdict::DoesNot;
}

std::string textOf(const Estimate &estimate)
{
    return fmt::format("{:.2f} ({:.2f} to {:.2f}, n {})", estimate.mean, estimate.low, estimate.high, estimate.n);
}

const StudySummary &of(const Results &results, StudyKind kind, const std::string &model)
{
    return results.at(std::string(nameOf(kind)) + "-" + model);
}

const ScoreMap &scoresOfModel(const Results &results, const std::string &model)
{
    return *of(results, StudyKind::Detect, model).map("score");
}

/// The series' value at its largest x.
Estimate last(const StudySummary &summary, const std::string &series, const std::string &measure)
{
    const SummaryRow *found = nullptr;
    for (const SummaryRow &row : summary.rows) {
        if (row.series == series && row.measure == measure && (!found || row.x >= found->x))
            found = &row;
    }
    return found ? found->value : Estimate();
}

/// Mean over the cells of a grid.
double meanOf(const StudySummary &summary, const std::string &series, const std::string &measure)
{
    double sum = 0;
    int n = 0;
    for (const SummaryRow &row : summary.rows) {
        if (row.series == series && row.measure == measure) {
            sum += row.value.mean;
            ++n;
        }
    }
    return n == 0 ? 0 : sum / n;
}

Finding judgeGrid(const Results &results, const Models &models)
{
    const StudySummary &grid = of(results, StudyKind::Grid, models.front());
    const double none = meanOf(grid, "none", "recall");
    const double top = meanOf(grid, "top", "recall");
    const double random = meanOf(grid, "random", "recall");
    return {fmt::format("recall {:.2f} unmasked, {:.2f} without the top heads, {:.2f} without as many others (means over {} cells)", none,
                top, random,
                std::count_if(
                    grid.rows.begin(), grid.rows.end(), [](const auto &row) { return row.series == "none" && row.measure == "recall"; })),
        decided(top < 0.5 * none && random > 0.9 * none, top < 0.8 * none && random > top),
        "holds: less than half of the recall is left without the top heads, and more than 90 % without others"};
}

Finding judgeSparsity(const Results &results, const Models &models)
{
    std::string number;
    double most = 0;
    for (const std::string &model : models) {
        const auto bins = binShares(scoresOfModel(results, model));
        number += fmt::format("{}{} {:.1f} %", number.empty() ? "" : ", ", model, 100 * (bins[2] + bins[3]));
        most = std::max(most, bins[2] + bins[3]);
    }
    return {"heads with a score of at least 0.1: " + number, decided(most < 0.06, most < 0.12),
        "holds: less than 6 % of the heads in every model; in part: less than 12 %"};
}

Finding judgeAlwaysOn(const Results &results, const Models &models)
{
    const ScoreMap &map = scoresOfModel(results, models.front());
    const auto always = (map.frequency >= 1.0F).count();
    const auto ever = (map.frequency > 0.0F).count();
    return {fmt::format("{} of {} heads copy in every one of {} counted samples, {} in some", always, map.score.size(), map.nCounted, ever),
        decided(always > 0 && ever > always, always > 0), "holds: some heads are active in every sample, and others only in some"};
}

Finding judgeIntrinsic(const Results &results, const Models &models)
{
    std::string number;
    double least = 1;
    for (std::size_t i = 1; i < models.size(); ++i) {
        if (models[i] == "demo-other")
            continue;
        const double r = pearson(scoresOfModel(results, models.front()).score, scoresOfModel(results, models[i]).score);
        number += fmt::format("{}{} {:.2f}", number.empty() ? "" : ", ", models[i], r);
        least = std::min(least, r);
    }
    const char *why = "holds: at least 0.8 for every continued model; in part: at least 0.5";
    if (number.empty())
        return {"no continued model was run", Verdict::NotMeasured, why};
    return {fmt::format("Pearson with {}: {}", models.front(), number), decided(least >= 0.8, least >= 0.5), why};
}

Finding judgeOtherModels(const Results &results, const Models &models)
{
    if (std::find(models.begin(), models.end(), "demo-other") == models.end())
        return {"no other model was run", Verdict::NotMeasured, "holds: below 0.2 in size"};
    const double r = pearson(scoresOfModel(results, models.front()).score, scoresOfModel(results, "demo-other").score);
    return {fmt::format("Pearson of {} and demo-other: {:.2f}", models.front(), r), decided(std::abs(r) < 0.2, std::abs(r) < 0.5),
        "holds: below 0.2 in size; in part: below 0.5"};
}

Finding judgeCurve(const Results &results, const Models &models)
{
    const StudySummary &curve = of(results, StudyKind::MaskCurve, models.front());
    const Estimate none = last(curve, "none", "recall");
    double firstK = -1;
    for (const SummaryRow &row : curve.rows) {
        if (row.series == "top" && row.measure == "recall" && row.value.high < 0.5 * none.mean && (firstK < 0 || row.x < firstK))
            firstK = row.x;
    }
    double randomThere = 0;
    double topThere = 0;
    for (const SummaryRow &row : curve.rows) {
        if (row.measure == "recall" && row.x == firstK)
            (row.series == "random" ? randomThere : topThere) = row.value.mean;
    }
    const double share = firstK / static_cast<double>(scoresOfModel(results, models.front()).score.size());
    return {firstK < 0
            ? "the recall never falls below half"
            : fmt::format("{} unmasked; from K = {:.0f} ({:.0f} % of the heads) on less than half: {:.2f}, and {:.2f} without K others",
                textOf(none), firstK, 100 * share, topThere, randomThere),
        decided(firstK > 0 && share <= 0.1 && randomThere > 0.9 * none.mean, firstK > 0 && randomThere > topThere),
        "holds: at most 10 % of the heads lose half of the recall (the whole interval below it), and as many others less than a tenth"};
}

Finding judgeQa(const Results &results, const Models &models)
{
    const StudySummary &qa = of(results, StudyKind::ExtractQa, models.front());
    const Estimate none = last(qa, "none", "f1");
    const Estimate top = last(qa, "top", "f1");
    const Estimate random = last(qa, "random", "f1");
    return {fmt::format("F1 {} unmasked, {} without the top heads, {} without as many others", textOf(none), textOf(top), textOf(random)),
        decided(top.high < 0.8 * none.mean && random.mean > 0.9 * none.mean, top.mean < random.mean),
        "holds: at least a fifth is lost without the top heads (the whole interval), less than a tenth without others"};
}

Finding judgeOutcomes(const Results &results, const Models &models)
{
    const StudySummary &outcomes = of(results, StudyKind::Outcomes, models.front());
    const Estimate hallucinated = last(outcomes, "top", "share hallucination");
    double incomplete = 0;
    double incompleteAt = 0;
    double sink = 0;
    double needle = 0;
    double steps = 0;
    for (const SummaryRow &row : outcomes.rows) {
        if (row.series == "top" && row.measure == "share incomplete" && row.value.mean > incomplete) {
            incomplete = row.value.mean;
            incompleteAt = row.x;
        }
        if (row.series == "top" && row.measure == "sink mass") {
            sink += row.value.mean;
            ++steps;
        }
        if (row.series == "top" && row.measure == "needle mass")
            needle += row.value.mean;
    }
    const Estimate end = last(outcomes, "top", "share incomplete");
    const std::string looks = steps > 0
        ? fmt::format(
            "; the retrieval heads that are left put {:.2f} on the needle and {:.2f} on the first token", needle / steps, sink / steps)
        : "";
    return {fmt::format("hallucinated with most heads gone: {}; incomplete answers peak at {:.2f} with {:.0f} gone{}", textOf(hallucinated),
                incomplete, incompleteAt, looks),
        decided(hallucinated.mean > 0.5 && incomplete > end.mean, hallucinated.mean > 0.5),
        "holds: most answers are hallucinated in the end, and incomplete ones come before that; in part: only the first"};
}

Finding judgeReason(const Results &results, const Models &models)
{
    const StudySummary &reason = of(results, StudyKind::Reason, models.front());
    const Estimate none = last(reason, "none chain-of-thought", "exact");
    const Estimate top = last(reason, "top chain-of-thought", "exact");
    const Estimate random = last(reason, "random chain-of-thought", "exact");
    const Estimate answerOnly = last(reason, "none answer-only", "exact");
    const Estimate answerOnlyTop = last(reason, "top answer-only", "exact");
    const double lost = none.mean - top.mean;
    const double lostAtOnce = answerOnly.mean - answerOnlyTop.mean;
    return {fmt::format("step by step {} unmasked, {} without the top heads, {} without others; at once {:.2f} and {:.2f}", textOf(none),
                textOf(top), textOf(random), answerOnly.mean, answerOnlyTop.mean),
        decided(lost > 0.3 && lost > lostAtOnce && random.mean > 0.8 * none.mean, lost > 0.1),
        "holds: chains of thought lose more than 0.3, more than answers at once do, and less than a fifth without others"};
}

Finding judgeAtlas(const Results &results, const Models &models)
{
    const StudySummary &atlas = of(results, StudyKind::Atlas, models.front());
    const double r = last(atlas, "drop score", "correlation").mean;
    const auto top = topHeads(*atlas.map("drop"), 3);
    const auto retrieving = retrievalHeads(*atlas.map("score"));
    const auto shared = std::count_if(
        top.begin(), top.end(), [&](HeadId id) { return std::find(retrieving.begin(), retrieving.end(), id) != retrieving.end(); });
    return {fmt::format("Pearson of causal drop and retrieval score {:.2f}; {} of the 3 heads whose loss costs most are retrieval heads", r,
                shared),
        decided(r > 0.6 && shared == 3, r > 0.3 || shared > 0),
        "holds: correlation above 0.6, and all three are; in part: above 0.3, or some are"};
}

Finding judgeCompression(const Results &results, const Models &models)
{
    const StudySummary &compress = of(results, StudyKind::Compress, models.front());
    const double whole = last(compress, "none", "recall").mean;
    double share = 101;
    double saved = 0;
    double random = 0;
    for (const SummaryRow &row : compress.rows) {
        if (row.series == "kept" && row.measure == "recall" && row.value.mean >= 0.95 * whole && row.x < share) {
            share = row.x;
            saved = row.y;
        }
    }
    for (const SummaryRow &row : compress.rows) {
        if (row.series == "kept-random" && row.measure == "recall" && row.x == share)
            random = row.value.mean;
    }
    return {fmt::format("95 % of the recall of {:.2f} stay with {:.0f} % of the heads seeing everything, which saves {:.0f} % of the "
                        "cache; with as many "
                        "random heads {:.2f}",
                whole, share, saved, random),
        decided(share <= 25 && random < 0.8 * whole, share < 100), "holds: at most a quarter of the heads, and random ones do not do it"};
}

} // namespace

const std::vector<Claim> &claims()
{
    static const std::vector<Claim> table{
        {"Figure 1: without retrieval heads the needle is lost",
            "Masking the top retrieval heads of Llama-2-7B-80K loses the needle at all lengths and depths; masking random heads does not.",
            {"grid-{}/grid"}, judgeGrid},
        {"Figure 3: they are few", "3 to 6 % of the heads have a score of 0.1 or more, in every model.", {"detect-{}/score-distribution"},
            judgeSparsity, true},
        {"Figure 4: some are always active", "12 heads of Llama-2-7B-80K and 36 of Yi-6B-200K copy in every context, the others in some.",
            {"detect-{}/head-map"}, judgeAlwaysOn, true},
        {"Figure 5: they are intrinsic",
            "Continued and fine-tuned models, and mixtures of experts made of a model, use the same heads: correlations above 0.8.",
            {"compare/compare"}, judgeIntrinsic},
        {"Figure 6: other models have other heads", "Between families the score maps do not correlate: below 0.1.", {}, judgeOtherModels},
        {"Figure 7: how many must go",
            "With the top 50 of 1,024 heads masked, all models are below 50; with 50 random heads they stay near to unmasked.",
            {"mask-curve-{}/mask-curve"}, judgeCurve, true},
        {"Figure 8: Extract QA needs them",
            "F1 of Mistral-7B-Instruct: 56.7 unmasked, 32.3 without the top 100 heads, 55.4 without 100 random ones.",
            {"extract-qa-{}/extract-qa"}, judgeQa},
        {"Figure 9: how answers break",
            "First they are incomplete, then hallucinated; in a hallucination the remaining retrieval heads look at the first token.",
            {"outcomes-{}/outcomes"}, judgeOutcomes},
        {"Figures 10 and 11: chains of thought need them",
            "GSM8K with chain of thought falls from 45.1 to 2.0, with random heads masked to 21.3; answers at once hardly change.",
            {"reason-{}/reason"}, judgeReason},
        {"Beyond the paper: which head matters causally",
            "Not in the paper: the log-probability that the right answer loses with each single head off.", {"atlas-{}/atlas"}, judgeAtlas},
        {"Beyond the paper: what a compressed cache keeps",
            "Follow-up work (DuoAttention, HeadKV) keeps a full cache for retrieval heads only.", {"compress-{}/compress"},
            judgeCompression},
    };
    return table;
}

const char *nameOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Holds:
        return "holds";
    case Verdict::InPart:
        return "in part";
    case Verdict::DoesNot:
        return "does not";
    case Verdict::NotMeasured:
        break;
    }
    return "not measured";
}

} // namespace needlescope
