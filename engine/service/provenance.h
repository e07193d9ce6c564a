// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/runfile.h"

namespace needlescope {

/// What a run file of @p study says about itself: the model and its tokenizer's file, the needles, the versions that compute, the time now.
/// Throws EngineError where the model's tokenizer file cannot be read.
RunHeader runHeaderOf(const ModelInfo &model, const StudyRequest &study);

} // namespace needlescope
