// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/aggregate.h"

namespace needlescope {

ScoreMap aggregateSamples(std::span<const SampleResult> samples, int nLayers, int nHeads)
{
    using Sums = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Sums score = Sums::Zero(nLayers, nHeads);
    Sums active = Sums::Zero(nLayers, nHeads);
    ScoreMap map;
    map.nSamples = static_cast<int>(samples.size());
    for (const SampleResult &sample : samples) {
        if (!sample.counted)
            continue;
        if (sample.scores.rows() != nLayers || sample.scores.cols() != nHeads)
            throw EngineError("Sample " + std::to_string(sample.index) + " has scores of another model's size; start the study anew.");
        score += sample.scores.cast<double>();
        active += (sample.scores > 0.0F).cast<double>();
        ++map.nCounted;
    }
    const double counted = std::max(map.nCounted, 1);
    map.score = (score / counted).cast<float>();
    map.frequency = (active / counted).cast<float>();
    return map;
}

} // namespace needlescope
