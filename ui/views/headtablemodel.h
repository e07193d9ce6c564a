// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/headcolors.h"
#include "figures/plotlook.h"

#include "api/intervention.h"
#include "api/scoremap.h"

#include <QAbstractTableModel>
#include <QIcon>

#include <memory>
#include <vector>

namespace needlescope {

/// The best heads of a score map, a row each, best first.
class HeadTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Head, Score, Frequency, Masked, nColumns };
    enum Role { SortRole = Qt::UserRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setScores(std::shared_ptr<const ScoreMap> scores);
    void setMask(const Intervention &mask);
    void setLimit(int limit);
    /// Of the marks before the names; heads that are not in sight elsewhere have none.
    void setHeadColors(const HeadColors &colors, const PlotLook &look);

    HeadId headOf(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    /// -1 where the head is not listed.
    int rowOf(HeadId id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant display(HeadId id, int column) const;
    QVariant sortKey(HeadId id, int column) const;
    QIcon mark(HeadId id) const;
    float frequencyOf(HeadId id) const;

    std::shared_ptr<const ScoreMap> m_scores;
    Intervention m_mask;
    HeadColors m_colors;
    PlotLook m_look;
    std::vector<HeadId> m_rows;
    int m_limit = 100;
};

} // namespace needlescope
