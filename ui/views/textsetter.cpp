// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/textsetter.h"

#include <QtConcurrent>

#include <algorithm>

namespace needlescope {

namespace {

bool isInsideCharacter(const std::string &text, std::size_t byte)
{
    return byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xC0U) == 0x80U;
}

/// A token may end within a character; the whole character then belongs to the token that begins it.
QString pieceOf(const std::string &text, TextSpan span)
{
    std::size_t begin = std::min(span.begin, text.size());
    std::size_t end = std::min(span.end, text.size());
    while (isInsideCharacter(text, begin))
        ++begin;
    while (isInsideCharacter(text, end))
        ++end;
    return begin < end ? QString::fromUtf8(text.data() + begin, static_cast<qsizetype>(end - begin)) : QString();
}

std::vector<QString> piecesOf(const Prompt &prompt)
{
    std::vector<QString> pieces;
    pieces.reserve(prompt.spans.size());
    std::size_t end = 0;
    for (TextSpan span : prompt.spans) {
        // Tokenizers that cut at blanks leave them out of their spans; here they belong to the token behind.
        if (span.begin < span.end && span.begin > end)
            span.begin = end;
        end = std::max(end, span.end);
        pieces.push_back(pieceOf(prompt.text, span));
    }
    return pieces;
}

SetText inLines(const std::shared_ptr<const Prompt> &prompt, double width, const QFontMetricsF &metrics)
{
    SetText set;
    set.prompt = prompt;
    std::vector<QString> pieces = prompt ? piecesOf(*prompt) : std::vector<QString>();
    set.search.setTokens(pieces);
    // A BOS has no text, but as the attention sink it must be seen.
    if (!pieces.empty() && pieces.front().isEmpty())
        pieces.front() = QStringLiteral("⟨s⟩");
    set.flow.setTokens(std::move(pieces));
    set.flow.layOut(width, metrics);
    return set;
}

} // namespace

TextSetter::TextSetter(QObject *parent)
    : QObject(parent)
{
    connect(&m_setting, &QFutureWatcherBase::finished, this, &TextSetter::finish);
}

void TextSetter::set(const std::shared_ptr<const Prompt> &prompt, double width, const QFont &font)
{
    m_wanted = {prompt, width, font};
    m_outdated = m_setting.isRunning();
    m_waiting = prompt && prompt->spans.size() > atOnce;
    if (m_waiting) {
        if (!m_outdated)
            begin();
        return;
    }
    m_text = inLines(prompt, width, QFontMetricsF(font));
    emit ready();
}

void TextSetter::begin()
{
    m_outdated = false;
    // A font made anew shares nothing with those of this thread.
    m_setting.setFuture(QtConcurrent::run([prompt = m_wanted.prompt, width = m_wanted.width, description = m_wanted.font.toString()] {
        QFont font;
        font.fromString(description);
        return std::make_shared<SetText>(inLines(prompt, width, QFontMetricsF(font)));
    }));
}

void TextSetter::finish()
{
    if (!m_waiting)
        return;
    if (m_outdated)
        return begin();
    m_waiting = false;
    m_text = std::move(*m_setting.result());
    m_text.flow.setMetrics(QFontMetricsF(m_wanted.font));
    emit ready();
}

} // namespace needlescope
