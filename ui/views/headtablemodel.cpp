// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/headtablemodel.h"

#include "figures/changetext.h"
#include "language/enginetext.h"
#include "views/maptext.h"

#include <QFontMetrics>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace needlescope {

void HeadTableModel::setScores(std::shared_ptr<const ScoreMap> scores)
{
    std::vector<HeadId> rows = scores ? rankedHeads(*scores) : std::vector<HeadId>();
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(m_limit)));
    // During a detection the scores change many times a second: a reset then would throw away the place that somebody scrolled to.
    const bool sameRows = rows.size() == m_rows.size() && !rows.empty();
    if (!sameRows)
        beginResetModel();
    m_scores = std::move(scores);
    m_rows = std::move(rows);
    if (!sameRows)
        endResetModel();
    else
        emit dataChanged(index(0, 0), index(rowCount() - 1, nColumns - 1));
    emit headerDataChanged(Qt::Horizontal, Score, Score); // another map may have another measure
}

void HeadTableModel::setMask(const Intervention &mask)
{
    m_mask = mask;
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, nColumns - 1));
}

void HeadTableModel::setHeadColors(const HeadColors &colors, const PlotLook &look)
{
    m_colors = colors;
    m_look = look;
    if (rowCount() > 0)
        emit dataChanged(index(0, Head), index(rowCount() - 1, Head), {Qt::DecorationRole});
}

void HeadTableModel::setLimit(int limit)
{
    m_limit = std::max(0, limit);
    setScores(m_scores);
}

int HeadTableModel::rowOf(HeadId id) const
{
    const auto found = std::find(m_rows.begin(), m_rows.end(), id);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int HeadTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int HeadTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : nColumns;
}

float HeadTableModel::frequencyOf(HeadId id) const
{
    return m_scores->frequency.size() == m_scores->score.size() ? m_scores->frequency(id.layer, id.head) : 0.0F;
}

QVariant HeadTableModel::display(HeadId id, int column) const
{
    switch (column) {
    case Head:
        return QString::fromStdString(toString(id));
    case Score:
        return valueText(*m_scores, m_scores->score(id.layer, id.head));
    case Frequency:
        return tr("%1 %").arg(QLocale().toString(100 * frequencyOf(id), 'f', 0));
    case Masked:
        return m_mask.masks(id) ? tr("× %1").arg(changedText(m_mask)) : QString();
    default:
        return {};
    }
}

/// One block, two or four, as the head's line is full, broken or dotted. All are of one size, so that the names stand below each other. The
/// frame sets it off from a selected row, which does not tint it.
QIcon HeadTableModel::mark(HeadId id) const
{
    const int side = QFontMetrics(m_look.font).height() * 2 / 3;
    QPixmap pixmap(QSize(side, side) * qGuiApp->devicePixelRatio());
    pixmap.setDevicePixelRatio(qGuiApp->devicePixelRatio());
    pixmap.fill(Qt::transparent);
    if (m_colors.isShown(id)) {
        pixmap.fill(m_look.background);
        QPainter painter(&pixmap);
        painter.fillRect(QRect(1, 1, side - 2, side - 2), m_colors.of(id, m_look.dark).value_or(m_look.muted));
        if (m_colors.lineOf(id) > 0)
            painter.fillRect(QRect(side / 2 - 1, 0, 2, side), m_look.background);
        if (m_colors.lineOf(id) > 1)
            painter.fillRect(QRect(0, side / 2 - 1, side, 2), m_look.background);
    }
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected);
    return icon;
}

QVariant HeadTableModel::sortKey(HeadId id, int column) const
{
    switch (column) {
    case Head:
        return id.layer * 100000 + id.head;
    case Score:
        return m_scores->score(id.layer, id.head);
    case Frequency:
        return frequencyOf(id);
    case Masked:
        return m_mask.masks(id) ? 1 : 0;
    default:
        return {};
    }
}

QVariant HeadTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const HeadId id = headOf(index.row());
    if (role == Qt::DisplayRole)
        return display(id, index.column());
    if (role == Qt::DecorationRole && index.column() == Head)
        return mark(id);
    if (role == SortRole)
        return sortKey(id, index.column());
    if (role == Qt::TextAlignmentRole && (index.column() == Score || index.column() == Frequency))
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

QVariant HeadTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= nColumns)
        return {};
    const bool isScore = !m_scores || m_scores->measure == "score";
    if (role == Qt::DisplayRole)
        return QStringList{tr("Head"), isScore ? tr("Score") : engineWord(m_scores->measure), tr("Active"), tr("Mask")}[section];
    if (role == Qt::ToolTipRole)
        return QStringList{tr("Layer and head"), isScore ? tr("Mean retrieval score") : tr("Mean over the samples"),
            tr("Activation frequency: share of the samples with a copied token"),
            tr("Space masks a head; right-click says what else can be done")}[section];
    return {};
}

} // namespace needlescope
