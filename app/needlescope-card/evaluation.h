// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"
#include "api/work.h"
#include "model/transformer.h"
#include "text/tokenizer.h"

#include <string>
#include <vector>

namespace needlescope {

/// One way to mask, over all samples.
struct EvaluatedMask
{
    std::string name; ///< "unmasked", "top 3", "random 3 (draw 1)"
    Intervention intervention;
    double exactShare = 0; ///< of the outputs that are the answer, up to case, white space and punctuation at the end
    double meanRecall = 0; ///< ROUGE-1 recall
    double incompleteShare = 0; ///< of the outputs whose outcome is Outcome::Incomplete
    double meanLogProbability = 0; ///< of an output's tokens under the mask, mean over tokens, then over outputs: how sure it is of itself
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EvaluatedMask, name, intervention, exactShare, meanRecall, incompleteShare, meanLogProbability)

struct Evaluation
{
    std::vector<EvaluatedMask> masks; ///< unmasked, top 1 to K, draws of K random ones
    std::vector<SampleResult> samples; ///< by index; their observations are of the study's masks, the first unmasked
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Evaluation, masks, samples)

/// Runs @p request, a masking curve. Of the random masks only those of the largest K are kept. Throws EngineError and Cancelled.
Evaluation evaluate(const Transformer &model, const Tokenizer &tokenizer, const StudyRequest &request, const Work &work);

} // namespace needlescope
