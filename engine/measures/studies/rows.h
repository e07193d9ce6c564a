// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace needlescope {

/// Masks whose answers are one point of a series: the draws of one K under one change.
struct SeriesPoint
{
    std::string series; ///< nameOf(MaskRole); with the change, "top, scale 2.5, decode", where one K has several
    int k = 0;
    std::vector<int> masks; ///< indices
    Intervention how; ///< without heads
};

/// The points of @p masks in their order; draws that differ in nothing but their heads together. No two have series and K in common.
std::vector<SeriesPoint> pointsOf(std::span<const StudyMask> masks);

using Measured = std::function<double(const Observation &)>;

double recallOf(const Observation &observation);
double exactOf(const Observation &observation); ///< 1 or 0
double f1Of(const Observation &observation);
double logProbabilityOf(const Observation &observation);

enum class Interval {
    Bootstrap, ///< over samples, for numbers
    Wilson, ///< for shares
};

using Samples = std::vector<const SampleResult *>;
Samples allOf(std::span<const SampleResult> samples);

/// Mean over samples of the mean over the point's draws; so n counts samples.
Estimate estimateOf(const Samples &samples, const SeriesPoint &point, const Measured &value, Interval interval, std::uint64_t seed);

/// A row for each point, x being K.
void addByK(StudySummary &summary, const Samples &samples, std::span<const SeriesPoint> points, const std::string &measure,
    const Measured &value, Interval interval, std::uint64_t seed);

/// A row for each point, length and depth, x and y being those. Of several K's each series has the largest only.
void addByLengthAndDepth(StudySummary &summary, std::span<const SampleResult> samples, std::span<const SeriesPoint> points,
    const std::string &measure, const Measured &value, Interval interval, std::uint64_t seed);

/// Mean of a measure of the heads over the counted samples that have it, with intervals and activation frequency.
ScoreMap meanMap(std::span<const SampleResult> samples, const std::string &measure, std::uint64_t seed);

} // namespace needlescope
