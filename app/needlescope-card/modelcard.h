// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation.h"

namespace needlescope {

struct NeedleSet
{
    std::string name; ///< "held-out", "bound", "facts"
    std::vector<Needle> needles;
    std::vector<int> lengths; ///< tokens
    std::vector<double> depths; ///< per cent
};

struct CardRequest
{
    std::vector<NeedleSet> sets; ///< the first is the one that detection uses too
    StudyRequest detection; ///< its haystacks, frame and limit are those of the sets too
    int draws = 5; ///< of random heads
    std::uint64_t seed = 1;
};

struct CardSet
{
    std::string name;
    Evaluation evaluation;
};

/// What a demo model promises, measured: the figures of its card.
struct ModelCard
{
    ScoreMap map;
    int topK = 0; ///< all retrieval heads, at most a tenth of the model's
    std::vector<CardSet> sets;
    double guessLogProbability = 0; ///< per token, of answers to the first set's questions where no needle answers them
};

/// Detects, then evaluates every set. Throws EngineError and Cancelled.
ModelCard measureCard(const Transformer &model, const Tokenizer &tokenizer, const CardRequest &request, const Work &work);

/// All samples of @p request, a detection. Throws EngineError and Cancelled.
ScoreMap detectedMap(const Transformer &model, const Tokenizer &tokenizer, const StudyRequest &request, const Work &work);

} // namespace needlescope
