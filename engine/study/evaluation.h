// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"
#include "model/transformer.h"
#include "text/tokenizer.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace needlescope {

/// Does masking the top K heads lose the needle, and masking K others not? One prompt for each cell of the grid; all masks of a prompt are
/// decoded together. The random heads are drawn once and kept for the whole grid (the reference code draws anew for every cell, and may
/// draw retrieval heads).
struct EvaluationRequest
{
    StudyRequest grid;
    ScoreMap map;
    int topK = 3;
    int draws = 3; ///< of K random heads, with the seeds seed, seed + 1, ...
    std::uint64_t seed = 1;
    bool curve = false; ///< also the top 1, 2, ... K - 1
};

/// One way to mask, over all samples.
struct EvaluatedMask
{
    std::string name; ///< "unmasked", "top 3", "random 3 (seed 1)"
    Intervention intervention;
    double exactShare = 0; ///< of the outputs that are the answer, up to case, white space and punctuation at the end
    double meanRecall = 0; ///< ROUGE-1 recall
    double incompleteShare = 0; ///< of the outputs whose outcome is Outcome::Incomplete
    double meanLogProbability = 0; ///< of an output's tokens under the mask, mean over tokens, then over outputs: how sure it is of itself
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EvaluatedMask, name, intervention, exactShare, meanRecall, incompleteShare, meanLogProbability)

struct EvaluatedSample
{
    int index = 0; ///< as in a detection of the same grid
    int needle = 0;
    int length = 0;
    double depthPercent = 0;
    std::vector<std::string> outputs; ///< one for each mask
    std::vector<bool> exact;
    std::vector<double> recall;
    std::vector<Outcome> outcomes;
    std::vector<double> logProbability; ///< mean over the output's tokens
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EvaluatedSample, index, needle, length, depthPercent, outputs, exact, recall, outcomes, logProbability)

struct Evaluation
{
    std::vector<EvaluatedMask> masks;
    std::vector<EvaluatedSample> samples; ///< by index
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Evaluation, masks, samples)

/// Throws EngineError (empty grid, a map of another model, too few heads to draw from) and Cancelled.
Evaluation evaluate(const Transformer &model, const Tokenizer &tokenizer, const EvaluationRequest &request, std::stop_token stop = {},
    const ProgressFunction &onProgress = {});

} // namespace needlescope
