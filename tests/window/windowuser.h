// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/session.h"
#include "testworld.h"
#include "window/mainwindow.h"

#include <QToolButton>

#include <memory>

namespace needlescope {

/// A user at the real window with the real engine and the demo model: what the window's tests have in common.
class WindowUser
{
public:
    static constexpr int patience = 20000; ///< ms; a first start of the engine reads libtorch from a cold disk

    /// Settings and data of its own; before the first open().
    void settle(const QString &testName) const;
    void open(const EngineCommand &engine);
    /// One engine serves all tests that leave it alive, because each start costs a second: the demo is open, nothing is masked, and the
    /// example is asked and answered.
    void beginAnew();
    void leave();

    template <typename View>
    View *view() const
    {
        return m_window->findChild<View *>();
    }
    /// In the tool bar.
    QToolButton *button(const QString &text) const;
    /// Where a user would click: the widget of the map that is at the middle of the head's cell.
    void clickHead(HeadId id, Qt::MouseButton mouseButton = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {});
    /// The best heads of the map, the best one first.
    HeadId best(int rank = 0) const;
    /// Of the menu bar's menus; null: there is none of this text.
    QAction *menuEntry(const QString &text) const;
    /// Triggers it and types @p path into the dialog that comes; says whether one came.
    bool exportTo(QAction *action, const QString &path) const;
    /// Saves a session by its key and the dialog; says whether there was one.
    bool saveSessionAs(const QString &file);
    bool answered() const { return m_session->baseline()->trace && (m_session->mask().empty() || m_session->masked()->trace); }

protected:
    static void typeFileName(const QString &path, bool *typed, int attempts = 10);

    TestWorld m_world;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace needlescope
