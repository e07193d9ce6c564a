// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/grammar.h"

namespace needlescope {

namespace {

constexpr std::string_view Words =
#include "training/corpus/phrases.txt"
#include "training/corpus/verbs.txt"
#include "training/corpus/vocabulary.txt"
#include "training/corpus/words.txt"
    ;
constexpr std::string_view Needles =
#include "training/corpus/clauses.txt"
#include "training/corpus/needles.txt"
    ;
constexpr std::string_view Fillers =
#include "training/corpus/fillers.txt"
    ;
constexpr std::string_view Facts =
#include "training/corpus/facts.txt"
    ;
constexpr std::string_view Tables =
#include "training/corpus/tables.txt"
    ;

} // namespace

GrammarText grammarText()
{
    return {Words, Needles, Fillers, Facts, Tables};
}

} // namespace needlescope
