// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/modelconfig.h"

#include <span>
#include <string>

namespace needlescope {

/// Models whose config.json and weight names have one form.
struct Family
{
    std::string modelType; ///< `model_type` of config.json
    Architecture (*read)(const ModelConfig &); ///< throws EngineError
};

/// All that are known.
std::span<const Family> families();

Architecture readLlama(const ModelConfig &config);

} // namespace needlescope
