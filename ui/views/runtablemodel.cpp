// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/runtablemodel.h"

#include "language/enginetext.h"
#include "measures/studies/kind.h"

#include <QDateTime>
#include <QLocale>

namespace needlescope {

namespace {

QString dateText(const std::string &created)
{
    const QString text = QString::fromStdString(created);
    const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::ShortFormat) : text;
}

QVariant display(const RunInfo &run, int column)
{
    switch (column) {
    case RunTableModel::Study:
        return engineWord(infoOf(run.kind).title);
    case RunTableModel::Model:
        return QString::fromStdString(run.modelName);
    case RunTableModel::Samples:
        return run.nSamples < run.nPlanned ? RunTableModel::tr("%1 of %2").arg(run.nSamples).arg(run.nPlanned)
                                           : QString::number(run.nSamples);
    case RunTableModel::Created:
        return dateText(run.created);
    case RunTableModel::Name:
        return QString::fromStdString(run.name);
    default:
        return {};
    }
}

} // namespace

void RunTableModel::setRuns(const std::vector<RunInfo> &runs)
{
    beginResetModel();
    m_runs = runs;
    endResetModel();
}

int RunTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : nColumns;
}

QVariant RunTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::DisplayRole)
        return display(runOf(index.row()), index.column());
    if (role == Qt::ToolTipRole)
        return QString::fromStdString(runOf(index.row()).name);
    return {};
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= nColumns)
        return {};
    return QStringList{tr("Study"), tr("Model"), tr("Samples"), tr("Made"), tr("Name")}[section];
}

} // namespace needlescope
