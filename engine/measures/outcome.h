// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/outcome.h"

#include <string_view>

namespace needlescope {

/// An answer and what it is judged by. All UTF-8.
struct OutcomeInput
{
    std::string_view answer; ///< what a complete output says
    std::string_view output; ///< what was said
    std::string_view before; ///< the prompt up to the answer span
    std::string_view after; ///< the prompt behind it
};

/// The outcome of figure 9 of the paper, by this rule; the first that holds decides.
///
/// Words are runs of letters and digits without regard to case. Content words are those that are not articles, pronouns, prepositions,
/// conjunctions or auxiliaries; the last word of the answer counts as one, and if it has no others, all do. Of the output, the first line
/// that says anything is judged, without a beginning that restates at least 3 words of the needle's own sentence ("The best thing to do in
/// San Francisco is ...") or of the question.
///
/// - Complete: it has every content word of the answer, in order.
/// - Wrong extraction: more than half of it is one verbatim run from the context outside the needle's sentence and the question, with at
///   least 2 content words, and longer than its longest run from the answer.
/// - Incomplete: it has at least half of the answer's content words; or a verbatim run of at least 4 words of the answer, one of them a
///   content word; or it is nothing but words of the answer in their order (it breaks off; an empty output too: nothing is invented).
/// - Hallucination: everything else.
Outcome outcomeOf(const OutcomeInput &input);

} // namespace needlescope
