// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"

#include <string>
#include <string_view>

namespace needlescope {

/// The needle's answer; where it is empty, the part of the statement behind the words that the question says too ("The best thing to do in
/// San Francisco is | eat a sandwich ..."). Without punctuation at the end either way, so that an answer that was typed, one from a file
/// and one that was derived have the same span and the same score.
std::string answerOf(const Needle &needle);

/// Where @p answer stands in @p statement: verbatim; else without regard to case and end punctuation (the paper's third needle begins with
/// "Because" where its statement says "because"); else the longest run of its last words that stands there, at least half of them.
/// Throws EngineError.
TextSpan findAnswer(std::string_view statement, std::string_view answer);

} // namespace needlescope
