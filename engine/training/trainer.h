// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/recipe.h"

#include <filesystem>
#include <functional>
#include <string>

namespace needlescope {

enum class Precision {
    Auto, ///< whichever multiplies faster on this machine
    Float,
    BFloat16,
};

struct TrainOptions
{
    std::filesystem::path directory; ///< of the tokenizer, the checkpoint and the log; a checkpoint there is continued
    std::filesystem::path from; ///< where a recipe without a shape begins: another training's folder, or an exported model
    bool fromScratch = false; ///< what is in the directory is thrown away first
    std::string device = "cpu"; ///< "cpu", "cuda", "cuda:1"
    Precision precision = Precision::Auto;
    std::int64_t checkpointEvery = 500; ///< steps
    std::int64_t reportEvery = 50; ///< steps
    std::int64_t diagnoseEvery = 250; ///< steps
    std::int64_t stopAfter = -1; ///< steps of this call; -1: until the recipe's end
};

/// How well a training ended.
struct TrainingResult
{
    double copyAccuracy = 0; ///< running mean over answers and copies
    double factAccuracy = 0;
    std::int64_t tokens = 0;
};

/// Trains @p recipe, resuming from the checkpoint in the directory. Killing it at any moment loses the steps since the last
/// checkpoint and nothing else: the continued run makes the same batches. Throws EngineError.
TrainingResult train(const Recipe &recipe, const TrainOptions &options, const std::function<void(const std::string &)> &log);

/// Writes the checkpoint's model as a Hugging Face directory: config.json, model.safetensors (bf16), tokenizer.json,
/// generation_config.json.
void exportModel(const std::filesystem::path &training, const std::filesystem::path &model);

} // namespace needlescope
