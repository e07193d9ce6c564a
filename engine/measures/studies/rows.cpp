// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/rows.h"

#include "measures/changewords.h"
#include "measures/statistics.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace needlescope {

namespace {

double meanOver(const SampleResult &sample, const std::vector<int> &masks, const Measured &value)
{
    double sum = 0;
    for (const int mask : masks)
        sum += value(sample.observations.at(static_cast<std::size_t>(mask)));
    return sum / static_cast<double>(std::max<std::size_t>(masks.size(), 1));
}

/// A sweep over the change itself: without its name the rows of one K could not be told apart.
void nameChanges(std::vector<SeriesPoint> &points)
{
    std::set<std::string> several;
    std::map<std::string, Intervention> first;
    for (const SeriesPoint &point : points) {
        if (!sameChange(first.try_emplace(point.series, point.how).first->second, point.how))
            several.insert(point.series);
    }
    for (SeriesPoint &point : points) {
        if (several.contains(point.series))
            point.series += ", " + changeKey(point.how);
    }
}

} // namespace

std::vector<SeriesPoint> pointsOf(std::span<const StudyMask> masks)
{
    std::vector<SeriesPoint> points;
    for (std::size_t i = 0; i < masks.size(); ++i) {
        const std::string series(nameOf(masks[i].role));
        const Intervention how = withHeads(masks[i].intervention, {});
        const auto known = std::find_if(points.begin(), points.end(),
            [&](const SeriesPoint &point) { return point.series == series && point.k == masks[i].k && sameChange(point.how, how); });
        if (known != points.end())
            known->masks.push_back(static_cast<int>(i));
        else
            points.push_back({series, masks[i].k, {static_cast<int>(i)}, how});
    }
    nameChanges(points);
    return points;
}

double recallOf(const Observation &observation)
{
    return observation.recall;
}

double exactOf(const Observation &observation)
{
    return observation.exact ? 1 : 0;
}

double f1Of(const Observation &observation)
{
    return observation.f1;
}

double logProbabilityOf(const Observation &observation)
{
    return observation.logProbability;
}

Samples allOf(std::span<const SampleResult> samples)
{
    Samples all;
    for (const SampleResult &sample : samples)
        all.push_back(&sample);
    return all;
}

Estimate estimateOf(const Samples &samples, const SeriesPoint &point, const Measured &value, Interval interval, std::uint64_t seed)
{
    std::vector<double> values;
    for (const SampleResult *sample : samples)
        values.push_back(meanOver(*sample, point.masks, value));
    if (interval == Interval::Wilson)
        return share(std::accumulate(values.begin(), values.end(), 0.0), static_cast<int>(values.size()));
    return bootstrapMean(values, seed);
}

void addByK(StudySummary &summary, const Samples &samples, std::span<const SeriesPoint> points, const std::string &measure,
    const Measured &value, Interval interval, std::uint64_t seed)
{
    for (const SeriesPoint &point : points)
        summary.rows.push_back({point.series, measure, static_cast<double>(point.k), 0, estimateOf(samples, point, value, interval, seed)});
}

void addByLengthAndDepth(StudySummary &summary, std::span<const SampleResult> samples, std::span<const SeriesPoint> points,
    const std::string &measure, const Measured &value, Interval interval, std::uint64_t seed)
{
    std::map<std::pair<int, double>, Samples> cells;
    for (const SampleResult &sample : samples)
        cells[{sample.length, sample.depthPercent}].push_back(&sample);
    std::map<std::string, SeriesPoint> largest;
    for (const SeriesPoint &point : points) {
        const auto [known, isNew] = largest.try_emplace(point.series, point);
        if (!isNew && known->second.k < point.k)
            known->second = point;
    }
    for (const auto &[series, point] : largest) {
        for (const auto &[cell, inside] : cells)
            summary.rows.push_back(
                {series, measure, static_cast<double>(cell.first), cell.second, estimateOf(inside, point, value, interval, seed)});
    }
}

ScoreMap meanMap(std::span<const SampleResult> samples, const std::string &measure, std::uint64_t seed)
{
    std::vector<const HeadArray *> arrays;
    for (const SampleResult &sample : samples) {
        if (const HeadArray *values = sample.head(measure); values && sample.counted)
            arrays.push_back(values);
    }
    ScoreMap map;
    map.measure = measure;
    if (arrays.empty())
        return map;
    using Sums = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Sums sum = Sums::Zero(arrays.front()->rows(), arrays.front()->cols());
    Sums active = sum;
    for (const HeadArray *values : arrays) {
        sum += values->cast<double>();
        active += (*values > 0.0F).cast<double>();
    }
    const auto n = static_cast<double>(arrays.size());
    map.score = (sum / n).cast<float>();
    map.frequency = (active / n).cast<float>();
    auto interval = bootstrapHeads(arrays, seed);
    map.low = std::move(interval.low);
    map.high = std::move(interval.high);
    map.nCounted = static_cast<int>(arrays.size());
    return map;
}

} // namespace needlescope
