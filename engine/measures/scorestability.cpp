// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/scorestability.h"

#include "measures/headchoice.h"

#include <algorithm>
#include <random>

namespace needlescope {

namespace {

constexpr int stabilityResamples = 200;
constexpr int mostTop = 20;
constexpr int fewestSamples = 8;
constexpr double agreement = 0.9;

double sharedBy(std::vector<HeadId> a, std::vector<HeadId> b, std::size_t &inEither)
{
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    std::vector<HeadId> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    inEither = a.size() + b.size() - both.size();
    return static_cast<double>(both.size());
}

} // namespace

bool ScoreStability::enough() const
{
    return nCounted >= fewestSamples && topOverlap >= agreement && setJaccard >= agreement;
}

ScoreStability stabilityOf(std::span<const HeadArray *const> scores, std::uint64_t seed)
{
    ScoreStability stability;
    stability.nCounted = static_cast<int>(scores.size());
    if (scores.empty())
        return stability;
    HeadArray sum = HeadArray::Zero(scores.front()->rows(), scores.front()->cols());
    for (const HeadArray *sample : scores)
        sum += *sample;
    const auto n = static_cast<float>(scores.size());
    const ScoreMap whole = scoreMapOfArray(sum / n);
    stability.nTop = std::min(mostTop, static_cast<int>(retrievalHeads(whole, retrievalHeadThreshold / 2).size()));
    const auto top = topHeads(whole, stability.nTop);
    const auto set = retrievalHeads(whole);

    std::mt19937_64 random(seed);
    std::size_t inEither = 0;
    for (int i = 0; i < stabilityResamples; ++i) {
        HeadArray drawn = HeadArray::Zero(sum.rows(), sum.cols());
        for (std::size_t j = 0; j < scores.size(); ++j)
            drawn += *scores[random() % scores.size()];
        const ScoreMap map = scoreMapOfArray(drawn / n);
        const double sharedTop = sharedBy(top, topHeads(map, stability.nTop), inEither);
        stability.topOverlap += stability.nTop == 0 ? 1 : sharedTop / stability.nTop;
        const double sharedSet = sharedBy(set, retrievalHeads(map), inEither);
        stability.setJaccard += inEither == 0 ? 1 : sharedSet / static_cast<double>(inEither);
    }
    stability.topOverlap /= stabilityResamples;
    stability.setJaccard /= stabilityResamples;
    return stability;
}

} // namespace needlescope
