// SPDX-License-Identifier: GPL-3.0-or-later
#include "monkey.h"

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QDialog>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QScopedValueRollback>
#include <QTest>
#include <QTimer>
#include <QUrl>
#include <QWhatsThis>
#include <QWheelEvent>

#include <array>

namespace needlescope {

namespace {

constexpr int deepest = 5; ///< acts within acts; then only a way out is looked for
constexpr int pause = 2; ///< ms between acts, so that the engine's answers come in

QWidget *childAt(QWidget *place, QPoint at)
{
    QWidget *child = place->childAt(at);
    return child ? child : place;
}

void sendMove(QWidget *to, QPoint at, Qt::MouseButtons buttons)
{
    QMouseEvent move(QEvent::MouseMove, at, to->mapToGlobal(at), Qt::NoButton, buttons, {});
    QCoreApplication::sendEvent(to, &move);
}

} // namespace

Monkey::Monkey(QWidget *window, quint32 seed, QStringList files)
    : m_window(window)
    , m_random(seed)
    , m_files(std::move(files))
{
}

void Monkey::play(std::chrono::milliseconds time)
{
    m_time = time;
    m_tidied = false;
    m_played.start();
    QTimer::singleShot(0, this, &Monkey::act);
    while (!m_tidied)
        QTest::qWait(20);
}

/// The next one is on its way before this one begins, for this one may wait in a dialog.
void Monkey::act()
{
    const QScopedValueRollback deeper(m_depth, m_depth + 1);
    if (m_played.elapsed() > m_time.count()) {
        tidy();
        return;
    }
    QTimer::singleShot(pause, this, &Monkey::act);
    ++m_nActs;
    if (auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget()); dialog && !QApplication::activePopupWidget())
        return answer(dialog);
    if (m_depth > deepest) {
        note(QStringLiteral("a way out"));
        if (QWidget *open = QApplication::activePopupWidget() ? QApplication::activePopupWidget() : QApplication::activeModalWidget())
            QTest::keyClick(open, Qt::Key_Escape);
        return;
    }
    actOn(topLevel());
}

void Monkey::tidy()
{
    if (QWidget *popup = QApplication::activePopupWidget())
        popup->close();
    else if (QWidget *modal = QApplication::activeModalWidget())
        modal->close();
    else if (QWhatsThis::inWhatsThisMode())
        QWhatsThis::leaveWhatsThisMode();
    else
        m_tidied = m_depth == 1;
    if (!m_tidied)
        QTimer::singleShot(pause, this, &Monkey::act);
}

void Monkey::actOn(QWidget *place)
{
    switch (const int what = below(100); what / 4) {
    default:
        return click(place);
    case 9:
    case 10:
        return openMenu(place);
    case 11:
    case 12:
        return wheel(place);
    case 13:
    case 14:
        return drag(place);
    case 15:
    case 16:
        return type();
    case 17:
    case 18:
    case 19:
    case 20:
        return press();
    case 21:
    case 22:
        return choose();
    case 23:
        return drop();
    case 24:
        return what % 4 == 0 ? resize() : press();
    }
}

QWidget *Monkey::topLevel()
{
    if (QWidget *popup = QApplication::activePopupWidget())
        return popup;
    if (QWidget *modal = QApplication::activeModalWidget())
        return modal;
    QList<QWidget *> windows{m_window, m_window, m_window};
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (window->isVisible() && window->isEnabled() && window->windowType() != Qt::ToolTip)
            windows << window;
    }
    return windows[below(static_cast<int>(windows.size()))];
}

QPoint Monkey::pointIn(const QWidget *place)
{
    return {below(std::max(1, place->width())), below(std::max(1, place->height()))};
}

Qt::KeyboardModifiers Monkey::modifiers()
{
    static constexpr std::array some{Qt::NoModifier, Qt::NoModifier, Qt::NoModifier, Qt::ShiftModifier, Qt::ControlModifier};
    return some[static_cast<std::size_t>(below(some.size()))];
}

void Monkey::note(const QString &act)
{
    if (qEnvironmentVariableIsSet("NEEDLESCOPE_MONKEY_TELLS"))
        fprintf(stderr, "%6d %8lld ms, depth %d: %s\n", m_nActs, static_cast<long long>(m_played.elapsed()), m_depth, qPrintable(act));
}

void Monkey::answer(QFileDialog *dialog)
{
    auto *name = dialog->findChild<QLineEdit *>(QStringLiteral("fileNameEdit"));
    if (!name || below(3) == 0) {
        note(QStringLiteral("no file"));
        return dialog->reject();
    }
    const QString file = m_files[below(static_cast<int>(m_files.size()))];
    note(QStringLiteral("file ") + file);
    name->setText(file);
    QTest::keyClick(name, Qt::Key_Return);
}

void Monkey::click(QWidget *place)
{
    const QPoint at = pointIn(place);
    QWidget *on = childAt(place, at);
    note(QStringLiteral("click %1 %2").arg(on->metaObject()->className(), on->objectName()));
    const QPoint there = on->mapFrom(place, at);
    const auto button = below(12) == 0 ? Qt::MiddleButton : Qt::LeftButton;
    if (below(10) == 0)
        QTest::mouseDClick(on, button, modifiers(), there);
    else
        QTest::mouseClick(on, button, modifiers(), there);
}

void Monkey::openMenu(QWidget *place)
{
    const QPoint at = pointIn(place);
    QWidget *on = childAt(place, at);
    note(QStringLiteral("menu of %1 %2").arg(on->metaObject()->className(), on->objectName()));
    QContextMenuEvent menu(QContextMenuEvent::Mouse, on->mapFrom(place, at), place->mapToGlobal(at));
    QCoreApplication::sendEvent(on, &menu);
}

void Monkey::wheel(QWidget *place)
{
    const QPoint at = pointIn(place);
    QWidget *on = childAt(place, at);
    note(QStringLiteral("wheel on %1 %2").arg(on->metaObject()->className(), on->objectName()));
    const QPoint turn(below(3) == 0 ? 120 : 0, 120 * (below(9) - 4));
    QWheelEvent event(on->mapFrom(place, at), place->mapToGlobal(at), {}, turn, Qt::NoButton, modifiers(), Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(on, &event);
}

void Monkey::drag(QWidget *place)
{
    const QPoint at = pointIn(place);
    const QPointer<QWidget> on = childAt(place, at);
    note(QStringLiteral("drag %1 %2").arg(on->metaObject()->className(), on->objectName()));
    const auto button = below(4) == 0 ? Qt::MiddleButton : Qt::LeftButton;
    const QPoint from = on->mapFrom(place, at);
    const QPoint to = on->mapFrom(place, pointIn(place));
    QTest::mousePress(on, button, modifiers(), from);
    for (int i = 1; i <= 4 && on; ++i)
        sendMove(on, from + (to - from) * i / 4, button);
    if (on) {
        QMouseEvent release(QEvent::MouseButtonRelease, to, on->mapToGlobal(to), button, Qt::NoButton, {});
        QCoreApplication::sendEvent(on, &release);
    }
}

void Monkey::drop()
{
    if (QApplication::activeModalWidget() || QApplication::activePopupWidget())
        return;
    const QString file = m_files[below(static_cast<int>(m_files.size()))];
    note(QStringLiteral("drop ") + file);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    const QPoint at = pointIn(m_window);
    QWidget *on = childAt(m_window, at);
    QDragEnterEvent enter(on->mapFrom(m_window, at), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(on, &enter);
    QDropEvent event(on->mapFrom(m_window, at), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(on, &event);
}

/// Nothing that could be a path.
void Monkey::type()
{
    static const std::array<QString, 8> words{QStringLiteral("the "), QStringLiteral("17"), QStringLiteral(","), QStringLiteral("ä\u200d"),
        QStringLiteral("蓝色的长颈鹿"), QStringLiteral("🔬"), QStringLiteral("-3"), QStringLiteral("sandwich")};
    const QString word = words[static_cast<std::size_t>(below(words.size()))];
    note(QStringLiteral("type ") + word);
    QWidget *focus = QApplication::focusWidget();
    QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, word);
    QCoreApplication::sendEvent(focus ? focus : m_window, &press);
}

void Monkey::press()
{
    static constexpr std::array keys{Qt::Key_Tab, Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down,
        Qt::Key_Space, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Delete, Qt::Key_Backspace, Qt::Key_Home, Qt::Key_End, Qt::Key_PageUp,
        Qt::Key_PageDown, Qt::Key_Plus, Qt::Key_Minus, Qt::Key_G, Qt::Key_M, Qt::Key_N, Qt::Key_0, Qt::Key_1, Qt::Key_2, Qt::Key_3};
    QWidget *popup = QApplication::activePopupWidget();
    QWidget *focus = popup ? popup : QApplication::focusWidget();
    const auto shortcuts = m_window->actions();
    if (!popup && below(3) == 0 && !shortcuts.empty()) {
        const QAction *action = shortcuts[below(static_cast<int>(shortcuts.size()))];
        note(QStringLiteral("keys %1").arg(action->shortcut().toString()));
        QTest::keySequence(focus ? focus : m_window, action->shortcut());
        return;
    }
    const Qt::Key key = keys[static_cast<std::size_t>(below(keys.size()))];
    note(QStringLiteral("key %1").arg(QKeySequence(key).toString()));
    QTest::keyClick(focus ? focus : m_window, key, modifiers());
}

QList<QAction *> Monkey::actionsOf(const QMenu *menu) const
{
    QList<QAction *> actions;
    for (QAction *action : menu->actions()) {
        if (action->menu())
            actions << actionsOf(action->menu());
        else if (action->isEnabled() && !action->isSeparator())
            actions << action;
    }
    return actions;
}

void Monkey::choose()
{
    if (QApplication::activeModalWidget() || QApplication::activePopupWidget())
        return press();
    QList<QAction *> actions;
    for (const QAction *menu : static_cast<QMainWindow *>(m_window)->menuBar()->actions())
        actions << actionsOf(menu->menu());
    QAction *action = actions[below(static_cast<int>(actions.size()))];
    note(QStringLiteral("choose ") + action->text());
    action->trigger();
}

void Monkey::resize()
{
    const QSize size(700 + below(1400), 500 + below(800));
    note(QStringLiteral("resize %1 x %2").arg(size.width()).arg(size.height()));
    m_window->resize(size);
}

} // namespace needlescope
