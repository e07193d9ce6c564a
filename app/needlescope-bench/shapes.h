// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace needlescope {

/// One tensor of a checkpoint of random weights.
struct RandomTensor
{
    std::string name;
    std::vector<std::int64_t> shape;
    float mean = 0;
    float deviation = 0;

    std::int64_t elements() const;
};

/// Names of the sizes of models that can be made without a download.
std::vector<std::string> shapeNames();

/// config.json of a shape, without its dtype. Throws EngineError: unknown name.
nlohmann::json shapeConfig(const std::string &shape);

/// All tensors, in the order in which a checkpoint keeps them: those of a layer together.
std::vector<RandomTensor> randomTensors(const nlohmann::json &config);

} // namespace needlescope
