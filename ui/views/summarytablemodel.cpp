// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/summarytablemodel.h"

#include "language/enginetext.h"
#include "measures/statistics.h"
#include "measures/studies/kind.h"

#include <QLocale>

namespace needlescope {

namespace {

QString number(double value)
{
    return QLocale().toString(value, 'g', 6);
}

QString measured(double value)
{
    return QLocale().toString(toDecimals(value, 3), 'f', 3);
}

/// "top chain-of-thought", "random, scale 2": each word is one of the tables.
QString seriesText(const std::string &series)
{
    QStringList words;
    for (const QString &word : QString::fromStdString(series).split(QLatin1Char(' '))) {
        const bool comma = word.endsWith(QLatin1Char(','));
        words << engineWord((comma ? word.chopped(1) : word).toStdString()) + (comma ? QStringLiteral(",") : QString());
    }
    return words.join(QLatin1Char(' '));
}

QVariant display(const SummaryRow &row, int column, const KindInfo &kind)
{
    switch (column) {
    case SummaryTableModel::Series:
        return seriesText(row.series);
    case SummaryTableModel::Measure:
        return engineWord(row.measure);
    case SummaryTableModel::X:
        return kind.hasX() ? number(row.x) : QString();
    case SummaryTableModel::Y:
        return kind.hasY(row.measure) ? number(row.y) : QString();
    case SummaryTableModel::Mean:
        return measured(row.value.mean);
    case SummaryTableModel::Interval:
        return SummaryTableModel::tr("%1 to %2").arg(measured(row.value.low), measured(row.value.high));
    case SummaryTableModel::Count:
        return row.value.n;
    default:
        return {};
    }
}

QVariant sortKey(const SummaryRow &row, int column, const KindInfo &kind)
{
    switch (column) {
    case SummaryTableModel::X:
        return row.x;
    case SummaryTableModel::Y:
        return row.y;
    case SummaryTableModel::Mean:
        return row.value.mean;
    case SummaryTableModel::Interval:
        return row.value.high - row.value.low;
    default:
        return display(row, column, kind);
    }
}

} // namespace

void SummaryTableModel::setSummary(std::shared_ptr<const StudySummary> summary)
{
    // A running study brings the same rows again and again: a reset then would throw away the place that somebody scrolled to.
    const auto rows = [](const auto &s) { return s ? s->rows.size() : 0; };
    const bool same = m_summary && summary && m_summary->kind == summary->kind && rows(m_summary) == rows(summary);
    if (!same)
        beginResetModel();
    m_summary = std::move(summary);
    if (!same)
        endResetModel();
    else if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, nColumns - 1));
}

int SummaryTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_summary ? 0 : static_cast<int>(m_summary->rows.size());
}

int SummaryTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : nColumns;
}

QVariant SummaryTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SummaryRow &row = m_summary->rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole)
        return display(row, index.column(), infoOf(m_summary->kind));
    if (role == SortRole)
        return sortKey(row, index.column(), infoOf(m_summary->kind));
    if (role == Qt::TextAlignmentRole && index.column() >= X)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

QVariant SummaryTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= nColumns)
        return {};
    const KindInfo &kind = infoOf(m_summary ? m_summary->kind : StudyKind::Detect);
    return QStringList{
        tr("Series"), tr("Measure"), engineWord(kind.xLabel), engineWord(kind.yLabel), tr("Mean"), tr("95 % interval"), tr("n")}[section];
}

} // namespace needlescope
