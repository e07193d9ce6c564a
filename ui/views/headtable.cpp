// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/headtable.h"

#include "figures/plotlook.h"
#include "language/language.h"
#include "views/headtablemodel.h"
#include "views/tablewords.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace needlescope {

HeadTable::HeadTable(QWidget *parent)
    : QWidget(parent)
    , m_model(new HeadTableModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView(this))
{
    setObjectName(QStringLiteral("headTable"));
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(HeadTableModel::SortRole);
    m_sorted->setDynamicSortFilter(true);
    m_table->setObjectName(QStringLiteral("headTableView"));
    m_table->setModel(m_sorted);
    inEveryLanguage(this, [this] {
        m_table->setAccessibleName(tr("Heads by retrieval score"));
        sayAgain(m_model);
    });
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(HeadTableModel::Score, Qt::DescendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setCornerButtonEnabled(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(qRound(fontMetrics().height() * 1.5));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
}

HeadTable::~HeadTable() = default;

void HeadTable::setScores(std::shared_ptr<const ScoreMap> scores)
{
    m_model->setScores(std::move(scores));
    showSelection();
}

void HeadTable::setMask(const Intervention &mask)
{
    m_model->setMask(mask);
}

void HeadTable::setSelection(const std::vector<HeadId> &heads)
{
    m_selection = heads;
    showSelection();
}

void HeadTable::setHeadColors(const HeadColors &colors)
{
    m_colors = colors;
    m_model->setHeadColors(colors, lookOf(palette(), font()));
}

void HeadTable::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        setHeadColors(m_colors);
}

void HeadTable::setLimit(int limit)
{
    m_model->setLimit(limit);
}

HeadId HeadTable::headAt(const QModelIndex &proxyIndex) const
{
    return m_model->headOf(m_sorted->mapToSource(proxyIndex).row());
}

void HeadTable::showSelection()
{
    QItemSelection rows;
    for (const HeadId id : m_selection) {
        const int row = m_model->rowOf(id);
        if (row >= 0) {
            const QModelIndex index = m_sorted->mapFromSource(m_model->index(row, 0));
            rows.select(index, index.siblingAtColumn(HeadTableModel::nColumns - 1));
        }
    }
    m_table->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
    if (rows.size() == 1) // where the arrow keys go on from
        m_table->selectionModel()->setCurrentIndex(rows.front().topLeft(), QItemSelectionModel::NoUpdate);
}

/// The row that a key goes to; -1: it is none of those that do.
int HeadTable::rowAfter(const QKeyEvent &key) const
{
    const int row = m_table->currentIndex().row();
    const int last = m_sorted->rowCount() - 1;
    const int page = std::max(1, m_table->viewport()->height() / std::max(1, m_table->verticalHeader()->defaultSectionSize()) - 1);
    if (key.modifiers() & ~Qt::KeypadModifier)
        return -1;
    switch (key.key()) {
    case Qt::Key_Up:
        return std::max(0, row - 1);
    case Qt::Key_Down:
        return std::min(last, row + 1);
    case Qt::Key_PageUp:
        return std::max(0, row - page);
    case Qt::Key_PageDown:
        return std::min(last, row + page);
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return last;
    default:
        return -1;
    }
}

bool HeadTable::eventFilter(QObject *watched, QEvent *event)
{
    // The selection belongs to the session: clicks and keys become intents, and setSelection() shows what came of them.
    if (watched == m_table->viewport() && event->type() == QEvent::MouseButtonPress) {
        auto *mouse = static_cast<QMouseEvent *>(event);
        const QModelIndex index = m_table->indexAt(mouse->pos());
        if (!index.isValid())
            return true;
        m_table->setFocus(Qt::MouseFocusReason);
        m_table->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
        if (mouse->button() == Qt::LeftButton)
            emit headClicked(headAt(index), mouse->modifiers());
        return true;
    }
    if ((watched == m_table || watched == m_table->viewport()) && event->type() == QEvent::ContextMenu) {
        auto *menu = static_cast<QContextMenuEvent *>(event);
        const bool byKey = menu->reason() == QContextMenuEvent::Keyboard;
        const QModelIndex index = byKey ? m_table->currentIndex() : m_table->indexAt(m_table->viewport()->mapFromGlobal(menu->globalPos()));
        if (index.isValid())
            emit menuRequested(
                headAt(index), byKey ? m_table->viewport()->mapToGlobal(m_table->visualRect(index).bottomLeft()) : menu->globalPos());
        return true;
    }
    if (watched == m_table && event->type() == QEvent::KeyPress && m_table->currentIndex().isValid()) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (const int row = rowAfter(*key); row >= 0) {
            const QModelIndex next = m_table->currentIndex().sibling(row, m_table->currentIndex().column());
            m_table->selectionModel()->setCurrentIndex(next, QItemSelectionModel::NoUpdate);
            emit headClicked(headAt(next), Qt::NoModifier);
            return true;
        }
        const HeadId id = headAt(m_table->currentIndex());
        if (key->key() == Qt::Key_Space) {
            emit maskToggled(id);
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            emit headClicked(id, key->modifiers());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace needlescope
