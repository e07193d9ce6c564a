// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/architecture.h"
#include "model/checkpoint.h"

namespace needlescope {

/// The architecture that the metadata of @p checkpoint, GGUF files, describe, its weights under their names in GGUF. What the metadata say
/// is brought into the form of config.json, so that one function reads a family whatever file it comes from. Throws EngineError: an
/// architecture that no family knows, a key that is missing, or one that is not understood.
Architecture readArchitecture(const Checkpoint &checkpoint);

/// Whether the weights that readArchitecture() names leave the tensor @p name to nobody: rope tables, layers that predict further tokens.
bool isBesideTheWeights(const std::string &name, const Architecture &architecture);

/// `model_type` of the family that reads `general.architecture` @p name; empty: none does.
std::string ggufFamily(const std::string &name);

} // namespace needlescope
