// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <vector>

namespace needlescope {

/// One task in one style. Its index counts style by style, then needle by needle (or item by item), then length by length, then depth by
/// depth; it does not depend on the order.
struct PlannedSample
{
    int index = 0;
    int item = 0; ///< needle, or question item
    AnswerStyle style = AnswerStyle::AnswerOnly;
    int haystack = 0; ///< index modulo the number of haystacks
    int length = 0; ///< 0: as long as the item is
    double depthPercent = 0;
    double cost = 0; ///< expected, in tokens to read; for the time left
};

/// What reading and decoding one answer cost beside the prompt, in tokens of prompt; measured on models between 1M and 7M parameters.
inline constexpr double decodingCost = 100;

/// The samples of the request's shard in the order in which they share most of their prompts: those of one haystack and length follow each
/// other, deepest needle first, so that each finds its text up to the needle in the prompt cache of the first one; and lengths of one
/// haystack, so that a longer one finds what the shorter one has. Shards are cut between such groups. A quick study takes them in an order
/// drawn by the seed instead, twelve at a time in the order above, so that a few samples already stand for all. Throws EngineError where
/// there is nothing to ask, or a needle has no text to hide in.
std::vector<PlannedSample> samplesInOrder(const StudyRequest &request);

/// How many shards of @p request have a sample at most. Throws as samplesInOrder().
int mostShards(StudyRequest request);

/// Whether two needles lie in the same text.
bool shareAText(const PlannedSample &a, const PlannedSample &b);

PromptRequest promptRequestOf(const StudyRequest &request, const PlannedSample &sample);

} // namespace needlescope
