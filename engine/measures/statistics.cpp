// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/statistics.h"

#include "measures/headchoice.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace needlescope {

namespace {

constexpr int resamples = 1000;
constexpr double tail = 0.025; // on each side of a 95 % interval
constexpr double normalQuantile = 1.959963984540054;

/// Linear between the two nearest. Sorts @p values.
double quantile(std::vector<double> &values, double share)
{
    std::sort(values.begin(), values.end());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, values.size() - 1);
    return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// How often each of @p n samples is drawn, divided by n: (resamples, n).
Matrix drawnShares(std::size_t n, std::uint64_t seed)
{
    std::mt19937_64 random(seed); // its numbers are fixed by the standard
    Matrix shares = Matrix::Zero(resamples, static_cast<Eigen::Index>(n));
    for (int row = 0; row < resamples; ++row) {
        for (std::size_t i = 0; i < n; ++i)
            shares(row, static_cast<Eigen::Index>(random() % n)) += 1 / static_cast<float>(n);
    }
    return shares;
}

using Numbers = std::vector<double>;

/// Both values of every pair that is finite.
std::pair<Numbers, Numbers> finitePairs(const HeadArray &a, const HeadArray &b)
{
    std::pair<Numbers, Numbers> pairs;
    for (Eigen::Index i = 0; i < std::min(a.size(), b.size()); ++i) {
        if (std::isfinite(a.data()[i]) && std::isfinite(b.data()[i])) {
            pairs.first.push_back(static_cast<double>(a.data()[i]));
            pairs.second.push_back(static_cast<double>(b.data()[i]));
        }
    }
    return pairs;
}

double correlation(const Numbers &a, const Numbers &b)
{
    if (a.empty())
        return 0;
    const auto n = static_cast<Eigen::Index>(a.size());
    const Eigen::ArrayXd x = Eigen::Map<const Eigen::ArrayXd>(a.data(), n) - Eigen::Map<const Eigen::ArrayXd>(a.data(), n).mean();
    const Eigen::ArrayXd y = Eigen::Map<const Eigen::ArrayXd>(b.data(), n) - Eigen::Map<const Eigen::ArrayXd>(b.data(), n).mean();
    const double scale = std::sqrt(x.square().sum() * y.square().sum());
    return scale == 0 ? 0 : (x * y).sum() / scale;
}

/// From 1; ties get their mean rank.
Numbers ranksOf(const Numbers &values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
    Numbers ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        while (end < order.size() && values[order[end]] == values[order[begin]])
            ++end;
        for (std::size_t i = begin; i < end; ++i)
            ranks[order[i]] = static_cast<double>(begin + end + 1) / 2;
        begin = end;
    }
    return ranks;
}

} // namespace

Estimate bootstrapMean(std::span<const double> values, std::uint64_t seed)
{
    if (values.empty())
        return {};
    const auto n = values.size();
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(n);
    std::mt19937_64 random(seed);
    Numbers means(resamples);
    for (double &drawn : means) {
        for (std::size_t i = 0; i < n; ++i)
            drawn += values[random() % n];
        drawn /= static_cast<double>(n);
    }
    const double low = quantile(means, tail);
    return {mean, std::min(low, mean), std::max(quantile(means, 1 - tail), mean), static_cast<int>(n)};
}

double toDecimals(double value, int decimals)
{
    return std::abs(value) < 0.5 * std::pow(10.0, -decimals) ? 0 : value;
}

Estimate share(double hits, int n)
{
    if (n == 0)
        return {};
    const double size = n;
    const double p = hits / size;
    const double z = normalQuantile;
    const double centre = (p + z * z / (2 * size)) / (1 + z * z / size);
    const double half = z / (1 + z * z / size) * std::sqrt(p * (1 - p) / size + z * z / (4 * size * size));
    return {p, std::max(0.0, centre - half), std::min(1.0, centre + half), n};
}

HeadInterval bootstrapHeads(std::span<const HeadArray *const> samples, std::uint64_t seed)
{
    if (samples.empty())
        return {};
    const HeadArray &first = *samples.front();
    Matrix values(static_cast<Eigen::Index>(samples.size()), first.size());
    for (std::size_t i = 0; i < samples.size(); ++i)
        values.row(static_cast<Eigen::Index>(i)) = Eigen::Map<const Eigen::RowVectorXf>(samples[i]->data(), first.size());
    const Matrix shares = drawnShares(samples.size(), seed);
    HeadInterval interval{HeadArray::Zero(first.rows(), first.cols()), HeadArray::Zero(first.rows(), first.cols())};
    constexpr Eigen::Index together = 256; // heads whose means are held at once
    for (Eigen::Index begin = 0; begin < first.size(); begin += together) {
        const Eigen::Index n = std::min(together, first.size() - begin);
        const Matrix means = shares * values.middleCols(begin, n);
        for (Eigen::Index i = 0; i < n; ++i) {
            Numbers drawn(resamples);
            for (int row = 0; row < resamples; ++row)
                drawn[static_cast<std::size_t>(row)] = static_cast<double>(means(row, i));
            interval.low.data()[begin + i] = static_cast<float>(quantile(drawn, tail));
            interval.high.data()[begin + i] = static_cast<float>(quantile(drawn, 1 - tail));
        }
    }
    return interval;
}

double pearson(const HeadArray &a, const HeadArray &b)
{
    const auto [x, y] = finitePairs(a, b);
    return correlation(x, y);
}

double spearman(const HeadArray &a, const HeadArray &b)
{
    const auto [x, y] = finitePairs(a, b);
    return correlation(ranksOf(x), ranksOf(y));
}

double topOverlap(const ScoreMap &a, const ScoreMap &b, int k)
{
    const auto first = topHeads(a, k);
    const auto second = topHeads(b, k);
    const auto shared
        = std::count_if(first.begin(), first.end(), [&](HeadId id) { return std::find(second.begin(), second.end(), id) != second.end(); });
    return first.empty() ? 0 : static_cast<double>(shared) / static_cast<double>(first.size());
}

} // namespace needlescope
