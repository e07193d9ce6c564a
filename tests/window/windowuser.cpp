// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowuser.h"

#include "views/headmapview.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>
#include <QToolBar>

namespace needlescope {

void WindowUser::settle(const QString &testName) const
{
    QStandardPaths::setTestModeEnabled(true);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_world.scratch("settings"));
    QCoreApplication::setOrganizationName("Needlescope");
    QCoreApplication::setApplicationName(testName);
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).removeRecursively(); // what a killed test left
}

void WindowUser::open(const EngineCommand &engine)
{
    m_window.reset();
    m_session = std::make_unique<Session>(engine, m_world.library());
    m_window = std::make_unique<MainWindow>(m_session.get());
    m_session->openModel("demo");
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void WindowUser::beginAnew()
{
    if (!m_session || !m_session->isEngineRunning())
        open(TestWorld::engine());
    if (m_session->model() && m_session->model()->name != "demo") {
        m_session->openModel("demo");
        QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo", patience);
    }
    m_session->clearMask();
    m_session->undoStack()->clear();
    QSignalSpy opened(&m_session->studies(), &Studies::runOpened);
    QSignalSpy prompts(m_session.get(), &Session::promptChanged);
    m_session->ask(m_world.request());
    m_session->openMap("demo.needle");
    QTRY_VERIFY_WITH_TIMEOUT(!opened.isEmpty(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->scoresFit(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->prompt(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
}

void WindowUser::leave()
{
    m_window.reset();
    m_session.reset();
}

QToolButton *WindowUser::button(const QString &text) const
{
    for (auto *candidate : m_window->findChild<QToolBar *>()->findChildren<QToolButton *>()) {
        if (candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

void WindowUser::clickHead(HeadId id, Qt::MouseButton mouseButton, Qt::KeyboardModifiers modifiers)
{
    auto *map = view<HeadMapView>();
    const QPoint middle = map->cellRect(id).center();
    QWidget *target = map->childAt(middle);
    if (!target)
        target = map;
    QTest::mouseClick(target, mouseButton, modifiers, target->mapFrom(map, middle));
}

HeadId WindowUser::best(int rank) const
{
    return rankedHeads(*m_session->scores())[static_cast<std::size_t>(rank)];
}

QAction *WindowUser::menuEntry(const QString &text) const
{
    for (const QAction *menu : m_window->menuBar()->actions()) {
        for (QAction *entry : menu->menu()->actions()) {
            if (QString(entry->text()).remove('&') == text)
                return entry;
        }
    }
    return nullptr;
}

/// Into the file dialog that will be there soon, on a busy machine a little later.
void WindowUser::typeFileName(const QString &path, bool *typed, int attempts)
{
    QTimer::singleShot(300, qApp, [path, typed, attempts] {
        if (auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget())) {
            auto *name = dialog->findChild<QLineEdit *>("fileNameEdit");
            name->selectAll();
            QTest::keyClicks(name, path);
            QTest::keyClick(name, Qt::Key_Return);
            *typed = true;
        } else if (attempts > 1) {
            typeFileName(path, typed, attempts - 1);
        }
    });
}

bool WindowUser::exportTo(QAction *action, const QString &path) const
{
    bool typed = false;
    typeFileName(path, &typed);
    action->trigger();
    return typed;
}

bool WindowUser::saveSessionAs(const QString &file)
{
    bool typed = false;
    typeFileName(file, &typed);
    m_window->activateWindow();
    if (!QTest::qWaitForWindowActive(m_window.get()))
        return false;
    QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier);
    return typed;
}

} // namespace needlescope
