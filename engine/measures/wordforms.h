// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "measures/words.h"

namespace needlescope {

/// The forms by which @p words are compared: of what a reader takes for one word they are equal. English words are stemmed (Porter;
/// irregular forms first: "hid" is "hide") and have American spelling, numbers are digits ("ninth" and "9th" are "9"; of "twenty-one" both
/// words are "21"), and no word has accents ("Zurich"). Function words stay as they are.
std::vector<std::string> stemsOf(Words words);

/// @p words, written together or apart as in @p model ("windmill" for "wind-mill", "555-0137" for "5550137").
std::vector<std::string> spelledAs(Words model, Words words);

} // namespace needlescope
