// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pairview.h"

#include "language/language.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace needlescope {

PairView::PairView(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("pairView"));
    inEveryLanguage(this, [this] { setAccessibleName(tr("Two maps beside each other")); });
    setMinimumSize(24 * fontMetrics().height(), 10 * fontMetrics().height());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PairView::setPlot(std::optional<PairPlot> plot)
{
    m_plot = std::move(plot);
    setAccessibleDescription(m_plot ? m_plot->caption() : QString());
    update();
}

void PairView::setSelection(const std::vector<HeadId> &inA, const std::vector<HeadId> &inB)
{
    if (!m_plot)
        return;
    m_plot->selection = {inA, inB};
    update();
}

void PairView::setMessage(const QString &message)
{
    m_message = message;
    update();
}

QRectF PairView::sheet() const
{
    return QRectF(rect()).adjusted(2, 2, -2, -2);
}

PlotLook PairView::look() const
{
    return lookOf(palette(), font());
}

QRect PairView::rectOf(PairPlot::Place place) const
{
    return m_plot ? m_plot->rectOf(sheet(), look(), place).toAlignedRect() : QRect();
}

bool PairView::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !m_plot)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (const auto place = m_plot->placeAt(sheet(), look(), help->pos()))
        QToolTip::showText(help->globalPos(), m_plot->describe(*place), this, rectOf(*place));
    else
        QToolTip::hideText();
    return true;
}

void PairView::mousePressEvent(QMouseEvent *event)
{
    const auto place = m_plot ? m_plot->placeAt(sheet(), look(), event->position()) : std::nullopt;
    if (place && event->button() == Qt::LeftButton)
        emit placeClicked(*place, event->modifiers());
    else
        QWidget::mousePressEvent(event);
}

void PairView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (m_plot) {
        m_plot->paint(painter, sheet(), look());
        return;
    }
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const int margin = fontMetrics().height();
    painter.drawText(rect().adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap, m_message);
}

QSize PairView::sizeHint() const
{
    const int em = fontMetrics().height();
    return {70 * em, 20 * em};
}

} // namespace needlescope
