// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace needlescope {

/// Scores of every head in every counted sample, as the reference code's score files hold them.
struct HeadScores
{
    int nLayers = 0;
    int nHeads = 0;
    std::vector<std::vector<float>> samples; ///< one list for each head, layer by layer

    const std::vector<float> &of(HeadId id) const { return samples[static_cast<std::size_t>(id.layer * nHeads + id.head)]; }
};

HeadScores headScoresOf(std::span<const SampleResult> samples, int nLayers, int nHeads);
ScoreMap scoreMapOf(const HeadScores &scores);

/// Of a file's content; @p file names it in sentences.
HeadScores headScoresIn(const std::string &content, const std::filesystem::path &file);

/// Reads `{"layer-head": [score, ...], ...}`. Heads may come in any order, be missing (no samples: score 0), have lists of unequal length
/// or one number instead of a list. Throws EngineError that names the file and the head.
HeadScores readScoreFile(const std::filesystem::path &file);

/// Writes the same form, one line, each number in the shortest form that reads back as the same float. Throws EngineError.
void writeScoreFile(const std::filesystem::path &file, const HeadScores &scores);

} // namespace needlescope
