// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/headarray.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace needlescope {

/// A retrieval head has a mean score of at least this (section 2 of the paper).
inline constexpr float retrievalHeadThreshold = 0.1F;

/// Retrieval scores of a model over many samples.
struct ScoreMap
{
    HeadArray score; ///< mean retrieval score over the counted samples
    HeadArray frequency; ///< activation frequency: share of the counted samples with a score above 0 (figure 4)
    int nSamples = 0; ///< samples run
    int nCounted = 0; ///< of these, the answers that succeeded (recall above 0.5); only they count

    int nLayers() const { return static_cast<int>(score.rows()); }
    int nHeads() const { return static_cast<int>(score.cols()); }
    bool empty() const { return score.size() == 0; }
};

/// All heads by score, best first; ties by layer, then head.
inline std::vector<HeadId> rankedHeads(const ScoreMap &map)
{
    std::vector<HeadId> heads;
    for (int layer = 0; layer < map.nLayers(); ++layer) {
        for (int head = 0; head < map.nHeads(); ++head)
            heads.push_back({layer, head});
    }
    std::stable_sort(
        heads.begin(), heads.end(), [&](HeadId a, HeadId b) { return map.score(a.layer, a.head) > map.score(b.layer, b.head); });
    return heads;
}

/// Pearson's correlation of two arrays of the same size (figure 6); 0 where one of them is constant.
inline double pearson(const HeadArray &a, const HeadArray &b)
{
    const Eigen::ArrayXXd x = a.cast<double>() - a.cast<double>().mean();
    const Eigen::ArrayXXd y = b.cast<double>() - b.cast<double>().mean();
    const double scale = std::sqrt(x.square().sum() * y.square().sum());
    return scale == 0 ? 0 : (x * y).sum() / scale;
}

inline void to_json(nlohmann::json &json, const ScoreMap &map)
{
    json = {{"score", headArrayToJson(map.score)}, {"frequency", headArrayToJson(map.frequency)}, {"samples", map.nSamples},
        {"counted", map.nCounted}};
}

inline void from_json(const nlohmann::json &json, ScoreMap &map)
{
    map = {headArrayFromJson(json.at("score")), headArrayFromJson(json.at("frequency")), json.at("samples").get<int>(),
        json.at("counted").get<int>()};
}

} // namespace needlescope
