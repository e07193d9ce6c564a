// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/contextscene.h"

#include "figures/scorecolors.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace needlescope {

namespace {

constexpr int maxStripLines = 3;
constexpr int maxMeasure = 100; // average characters a line: longer ones lose the eye on its way back

} // namespace

void ContextScene::setPrompt(std::shared_ptr<const Prompt> newPrompt)
{
    prompt = std::move(newPrompt);
    selected = {};
    hit = -1;
    search.setTokens({});
    text.setTokens({});
    strip.setTokens({});
    attention = {};
    attentionHeads.clear();
    flows.clear();
    step = -1;
    hovered.reset();
}

bool ContextScene::setText(SetText set)
{
    const bool isAnother = text.nTokens() == 0;
    text = std::move(set.flow);
    if (isAnother)
        search = std::move(set.search);
    return isAnother;
}

double ContextScene::textWidth(QSize viewport) const
{
    return std::min(room(viewport), measure());
}

double ContextScene::measure() const
{
    return std::round(maxMeasure * QFontMetricsF(look.font).averageCharWidth());
}

double ContextScene::widestUse() const
{
    return measure() + minimapWidth() + 3 * m_margin;
}

/// Beside the minimap.
double ContextScene::room(QSize viewport) const
{
    return std::max(60.0, viewport.width() - minimapWidth() - 3 * m_margin);
}

double ContextScene::minimapWidth() const
{
    return std::round(QFontMetricsF(look.font).height() * 3);
}

void ContextScene::layOutStrip(QSize viewport)
{
    const QFontMetricsF metrics(look.font);
    m_margin = std::round(metrics.height() * 0.6);
    const double width = viewport.width();
    strip.layOut(std::max(60.0, width - 2 * m_margin), metrics, std::round(metrics.averageCharWidth() * 0.6));
    const int lines = std::clamp(strip.nLines(), 1, maxStripLines);
    const double captionHeight = std::ceil(metrics.height() * 1.3);
    const double height = prompt ? 2 * captionHeight + lines * strip.lineHeight() + m_margin : 0;
    stripArea = QRectF(0, viewport.height() - height, width, height);
    textArea = QRectF(m_margin, 0, room(viewport), std::max(0.0, viewport.height() - height));
    minimapArea = QRectF(width - minimapWidth() - m_margin / 2, m_margin / 2, minimapWidth(), std::max(0.0, textArea.height() - m_margin));
}

QRectF ContextScene::captionArea() const
{
    const double height = std::ceil(QFontMetricsF(look.font).height() * 1.3);
    return {stripArea.left() + m_margin, stripArea.top() + height, stripArea.width() - 2 * m_margin, height};
}

QRectF ContextScene::legendArea() const
{
    return captionArea().translated(0, -captionArea().height());
}

double ContextScene::stripScroll() const
{
    if (strip.nLines() <= maxStripLines || step < 0 || step >= strip.nTokens())
        return 0;
    return std::clamp(strip.lineOf(step) - 1, 0, strip.nLines() - maxStripLines) * strip.lineHeight();
}

QString ContextScene::textOf(int position) const
{
    if (position >= 0 && position < text.nTokens())
        return text.text(position);
    return isAnswer(position) ? strip.text(position - nPrompt()) : QString();
}

QRectF ContextScene::tokenRect(int position) const
{
    if (position >= 0 && position < nPrompt())
        return text.rect(position).translated(textArea.left(), textArea.top() + m_margin / 2 - scrollY);
    if (!isAnswer(position))
        return {};
    return strip.rect(position - nPrompt()).translated(stripArea.left() + m_margin, captionArea().bottom() - stripScroll());
}

QRectF ContextScene::visibleRect(int position) const
{
    const QRectF rect = tokenRect(position);
    const QRectF area = position < nPrompt() ? textArea : stripArea;
    return area.contains(rect.center()) ? rect : QRectF();
}

std::optional<int> ContextScene::positionAt(QPointF point) const
{
    if (textArea.contains(point))
        return text.tokenAt(point - QPointF(textArea.left(), textArea.top() + m_margin / 2 - scrollY));
    if (!stripArea.contains(point))
        return {};
    const auto token = strip.tokenAt(point - QPointF(stripArea.left() + m_margin, captionArea().bottom() - stripScroll()));
    return token ? std::optional(nPrompt() + *token) : std::nullopt;
}

std::optional<int> ContextScene::nearestPosition(QPointF point) const
{
    return text.nearest(point - QPointF(textArea.left(), textArea.top() + m_margin / 2 - scrollY));
}

QString ContextScene::selectedText() const
{
    QString words;
    for (int token = selected.begin; token < std::min(selected.end, text.nTokens()); ++token) {
        if (!prompt->spans[static_cast<std::size_t>(token)].empty()) // a BOS is none of its words
            words += text.text(token);
    }
    return words;
}

std::pair<int, int> ContextScene::visibleLines() const
{
    const double top = scrollY - m_margin / 2;
    const int first = std::max(0, static_cast<int>(std::floor(top / text.lineHeight())));
    const int last = std::min(text.nLines() - 1, static_cast<int>(std::ceil((top + textArea.height()) / text.lineHeight())));
    return {first, last};
}

double ContextScene::minimapScale() const
{
    return std::min(4.0, minimapArea.height() / std::max(1, text.nLines()));
}

double ContextScene::minimapY(int position) const
{
    if (position < 0 || position >= text.nTokens())
        return minimapArea.bottom();
    return minimapArea.top() + (text.lineOf(position) + 0.5) * minimapScale();
}

int ContextScene::scrollForMinimap(double y) const
{
    const double line = (y - minimapArea.top()) / minimapScale();
    return static_cast<int>(line * text.lineHeight() - textArea.height() / 2);
}

std::vector<HeadId> ContextScene::flowHeads() const
{
    std::vector<HeadId> heads;
    for (const Flow &flow : flows) {
        if (std::find(heads.begin(), heads.end(), flow.head) == heads.end())
            heads.push_back(flow.head);
    }
    return heads;
}

/// A mean is grey: any colour would be some head's.
QColor ContextScene::shadeColor() const
{
    if (attentionHeads.size() > 1)
        return blend(look.background, look.text, 0.8);
    return attentionHeads.empty() ? look.accent : colorOf(attentionHeads.front());
}

} // namespace needlescope
