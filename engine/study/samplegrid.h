// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/modelinfo.h"
#include "api/study.h"

#include <vector>

namespace needlescope {

/// One cell of needles x lengths x depths. Its index counts needle by needle, then length by length, then depth by depth.
struct GridSample
{
    int index = 0;
    int needle = 0;
    int haystack = 0; ///< index modulo the number of haystacks
    int length = 0;
    double depthPercent = 0;
    double cost = 0; ///< expected, in tokens to read; for the time left
};

/// All samples in the order in which they share most of their prompts: those of one haystack and length follow each other, deepest needle
/// first, so that each finds its text up to the needle in the prompt cache of the one before. Throws EngineError where the grid is empty.
std::vector<GridSample> samplesInOrder(const StudyRequest &request);

PromptRequest promptRequestOf(const StudyRequest &request, const GridSample &sample);

/// Unmasked; with the model's stop tokens where the study names none.
GenerationRequest generationRequestOf(const StudyRequest &request, const Prompt &prompt, const ModelInfo &model);

} // namespace needlescope
