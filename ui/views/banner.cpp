// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/banner.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace needlescope {

void Banner::setParts(std::vector<Part> parts)
{
    m_parts = std::move(parts);
    QString line;
    for (const Part &part : m_parts)
        line += part.text;
    setAccessibleName(line);
    update();
}

void Banner::paintEvent(QPaintEvent *)
{
    constexpr double tried = 100;
    QFont large = font();
    large.setBold(true);
    large.setPixelSize(static_cast<int>(tried));
    const QFontMetricsF metrics(large);
    double wide = 0;
    for (const Part &part : m_parts)
        wide += metrics.horizontalAdvance(part.text);
    const double fits = tried * std::min(0.95 * width() / std::max(1.0, wide), height() / metrics.height());
    large.setPixelSize(std::max(1, static_cast<int>(fits)));
    QPainter painter(this);
    painter.setFont(large);
    double x = (width() - wide * large.pixelSize() / tried) / 2;
    for (const Part &part : m_parts) {
        painter.setPen(part.color);
        painter.drawText(QRectF(x, 0, width() - x, height()), Qt::AlignLeft | Qt::AlignVCenter, part.text);
        x += QFontMetricsF(large).horizontalAdvance(part.text);
    }
}

} // namespace needlescope
