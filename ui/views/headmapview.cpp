// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/headmapview.h"

#include "figures/headmapplot.h"
#include "language/enginetext.h"
#include "language/language.h"
#include "views/maptext.h"
#include "views/progresswords.h"
#include "views/spokenvalue.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QStackedLayout>
#include <QToolTip>
#include <QWheelEvent>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace needlescope {

namespace {

constexpr double zoomStep = 1.3;

} // namespace

HeadMapView::HeadMapView(QWidget *parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_map(std::make_unique<HeadMapPlot>(*m_plot))
    , m_message(new QLabel(this))
{
    setSpokenValue(this, {});
    setObjectName(QStringLiteral("headMap"));
    inEveryLanguage(this, [this] {
        setAccessibleName(tr("Head map"));
        setAccessibleDescription(tr("Retrieval score of every attention head, layers by heads. Arrow keys move, Space masks the head, "
                                    "Shift+Space its key/value group, Enter selects it; plus and minus zoom."));
    });
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
    const auto &before = m_map->cells().map;
    if (!before || !scores || before->nLayers() != scores->nLayers() || before->nHeads() != scores->nHeads())
        m_map->showWhole();
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

void HeadMapView::setGrouped(bool grouped)
{
    m_map->cells().grouped = grouped;
    repaintMap();
}

void HeadMapView::setMeansShown(bool shown)
{
    m_meansWanted = shown;
    repaintMap();
}

void HeadMapView::zoomIn()
{
    zoom(zoomStep, middle());
}

void HeadMapView::zoomOut()
{
    zoom(1 / zoomStep, middle());
}

/// The head that the keyboard is at, if it is in sight, or it would leave it.
QPointF HeadMapView::middle() const
{
    const HeadCells &cells = m_map->cells();
    const QPointF here = cells.contains(cursor()) ? cells.cellRect(cursor()).center() : QPointF();
    return cells.area().contains(here) ? here : cells.area().center();
}

void HeadMapView::showWhole()
{
    m_map->showWhole();
    repaintMap();
}

void HeadMapView::zoom(double factor, QPointF position)
{
    m_map->zoom(factor, position);
    repaintMap();
}

void HeadMapView::pan(double columns, double layers)
{
    m_map->pan(columns, layers);
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
    repaintMap();
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
    if (cells.headsPerCell() > 1) {
        const int group = id.head / cells.headsPerGroup;
        const auto heads = groupOf(id, cells.headsPerGroup);
        QString text = valuesText(tr("Layer %1, key/value group %2").arg(id.layer).arg(group), heads);
        const auto nMasked = std::count_if(heads.begin(), heads.end(), [&cells](HeadId head) { return cells.mask.masks(head); });
        if (nMasked > 0)
            text += QLatin1Char('\n') + tr("%1 of %2 masked").arg(nMasked).arg(heads.size());
        return text;
    }
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

/// "Layer 3: heads 0 to 7", mean and best.
QString HeadMapView::valuesText(const QString &what, const std::vector<HeadId> &heads) const
{
    const ScoreMap &map = *m_map->cells().map;
    if (map.measure.empty())
        return tr("%1\nNot measured yet").arg(what);
    const auto value = [&map](HeadId id) { return map.score(id.layer, id.head); };
    const HeadId best = *std::max_element(heads.begin(), heads.end(), [&value](HeadId a, HeadId b) { return value(a) < value(b); });
    const float sum = std::accumulate(heads.begin(), heads.end(), 0.0F, [&value](float so, HeadId id) { return so + value(id); });
    return tr("%1, %2 heads\nMean %3, sum %4\nBest %5 with %6")
        .arg(what)
        .arg(heads.size())
        .arg(valueText(map, sum / static_cast<float>(heads.size())), valueText(map, sum), QString::fromStdString(toString(best)),
            valueText(map, value(best)));
}

QString HeadMapView::describeLayer(int layer) const
{
    if (!m_map->cells().contains({layer, 0}))
        return {};
    std::vector<HeadId> heads;
    heads.reserve(static_cast<std::size_t>(m_map->cells().map->nHeads()));
    for (int head = 0; head < m_map->cells().map->nHeads(); ++head)
        heads.push_back({layer, head});
    return valuesText(tr("Layer %1").arg(layer), heads);
}

QString HeadMapView::describeColumn(HeadId id) const
{
    const HeadCells &cells = m_map->cells();
    if (!cells.contains(id))
        return {};
    std::vector<HeadId> heads;
    for (int layer = 0; layer < cells.map->nLayers(); ++layer) {
        const auto inLayer = groupOf({layer, id.head}, cells.headsPerCell());
        heads.insert(heads.end(), inLayer.begin(), inLayer.end());
    }
    const int column = id.head / cells.headsPerCell();
    return valuesText(
        cells.headsPerCell() > 1 ? tr("Key/value group %1 of all layers").arg(column) : tr("Head %1 of all layers").arg(column), heads);
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
        showTip(help->pos(), help->globalPos());
        return true;
    }
    return QWidget::event(event);
}

void HeadMapView::showTip(QPoint position, QPoint globalPosition)
{
    const QPoint inPlot = m_plot->mapFrom(this, position);
    if (const auto id = headAt(position))
        QToolTip::showText(globalPosition, describe(*id), this, cellRect(*id));
    else if (const auto layer = m_map->means().layerAt(inPlot))
        QToolTip::showText(globalPosition, describeLayer(*layer), this);
    else if (const auto column = m_map->means().columnAt(inPlot))
        QToolTip::showText(globalPosition, describeColumn(*column), this);
    else
        QToolTip::hideText();
}

void HeadMapView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    repaintMap();
}

void HeadMapView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton)
        m_dragged = event->position();
    const auto id = headAt(event->pos());
    if (!id || event->button() == Qt::MiddleButton)
        return;
    m_cursor = id;
    if (event->button() == Qt::LeftButton && m_clickMasks)
        toggleMask(*id, event->modifiers());
    else if (event->button() == Qt::LeftButton)
        click(*id, event->modifiers());
    repaintMap();
}

void HeadMapView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton)
        m_dragged.reset();
}

/// With Ctrl it zooms; without, it pans, as long as there is something out of sight.
void HeadMapView::wheelEvent(QWheelEvent *event)
{
    const QPointF steps = QPointF(event->angleDelta()) / QWheelEvent::DefaultDeltasPerStep;
    if (event->modifiers() & Qt::ControlModifier)
        zoom(std::pow(zoomStep, steps.y()), m_plot->mapFrom(this, event->position().toPoint()));
    else if (m_map->zoom() > 1)
        pan(-steps.x(), -steps.y());
    else
        return event->ignore();
    event->accept();
}

void HeadMapView::click(HeadId id, Qt::KeyboardModifiers modifiers)
{
    if (m_map->cells().headsPerCell() > 1)
        emit groupClicked(id, modifiers);
    else
        emit headClicked(id, modifiers);
}

void HeadMapView::toggleMask(HeadId id, Qt::KeyboardModifiers modifiers)
{
    if (modifiers.testFlag(Qt::ShiftModifier) || m_map->cells().headsPerCell() > 1)
        emit groupMaskToggled(id);
    else
        emit maskToggled(id);
}

void HeadMapView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_dragged && event->buttons().testFlag(Qt::MiddleButton)) {
        const QSizeF cell = m_map->cells().cellRect({0, 0}).size();
        const QPointF by = *m_dragged - event->position();
        m_dragged = event->position();
        return pan(by.x() / std::max(1.0, cell.width()), by.y() / std::max(1.0, cell.height()));
    }
    hover(headAt(event->pos()));
    // At once, not after the usual delay: reading scores is what the pointer is here for.
    showTip(event->pos(), event->globalPosition().toPoint());
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
        return click(cursor(), event->modifiers());
    default:
        QWidget::keyPressEvent(event);
    }
}

void HeadMapView::moveCursor(int layers, int heads, Qt::KeyboardModifiers modifiers)
{
    if (modifiers.testFlag(Qt::ShiftModifier))
        return pan(heads, layers);
    const int column = cursor().head / m_map->cells().headsPerCell() + heads;
    const HeadId to{cursor().layer + layers, column * m_map->cells().headsPerCell()};
    if (!m_map->cells().contains(to))
        return;
    m_cursor = to;
    m_map->cells().cursor = to;
    m_map->reveal(to);
    repaintMap();
    // Ctrl moves without selecting, as in item views.
    if (!(modifiers & Qt::ControlModifier))
        click(to, Qt::NoModifier);
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
    const auto &map = m_map->cells().map;
    m_map->setMeansShown(m_meansWanted && map && !map->measure.empty());
    m_map->fit();
    m_map->resize(m_plot->size());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    setSpokenValue(this, m_map->cells().contains(cursor()) ? describe(cursor()) : m_message->text());
}

} // namespace needlescope
