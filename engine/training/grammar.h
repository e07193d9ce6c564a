// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace needlescope {

/// The texts from which BookGenerator makes documents; the notation is explained beside each in grammar.cpp.
struct GrammarText
{
    std::string words; ///< `kind = alternative | alternative`
    std::string needles; ///< `statement with [answer] || question || question`
    std::string fillers; ///< sentences, set apart by '|' or a new line
    std::string facts; ///< `question || answer`
};

GrammarText grammarText();

} // namespace needlescope
