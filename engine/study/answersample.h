// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"
#include "api/work.h"
#include "model/transformer.h"
#include "study/sampleorder.h"
#include "text/tokenizer.h"

#include <memory>
#include <span>

namespace needlescope {

/// A sample with what the next one can reuse.
struct AnsweredSample
{
    SampleResult result; ///< without seconds
    std::shared_ptr<const PromptCache> prompt;
};

/// Asks one task under all @p masks, decoded together, and measures each answer and, as far as the kind keeps it, each head. @p reuse may
/// be null. Throws EngineError and Cancelled.
AnsweredSample answerSample(const Transformer &model, const Tokenizer &tokenizer, const StudyRequest &request,
    std::span<const StudyMask> masks, const PlannedSample &sample, const std::shared_ptr<const PromptCache> &reuse, const Work &work);

/// The same for neighbours in the order of samples. Where the only mask leaves the model as it is, their answers are decoded together.
std::vector<AnsweredSample> answerSamples(const Transformer &model, const Tokenizer &tokenizer, const StudyRequest &request,
    std::span<const StudyMask> masks, std::span<const PlannedSample> samples, const std::shared_ptr<const PromptCache> &reuse,
    const Work &work);

/// Whether answerSamples() decodes answers of several samples together.
bool answersTogether(const StudyRequest &request, std::span<const StudyMask> masks);

} // namespace needlescope
