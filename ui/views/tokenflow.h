// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFontMetricsF>
#include <QHash>
#include <QRectF>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace needlescope {

/// Tokens set as running text: wrapped between words, broken at line feeds. Laid out once; 100,000 tokens take some tens of milliseconds.
class TokenFlow
{
public:
    void setTokens(std::vector<QString> tokens);
    /// @p padding: blank on both sides of every token.
    void layOut(double width, const QFontMetricsF &metrics, double padding = 0);

    /// The same font, of another thread than the one that it was laid out in.
    void setMetrics(const QFontMetricsF &metrics) { m_metrics = metrics; }

    int nTokens() const { return static_cast<int>(m_tokens.size()); }
    int nLines() const { return static_cast<int>(m_lineStarts.size()); }
    const QFontMetricsF &metrics() const { return m_metrics; }
    double lineHeight() const { return m_lineHeight; }
    double height() const { return nLines() * m_lineHeight; }

    int lineOf(int token) const { return m_lines[static_cast<std::size_t>(token)]; }
    /// First token of a line; nTokens() after the last line.
    int lineStart(int line) const;
    /// Share of the width that a line fills.
    double lineFill(int line) const;
    QRectF rect(int token) const;
    std::optional<int> tokenAt(QPointF point) const;
    /// The token nearest to a point, line by line; nothing where there are no tokens.
    std::optional<int> nearest(QPointF point) const;

    const QString &text(int token) const { return m_tokens[static_cast<std::size_t>(token)]; }
    /// As it stands in its line: without line feeds, and without the blank before a line's first word.
    QString shownText(int token) const;
    /// From a token's left edge to behind its first @p nCharacters, those that are not shown included.
    double advanceWithin(int token, int nCharacters) const;
    /// First and last token of the word that a token is part of.
    std::pair<int, int> wordAt(int token) const;

private:
    void startLine(int token);
    void place(int token);
    double advance(const QString &text);
    bool beginsWord(int token) const;
    bool dropsBlank(int token) const;

    std::vector<QString> m_tokens;
    std::vector<float> m_x;
    std::vector<float> m_widths;
    std::vector<int> m_lines;
    std::vector<int> m_lineStarts;
    double m_width = 0;
    double m_lineHeight = 1;
    double m_padding = 0;
    double m_penX = 0;
    QFontMetricsF m_metrics{QFont()};
    QHash<QString, double> m_advances; // the same few thousand pieces come again and again
};

} // namespace needlescope
