// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace needlescope {

/// An answer succeeds, and its sample counts, with a recall above this (the reference code: ROUGE-1 recall > 50 %).
inline constexpr double successRecall = 0.5;

/// ROUGE-1 recall of @p answer by @p output as the reference code's rouge_score takes it (use_stemmer=True): runs of [a-z0-9] in lower
/// case, those longer than 3 letters stemmed (Porter), clipped matches / words of the answer. Words of other letters, which rouge_score
/// passes over, count too, each character of a script without spaces by itself. 0 where the answer has no word.
///
/// The stemmer is Snowball's "porter". NLTK's differs in a few endings (ie/ies, "news", "dying"); since both texts are stemmed alike, the
/// recall differs only where two different words fall together in one and not in the other.
double rougeRecall(std::string_view answer, std::string_view output);

} // namespace needlescope
