// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/headcolors.h"

#include "api/intervention.h"
#include "api/scoremap.h"

#include <QWidget>

#include <memory>
#include <vector>

class QSortFilterProxyModel;
class QTableView;

namespace needlescope {

class HeadTableModel;

/// The best heads as a sortable table: head, score, activation frequency, masked. The same intents as HeadMapView.
class HeadTable : public QWidget
{
    Q_OBJECT
public:
    explicit HeadTable(QWidget *parent = nullptr);
    ~HeadTable() override;

    void setScores(std::shared_ptr<const ScoreMap> scores);
    void setMask(const Intervention &mask);
    void setSelection(const std::vector<HeadId> &heads);
    /// Of the marks before the names.
    void setHeadColors(const HeadColors &colors);
    /// How many heads are listed, best first. Default 100.
    void setLimit(int limit);

    QTableView *table() const { return m_table; }

signals:
    void headClicked(needlescope::HeadId id, Qt::KeyboardModifiers modifiers);
    void maskToggled(needlescope::HeadId id);
    /// What can be done with a head is asked for, at a point of the screen.
    void menuRequested(needlescope::HeadId id, QPoint at);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    HeadId headAt(const QModelIndex &proxyIndex) const;
    void showSelection();
    int rowAfter(const QKeyEvent &key) const;

    HeadTableModel *m_model = nullptr;
    QSortFilterProxyModel *m_sorted = nullptr;
    QTableView *m_table = nullptr;
    std::vector<HeadId> m_selection;
    HeadColors m_colors;
};

} // namespace needlescope
