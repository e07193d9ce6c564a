// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figureview.h"

#include "language/language.h"

#include <QPainter>

namespace needlescope {

FigureView::FigureView(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("figure"));
    inEveryLanguage(this, [this] { setAccessibleName(tr("Figure")); });
    setMinimumSize(12 * fontMetrics().height(), 8 * fontMetrics().height());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void FigureView::setFigure(const Figure &figure)
{
    m_figure = figure;
    m_picture = {};
    setAccessibleDescription(figure.title);
    update();
}

void FigureView::setMessage(const QString &message)
{
    m_message = message;
    update();
}

QRectF FigureView::sheet() const
{
    if (isEmpty() || m_figure.size.isEmpty())
        return {};
    QRectF sheet({}, m_figure.size.scaled(size(), Qt::KeepAspectRatio));
    sheet.moveCenter(QRectF(rect()).center());
    return sheet;
}

QPixmap FigureView::painted() const
{
    const double ratio = devicePixelRatioF();
    const QSizeF size = sheet().size();
    QPixmap picture((size * ratio).toSize().expandedTo({1, 1}));
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::white);
    QPainter painter(&picture);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    const double scale = size.width() / m_figure.size.width();
    painter.scale(scale, scale);
    m_figure.paint(painter, QRectF({}, m_figure.size));
    return picture;
}

void FigureView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (isEmpty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        const int margin = fontMetrics().height();
        painter.drawText(rect().adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap, m_message);
        return;
    }
    const QSize wanted = (sheet().size() * devicePixelRatioF()).toSize().expandedTo({1, 1});
    if (m_picture.size() != wanted)
        m_picture = painted();
    painter.drawPixmap(sheet().topLeft(), m_picture);
}

QSize FigureView::sizeHint() const
{
    const int em = fontMetrics().height();
    return {30 * em, 24 * em};
}

} // namespace needlescope
