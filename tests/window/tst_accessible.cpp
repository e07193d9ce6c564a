// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/headmapview.h"
#include "views/stepbar.h"
#include "views/stepstrip.h"
#include "windowuser.h"

#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QTimer>

#include <string_view>
#include <typeinfo>

using namespace needlescope;

namespace {

QString told(QWidget *widget, QAccessible::Text kind)
{
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
    return interface ? interface->text(kind) : QString();
}

/// Whether nothing but our own painting is to be seen of it.
bool isPainted(const QWidget *widget)
{
    const bool ours = std::string_view(typeid(*widget).name()).find("needlescope") != std::string_view::npos;
    return ours && widget->findChildren<QWidget *>().empty();
}

/// What speaks through the widget that it is in.
bool isPartOfAnother(const QWidget *widget)
{
    const QWidget *parent = widget->parentWidget();
    return parent
        && (qobject_cast<const QAbstractSpinBox *>(parent) || qobject_cast<const QComboBox *>(parent)
            || qobject_cast<const QAbstractScrollArea *>(parent) || qobject_cast<const QHeaderView *>(widget));
}

/// Those that take the focus or are painted by us, and have no name.
QStringList nameless(QWidget *window)
{
    QStringList found;
    QList<QWidget *> widgets = window->findChildren<QWidget *>();
    widgets << window;
    for (QWidget *widget : widgets) {
        const bool matters = widget->focusPolicy() != Qt::NoFocus || isPainted(widget);
        if (matters && widget->isVisible() && !isPartOfAnother(widget) && told(widget, QAccessible::Name).isEmpty())
            found << QStringLiteral("%1 '%2' in '%3'")
                         .arg(typeid(*widget).name(), widget->objectName(),
                             widget->parentWidget() ? widget->parentWidget()->objectName() : QString());
    }
    return found;
}

} // namespace

/// Somebody who hears the window instead of seeing it.
class TestAccessible : public QObject, private WindowUser
{
    Q_OBJECT

private slots:
    void initTestCase() { settle(QStringLiteral("tst_accessible")); }
    void init();
    void cleanupTestCase() { leave(); }
    void everyPageIsNamed_data();
    void everyPageIsNamed();
    void dialogsAreNamed_data();
    void dialogsAreNamed();
    void mapTellsTheHeadThatTheKeyboardIsAt();
    void stripTellsTheStep();
};

void TestAccessible::init()
{
    beginAnew();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestAccessible::everyPageIsNamed_data()
{
    QTest::addColumn<QString>("entry");
    QTest::addColumn<int>("step"); // of the presentation
    QTest::newRow("text") << QString() << 0;
    QTest::newRow("start page") << "Start page" << 0;
    QTest::newRow("studies") << "Studies" << 0;
    QTest::newRow("comparison") << "Compare" << 0;
    for (int step = 1; step <= 3; ++step)
        QTest::addRow("presentation, step %d", step) << "Presentation" << step;
}

void TestAccessible::everyPageIsNamed()
{
    QFETCH(QString, entry);
    QFETCH(int, step);
    QAction *page = entry.isEmpty() ? nullptr : menuEntry(entry);
    QVERIFY2(entry.isEmpty() || page, qPrintable(entry));
    m_session->maskTopK(2);
    if (page)
        page->setChecked(true);
    if (entry == "Studies") {
        m_session->openRun("demo.needle");
        QTRY_VERIFY_WITH_TIMEOUT(m_session->studies().summary(), patience);
    }
    if (step > 0)
        QTest::keyClick(m_window.get(), static_cast<Qt::Key>(Qt::Key_0 + step));
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    const QStringList found = nameless(m_window.get());
    if (page)
        page->setChecked(false);
    QVERIFY2(found.empty(), qPrintable(found.join('\n')));
}

void TestAccessible::dialogsAreNamed_data()
{
    QTest::addColumn<QString>("entry");
    for (const char *entry : {"Detect…", "Preferences…", "Get a model…", "Frame…", "Help"})
        QTest::newRow(entry) << QString(entry);
}

void TestAccessible::dialogsAreNamed()
{
    QFETCH(QString, entry);
    QAction *action = menuEntry(entry);
    QVERIFY(action);
    QStringList found{"no dialog"};
    QTimer::singleShot(300, m_window.get(), [this, &found] {
        for (QWidget *window : QApplication::topLevelWidgets()) {
            if (!window->isVisible() || window == m_window.get())
                continue;
            found = nameless(window);
            window->close();
        }
    });
    action->trigger();
    QTRY_VERIFY2(found.empty(), qPrintable(found.join('\n')));
}

void TestAccessible::mapTellsTheHeadThatTheKeyboardIsAt()
{
    auto *map = view<HeadMapView>();
    QVERIFY(!told(map, QAccessible::Description).isEmpty());
    clickHead({2, 3});
    QVERIFY2(told(map, QAccessible::Value).startsWith("Layer 2, head 3"), qPrintable(told(map, QAccessible::Value)));
    QTest::keyClick(map, Qt::Key_Right);
    QVERIFY2(told(map, QAccessible::Value).startsWith("Layer 2, head 4"), qPrintable(told(map, QAccessible::Value)));
    QTest::keyClick(map, Qt::Key_Down, Qt::ControlModifier);
    QVERIFY(told(map, QAccessible::Value).startsWith("Layer 3, head 4"));
    QVERIFY(told(map, QAccessible::Value).contains(QString::number(m_session->scores()->score(3, 4), 'f', 3)));
    QTest::keyClick(map, Qt::Key_Space);
    QVERIFY(told(map, QAccessible::Value).contains("Masked"));
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
}

void TestAccessible::stripTellsTheStep()
{
    auto *strip = view<StepStrip>();
    m_session->selectHead(best());
    m_session->chooseStep(0);
    QVERIFY2(told(strip, QAccessible::Value).startsWith("Token 1"), qPrintable(told(strip, QAccessible::Value)));
    QVERIFY(told(strip, QAccessible::Value).contains(QString::fromStdString(toString(best()))));
    QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
    QVERIFY2(told(strip, QAccessible::Value).startsWith("Token 2"), qPrintable(told(strip, QAccessible::Value)));
}

QTEST_MAIN(TestAccessible)
#include "tst_accessible.moc"
