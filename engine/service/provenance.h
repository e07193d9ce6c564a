// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

namespace needlescope {

/// What a run file of @p study says about itself: the model and its tokenizer's file, the needles, the versions that compute, the time now.
/// Throws EngineError where the model's tokenizer file cannot be read.
RunHeader runHeaderOf(const ModelInfo &model, const StudyRequest &study);

/// SHA-256 of the tokenizer's file, which may be large. Throws EngineError where it cannot be read.
std::string tokenizerHashOf(const ModelInfo &model);

/// Where a single answer to @p request, which became a prompt of @p promptTokens, comes from.
AnswerOrigin originOf(const ModelInfo &model, const std::string &tokenizerHash, const PromptRequest &request, int promptTokens,
    const Intervention &intervention);

/// A name for the run of @p header, the same for the same study (measures/studies/identity.h) of the same model:
/// "demo-mask-curve-1f0c29d3a7b1".
std::string runNameOf(const RunHeader &header);

} // namespace needlescope
