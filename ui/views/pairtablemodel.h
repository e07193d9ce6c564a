// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/pairplot.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace needlescope {

/// The heads of two maps with their values on both sides and the difference, a row each. Empty where a head of one is none of the other.
class PairTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Head, ValueA, ValueB, Difference, nColumns };
    enum Role { SortRole = Qt::UserRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setPlot(const std::optional<PairPlot> &plot);
    HeadId headOf(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    /// -1 where the head is not listed.
    int rowOf(HeadId id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    double value(HeadId id, int column) const;

    std::optional<PairPlot> m_plot;
    std::vector<HeadId> m_rows;
};

} // namespace needlescope
