// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engineclient/sshaddress.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace needlescope {

/// On which other machine the engine runs.
class RemoteDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p recent: addresses that were reached before, the latest first.
    explicit RemoteDialog(const QStringList &recent, QWidget *parent = nullptr);

    /// Valid while the dialog can be accepted.
    SshAddress address() const;

private:
    void setUpLayout();
    void choose(int row);
    void edited();

    QComboBox *m_machine;
    QLineEdit *m_program;
    QLabel *m_problem;
    QPushButton *m_connect;
};

} // namespace needlescope
