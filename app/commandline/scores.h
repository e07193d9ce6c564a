// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/modelinfo.h"
#include "api/scoremap.h"

#include <filesystem>
#include <optional>
#include <string>

namespace needlescope {

/// Scores of all heads of @p model from @p file, a score file or a run file; where it is empty, those that are shipped with the model;
/// nothing where there are none. Throws EngineError: a bad file, one of another model, or one with more heads than the model has.
std::optional<ScoreMap> scoresOf(const ModelInfo &model, const std::string &file);

/// A file of that name, or a run that still is in its shards, else the run that is called so.
std::filesystem::path runPathOrFile(const std::string &name);

} // namespace needlescope
