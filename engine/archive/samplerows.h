// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"
#include "archive/sqlite.h"

#include <filesystem>
#include <vector>

namespace needlescope {

/// Writes the sample's rows in one transaction.
void writeSample(Database &database, const SampleResult &sample);

/// By index. Throws EngineError where one is damaged.
std::vector<SampleResult> readSamples(const Database &database, const ModelInfo &model, const std::filesystem::path &file);

/// Those of the indices 0 to @p nSamples - 1 that can be read, where others cannot; @p nDamaged: how many those are at most.
std::vector<SampleResult> salvageSamples(
    const Database &database, const ModelInfo &model, const std::filesystem::path &file, int nSamples, int &nDamaged);

/// Of a run of format 1: one answer a sample, and its scores.
std::vector<SampleResult> readSamplesOfFormat1(const Database &database, const ModelInfo &model, const std::filesystem::path &file);

} // namespace needlescope
