// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/plotlook.h"
#include "views/attentionscale.h"
#include "views/contextview.h"
#include "views/textsetter.h"

namespace needlescope {

/// What the context view shows and where it lies in the viewport.
class ContextScene
{
public:
    std::shared_ptr<const Prompt> prompt;
    TokenFlow text; ///< the prompt
    TokenFlow strip; ///< the answer
    AttentionScale attention;
    std::vector<HeadId> attentionHeads; ///< whose mean it is
    std::vector<Flow> flows;
    HeadColors colors;
    int step = -1;
    QString message;
    PlotLook look;
    QColor highlight; ///< of the selected text
    std::optional<int> hovered;
    TokenSpan selected; ///< of the prompt
    TextSearch search; ///< in the prompt
    int hit = -1; ///< of the search's, the one that is gone to; -1: none

    QRectF textArea;
    QRectF minimapArea;
    QRectF stripArea;
    int scrollY = 0;

    /// Its text comes with setText().
    void setPrompt(std::shared_ptr<const Prompt> newPrompt);
    /// Of the prompt; what was found in it and selected stays where it only got other lines.
    /// Says whether there was none before.
    bool setText(SetText set);
    /// That the prompt's text is set to.
    double textWidth(QSize viewport) const;
    /// Of a viewport whose text has lines of the longest kind.
    double widestUse() const;
    /// Cheap: done for every token that is decoded.
    void layOutStrip(QSize viewport);

    int nPrompt() const { return prompt ? static_cast<int>(prompt->spans.size()) : 0; }
    /// Whether the prompt's text is there.
    bool isSet() const { return text.nTokens() == nPrompt(); }
    bool isAnswer(int position) const { return position >= nPrompt() && position < nPrompt() + strip.nTokens(); }
    QString textOf(int position) const;
    /// In viewport coordinates, whether it is visible or not; empty for unknown positions.
    QRectF tokenRect(int position) const;
    QRectF visibleRect(int position) const;
    std::optional<int> positionAt(QPointF point) const;
    /// The prompt token nearest to a point.
    std::optional<int> nearestPosition(QPointF point) const;
    /// As it stands in the prompt, line feeds included.
    QString selectedText() const;
    std::pair<int, int> visibleLines() const;

    double margin() const { return m_margin; }
    QRectF captionArea() const;
    /// What the shades mean.
    QRectF legendArea() const;
    /// Pixels of the minimap for each line of text.
    double minimapScale() const;
    double minimapY(int position) const;
    /// Where the text must scroll to, to have its middle at a point of the minimap.
    int scrollForMinimap(double y) const;
    /// The heads of the flows, in order of appearance.
    std::vector<HeadId> flowHeads() const;
    QColor colorOf(HeadId head) const { return colors.of(head, look.dark).value_or(look.accent); }
    QPen penOf(HeadId head, double width) const { return colors.pen(head, look.dark, look.accent, width); }
    /// That full attention is shaded in.
    QColor shadeColor() const;

private:
    double room(QSize viewport) const;
    double measure() const;
    double minimapWidth() const;
    double stripScroll() const;

    double m_margin = 8;
};

} // namespace needlescope
