// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <QAbstractTableModel>

#include <vector>

namespace needlescope {

/// The runs that the engine keeps, a row each.
class RunTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Study, Model, Samples, Created, Name, nColumns };

    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(const std::vector<RunInfo> &runs);
    const RunInfo &runOf(int row) const { return m_runs[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<RunInfo> m_runs;
};

} // namespace needlescope
