// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/contextscene.h"

#include <QImage>

class QPainter;
class QPainterPath;

namespace needlescope {

/// Paints the visible part of a context scene.
class ContextPainter
{
public:
    ContextPainter(QPainter &painter, const ContextScene &scene)
        : m_painter(painter)
        , m_scene(scene)
    {
    }

    /// @p minimap is the picture that paintMinimap() made of this scene.
    void paint(const QImage &minimap);

    /// The whole prompt, a few pixels a line: text grey, attention in colour. O(tokens), so it is kept until attention or layout change.
    static QImage paintMinimap(const ContextScene &scene, double devicePixelRatio);

private:
    void paintText();
    void paintToken(int position);
    void paintHits(int position, QRectF rect, double baseline);
    void paintNeedleMark(int position, QRectF rect);
    void paintMinimapFrame(const QImage &minimap);
    void paintStrip();
    void paintLegend();
    void paintCaption();
    void paintFlows();
    void paintFlow(const Flow &flow, int headIndex);
    /// Where an arc ends: on the token, or on the minimap where that is scrolled away.
    QPointF flowEnd(const Flow &flow) const;
    QPainterPath flowPath(const Flow &flow, int headIndex) const;
    QColor attentionTint(int position) const;

    QPainter &m_painter;
    const ContextScene &m_scene;
};

} // namespace needlescope
