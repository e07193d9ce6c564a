// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/headmapview.h"

#include "figures/headmapplot.h"
#include "views/enginewords.h"
#include "views/maptext.h"
#include "views/progresswords.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QStackedLayout>
#include <QToolTip>
#include <qcustomplot.h>

#include <utility>

namespace needlescope {

HeadMapView::HeadMapView(QWidget *parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_map(std::make_unique<HeadMapPlot>(*m_plot))
    , m_message(new QLabel(this))
{
    setObjectName(QStringLiteral("headMap"));
    setAccessibleName(tr("Head map"));
    setAccessibleDescription(tr("Retrieval score of every attention head, layers by heads. Arrow keys move, Space masks the head, "
                                "Shift+Space its key/value group, Enter selects it."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    // One widget takes the mouse and the keys: this one.
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_message->setObjectName(QStringLiteral("headMapMessage"));
    m_message->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setMargin(24);
    m_message->setText(tr("No scores yet."));
    m_message->setForegroundRole(QPalette::PlaceholderText);
    m_message->setAutoFillBackground(true);
    m_message->setBackgroundRole(QPalette::Base);
    auto *layout = new QStackedLayout(this);
    layout->addWidget(m_message);
    layout->addWidget(m_plot);
    applyPalette();
}

HeadMapView::~HeadMapView() = default;

void HeadMapView::setScores(std::shared_ptr<const ScoreMap> scores)
{
    const bool hasMap = scores && !scores->empty();
    m_map->cells().map = std::move(scores);
    if (m_cursor && !m_map->cells().contains(*m_cursor))
        m_cursor.reset();
    static_cast<QStackedLayout *>(layout())->setCurrentWidget(hasMap ? static_cast<QWidget *>(m_plot) : m_message);
    repaintMap();
}

void HeadMapView::setHeadsPerGroup(int headsPerGroup)
{
    m_map->cells().headsPerGroup = headsPerGroup;
    repaintMap();
}

void HeadMapView::setMask(const Intervention &mask)
{
    m_map->cells().mask = mask;
    repaintMap();
}

void HeadMapView::setSelection(const std::vector<HeadId> &heads)
{
    m_map->cells().selection = heads;
    repaintMap();
}

void HeadMapView::setHeadColors(const HeadColors &colors)
{
    m_map->cells().colors = colors;
    repaintMap();
}

void HeadMapView::setThreshold(double threshold)
{
    m_map->cells().threshold = threshold;
    repaintMap();
}

void HeadMapView::setMessage(const QString &message)
{
    m_message->setText(message);
}

std::shared_ptr<const ScoreMap> HeadMapView::scores() const
{
    return m_map->cells().map;
}

std::optional<HeadId> HeadMapView::headAt(QPoint position) const
{
    return m_map->cells().headAt(m_plot->mapFrom(this, position));
}

QRect HeadMapView::cellRect(HeadId id) const
{
    if (!m_map->cells().contains(id))
        return {};
    return m_map->cells().cellRect(id).translated(m_plot->pos()).toAlignedRect();
}

QString HeadMapView::describe(HeadId id) const
{
    const HeadCells &cells = m_map->cells();
    if (!cells.contains(id))
        return {};
    const auto percent
        = [this](double share) { return tr("%1 %").arg(locale().toString(100 * share, 'f', share > 0 && share < 0.1 ? 1 : 0)); };
    const auto number = [&cells, id](const HeadArray &values) { return valueText(*cells.map, values(id.layer, id.head)); };
    const QString measure = cells.map->measure == "score" ? tr("Retrieval score") : engineWord(cells.map->measure);
    QStringList lines{tr("Layer %1, head %2").arg(id.layer).arg(id.head),
        measure.isEmpty() ? tr("Not measured yet") : tr("%1 %2").arg(measure, number(cells.map->score))};
    if (cells.map->low.size() == cells.map->score.size() && cells.map->high.size() == cells.map->score.size())
        lines << tr("95 % interval %1 to %2").arg(number(cells.map->low), number(cells.map->high));
    if (cells.map->frequency.size() == cells.map->score.size())
        lines << tr("Active in %1 of %2").arg(percent(cells.map->frequency(id.layer, id.head)), samplesText(cells.map->nCounted));
    if (cells.headsPerGroup > 1)
        lines << tr("Key/value group %1 (Shift+Space masks its %n heads)", nullptr, cells.headsPerGroup).arg(id.head / cells.headsPerGroup);
    if (cells.mask.masks(id))
        lines << tr("Masked");
    return lines.join(QLatin1Char('\n'));
}

QSize HeadMapView::sizeHint() const
{
    const int em = fontMetrics().height();
    return {26 * em, 26 * em};
}

QSize HeadMapView::minimumSizeHint() const
{
    const int em = fontMetrics().height();
    return {12 * em, 12 * em};
}

bool HeadMapView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const auto id = headAt(help->pos());
        if (id)
            QToolTip::showText(help->globalPos(), describe(*id), this, cellRect(*id));
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void HeadMapView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    repaintMap();
}

void HeadMapView::mousePressEvent(QMouseEvent *event)
{
    const auto id = headAt(event->pos());
    if (!id)
        return;
    m_cursor = id;
    if (event->button() == Qt::LeftButton && m_clickMasks)
        toggleMask(*id, event->modifiers());
    else if (event->button() == Qt::LeftButton)
        emit headClicked(*id, event->modifiers());
    repaintMap();
}

void HeadMapView::toggleMask(HeadId id, Qt::KeyboardModifiers modifiers)
{
    if (modifiers.testFlag(Qt::ShiftModifier))
        emit groupMaskToggled(id);
    else
        emit maskToggled(id);
}

void HeadMapView::mouseMoveEvent(QMouseEvent *event)
{
    const auto id = headAt(event->pos());
    hover(id);
    // At once, not after the usual delay: reading scores is what the pointer is here for.
    if (id)
        QToolTip::showText(event->globalPosition().toPoint(), describe(*id), this, cellRect(*id));
    else
        QToolTip::hideText();
}

void HeadMapView::leaveEvent(QEvent *)
{
    hover({});
}

void HeadMapView::hover(std::optional<HeadId> id)
{
    if (m_map->cells().hovered == id)
        return;
    m_map->cells().hovered = id;
    repaintMap();
    emit headHovered(id);
}

HeadId HeadMapView::cursor() const
{
    if (m_cursor)
        return *m_cursor;
    const auto &selection = m_map->cells().selection;
    return selection.empty() ? HeadId() : selection.back();
}

void HeadMapView::keyPressEvent(QKeyEvent *event)
{
    if (!m_map->cells().contains(cursor())) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCursor(0, -1, event->modifiers());
    case Qt::Key_Right:
        return moveCursor(0, 1, event->modifiers());
    case Qt::Key_Up:
        return moveCursor(-1, 0, event->modifiers());
    case Qt::Key_Down:
        return moveCursor(1, 0, event->modifiers());
    case Qt::Key_Space:
        return toggleMask(cursor(), event->modifiers());
    case Qt::Key_Return:
    case Qt::Key_Enter:
        emit headClicked(cursor(), event->modifiers());
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void HeadMapView::moveCursor(int layers, int heads, Qt::KeyboardModifiers modifiers)
{
    const HeadId to{cursor().layer + layers, cursor().head + heads};
    if (!m_map->cells().contains(to))
        return;
    m_cursor = to;
    m_map->cells().cursor = to;
    repaintMap();
    // Ctrl moves without selecting, as in item views.
    if (!(modifiers & Qt::ControlModifier))
        emit headClicked(to, Qt::NoModifier);
    const QPoint below = mapToGlobal(cellRect(to).bottomRight());
    QToolTip::showText(below, describe(to), this, cellRect(to));
}

void HeadMapView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (event->reason() != Qt::MouseFocusReason)
        m_map->cells().cursor = cursor();
    repaintMap();
}

void HeadMapView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    m_map->cells().cursor.reset();
    repaintMap();
}

void HeadMapView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyPalette();
}

void HeadMapView::applyPalette()
{
    m_map->setLook(lookOf(palette(), font()));
    repaintMap();
}

void HeadMapView::repaintMap()
{
    m_map->fit();
    m_map->resize(m_plot->size());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

} // namespace needlescope
