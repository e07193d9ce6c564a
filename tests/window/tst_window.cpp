// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/headchoice.h"
#include "session/session.h"
#include "testworld.h"
#include "views/answerview.h"
#include "views/contextview.h"
#include "views/headmapview.h"
#include "views/mapheader.h"
#include "views/messagebar.h"
#include "views/promptbar.h"
#include "views/stepbar.h"
#include "window/activityindicator.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTest>
#include <QTextBrowser>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>

#include <csignal>

using namespace needlescope;

namespace {

constexpr int patience = 20000; ///< ms; a first start of the engine reads libtorch from a cold disk

} // namespace

/// A user at the real window with the real engine: everything goes through mouse and keys.
class TestWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void clickShowsWhatTheHeadLooksAt();
    void maskedHeadsChangeTheAnswerAndUndoBringsItBack();
    void spaceMasksTheHeadUnderTheCursor();
    void sliderMovesTheAttention();
    void editedQuestionIsAnswered();
    void exportsFiles_data();
    void exportsFiles();
    void exportsSayWhatWasAskedOfWhichModel();
    void killedEngineIsRestartedFromTheMessageBar();
    void missingEngineIsToldInTheMessageBar();
    void badModelIsToldInTheMessageBar();
    void detectionFillsTheMapAndStopsWithinASecond();
    void modelIsChosenFromTheMenu();
    void programStartsWithoutTorch();
    void programExplainsItselfWithoutDisplay();

private:
    template <typename View>
    View *view() const
    {
        return m_window->findChild<View *>();
    }
    QToolButton *button(const QString &text) const;
    void clickHead(HeadId id, Qt::MouseButton mouseButton = Qt::LeftButton);
    void open(const EngineCommand &engine);
    void exportThroughDialog(Qt::KeyboardModifiers modifiers, const QString &path);
    HeadId best(int rank = 0) const { return rankedHeads(*m_session->scores())[static_cast<std::size_t>(rank)]; }
    bool answered() const { return m_session->baseline()->trace && (m_session->mask().empty() || m_session->masked()->trace); }

    TestWorld m_world;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

void TestWindow::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_world.scratch("settings"));
    QCoreApplication::setOrganizationName("Needlescope");
    QCoreApplication::setApplicationName("tst_window");
}

void TestWindow::open(const EngineCommand &engine)
{
    m_window.reset();
    m_session = std::make_unique<Session>(engine, m_world.library());
    m_window = std::make_unique<MainWindow>(m_session.get());
    m_session->openModel("demo");
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

/// One engine serves all tests that leave it alive, because each start costs a second.
void TestWindow::init()
{
    if (!m_session || !m_session->isEngineRunning())
        open(TestWorld::engine());
    m_session->clearMask();
    m_session->undoStack()->clear();
    QSignalSpy opened(&m_session->studies(), &Studies::runOpened);
    QSignalSpy prompts(m_session.get(), &Session::promptChanged);
    m_session->ask(m_world.request());
    m_session->openMap("demo.needle");
    QTRY_VERIFY_WITH_TIMEOUT(!opened.isEmpty() && m_session->scoresFit() && m_session->prompt() && answered(), patience);
}

void TestWindow::cleanupTestCase()
{
    m_window.reset();
    m_session.reset();
}

QToolButton *TestWindow::button(const QString &text) const
{
    for (auto *candidate : m_window->findChild<QToolBar *>()->findChildren<QToolButton *>()) {
        if (candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

/// Where a user would click: the widget of the map that is at the middle of the head's cell.
void TestWindow::clickHead(HeadId id, Qt::MouseButton mouseButton)
{
    auto *map = view<HeadMapView>();
    const QPoint middle = map->cellRect(id).center();
    QWidget *target = map->childAt(middle);
    if (!target)
        target = map;
    QTest::mouseClick(target, mouseButton, {}, target->mapFrom(map, middle));
}

void TestWindow::clickShowsWhatTheHeadLooksAt()
{
    clickHead(best(1));
    QCOMPARE(m_session->selection(), std::vector{best(1)});
    QTRY_VERIFY_WITH_TIMEOUT(m_session->attention() && m_session->attention()->request.heads == std::vector{best(1)}, patience);
    const QImage lit = view<ContextView>()->grab().toImage();
    const auto &needle = m_session->prompt()->needle;
    QVERIFY(!view<ContextView>()->tokenRect(needle.begin).isEmpty()); // the needle is in sight

    QTest::mouseClick(view<HeadMapView>(), Qt::LeftButton, {}, {2, 2}); // outside of all cells: nothing changes
    QCOMPARE(m_session->selection(), std::vector{best(1)});
    view<ContextView>()->setAttention({});
    view<ContextView>()->setFlows({});
    QVERIFY(lit != view<ContextView>()->grab().toImage());
}

void TestWindow::maskedHeadsChangeTheAnswerAndUndoBringsItBack()
{
    const QImage before = view<AnswerView>()->grab().toImage();
    QVERIFY(button("Mask top"));
    auto *count = m_window->findChild<QSpinBox *>("count");
    QCOMPARE(count->value(), static_cast<int>(retrievalHeads(*m_session->scores()).size()));
    QSignalSpy stream(m_session.get(), &Session::maskedChanged);
    QTest::mouseClick(button("Mask top"), Qt::LeftButton);
    QCOMPARE(static_cast<int>(m_session->mask().heads.size()), count->value());
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QVERIFY(stream.count() > 2);
    QVERIFY2(m_session->masked()->trace->text.find(m_world.request().needle.answer) == std::string::npos,
        m_session->masked()->trace->text.c_str());
    QVERIFY(before != view<AnswerView>()->grab().toImage());

    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_session->mask().empty());
    QCOMPARE(m_session->shownTrace(), m_session->baseline()->trace);

    clickHead(best(), Qt::RightButton);
    QCOMPARE(m_session->mask().heads, std::vector{best()});
    QTest::mouseClick(button("Mask random"), Qt::LeftButton);
    QVERIFY(!m_session->mask().masks(best()));
    QTest::mouseClick(button("Clear"), Qt::LeftButton);
    QVERIFY(m_session->mask().empty());
    for (int i = 0; i < 2; ++i)
        QTest::mouseClick(button("Undo"), Qt::LeftButton);
    QCOMPARE(m_session->mask().heads, std::vector{best()});
    QTest::mouseClick(button("Redo"), Qt::LeftButton);
    QVERIFY(!m_session->mask().masks(best()));
}

void TestWindow::spaceMasksTheHeadUnderTheCursor()
{
    clickHead(best(2));
    QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : view<HeadMapView>(), Qt::Key_Space);
    QCOMPARE(m_session->mask().heads, std::vector{best(2)});
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
}

void TestWindow::sliderMovesTheAttention()
{
    clickHead(best());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->attention(), patience);
    const QRect chip = view<StepBar>()->chipRect(2);
    QVERIFY(!chip.isEmpty());
    auto *target = view<StepBar>()->childAt(chip.center());
    QTest::mouseClick(target, Qt::LeftButton, {}, target->mapFrom(view<StepBar>(), chip.center()));
    QCOMPARE(m_session->step(), 2);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->attention() && m_session->attention()->request.step == 2, patience);
}

void TestWindow::editedQuestionIsAnswered()
{
    const auto old = m_session->prompt();
    const auto edits = view<PromptBar>()->findChildren<QLineEdit *>();
    const auto question = std::find_if(edits.begin(), edits.end(),
        [this](const QLineEdit *edit) { return edit->text().toStdString() == m_world.request().needle.question; });
    QVERIFY(question != edits.end());
    QTest::keyClick(*question, Qt::Key_Home);
    QTest::keyClicks(*question, "Now ");
    QTest::keyClick(*question, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->prompt() != old && answered(), patience);
    QVERIFY(m_session->prompt()->text.find("Now ") != std::string::npos);
}

void TestWindow::exportThroughDialog(Qt::KeyboardModifiers modifiers, const QString &path)
{
    m_window->activateWindow(); // a dialog of the test before may have been the active one
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    bool typed = false;
    QTimer::singleShot(300, this, [&] {
        auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
        if (!dialog)
            return;
        auto *name = dialog->findChild<QLineEdit *>("fileNameEdit");
        name->selectAll();
        QTest::keyClicks(name, path);
        QTest::keyClick(name, Qt::Key_Return);
        typed = true;
    });
    QTest::keyClick(m_window.get(), Qt::Key_E, modifiers);
    QVERIFY(typed);
}

void TestWindow::exportsFiles_data()
{
    QTest::addColumn<bool>("answers");
    QTest::addColumn<QString>("suffix");
    for (const auto *suffix : {"svg", "pdf", "png"}) {
        QTest::addRow("head map %s", suffix) << false << suffix;
        QTest::addRow("answers %s", suffix) << true << suffix;
    }
}

void TestWindow::exportsFiles()
{
    QFETCH(bool, answers);
    QFETCH(QString, suffix);
    const QString path = m_world.scratch(QStringLiteral("%1.%2").arg(QLatin1String(answers ? "answers" : "map"), suffix));
    QTest::mouseClick(button("Mask top"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    exportThroughDialog(answers ? Qt::ControlModifier | Qt::ShiftModifier : Qt::ControlModifier, path);
    QVERIFY2(QFile::exists(path), qPrintable(view<MessageBar>()->text()));
    QVERIFY(view<MessageBar>()->text().contains(path));
    const QByteArray bytes = m_world.read(path);
    if (suffix == "svg")
        QVERIFY(QSvgRenderer(bytes).isValid());
    else if (suffix == "png")
        QVERIFY(!QImage::fromData(bytes).isNull());
    else
        QVERIFY(bytes.startsWith("%PDF-") && bytes.trimmed().endsWith("%%EOF"));
}

void TestWindow::exportsSayWhatWasAskedOfWhichModel()
{
    // Detected on demo, then looked at with another model of the same size.
    const auto demo = m_session->model();
    QSignalSpy maps(m_session.get(), &Session::scoresChanged);
    QTest::mouseClick(button("Detect"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(maps.count() >= 3, patience);
    const auto demoScores = m_session->scores();
    QString oldAnswer;
    const auto watch = connect(m_session.get(), &Session::modelChanged, this, [&] {
        for (const char *pane : {"baselineAnswerText", "maskedAnswerText"})
            oldAnswer += m_window->findChild<QTextBrowser *>(QLatin1String(pane))->toPlainText();
    });
    m_session->openModel("demo-long");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo-long" && m_session->scoresFit() && m_session->baseline()->trace, patience);
    disconnect(watch);
    QCOMPARE(oldAnswer, QString());
    QVERIFY(!m_session->studies().isRunning());
    const auto model = m_session->model();
    QCOMPARE(std::pair(model->nLayers, model->nHeads), std::pair(demo->nLayers, demo->nHeads));
    m_window->findChild<QSpinBox *>("count")->setValue(3);
    QTest::mouseClick(button("Mask top"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    // Typed, but not asked.
    auto *statement = m_window->findChild<QLineEdit *>("needleStatement");
    statement->selectAll();
    QTest::keyClicks(statement, "The moon is made of cheese.");

    const QString mapPath = m_world.scratch("named-map.csv");
    exportThroughDialog(Qt::ControlModifier, mapPath);
    const QByteArray map = m_world.read(mapPath);
    QVERIFY2(map.contains(model->hash.c_str()) && map.contains("demo-long"), map.constData());
    QVERIFY(!map.contains(demo->hash.c_str()) && !map.contains("cheese"));
    QCOMPARE(map.count(",1\n") + map.count(",1\r\n"), 3); // masked
    for (const HeadId id : topHeads(*m_session->scores(), 3)) {
        const QByteArray row = QByteArray::number(id.layer) + ',' + QByteArray::number(id.head) + ','
            + QByteArray::number(m_session->scores()->score(id.layer, id.head), 'g', 9) + ',';
        QVERIFY2(map.contains(row), row.constData());
    }
    QVERIFY((m_session->scores()->score != demoScores->score).any());

    const QString answerPath = m_world.scratch("named-answers.csv");
    exportThroughDialog(Qt::ControlModifier | Qt::ShiftModifier, answerPath);
    const QByteArray answers = m_world.read(answerPath);
    QVERIFY2(answers.contains(model->hash.c_str()) && answers.contains("San Francisco"), answers.constData());
    QVERIFY(!answers.contains(demo->hash.c_str()) && !answers.contains("cheese"));

    m_session->openModel("demo");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo", patience);
}

void TestWindow::killedEngineIsRestartedFromTheMessageBar()
{
    const auto process = static_cast<pid_t>(m_session->engineProcessId());
    bool midway = false;
    const auto killing = connect(m_session.get(), &Session::maskedChanged, this, [&] {
        if (!midway && m_session->masked()->running && !m_session->masked()->tokens.empty()) {
            midway = true;
            ::kill(process, SIGKILL);
        }
    });
    QTest::mouseClick(button("Mask top"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(view<MessageBar>()->isVisible(), patience);
    disconnect(killing);
    QVERIFY(midway);
    QVERIFY(view<MessageBar>()->text().contains("signal 9"));
    QVERIFY(m_window->isVisible());
    QVERIFY(!m_session->mask().empty());

    auto *restart = view<MessageBar>()->findChild<QPushButton *>();
    QVERIFY(restart && restart->isVisible());
    QTest::mouseClick(restart, Qt::LeftButton);
    QVERIFY(!view<MessageBar>()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QVERIFY(static_cast<pid_t>(m_session->engineProcessId()) != process);
    QTest::mouseClick(button("Clear"), Qt::LeftButton);
    QTest::mouseClick(button("Mask top"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
}

void TestWindow::missingEngineIsToldInTheMessageBar()
{
    open({"no-such-engine", {"serve"}});
    QTRY_VERIFY(view<MessageBar>()->isVisible());
    QVERIFY(view<MessageBar>()->text().contains("no-such-engine serve"));
    QVERIFY(m_window->isVisible());
    QVERIFY(view<HeadMapView>()->cellRect({0, 0}).isEmpty());
}

void TestWindow::badModelIsToldInTheMessageBar()
{
    const QString bad = m_world.scratch("bad");
    QVERIFY(QDir().mkpath(bad));
    m_session->openModel(bad);
    QTRY_VERIFY_WITH_TIMEOUT(view<MessageBar>()->isVisible(), patience);
    QVERIFY2(view<MessageBar>()->text().contains(bad), qPrintable(view<MessageBar>()->text()));
    QVERIFY(!view<MessageBar>()->findChild<QPushButton *>()->isVisible()); // a restart would not help
    QTest::mouseClick(button("Mask top"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
}

void TestWindow::detectionFillsTheMapAndStopsWithinASecond()
{
    QVERIFY(view<MapHeader>()->text().contains("demo"));
    const QImage finished = view<HeadMapView>()->grab().toImage();
    QSignalSpy maps(m_session.get(), &Session::scoresChanged);
    QTest::mouseClick(button("Detect"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(maps.count() >= 2, patience);
    QVERIFY(view<ActivityIndicator>()->isVisible());
    QVERIFY(finished != view<HeadMapView>()->grab().toImage());
    QVERIFY2(view<MapHeader>()->text().contains("after "), qPrintable(view<MapHeader>()->text()));
    auto *stop = m_window->findChild<QToolButton *>("stop");
    QVERIFY(stop->isVisible());
    QTest::mouseClick(stop, Qt::LeftButton);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(!m_session->studies().isRunning());
    QVERIFY(!view<ActivityIndicator>()->isVisible());
    clickHead(best(), Qt::RightButton); // the engine is free again
    QTRY_VERIFY_WITH_TIMEOUT(answered(), 1000);
    QVERIFY(clock.elapsed() < 1000);
}

void TestWindow::modelIsChosenFromTheMenu()
{
    auto *menu = m_window->findChild<QMenu *>("models");
    QSignalSpy listed(m_session.get(), &Session::modelsChanged);
    QSignalSpy opened(m_session.get(), &Session::modelChanged);
    QString chosen;
    QTimer::singleShot(0, this, [&] { // the menu's own loop runs until an entry is chosen
        QVERIFY(QTest::qWaitFor([&] { return menu->isVisible() && !listed.isEmpty(); }, patience));
        const QStringList shipped = m_world.library().models();
        QCOMPARE(menu->actions().value(0)->text(), shipped.first());
        auto *entry = menu->actions().at(shipped.size() - 1); // the last of those that are shipped
        chosen = entry->text();
        QCOMPARE(chosen, shipped.last());
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(entry).center());
    });
    auto *button = qobject_cast<QToolButton *>(menu->parentWidget());
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!opened.isEmpty(), patience);
    QCOMPARE(QString::fromStdString(m_session->model()->name), chosen);
    QVERIFY(button->text().contains(chosen));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->scores() != nullptr, patience); // its own detection is shown beside it
    QTRY_VERIFY_WITH_TIMEOUT(m_session->baseline() && m_session->baseline()->trace, patience);
    m_session->openModel("demo");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo", patience);
}

/// The real program, as a user starts it.
void TestWindow::programStartsWithoutTorch()
{
    QProcess ldd;
    ldd.start("ldd", {NEEDLESCOPE_WINDOW_PROGRAM});
    QVERIFY(ldd.waitForFinished());
    const QByteArray libraries = ldd.readAllStandardOutput();
    QVERIFY(libraries.contains("libQt6Widgets"));
    QVERIFY2(!libraries.contains("torch") && !libraries.contains("libc10"), libraries.constData());

    QProcess program;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("NEEDLESCOPE_TIME_FIRST_FRAME", "1");
    program.setProcessEnvironment(environment);
    program.start(NEEDLESCOPE_WINDOW_PROGRAM, {});
    QByteArray told;
    QTRY_VERIFY_WITH_TIMEOUT((told += program.readAllStandardError()).contains("first frame after "), patience);
    program.terminate();
    QVERIFY(program.waitForFinished());
}

void TestWindow::programExplainsItselfWithoutDisplay()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(name);
    const auto started = [&environment](const QStringList &arguments) {
        QProcess program;
        program.setProcessEnvironment(environment);
        program.start(NEEDLESCOPE_WINDOW_PROGRAM, arguments);
        program.waitForFinished();
        return std::tuple(program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1, program.readAllStandardOutput(),
            program.readAllStandardError());
    };
    const auto [helped, help, noError] = started({"--help"});
    QCOMPARE(helped, 0);
    QVERIFY2(help.contains("--run <file>"), help.constData());
    const auto [code, nothing, complaint] = started({"demo"});
    QCOMPARE(code, 1);
    QVERIFY2(complaint.contains("There is no display") && complaint.contains("needlescope-cli"), complaint.constData());
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
