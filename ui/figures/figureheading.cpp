// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/figureheading.h"

#include <QPainter>

namespace needlescope {

QRectF paintHeading(QPainter &painter, QRectF rect, const QString &heading, const QString &caption, const PlotLook &look)
{
    constexpr double margin = 8;
    painter.save();
    QFont bold = look.font;
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(look.text);
    const QRectF line(rect.left() + margin, rect.top() + 3, rect.width() - 2 * margin, 13);
    painter.drawText(
        line, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(heading, Qt::ElideRight, qRound(line.width())));
    painter.setFont(scaled(look.font, 0.9));
    painter.setPen(look.muted);
    const QRectF second = line.translated(0, 12);
    painter.drawText(
        second, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(caption, Qt::ElideRight, qRound(second.width())));
    painter.restore();
    return rect.adjusted(0, caption.isEmpty() ? 18 : 31, 0, 0);
}

} // namespace needlescope
