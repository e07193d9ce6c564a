// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/worddiff.h"

#include "measures/words.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace needlescope {

namespace {

/// Between blanks; the characters of scripts without spaces are words by themselves, with the punctuation that follows them.
std::vector<DiffWord> wordsOf(const QString &text, WordChange change)
{
    static const QRegularExpression blanks(QStringLiteral("\\s+"));
    std::vector<DiffWord> words;
    for (const QString &word : text.split(blanks, Qt::SkipEmptyParts)) {
        bool complete = true; // the last word takes no more letters
        bool joined = false;
        for (const char32_t c : word.toUcs4()) {
            const bool alone = isWrittenWithoutSpaces(c);
            if (!joined || alone || (complete && QChar::isLetterOrNumber(c))) {
                words.push_back({{}, change, joined});
                complete = alone;
            }
            words.back().text += QString::fromUcs4(&c, 1);
            joined = true;
        }
    }
    return words;
}

QString bare(const QString &word)
{
    static const QRegularExpression ends(QStringLiteral("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$"));
    const QString stripped = QString(word).remove(ends).toCaseFolded();
    return stripped.isEmpty() ? word : stripped;
}

QStringList bareOf(const std::vector<DiffWord> &words)
{
    QStringList texts;
    for (const DiffWord &word : words)
        texts << bare(word.text);
    return texts;
}

/// length[i][j]: of the longest common subsequence of a from i on and b from j on.
std::vector<std::vector<int>> commonLengths(const QStringList &a, const QStringList &b)
{
    std::vector<std::vector<int>> length(static_cast<std::size_t>(a.size()) + 1, std::vector<int>(static_cast<std::size_t>(b.size()) + 1));
    for (auto i = static_cast<std::size_t>(a.size()); i-- > 0;) {
        for (auto j = static_cast<std::size_t>(b.size()); j-- > 0;) {
            const bool equal = a[static_cast<qsizetype>(i)] == b[static_cast<qsizetype>(j)];
            length[i][j] = equal ? length[i + 1][j + 1] + 1 : std::max(length[i + 1][j], length[i][j + 1]);
        }
    }
    return length;
}

} // namespace

WordDiff diffWords(const QString &baseline, const QString &masked)
{
    WordDiff diff{wordsOf(baseline, WordChange::Lost), wordsOf(masked, WordChange::New)};
    const QStringList leftBare = bareOf(diff.baseline);
    const QStringList rightBare = bareOf(diff.masked);
    const auto length = commonLengths(leftBare, rightBare);
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < diff.baseline.size() && j < diff.masked.size()) {
        if (leftBare[static_cast<qsizetype>(i)] == rightBare[static_cast<qsizetype>(j)]) {
            diff.baseline[i++].change = WordChange::Same;
            diff.masked[j++].change = WordChange::Same;
        } else if (length[i + 1][j] >= length[i][j + 1]) {
            ++i;
        } else {
            ++j;
        }
    }
    return diff;
}

} // namespace needlescope
