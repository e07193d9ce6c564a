// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/replies.h"

#include <QDialog>

class QDialogButtonBox;
class QLabel;
class QPushButton;

namespace needlescope {

class PathField;
class StudyForm;

/// What a detection will do, before it does it: what is asked, how heads are scored, how long it takes and where it is kept. All of it can
/// be chosen; accepted() starts it.
class DetectDialog : public QDialog
{
    Q_OBJECT
public:
    explicit DetectDialog(QWidget *parent = nullptr);

    /// The detection's settings.
    StudyForm *form() const { return m_form; }
    /// A path on the engine's machine; empty: the engine names it.
    QString run() const;
    /// Files of another machine can only be typed.
    void setFilesHere(bool here);
    /// @p study is what was planned; @p nMeasured of its samples are in its run already.
    void setPlan(const StudyPlan &plan, const StudyRequest &study, int nMeasured);
    /// Why it cannot start.
    void setProblem(const QString &why);
    /// The same study was stopped and goes on.
    void setContinues(bool continues);

signals:
    /// Something was chosen: the plan is out of date.
    void edited();

private:
    StudyForm *m_form;
    PathField *m_run;
    QLabel *m_plan;
    QDialogButtonBox *m_buttons;
    QPushButton *m_start;
    bool m_continues = false;
};

} // namespace needlescope
