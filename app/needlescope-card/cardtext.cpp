// SPDX-License-Identifier: GPL-3.0-or-later
#include "cardtext.h"

#include "measures/headchoice.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace needlescope {

namespace {

std::string fixed(double value, int decimals)
{
    std::ostringstream text;
    text << std::fixed << std::setprecision(decimals) << value;
    return text.str();
}

std::string percent(double share)
{
    return fixed(100 * share, 1) + " %";
}

std::string column(const std::string &text, std::size_t width)
{
    return std::string(width - std::min(width, text.size()), ' ') + text;
}

double shareOfHeads(const ScoreMap &map, float least)
{
    return static_cast<double>((map.score >= least).count()) / static_cast<double>(map.score.size());
}

/// The masks of a set by what they are for: unmasked, top 1 to K, and the random draws.
struct Masks
{
    std::vector<EvaluatedMask> ranked;
    std::vector<EvaluatedMask> random;

    explicit Masks(const CardSet &set)
    {
        for (const EvaluatedMask &mask : set.evaluation.masks)
            (mask.name.starts_with("random") ? random : ranked).push_back(mask);
    }

    double unmasked() const { return ranked.front().exactShare; }
    double masked() const { return ranked.back().exactShare; }

    double randomMean() const
    {
        double sum = 0;
        for (const EvaluatedMask &mask : random)
            sum += mask.exactShare;
        return random.empty() ? 0 : sum / static_cast<double>(random.size());
    }

    double randomWorst() const
    {
        double worst = 1;
        for (const EvaluatedMask &mask : random)
            worst = std::min(worst, mask.exactShare);
        return random.empty() ? 0 : worst;
    }
};

/// @p name is one of the sets that every card has.
Masks masksNamed(const ModelCard &card, std::string_view name)
{
    return Masks(*std::find_if(card.sets.begin(), card.sets.end(), [name](const CardSet &set) { return set.name == name; }));
}

/// "0.0 %, 1.2 %, ..." of the masks from unmasked to top K.
std::string incompleteShares(const std::vector<EvaluatedMask> &masks)
{
    std::string text;
    for (const EvaluatedMask &mask : masks)
        text += (text.empty() ? "" : ", ") + percent(mask.incompleteShare);
    return text;
}

std::string verdict(const std::string &figure, bool kept)
{
    return kept ? figure : figure + ", **not reached**";
}

std::string headNames(const ModelCard &card)
{
    std::string text;
    for (const HeadId id : topHeads(card.map, card.topK)) {
        text += (text.empty() ? "" : ", ") + toString(id) + " (" + fixed(static_cast<double>(card.map.score(id.layer, id.head)), 2) + ")";
    }
    return text;
}

std::string causeClaim(const ModelCard &card)
{
    const Masks heldOut = masksNamed(card, "held-out");
    const double unmasked = std::max(heldOut.unmasked(), 1e-9);
    const double kept = heldOut.randomMean() / unmasked;
    const double sureness = heldOut.ranked.back().meanLogProbability;
    const bool incompleteFirst = std::any_of(heldOut.ranked.begin() + 1, heldOut.ranked.end() - 1, [&](const EvaluatedMask &mask) {
        return mask.incompleteShare > std::max(heldOut.ranked.front().incompleteShare, heldOut.ranked.back().incompleteShare);
    });
    return verdict(percent(heldOut.masked()), heldOut.masked() < 0.05) + "; "
        + verdict(percent(kept) + " kept (" + percent(heldOut.randomWorst() / unmasked) + " in the worst draw)", kept >= 0.95) + "; "
        + verdict(fixed(sureness, 2) + " against " + fixed(card.guessLogProbability, 2), sureness >= card.guessLogProbability) + "; "
        + verdict(incompleteShares(heldOut.ranked) + " incomplete with 0 to " + std::to_string(card.topK) + " masked", incompleteFirst);
}

/// How often the paper's own needle, the first of its set, is answered.
std::string paperNeedle(const CardSet &set)
{
    int asked = 0;
    int answered = 0;
    for (const SampleResult &sample : set.evaluation.samples) {
        asked += sample.item == 0 ? 1 : 0;
        answered += sample.item == 0 && sample.observations.front().exact ? 1 : 0;
    }
    return "Dolores Park " + std::to_string(answered) + " of " + std::to_string(asked) + " times";
}

std::string promises(const ModelCard &card, const std::vector<Comparison> &comparisons)
{
    const auto unmasked = [&card](const char *set, double least) {
        const double share = masksNamed(card, set).unmasked();
        return verdict(percent(share), share >= least);
    };
    const double some = shareOfHeads(card.map, retrievalHeadThreshold);
    const double strong = shareOfHeads(card.map, 0.5F);
    const double facts = masksNamed(card, "facts").masked();
    const double steps = masksNamed(card, "step by step").masked();
    const auto row = [](const std::string &wanted, const std::string &reached) { return "| " + wanted + " | " + reached + " |\n"; };
    std::string text = "| What was wanted | Reached |\n| --- | --- |\n";
    text += row("1. exact at least 95 % on held-out needles, Dolores Park included",
        unmasked("held-out", 0.95) + "; " + paperNeedle(card.sets.front()));
    text += row("2. bound at least 85 %", unmasked("bound", 0.85));
    text += row("3. free words at least 85 %, typed at least 70 %", unmasked("free words", 0.85) + "; " + unmasked("typed", 0.7));
    text += row("4. at most 10 % of the heads at 0.1 or more, 1 to 5 % at 0.5 or more",
        verdict(percent(some), some <= 0.1) + "; " + verdict(percent(strong), strong >= 0.01 && strong <= 0.05));
    text += row("5. exact below 5 % without the top K; at least 95 % kept without as many others; log p a token no worse than of guesses; "
                "incomplete answers first",
        causeClaim(card));
    text += row("6. facts at least 90 % without the top K", verdict(percent(facts), facts >= 0.9));
    text += row("7. step by step at least 85 %, below 30 % without the top K",
        unmasked("step by step", 0.85) + "; " + verdict(percent(steps), steps < 0.3));
    std::string maps;
    for (const Comparison &comparison : comparisons)
        maps += (maps.empty() ? "" : "; ") + comparison.model + " " + fixed(comparison.pearson, 2);
    if (!maps.empty())
        text += row("8. score maps, Pearson: continued models at least 0.8, the other one below 0.2", maps);
    return text;
}

} // namespace

std::string cardTable(const ModelCard &card, const std::vector<Comparison> &comparisons)
{
    const auto name = [](const std::string &text) { return text + std::string(14 - std::min<std::size_t>(14, text.size()), ' '); };
    std::string text = "heads with a score of 0.1 or more: " + percent(shareOfHeads(card.map, retrievalHeadThreshold))
        + ", of 0.5 or more: " + percent(shareOfHeads(card.map, 0.5F)) + ", of " + std::to_string(card.map.score.size())
        + "; masked: the top " + std::to_string(card.topK) + "\n" + name("exact") + column("unmasked", 9);
    for (int k = 1; k <= card.topK; ++k)
        text += column("top " + std::to_string(k), 8);
    text += "  random mean   worst  samples\n";
    for (const CardSet &set : card.sets) {
        const Masks masks(set);
        text += name(set.name);
        for (const EvaluatedMask &mask : masks.ranked)
            text += column(fixed(100 * mask.exactShare, 1) + "%", &mask == &masks.ranked.front() ? 9 : 8);
        text += column(fixed(100 * masks.randomMean(), 1) + "%", 13) + column(fixed(100 * masks.randomWorst(), 1) + "%", 8)
            + column(std::to_string(set.evaluation.samples.size()), 9) + "\n";
    }
    const Masks first(card.sets.front());
    text += name("incomplete") + " ";
    for (const EvaluatedMask &mask : first.ranked)
        text += column(fixed(100 * mask.incompleteShare, 1) + "%", 8);
    text += "\n" + name("log p / token") + " ";
    for (const EvaluatedMask &mask : first.ranked)
        text += column(fixed(mask.meanLogProbability, 2), 8);
    text += "; of guesses without a needle " + fixed(card.guessLogProbability, 2) + "\n";
    for (const Comparison &comparison : comparisons)
        text += "score map, Pearson with " + comparison.model + ": " + fixed(comparison.pearson, 3) + "\n";
    return text;
}

std::string cardMarkdown(const ModelCard &card, const std::vector<Comparison> &comparisons, const std::string &command)
{
    const auto draws = std::to_string(Masks(card.sets.front()).random.size());
    return "## Measured, with `" + command + "`\n```\n" + cardTable(card, comparisons)
        + "```\nExact: the output is the answer (step by step: the whole chain) up to case, white space and final punctuation. Masked "
          "while "
          "decoding, uniform attention; random: as many heads that are no retrieval heads, "
        + draws + " draws. Log p is that of the model's own output. The retrieval heads are " + headNames(card) + ".\n\n"
        + promises(card, comparisons);
}

} // namespace needlescope
