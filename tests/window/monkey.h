// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QRandomGenerator>
#include <QStringList>

#include <chrono>

class QAction;
class QFileDialog;
class QMenu;
class QWidget;

namespace needlescope {

/// Clicks, types, scrolls, drags and chooses from menus without any sense. It never leaves the program, and of files it knows only those
/// that it is given.
class Monkey : public QObject
{
public:
    /// @p files are opened, dropped and written over.
    Monkey(QWidget *window, quint32 seed, QStringList files);

    /// As long as that, and then until all that it opened is closed.
    void play(std::chrono::milliseconds time);
    int nActs() const { return m_nActs; }

private:
    void act();
    void tidy();
    void actOn(QWidget *place);
    void answer(QFileDialog *dialog);
    void click(QWidget *place);
    void openMenu(QWidget *place);
    void wheel(QWidget *place);
    void drag(QWidget *place);
    void drop();
    void type();
    void press();
    void choose();
    void resize();
    void note(const QString &act);

    int below(int n) { return m_random.bounded(n); }
    QPoint pointIn(const QWidget *place);
    Qt::KeyboardModifiers modifiers();
    QWidget *topLevel();
    QList<QAction *> actionsOf(const QMenu *menu) const;

    QWidget *m_window;
    QRandomGenerator m_random;
    QStringList m_files;
    QElapsedTimer m_played;
    std::chrono::milliseconds m_time{0};
    int m_nActs = 0;
    int m_depth = 0; ///< of acts within acts: dialogs and menus wait in the one that opened them
    bool m_tidied = false;
};

} // namespace needlescope
