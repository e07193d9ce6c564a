// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QKeyEvent;

namespace needlescope {

class Actions;

/// Lets the window's keys work while somebody types: text fields would take Ctrl+E and others for themselves. Undo and redo stay the
/// field's as long as it has something to undo.
class KeyGuard : public QObject
{
    Q_OBJECT

public:
    /// Watches the text fields of @p window.
    KeyGuard(Actions *actions, QWidget *window);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool isOurs(const QObject *field, const QKeyEvent &key) const;

    Actions *m_actions;
    QWidget *m_window;
};

} // namespace needlescope
