// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/progress.h"
#include "api/replies.h"

#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace needlescope {

class RunList;
class StudyForm;
class StudyView;

/// Everything about studies: what to study and how long that would take, what it says so far, and the runs that there are.
class StudiesPanel : public QWidget
{
    Q_OBJECT
public:
    explicit StudiesPanel(QWidget *parent = nullptr);

    StudyForm *form() const { return m_form; }
    StudyView *view() const { return m_view; }
    RunList *runs() const { return m_runs; }

    void setPlan(const StudyPlan &plan);
    /// Why the study that the form describes cannot be started; empty: it is not known yet whether it can.
    void setProblem(const QString &why);
    /// Whether the form describes the study that was stopped last.
    void setContinues(bool continues);
    void setRunning(bool running);
    /// Nothing: no study runs.
    void setProgress(const std::optional<Progress> &progress);

signals:
    void startRequested();
    /// The panel came into sight.
    void shown();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeChoice();
    void showButtons();

    StudyForm *m_form;
    StudyView *m_view;
    RunList *m_runs;
    QLabel *m_estimate;
    QProgressBar *m_progress;
    QLabel *m_timeLeft;
    QPushButton *m_start;
    bool m_startable = false;
    bool m_continues = false;
    bool m_running = false;
};

} // namespace needlescope
