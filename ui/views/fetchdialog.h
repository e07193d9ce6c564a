// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/fetch.h"
#include "api/progress.h"

#include <QDialog>

#include <optional>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace needlescope {

/// Asks for a model's name on the Hugging Face hub, shows what getting it takes, and how far that is. It decides nothing.
class FetchDialog : public QDialog
{
    Q_OBJECT

public:
    explicit FetchDialog(QWidget *parent = nullptr);

    /// The hub is being asked.
    void showAsking();
    /// What getting the model takes; nothing: no model has been asked for.
    void showPlan(const std::optional<FetchPlan> &plan);
    void showProgress(const std::optional<Progress> &progress);
    /// Empty: there is none.
    void setProblem(const QString &sentence);

signals:
    void askRequested(const QString &model);
    void fetchRequested();
    void stopRequested();

private:
    void setUpLayout();
    void showFiles(const FetchPlan &plan);
    void setRunning(bool running);

    QLineEdit *m_name;
    QPushButton *m_ask;
    QTreeWidget *m_files;
    QLabel *m_summary;
    QProgressBar *m_bar;
    QLabel *m_timeLeft;
    QLabel *m_problem;
    QPushButton *m_get;
    QPushButton *m_stop;
};

} // namespace needlescope
