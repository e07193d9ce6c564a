// SPDX-License-Identifier: GPL-3.0-or-later
#include "language/language.h"
#include "views/answerview.h"
#include "views/contextview.h"
#include "views/headmapview.h"
#include "views/stepbar.h"
#include "windowuser.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QTest>

#include <cstdlib>

using namespace needlescope;

/// Somebody who arranges the window.
class TestPanels : public QObject, private WindowUser
{
    Q_OBJECT

private slots:
    void initTestCase() { settle(QStringLiteral("tst_panels")); }
    void init();
    void cleanupTestCase() { leave(); }
    void panelsAreHiddenAndShown();
    void panelsFloatAndAreStacked();
    void arrangementIsKept();
    void studiesMakeRoomAndGiveItBack();
    void presentationLeavesThePanelsAlone();
    void panelsGrowWithTheWindow();
    void timelineUsesTheWidth();
    void everythingHasRoom_data();
    void everythingHasRoom();
    void pagesFitTheScreen_data();
    void pagesFitTheScreen();
    void tinyScreensScroll();

private:
    QDockWidget *panel(const char *name) const { return m_window->findChild<QDockWidget *>(QLatin1String(name)); }
    QMenu *panelsMenu() const;
    void trigger(const QString &entry) const;
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(m_window.get(), key, modifiers); }
    QMainWindow *work() const { return qobject_cast<QMainWindow *>(panel("headsPanel")->parentWidget()); }
};

void TestPanels::init()
{
    beginAnew();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    trigger("Put back");
    QTest::qWait(0);
}

QMenu *TestPanels::panelsMenu() const
{
    for (const QAction *menu : m_window->menuBar()->actions()) {
        for (const QAction *entry : menu->menu()->actions()) {
            if (QString(entry->text()).remove('&') == "Panels")
                return entry->menu();
        }
    }
    return nullptr;
}

void TestPanels::trigger(const QString &entry) const
{
    bool found = false;
    for (QAction *action : panelsMenu()->actions()) {
        if (QString(action->text()).remove('&') != entry)
            continue;
        found = true;
        QVERIFY2(!action->shortcut().isEmpty(), qPrintable(entry));
        action->trigger();
    }
    QVERIFY2(found, qPrintable(entry));
}

void TestPanels::panelsAreHiddenAndShown()
{
    QWidget *map = view<HeadMapView>();
    for (const auto &[entry, inside, key] :
        {std::tuple{"Heads", map, Qt::Key_1}, std::tuple{"Answers", static_cast<QWidget *>(view<AnswerView>()), Qt::Key_2},
            std::tuple{"Timeline", static_cast<QWidget *>(view<StepBar>()), Qt::Key_3}}) {
        QVERIFY2(inside->isVisible(), entry);
        trigger(entry);
        QVERIFY2(!inside->isVisible(), entry);
        press(key, Qt::AltModifier);
        QVERIFY2(inside->isVisible(), entry);
        press(key, Qt::AltModifier);
        QVERIFY2(!inside->isVisible(), entry);
    }
    press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(map->isVisible() && view<AnswerView>()->isVisible() && view<StepBar>()->isVisible());
    clickHead(best(3)); // and it still is the map
    QCOMPARE(m_session->selection(), std::vector{best(3)});
}

void TestPanels::panelsFloatAndAreStacked()
{
    QDockWidget *answers = panel("answersPanel");
    const QPoint title(answers->width() / 3, 6);
    QTest::mouseDClick(answers, Qt::LeftButton, {}, title);
    QTRY_VERIFY(answers->isFloating());
    QVERIFY(view<AnswerView>()->isVisible());
    trigger("Put back");
    QVERIFY(!answers->isFloating() && work()->dockWidgetArea(answers) == Qt::RightDockWidgetArea);
    work()->tabifyDockWidget(panel("headsPanel"), answers); // as dropping one on the other does
    QTRY_COMPARE(work()->tabifiedDockWidgets(answers), QList{panel("headsPanel")});
    answers->raise();
    QTRY_VERIFY(view<AnswerView>()->isVisible());
    trigger("Put back");
    QTRY_VERIFY(work()->tabifiedDockWidgets(answers).isEmpty());
    QTRY_VERIFY(panel("headsPanel")->geometry().right() < answers->geometry().left()); // beside each other again
}

void TestPanels::arrangementIsKept()
{
    work()->addDockWidget(Qt::RightDockWidgetArea, panel("headsPanel"));
    trigger("Timeline");
    m_window->close();
    m_window = std::make_unique<MainWindow>(m_session.get());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QCOMPARE(work()->dockWidgetArea(panel("headsPanel")), Qt::RightDockWidgetArea);
    QVERIFY(!view<StepBar>()->isVisible() && view<AnswerView>()->isVisible());
    trigger("Put back");
    QCOMPARE(work()->dockWidgetArea(panel("headsPanel")), Qt::LeftDockWidgetArea);
    QVERIFY(view<StepBar>()->isVisible());

    // In a session, too.
    const QString file = m_world.scratch("arranged.nscope");
    trigger("Answers");
    QVERIFY(saveSessionAs(file));
    trigger("Put back");
    QVERIFY(view<AnswerView>()->isVisible());
    m_window->openSession(file);
    QVERIFY(!view<AnswerView>()->isVisible() && view<StepBar>()->isVisible());
    // One that knows nothing of panels changes none.
    SavedSession session = m_session->saved();
    session.panels = "AAAA";
    writeSession(session, file.toStdString());
    trigger("Put back");
    m_window->openSession(file);
    QVERIFY(view<AnswerView>()->isVisible() && view<HeadMapView>()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
}

void TestPanels::studiesMakeRoomAndGiveItBack()
{
    trigger("Timeline");
    press(Qt::Key_F6);
    QVERIFY(!view<AnswerView>()->isVisible() && !view<StepBar>()->isVisible() && view<HeadMapView>()->isVisible());
    QVERIFY(!panel("answersPanel")->toggleViewAction()->isEnabled());
    trigger("Put back"); // not those that have no place beside the studies
    QVERIFY(!view<AnswerView>()->isVisible());
    press(Qt::Key_F6);
    QVERIFY(view<AnswerView>()->isVisible() && !view<StepBar>()->isVisible());
    QVERIFY(panel("answersPanel")->toggleViewAction()->isEnabled());
}

void TestPanels::presentationLeavesThePanelsAlone()
{
    trigger("Answers");
    press(Qt::Key_F11);
    press(Qt::Key_3);
    QVERIFY(view<AnswerView>()->isVisible()); // the audience sees them all the same
    press(Qt::Key_Escape);
    QVERIFY(!view<AnswerView>()->isVisible() && view<StepBar>()->isVisible());
    press(Qt::Key_2, Qt::AltModifier);
    QVERIFY(view<AnswerView>()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
}

void TestPanels::panelsGrowWithTheWindow()
{
    const QSize before = m_window->size();
    const auto widths = [this] { return QSize(panel("headsPanel")->width(), panel("answersPanel")->width()); };
    const auto enlarge = [this](QSize size) {
        m_window->resize(size);
        QTest::qWait(50);
    };
    const QSize small = widths();
    enlarge({1920, 1080});
    QVERIFY(widths().width() > small.width() * 5 / 4 && widths().height() > small.height() * 5 / 4);
    enlarge({3840, 2160});
    QVERIFY(view<ContextView>()->width() < view<ContextView>()->widestUse() * 5 / 4); // lines of text grow no longer
    enlarge(before);
    QVERIFY(std::abs(widths().width() - small.width()) < 4 && std::abs(widths().height() - small.height()) < 4);

    enlarge({820, 620}); // where they have no room, they are squeezed
    enlarge(before);
    QVERIFY(std::abs(widths().width() - small.width()) < 4 && std::abs(widths().height() - small.height()) < 4);

    // What somebody gave a panel stays its share.
    work()->resizeDocks({panel("headsPanel")}, {small.width() * 5 / 4}, Qt::Horizontal); // as dragging its border does
    QTest::qWait(50);
    const int wider = widths().width();
    QVERIFY(wider > small.width());
    enlarge({1920, 1080});
    trigger("Timeline");
    press(Qt::Key_F6);
    enlarge({1600, 900}); // while others have their place
    press(Qt::Key_F6);
    trigger("Timeline");
    enlarge(before);
    QVERIFY2(std::abs(widths().width() - wider) < wider / 20 && std::abs(widths().height() - small.height()) < small.height() / 20,
        qPrintable(QStringLiteral("%1 of %2").arg(widths().width()).arg(wider)));
}

void TestPanels::timelineUsesTheWidth()
{
    const QSize before = m_window->size();
    m_window->resize(1920, 1080);
    QTest::qWait(50);
    const auto *steps = view<StepBar>();
    const int last = static_cast<int>(m_session->baseline()->trace->tokens.size()) - 1;
    const QRect chip = steps->chipRect(last);
    QVERIFY2(chip.right() > steps->width() * 3 / 4 && chip.right() < steps->width(), qPrintable(QString::number(chip.right())));
    auto *strip = m_window->findChild<QWidget *>("stepStrip");
    QTest::mouseClick(strip, Qt::LeftButton, {}, strip->mapFrom(steps, chip.center()));
    QCOMPARE(steps->step(), last);
    m_window->resize(before);
}

namespace {

bool isScrolled(const QWidget *widget)
{
    for (const QWidget *parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea *>(parent) && parent->objectName() != "whole")
            return true;
    }
    return false;
}

/// Controls that are narrower than they can be, or cut by what they are in.
QStringList squashed(const QWidget *window)
{
    QStringList found;
    for (const QWidget *widget : window->findChildren<QWidget *>()) {
        const auto *label = qobject_cast<const QLabel *>(widget);
        const bool isControl = qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QComboBox *>(widget)
            || qobject_cast<const QAbstractSpinBox *>(widget) || qobject_cast<const QSlider *>(widget) || (label && !label->wordWrap());
        if (!isControl || !widget->isVisible() || isScrolled(widget) || widget->objectName().startsWith("qt_"))
            continue;
        const int least = qobject_cast<const QSlider *>(widget) ? 50 : widget->minimumSizeHint().width();
        const bool narrow = widget->width() < std::min(least, widget->maximumWidth());
        if (narrow || widget->visibleRegion().boundingRect() != widget->rect())
            found << QStringLiteral("%1 '%2', %3 wide").arg(widget->metaObject()->className(), widget->objectName()).arg(widget->width());
    }
    return found;
}

} // namespace

void TestPanels::everythingHasRoom_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QSize>("map"); // its cells, at least
    QTest::newRow("small") << "en" << QSize(1024, 700) << QSize(200, 160);
    QTest::newRow("small, Chinese") << "zh_CN" << QSize(1024, 700) << QSize(200, 150);
    QTest::newRow("laptop") << "en" << QSize(1366, 768) << QSize(280, 220);
    QTest::newRow("laptop, Chinese") << "zh_CN" << QSize(1366, 768) << QSize(280, 200);
    QTest::newRow("full HD") << "en" << QSize(1920, 1080) << QSize(400, 400);
    QTest::newRow("4K") << "en" << QSize(3840, 2160) << QSize(900, 900);
}

void TestPanels::everythingHasRoom()
{
    QFETCH(QString, language);
    QFETCH(QSize, size);
    QFETCH(QSize, map);
    const QSize before = m_window->size();
    speak(language);
    m_window->resize(size);
    QTest::qWait(50);
    press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
    QTest::qWait(50);
    const auto *heads = view<HeadMapView>();
    const QSize cells = heads->cellRect({0, 0}).united(heads->cellRect({7, 7})).size();
    const QStringList found = squashed(m_window.get());
    const auto *strip = m_window->findChild<QWidget *>("stepStrip");
    const int hidden = strip->sizeHint().height() - strip->visibleRegion().boundingRect().height();
    speak("en");
    m_window->resize(before);
    QVERIFY2(found.empty(), qPrintable(found.join('\n')));
    QVERIFY2(hidden <= 0, qPrintable(QString::number(hidden))); // of the timeline's rows
    QVERIFY2(cells.width() >= map.width() && cells.height() >= map.height(),
        qPrintable(QStringLiteral("%1 x %2").arg(cells.width()).arg(cells.height())));
}

void TestPanels::pagesFitTheScreen_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    QTest::newRow("small") << "en" << QSize(1024, 700);
    QTest::newRow("small, Chinese") << "zh_CN" << QSize(1024, 700);
    QTest::newRow("laptop at 1.5") << "en" << QSize(911, 512);
    QTest::newRow("laptop at 1.5, Chinese") << "zh_CN" << QSize(911, 512);
}

/// Nothing makes the window larger than somebody made it.
void TestPanels::pagesFitTheScreen()
{
    QFETCH(QString, language);
    QFETCH(QSize, size);
    const QSize before = m_window->size();
    speak(language);
    m_session->maskTopK(3);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    m_window->resize(size);
    QTest::qWait(50);
    QStringList found;
    const auto look = [&](const char *page) {
        QTest::qWait(50);
        if (m_window->size() != size)
            found << QStringLiteral("%1: %2 x %3").arg(page).arg(m_window->width()).arg(m_window->height());
        for (const QString &part : squashed(m_window.get()))
            found << QStringLiteral("%1: %2").arg(page, part);
    };
    look("text");
    for (const auto &[page, key] :
        {std::pair{"studies", Qt::Key_F6}, std::pair{"comparison", Qt::Key_F8}, std::pair{"start", Qt::Key_F2}}) {
        press(key);
        look(page);
        press(key);
    }
    look("text again");
    press(Qt::Key_F11);
    const QWidget *banner = m_window->findChild<QWidget *>("banner");
    QTRY_COMPARE(banner->visibleRegion().boundingRect(), banner->rect());
    press(Qt::Key_Escape);
    QTest::qWait(50);
    speak("en");
    m_window->resize(before);
    QVERIFY2(found.empty(), qPrintable(found.join('\n')));
}

/// What has no room on a tiny screen can be scrolled to.
void TestPanels::tinyScreensScroll()
{
    const QSize before = m_window->size();
    const QSize tiny(683, 384); // a laptop of 1366 at 2
    m_window->resize(tiny);
    QTRY_COMPARE(m_window->size(), tiny);
    auto *ask = m_window->findChild<QPushButton *>("ask");
    auto *whole = m_window->findChild<QScrollArea *>("whole");
    QTRY_VERIFY(ask->visibleRegion().isEmpty());
    QTest::keyClick(whole->horizontalScrollBar(), Qt::Key_End);
    QCOMPARE(ask->visibleRegion().boundingRect(), ask->rect());
    QTest::keyClick(whole->verticalScrollBar(), Qt::Key_End);
    QVERIFY(!view<StepBar>()->visibleRegion().isEmpty());
    m_window->resize(before);
}

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
