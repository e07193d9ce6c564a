// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tokenflow.h"

#include <algorithm>
#include <cmath>

namespace needlescope {

namespace {

QString withoutLineFeeds(const QString &text)
{
    QString shown = text;
    shown.remove(QLatin1Char('\n')).remove(QLatin1Char('\r'));
    shown.replace(QLatin1Char('\t'), QLatin1Char(' '));
    return shown;
}

} // namespace

void TokenFlow::setTokens(std::vector<QString> tokens)
{
    m_tokens = std::move(tokens);
    m_lineStarts.clear();
    m_lines.clear();
}

void TokenFlow::layOut(double width, const QFontMetricsF &metrics, double padding)
{
    m_metrics = metrics;
    m_advances.clear();
    m_width = width;
    m_padding = padding;
    m_lineHeight = std::ceil(metrics.height() * 1.3);
    const auto n = m_tokens.size();
    m_x.assign(n, 0);
    m_widths.assign(n, 0);
    m_lines.assign(n, 0);
    m_lineStarts.clear();
    if (n == 0)
        return;
    startLine(0);
    int wordStart = 0;
    for (int token = 0; token < nTokens(); ++token) {
        if (beginsWord(token))
            wordStart = token;
        place(token);
        const bool overflows = m_penX > m_width && token > m_lineStarts.back();
        if (overflows) {
            // The whole word moves to the next line, unless it fills this one alone.
            const int first = wordStart > m_lineStarts.back() ? wordStart : token;
            startLine(first);
            for (int moved = first; moved <= token; ++moved)
                place(moved);
        }
        if (text(token).contains(QLatin1Char('\n')) && token + 1 < nTokens()) {
            startLine(token + 1);
            wordStart = token + 1;
        }
    }
}

void TokenFlow::startLine(int token)
{
    m_lineStarts.push_back(token);
    m_penX = 0;
}

void TokenFlow::place(int token)
{
    const auto i = static_cast<std::size_t>(token);
    m_lines[i] = nLines() - 1;
    const double width = std::max(2.0, advance(shownText(token)) + 2 * m_padding);
    m_x[i] = static_cast<float>(m_penX);
    m_widths[i] = static_cast<float>(width);
    m_penX += width;
}

double TokenFlow::advance(const QString &text)
{
    const auto known = m_advances.constFind(text);
    if (known != m_advances.constEnd())
        return *known;
    const double width = m_metrics.horizontalAdvance(text);
    m_advances.insert(text, width);
    return width;
}

bool TokenFlow::beginsWord(int token) const
{
    const QString &piece = text(token);
    // Scripts without blanks may break between any two tokens.
    return m_padding > 0 || piece.isEmpty() || piece.front().isSpace() || piece.front().script() == QChar::Script_Han;
}

int TokenFlow::lineStart(int line) const
{
    return line < nLines() ? m_lineStarts[static_cast<std::size_t>(line)] : nTokens();
}

double TokenFlow::lineFill(int line) const
{
    const int last = lineStart(line + 1) - 1;
    if (last < lineStart(line) || m_width <= 0)
        return 0;
    return std::min(1.0, rect(last).right() / m_width);
}

QRectF TokenFlow::rect(int token) const
{
    const auto i = static_cast<std::size_t>(token);
    if (token < 0 || i >= m_lines.size())
        return {};
    return {m_x[i], m_lines[i] * m_lineHeight, m_widths[i], m_lineHeight};
}

std::optional<int> TokenFlow::tokenAt(QPointF point) const
{
    const int line = static_cast<int>(std::floor(point.y() / m_lineHeight));
    if (line < 0 || line >= nLines() || point.x() < 0)
        return {};
    const auto first = m_x.begin() + lineStart(line);
    const auto last = m_x.begin() + lineStart(line + 1);
    const auto after = std::upper_bound(first, last, static_cast<float>(point.x()));
    if (after == first)
        return {};
    const int token = static_cast<int>(after - m_x.begin()) - 1;
    return rect(token).right() > point.x() ? std::optional(token) : std::nullopt;
}

std::optional<int> TokenFlow::nearest(QPointF point) const
{
    if (nLines() == 0)
        return {};
    const int line = std::clamp(static_cast<int>(std::floor(point.y() / m_lineHeight)), 0, nLines() - 1);
    const auto first = m_x.begin() + lineStart(line);
    const auto last = m_x.begin() + lineStart(line + 1);
    const auto after = std::upper_bound(first, last, static_cast<float>(point.x()));
    return static_cast<int>((after == first ? first : after - 1) - m_x.begin());
}

bool TokenFlow::dropsBlank(int token) const
{
    const bool firstInLine = m_padding > 0 || m_lineStarts.empty() || lineStart(lineOf(token)) == token;
    return firstInLine && !text(token).trimmed().isEmpty();
}

QString TokenFlow::shownText(int token) const
{
    QString shown = withoutLineFeeds(text(token));
    if (shown.startsWith(QLatin1Char(' ')) && dropsBlank(token))
        shown.remove(0, 1);
    return shown;
}

double TokenFlow::advanceWithin(int token, int nCharacters) const
{
    QString before = withoutLineFeeds(text(token).left(nCharacters));
    if (before.startsWith(QLatin1Char(' ')) && dropsBlank(token))
        before.remove(0, 1);
    return m_padding + m_metrics.horizontalAdvance(before);
}

std::pair<int, int> TokenFlow::wordAt(int token) const
{
    int first = token;
    while (first > 0 && !beginsWord(first))
        --first;
    int last = token;
    while (last + 1 < nTokens() && !beginsWord(last + 1))
        ++last;
    return {first, last};
}

} // namespace needlescope
