// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <QWidget>

#include <vector>

class QPushButton;
class QTableView;

namespace needlescope {

class RunTableModel;

/// The runs that the engine keeps; a double click, Enter or the button opens one.
class RunList : public QWidget
{
    Q_OBJECT
public:
    explicit RunList(QWidget *parent = nullptr);

    /// Keeps the chosen row where that run is still there.
    void setRuns(const std::vector<RunInfo> &runs);
    /// A run cannot be looked at while a study fills the view.
    void setOpenable(bool openable);

signals:
    void openRequested(const QString &name);
    void fileRequested();

private:
    void openChosen();

    RunTableModel *m_runs;
    QTableView *m_table;
    QPushButton *m_open;
    bool m_openable = true;
};

} // namespace needlescope
