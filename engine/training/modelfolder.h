// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"
#include "training/languagemodel.h"

#include <filesystem>

namespace needlescope {

/// config.json of a model in transformers' form: Llama's, or Mixtral's where it has experts.
nlohmann::ordered_json huggingFaceConfig(const Architecture &shape, int positions);

/// The model's parameters as transformers names and cuts them: views, so that what is copied into them is the model's.
std::vector<NamedTensor> huggingFaceTensors(const LanguageModel &model, const WeightNames &names);

/// Where another training begins: a training's folder (its checkpoint), or an exported model.
struct StartingPoint
{
    LanguageModel model;
    std::vector<std::pair<int, int>> offHeads; ///< (layer, head) whose block of W_O is zero
    double copyAccuracy = 0; ///< as far as it is known
};
/// Throws EngineError where @p folder holds neither, or a model of another kind than is trained here.
StartingPoint readStartingPoint(const std::filesystem::path &folder, at::Device device, at::ScalarType computeType);

} // namespace needlescope
