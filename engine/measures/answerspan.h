// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"

#include <string>
#include <string_view>

namespace needlescope {

/// The needle's answer; where it is empty, what the needle says that the question does not: of its runs between content words of the
/// question (compared by stem) the one with most content words, without a linking verb in front ("The winner of the village chess cup was |
/// a baker called Marta Ilves"). Without punctuation at the end either way, so that an answer that was typed, one from a file and one that
/// was derived have the same span and the same score.
std::string answerOf(const Needle &needle);

/// Where @p answer stands in @p statement: verbatim; else without regard to case and end punctuation (the paper's third needle begins with
/// "Because" where its statement says "because"); else the longest run of its last words that stands there, at least half of them.
/// A place that cuts no word comes before one inside other words ("7" in "2017"), the last place before others. Throws EngineError.
TextSpan findAnswer(std::string_view statement, std::string_view answer);

} // namespace needlescope
