// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/scoremap.h"
#include "api/sentence.h"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace needlescope {

/// The paper's bins of figure 3: 0, above 0, at least 0.1, at least 0.5; shares of all heads.
std::array<double, 4> binShares(const ScoreMap &map);

/// Whether a head of one is a head of the other.
bool haveSameSize(const ScoreMap &a, const ScoreMap &b);

/// What each map is called beside the others: its model; where others are of the same model, its rule or its file, too.
std::vector<std::string> namesOf(std::span<const ScoreMap> maps);

/// Heads that are among the top @p k of both and above 0 in both, in the order of @p a; none where the sizes differ.
std::vector<HeadId> sharedTopHeads(const ScoreMap &a, const ScoreMap &b, int k);

/// Several maps beside each other (figures 3, 5 and 6).
struct MapComparison
{
    std::vector<std::string> names;
    std::vector<std::array<double, 4>> bins;
    std::vector<std::vector<double>> pearson; ///< (maps, maps)
    std::vector<std::vector<double>> spearman;
    std::vector<std::vector<double>> overlap; ///< share of the top K heads of the row that are among the column's; -1: other sizes
    int topK = 0;
    /// Where two maps have other numbers of layers or heads, no head of one is a head of the other: what is correlated then is each layer's
    /// highest score against relative depth, the shorter model's layers taken as they are and the longer one's interpolated linearly.
    std::vector<Sentence> notes;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(MapComparison, names, bins, pearson, spearman, overlap, topK, notes)

/// Throws EngineError where there are fewer than two maps.
MapComparison compareMaps(std::span<const ScoreMap> maps, int topK);

} // namespace needlescope
