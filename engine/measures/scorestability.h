// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <cstdint>
#include <span>

namespace needlescope {

/// How sure a score map of so many samples is: what 200 bootstrap samples of it agree on.
struct ScoreStability
{
    int nCounted = 0;
    int nTop = 0; ///< heads that are ranked: at most 20, and no more than have half the threshold or more
    double topOverlap = 0; ///< mean share of the top heads that are the same
    double setJaccard = 0; ///< of the set "at least 0.1", mean over the bootstrap samples

    /// At least 8 counted samples, and both means at least 0.9. On Llama-2-7B-80K's published scores 10 samples keep 93 % of the top 20.
    bool enough() const;
};

/// @p scores are those of the counted samples.
ScoreStability stabilityOf(std::span<const HeadArray *const> scores, std::uint64_t seed = 1);

} // namespace needlescope
