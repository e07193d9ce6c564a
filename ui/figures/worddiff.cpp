// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/worddiff.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace needlescope {

namespace {

QStringList wordsOf(const QString &text)
{
    static const QRegularExpression blanks(QStringLiteral("\\s+"));
    return text.split(blanks, Qt::SkipEmptyParts);
}

QString bare(const QString &word)
{
    static const QRegularExpression ends(QStringLiteral("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$"));
    const QString stripped = QString(word).remove(ends).toCaseFolded();
    return stripped.isEmpty() ? word : stripped;
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
    const QStringList left = wordsOf(baseline);
    const QStringList right = wordsOf(masked);
    QStringList leftBare;
    QStringList rightBare;
    std::transform(left.begin(), left.end(), std::back_inserter(leftBare), bare);
    std::transform(right.begin(), right.end(), std::back_inserter(rightBare), bare);
    const auto length = commonLengths(leftBare, rightBare);
    WordDiff diff;
    for (const QString &word : left)
        diff.baseline.push_back({word, WordChange::Lost});
    for (const QString &word : right)
        diff.masked.push_back({word, WordChange::New});
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
