// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/headarray.h"
#include "api/scoremap.h"
#include "api/study.h"

#include <cstdint>
#include <span>
#include <vector>

namespace needlescope {

/// Mean of @p values with the percentile interval of 1,000 bootstrap samples; the same seed gives the same interval. One value or none has
/// no width.
Estimate bootstrapMean(std::span<const double> values, std::uint64_t seed = 1);

/// @p value, or 0 where it is 0 to so many decimals: "-0.000" says nothing.
double toDecimals(double value, int decimals);

/// Share of @p hits in @p n with Wilson's interval; hits may be fractional, as means over random draws are.
Estimate share(double hits, int n);

/// 95 % bootstrap interval of the mean of (samples, heads); arrays of one value a head.
struct HeadInterval
{
    HeadArray low;
    HeadArray high;
};
HeadInterval bootstrapHeads(std::span<const HeadArray *const> samples, std::uint64_t seed = 1);

/// Pearson's correlation (figure 6); 0 where one side is constant. Pairs of which one is not finite are left out.
double pearson(const HeadArray &a, const HeadArray &b);

/// Spearman's: Pearson's of the ranks, ties with their mean rank.
double spearman(const HeadArray &a, const HeadArray &b);

/// Share of the top @p k heads of @p a that are among the top @p k of @p b.
double topOverlap(const ScoreMap &a, const ScoreMap &b, int k);

} // namespace needlescope
