// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/keyguard.h"

#include "window/actions.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTextEdit>

namespace needlescope {

namespace {

bool isTextField(const QObject *object)
{
    return qobject_cast<const QLineEdit *>(object) || qobject_cast<const QTextEdit *>(object)
        || qobject_cast<const QAbstractSpinBox *>(object);
}

bool hasSomethingToUndo(const QObject *field, bool redo)
{
    const auto *line = qobject_cast<const QLineEdit *>(field);
    return line && (redo ? line->isRedoAvailable() : line->isUndoAvailable());
}

} // namespace

KeyGuard::KeyGuard(Actions *actions, QWidget *window)
    : QObject(window)
    , m_actions(actions)
    , m_window(window)
{
    qApp->installEventFilter(this);
}

bool KeyGuard::isOurs(const QObject *field, const QKeyEvent &key) const
{
    const QKeySequence pressed(key.keyCombination());
    for (const QAction *action : m_actions->withKeys()) {
        const bool isWindows = action->isEnabled() && action->shortcutContext() == Qt::WindowShortcut;
        if (!isWindows || !action->shortcuts().contains(pressed))
            continue;
        const bool isHistory = action == m_actions->undo || action == m_actions->redo;
        return !isHistory || !hasSomethingToUndo(field, action == m_actions->redo);
    }
    return false;
}

bool KeyGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::ShortcutOverride || !isTextField(watched))
        return false;
    if (static_cast<QWidget *>(watched)->window() != m_window || !isOurs(watched, *static_cast<QKeyEvent *>(event)))
        return false;
    event->ignore(); // the field shall not claim it
    return true;
}

} // namespace needlescope
