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

/// The outcome of figure 9 of the paper, as a careful reader would give it, by this rule; the first that holds decides.
///
/// Words are those of measures/words.h, compared by the forms of measures/wordforms.h, written together or apart; content words are those
/// that are not articles, pronouns, prepositions, conjunctions or auxiliaries. What the question or the needle's sentence beside the answer
/// says is no news: neither evidence nor invention. Of the output (behind "</think>") the first line that says anything is judged, with the
/// list it leads to or begins; a sentence that it repeats once. The answer's essentials are its content words that the question does not
/// say; its last word counts as one, and if there are no others, all do.
///
/// - Complete: it has every essential, in any order.
/// - Wrong extraction: runs of at least 4 words, two of them content words, from the context outside the needle's sentence and the question
///   make up more than half of it, and it has no longer run from the answer.
/// - Incomplete: it has a fifth of the essentials, and one among them that is not just what is to be done ("eat a ... and sit ..." may
///   begin any invention) or counted ("88 metres"); or it has any and invents nothing; or it breaks off before it has one: it is empty, or
///   restates and stops.
/// - Hallucination: everything else.
Outcome outcomeOf(const OutcomeInput &input);

} // namespace needlescope
