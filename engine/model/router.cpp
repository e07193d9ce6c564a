// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/router.h"

#include <cmath>
#include <numeric>
#include <vector>

namespace needlescope {

namespace {

std::vector<float> scoresOf(const Mixture &mixture, std::span<const float> logits)
{
    std::vector<float> scores(logits.begin(), logits.end());
    if (mixture.scores == Mixture::Scores::Sigmoid) {
        for (float &score : scores)
            score = 1 / (1 + std::exp(-score));
        return scores;
    }
    const float highest = *std::ranges::max_element(scores);
    for (float &score : scores)
        score = std::exp(score - highest);
    const float total = std::accumulate(scores.begin(), scores.end(), 0.0F);
    for (float &score : scores)
        score /= total;
    return scores;
}

/// Indices of the @p count largest, the first of equal ones first.
std::vector<int> largest(std::span<const float> numbers, int count)
{
    std::vector<int> order(numbers.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(
        order, [&](int a, int b) { return numbers[static_cast<std::size_t>(a)] > numbers[static_cast<std::size_t>(b)]; });
    order.resize(static_cast<std::size_t>(count));
    return order;
}

/// Lets no expert be chosen outside the best groups.
void keepGroups(const Mixture &mixture, std::vector<float> &values)
{
    const auto nGroups = static_cast<std::size_t>(mixture.nGroups);
    const std::size_t size = values.size() / nGroups;
    std::vector<float> worth;
    for (std::size_t group = 0; group < nGroups; ++group) {
        const auto members = std::span(values).subspan(group * size, size);
        float sum = 0;
        for (const int member : largest(members, mixture.nBestOfGroup))
            sum += members[static_cast<std::size_t>(member)];
        worth.push_back(sum);
    }
    const std::vector<int> kept = largest(worth, mixture.nGroupsChosen);
    for (std::size_t group = 0; group < nGroups; ++group) {
        if (std::ranges::find(kept, static_cast<int>(group)) == kept.end())
            std::ranges::fill(std::span(values).subspan(group * size, size), -INFINITY);
    }
}

/// The best of @p logits, and its share among those that are close to it. Logits of -infinity are not in the running.
std::pair<std::size_t, float> bestAmongRivals(std::span<const float> logits, float farthest)
{
    const auto best = std::ranges::max_element(logits);
    float sum = 0;
    for (const float logit : logits) {
        if (!((*best - logit) / std::max(std::abs(logit), *best) > farthest))
            sum += std::exp(logit - *best);
    }
    return {static_cast<std::size_t>(best - logits.begin()), 1 / sum};
}

void routeByRivals(const Mixture &mixture, std::span<const float> logits, std::span<int> chosen, std::span<float> weights)
{
    std::vector<float> left(logits.begin(), logits.end());
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const auto [best, share] = bestAmongRivals(left, mixture.farthestRival);
        chosen[i] = static_cast<int>(best);
        weights[i] = share;
        left[best] = -INFINITY;
    }
}

} // namespace

void route(const Mixture &mixture, std::span<const float> logits, std::span<const float> correction, std::span<int> chosen,
    std::span<float> weights)
{
    if (mixture.scores == Mixture::Scores::Rivals)
        return routeByRivals(mixture, logits, chosen, weights);
    const std::vector<float> scores = scoresOf(mixture, logits);
    std::vector<float> values = scores;
    for (std::size_t expert = 0; expert < correction.size(); ++expert)
        values[expert] += correction[expert];
    if (mixture.nGroupsChosen < mixture.nGroups)
        keepGroups(mixture, values);
    std::ranges::copy(largest(values, mixture.nChosen), chosen.begin());
    float sum = 0;
    for (std::size_t i = 0; i < chosen.size(); ++i)
        sum += weights[i] = scores[static_cast<std::size_t>(chosen[i])];
    const float divisor = mixture.normalized ? std::max(sum, mixture.smallestSum) + mixture.addedToSum : 1;
    for (float &weight : weights)
        weight = weight / divisor * mixture.weightScale;
}

} // namespace needlescope
