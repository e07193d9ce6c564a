// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pairtablemodel.h"

#include <QLocale>

#include <algorithm>

namespace needlescope {

void PairTableModel::setPlot(const std::optional<PairPlot> &plot)
{
    beginResetModel();
    m_plot = plot;
    m_rows = m_plot ? m_plot->heads() : std::vector<HeadId>();
    endResetModel();
}

int PairTableModel::rowOf(HeadId id) const
{
    const auto found = std::find(m_rows.begin(), m_rows.end(), id);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int PairTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PairTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : nColumns;
}

double PairTableModel::value(HeadId id, int column) const
{
    if (column == Difference)
        return m_plot->difference(id);
    return static_cast<double>(m_plot->map(column == ValueA ? 0 : 1).score(id.layer, id.head));
}

QVariant PairTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const HeadId id = headOf(index.row());
    const bool isHead = index.column() == Head;
    if (role == Qt::DisplayRole)
        return isHead ? QString::fromStdString(toString(id)) : QLocale().toString(value(id, index.column()), 'f', 3);
    if (role == SortRole)
        return isHead ? QVariant(id.layer * 100000 + id.head) : QVariant(value(id, index.column()));
    if (role == Qt::TextAlignmentRole && !isHead)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

QVariant PairTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= nColumns)
        return {};
    if (role == Qt::DisplayRole)
        return QStringList{tr("Head"), tr("A"), tr("B"), tr("A − B")}[section];
    if (role == Qt::ToolTipRole && m_plot)
        return QStringList{tr("Layer and head"), m_plot->name(0), m_plot->name(1), tr("Positive: more in A")}[section];
    return {};
}

} // namespace needlescope
