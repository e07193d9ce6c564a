// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <QAbstractTableModel>

#include <memory>

namespace needlescope {

/// The rows of a study's summary: the numbers behind its figures.
class SummaryTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Series, Measure, X, Y, Mean, Interval, Count, nColumns };
    enum Role { SortRole = Qt::UserRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setSummary(std::shared_ptr<const StudySummary> summary);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const StudySummary> m_summary;
};

} // namespace needlescope
