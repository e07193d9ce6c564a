// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/languagemodel.h"

#include <filesystem>
#include <optional>

namespace needlescope {

/// A training's checkpoint in its folder.
inline constexpr const char *checkpointName = "checkpoint.safetensors";

/// One parameter with its moments (AdamW).
struct TrainedTensor
{
    std::string name;
    at::Tensor value;
    at::Tensor first;
    at::Tensor second;
};

/// Where a training stands, apart from its tensors.
struct TrainingState
{
    std::int64_t stage = 0;
    std::int64_t step = 0; ///< steps done in this stage
    std::int64_t tokens = 0; ///< seen since the beginning
    double copyAccuracy = 0; ///< running mean over answers and copies
    double factAccuracy = 0;
    std::vector<std::pair<int, int>> offHeads; ///< (layer, head) that the penalty has switched off
    Architecture shape;
    bool bfloat16 = false;
    std::string recipe; ///< as read
};

/// The file is written beside itself and renamed, so a kill leaves the old one or the new one. Throws EngineError.
void writeCheckpoint(const std::filesystem::path &file, const TrainingState &state, const std::vector<TrainedTensor> &tensors);

struct TrainingCheckpoint
{
    TrainingState state;
    std::vector<TrainedTensor> tensors; ///< on the CPU
};
/// Throws EngineError when the file cannot be used.
TrainingCheckpoint readCheckpoint(const std::filesystem::path &file);

/// Copies the checkpoint's values into a model of the same shape.
LanguageModel modelOf(const TrainingCheckpoint &checkpoint, at::Device device, at::ScalarType computeType);

} // namespace needlescope
