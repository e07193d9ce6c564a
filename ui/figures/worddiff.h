// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace needlescope {

enum class WordChange {
    Same, ///< in both answers, in this order
    Lost, ///< only in the baseline
    New, ///< only under the mask
};

struct DiffWord
{
    QString text; ///< without the blanks around it
    WordChange change = WordChange::Same;
    bool joined = false; ///< no blank stands before it: a character of a script without spaces, or what follows one
};

struct WordDiff
{
    std::vector<DiffWord> baseline;
    std::vector<DiffWord> masked;
};

/// Longest common subsequence of words; case and punctuation at a word's ends do not make it another word.
WordDiff diffWords(const QString &baseline, const QString &masked);

} // namespace needlescope
