// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/headchoice.h"
#include "views/answerview.h"
#include "views/contextview.h"
#include "views/headmapview.h"
#include "views/mapheader.h"
#include "views/messagebar.h"
#include "views/promptbar.h"
#include "views/stepbar.h"
#include "window/activityindicator.h"
#include "window/dropping.h"
#include "window/lastsession.h"
#include "window/preferences.h"
#include "window/theme.h"
#include "windowuser.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDir>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QSvgRenderer>
#include <QTableWidget>
#include <QTest>
#include <QTextBrowser>
#include <QTimer>

#include <cmath>
#include <csignal>

using namespace needlescope;

/// A user at the real window with the real engine: everything goes through mouse and keys.
class TestWindow : public QObject, private WindowUser
{
    Q_OBJECT

private slots:
    void initTestCase() { settle(QStringLiteral("tst_window")); }
    void init() { beginAnew(); }
    void cleanupTestCase() { leave(); }
    void clickShowsWhatTheHeadLooksAt();
    void maskedHeadsChangeTheAnswerAndUndoBringsItBack();
    void spaceMasksTheHeadUnderTheCursor();
    void sliderMovesTheAttention();
    void editedQuestionIsAnswered();
    void modelIsOpenedByItsFile();
    void exportsFiles_data();
    void exportsFiles();
    void exportsSayWhatWasAskedOfWhichModel();
    void killedEngineIsRestartedFromTheMessageBar();
    void missingEngineIsToldInTheMessageBar();
    void badModelIsToldInTheMessageBar();
    void detectionFillsTheMapAndStopsWithinASecond();
    void modelIsChosenFromTheMenu();
    void headsOfAnUnknownModelAreLookedAtAndMasked();
    void detectionSaysWhatItWillDoAndIsKeptWhereItIsTold();
    void aboutSaysWhatTheEngineHasGivenUp();
    void nothingCountedIsExplained();
    void ownNeedleIsAskedAndTheOldAnswerIsGrey();
    void keysWorkWhileSomebodyTypes();
    void headMenuDoesWhatItSays();
    void undoNamesWhatItUndoes();
    void maskIsSaidInWords();
    void figureIsCopied();
    void helpIsShipped();
    void startPageOpensWhatIsChosen();
    void sessionIsSavedAndOpenedAgain();
    void sessionKeepsItsOwnDetection();
    void filesAreOpenedByTheProgram();
    void mapBringsItsModelAndTheBestHead();
    void sessionOfAnotherModelLeavesItsHeadsOut();
    void badSessionsAreOneSentence();
    void filesAreDropped();
    void askStartsADeadEngine();
    void crashedSessionIsOffered();
    void preferencesAreKept();
    void themesAreLegible_data();
    void themesAreLegible();
    void programStartsWithoutTorch();
    void programExplainsItselfWithoutDisplay();

private:
    void chooseFromHeadMenu(HeadId id, const QString &text);
    void startDetection();
    void exportThroughDialog(Qt::KeyboardModifiers modifiers, const QString &path);
    void openUnknownModel();
};

/// The demo without what is known of it: its shipped run is of the same weights elsewhere.
void TestWindow::openUnknownModel()
{
    const QString copy = m_world.scratch("unknown");
    if (QDir().mkpath(copy)) {
        for (const QFileInfo &file : QDir(m_world.modelDirectory()).entryInfoList(QDir::Files))
            QFile::copy(file.filePath(), copy + '/' + file.fileName());
    }
    // Another number of layers would be another model; another limit of the context is another hash.
    QByteArray config = m_world.read(copy + "/config.json");
    config.replace("\"max_position_embeddings\": 1088", "\"max_position_embeddings\": 1087");
    m_world.write("unknown/config.json", config);
    m_session->openModel(copy);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model() && m_session->model()->name == "unknown" && answered(), patience);
}

/// Right-click, and then the entry of that name.
void TestWindow::chooseFromHeadMenu(HeadId id, const QString &text)
{
    auto *map = view<HeadMapView>();
    bool chosen = false;
    QTimer::singleShot(0, this, [&] { // the menu's own loop runs until an entry is chosen
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (QString(action->text()).remove('&') == text) {
                chosen = true;
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            }
        }
        menu->close();
    });
    const QPoint middle = map->cellRect(id).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, middle, map->mapToGlobal(middle));
    QCoreApplication::sendEvent(map, &event);
    QVERIFY(chosen);
}

/// With what the dialog suggests.
void TestWindow::startDetection()
{
    const QDir runs(m_world.scratch("runs")); // what an earlier test measured is not taken over
    for (const QString &run : runs.entryList(QDir::Files))
        QFile::remove(runs.filePath(run));
    QTest::mouseClick(button("Detect…"), Qt::LeftButton);
    auto *start = m_window->findChild<QPushButton *>("startDetection");
    QTRY_VERIFY_WITH_TIMEOUT(start->isVisible() && start->isEnabled(), patience);
    QTest::mouseClick(start, Qt::LeftButton);
    QVERIFY(m_session->studies().isRunning());
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

    chooseFromHeadMenu(best(), "Mask");
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

/// A GGUF file is one, a folder of safetensors is named by its config.json.
void TestWindow::modelIsOpenedByItsFile()
{
    const QString folder = m_world.modelDirectory() + "-other";
    QCOMPARE(modelOfFile(folder + "/config.json"), folder);
    QCOMPARE(modelOfFile(folder + "/model.gguf"), folder + "/model.gguf");
    QCOMPARE(modelOfFile(folder + "/README.md"), QString());
    bool typed = false;
    typeFileName(folder + "/config.json", &typed);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_O, Qt::ControlModifier);
    QVERIFY(typed);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model() && m_session->model()->name == "demo-other", patience);
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
    startDetection();
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
    startDetection();
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
    clickHead(best());
    QTest::keyClick(view<HeadMapView>(), Qt::Key_Space); // the engine is free again
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

/// A model that no run is of.
void TestWindow::headsOfAnUnknownModelAreLookedAtAndMasked()
{
    openUnknownModel();
    QCOMPARE(view<HeadMapView>()->cellRect({0, 0}).isEmpty(), false);
    QVERIFY2(view<MapHeader>()->text().contains("not known yet"), qPrintable(view<MapHeader>()->text()));
    QVERIFY(view<HeadMapView>()->describe({1, 2}).contains("Not measured yet"));
    clickHead({1, 2});
    QTRY_VERIFY_WITH_TIMEOUT(m_session->attention() && m_session->attention()->request.heads == (std::vector<HeadId>{{1, 2}}), patience);
    QTest::keyClick(view<HeadMapView>(), Qt::Key_Space);
    QCOMPARE(m_session->mask().heads, (std::vector<HeadId>{{1, 2}}));
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QVERIFY(!button("Mask top")->isEnabled()); // top by what?
    QVERIFY(m_window->findChild<QToolButton *>("detect")->isVisible());
}

void TestWindow::detectionSaysWhatItWillDoAndIsKeptWhereItIsTold()
{
    openUnknownModel();
    const QString run = m_world.scratch("mine.needle");
    const qint64 engine = m_session->engineProcessId();
    QTest::mouseClick(m_window->findChild<QToolButton *>("detect"), Qt::LeftButton);
    auto *dialog = m_window->findChild<QDialog *>("detectDialog");
    QVERIFY(dialog->isVisible());
    const auto said = [dialog] { return dialog->findChild<QLabel *>("detectPlan")->text(); };
    QTRY_VERIFY_WITH_TIMEOUT(said().contains("28 needles") && said().contains("252 samples") && said().contains("about "), patience);
    auto *kept = dialog->findChild<QLineEdit *>("run");
    QVERIFY2(kept->placeholderText().endsWith(".needle"), qPrintable(kept->placeholderText()));
    auto *lengths = dialog->findChild<QLineEdit *>("lengths");
    lengths->selectAll();
    QTest::keyClicks(lengths, "200");
    QTRY_VERIFY_WITH_TIMEOUT(said().contains("84 samples"), patience);
    QTest::keyClicks(kept, run);
    QCOMPARE(kept->mapTo(dialog, QPoint()).x(), lengths->mapTo(dialog, QPoint()).x());
    auto *start = dialog->findChild<QPushButton *>("startDetection");
    QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), patience);
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(view<MapHeader>()->text().contains("of 84 samples"), patience);
    auto *stop = m_window->findChild<QToolButton *>("stop");
    QVERIFY2(stop->text().contains("Detection"), qPrintable(stop->text()));
    QTest::mouseClick(stop, Qt::LeftButton);
    QVERIFY2(view<MapHeader>()->text().contains("partial"), qPrintable(view<MapHeader>()->text()));
    QVERIFY(QFile::exists(run));
    QVERIFY(button("Mask top")->isEnabled());
    QCOMPARE(QString::fromStdString(m_session->saved().map), run);
    // One that was not told of the folder when it confined itself cannot be told later.
    QCOMPARE(m_session->engineProcessId() != engine, !m_session->confinement().writesAnywhere);
}

void TestWindow::aboutSaysWhatTheEngineHasGivenUp()
{
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->confinement().told.empty(), patience);
    QString told;
    QTimer::singleShot(100, this, [&] {
        if (auto *dialog = qobject_cast<QMessageBox *>(QApplication::activeModalWidget())) {
            told = dialog->text();
            dialog->reject();
        }
    });
    menuEntry("About Needlescope")->trigger();
    QVERIFY2(
        told.contains(m_session->confinement().writesAnywhere ? "confined" : "it has no network, starts no programs, and writes only in"),
        qPrintable(told));
}

void TestWindow::nothingCountedIsExplained()
{
    openUnknownModel();
    StudyRequest study = smallStudy(m_world.library());
    for (Needle &needle : study.tasks.needles)
        needle.reply = "quite another thing"; // nobody says this
    m_session->startStudy(study);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->studies().isRunning() && m_session->scores(), patience);
    QCOMPARE(m_session->scores()->nCounted, 0);
    auto *samples = m_window->findChild<QTableWidget *>("samples");
    QVERIFY(samples->isVisible());
    QCOMPARE(samples->rowCount(), 4);
    QVERIFY(samples->item(0, 0)->text().contains("160 tokens"));
    QVERIFY(!samples->item(0, 1)->text().isEmpty());
    QVERIFY(samples->item(0, 0)->toolTip().contains("Try"));
    const QString why = m_window->findChild<QLabel *>("whyNothingCounted")->text();
    QVERIFY2(why.contains("None of 4 samples counted"), qPrintable(why));

    // The same from the run on disk.
    QSignalSpy opened(&m_session->studies(), &Studies::runOpened);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->studies().runs().empty(), patience);
    m_session->openMap("demo.needle");
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
    QVERIFY(!samples->isVisible());
    const auto &runs = m_session->studies().runs();
    const auto empty = std::find_if(runs.begin(), runs.end(), [](const RunInfo &run) { return run.nSamples == 4; });
    QVERIFY(empty != runs.end());
    m_session->openMap(QString::fromStdString(empty->name));
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 2, patience);
    QVERIFY(samples->isVisible());
    QCOMPARE(samples->rowCount(), 4);
}

void TestWindow::ownNeedleIsAskedAndTheOldAnswerIsGrey()
{
    auto *grey = m_window->findChild<QLabel *>("staleAnswers");
    auto *hint = m_window->findChild<QLabel *>("promptHint");
    QVERIFY(!grey->isVisible() && !hint->isVisible());
    const auto type = [this](const char *field, const QString &text) {
        auto *line = m_window->findChild<QLineEdit *>(QLatin1String(field));
        line->selectAll();
        QTest::keyClicks(line, text);
    };
    type("needleAnswer", "under the bed");
    QVERIFY(grey->isVisible());
    QVERIFY2(hint->isVisible() && hint->text().contains("not in the needle"), qPrintable(hint->text()));
    type("needleStatement", "The silver key is hidden under the bed.");
    QVERIFY(!hint->isVisible());
    type("needleQuestion", "Where is the silver key hidden?");
    const auto old = m_session->prompt();
    QTest::mouseClick(m_window->findChild<QPushButton *>("ask"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->prompt() != old && answered(), patience);
    QVERIFY(!grey->isVisible());
    QVERIFY2(m_session->baseline()->trace->text.find("bed") != std::string::npos, m_session->baseline()->trace->text.c_str());

    QMenu *examples = view<PromptBar>()->examplesMenu();
    QVERIFY(examples->actions().size() > 10);
    examples->actions().at(3)->trigger();
    QCOMPARE(m_session->promptRequest().needle.question, m_world.library().examples().at(2).question);
    examples->actions().front()->trigger();
    QCOMPARE(m_session->promptRequest().needle, m_world.request().needle);
    QTRY_VERIFY_WITH_TIMEOUT(answered() && !grey->isVisible(), patience);
}

void TestWindow::keysWorkWhileSomebodyTypes()
{
    QTest::mouseClick(button("Mask top"), Qt::LeftButton);
    QVERIFY(!m_session->mask().empty());
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    auto *statement = m_window->findChild<QLineEdit *>("needleStatement");
    statement->setFocus();
    QTest::keyClick(statement, Qt::Key_X);
    const QString typed = statement->text();
    QTest::keyClick(statement, Qt::Key_Z, Qt::ControlModifier); // what was typed goes first
    QVERIFY(statement->text() != typed);
    QVERIFY(!m_session->mask().empty());
    QTest::keyClick(statement, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_session->mask().empty());
    QTest::keyClick(statement, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    bool asked = false;
    QTimer::singleShot(300, this, [&] {
        if (auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget())) {
            asked = true;
            dialog->reject();
        }
    });
    QTest::keyClick(statement, Qt::Key_E, Qt::ControlModifier);
    QVERIFY(asked);
}

void TestWindow::headMenuDoesWhatItSays()
{
    QTest::mouseClick(button("Mask top"), Qt::LeftButton);
    chooseFromHeadMenu(best(3), "Mask only this");
    QCOMPARE(m_session->mask().heads, std::vector{best(3)});
    chooseFromHeadMenu(best(3), "Unmask");
    QVERIFY(m_session->mask().empty());
    chooseFromHeadMenu(best(2), "Show what it looks at");
    QCOMPARE(m_session->selection(), std::vector{best(2)});
    chooseFromHeadMenu(best(2), "Copy its name");
    QCOMPARE(QGuiApplication::clipboard()->text().toStdString(), toString(best(2)));
}

void TestWindow::undoNamesWhatItUndoes()
{
    m_session->toggleMask({1, 2});
    QStringList texts;
    for (QAction *action : m_window->findChildren<QAction *>())
        texts << QString(action->text()).remove('&');
    QVERIFY2(texts.contains("Undo masking L1H2"), qPrintable(texts.join(" / ")));
}

void TestWindow::maskIsSaidInWords()
{
    auto *words = m_window->findChild<QLabel *>("maskWords");
    QCOMPARE(words->text(), QString("nothing masked"));
    QTest::mouseClick(button("Mask random"), Qt::LeftButton);
    QVERIFY2(words->text().contains("drawn at random, none of them a retrieval head"), qPrintable(words->text()));
    m_session->setMaskKind(MaskKind::Zero);
    m_session->setMaskScope(MaskScope::Everywhere);
    const QString how = m_window->findChild<QToolButton *>("maskHow")->text();
    QVERIFY2(how.contains("Zero") && how.contains("everywhere"), qPrintable(how));
    m_session->setMaskKind(MaskKind::Uniform);
    m_session->setMaskScope(MaskScope::Decode);
}

void TestWindow::figureIsCopied()
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const QMimeData *copied = QGuiApplication::clipboard()->mimeData();
    QVERIFY(copied->hasImage());
    QCOMPARE(qRound(qvariant_cast<QImage>(copied->imageData()).dotsPerMeterX() * 0.0254), 300);
    const QByteArray svg = copied->data("image/svg+xml");
    QVERIFY(QSvgRenderer(svg).isValid());
    // What is selected is no part of the figure; what is masked is.
    m_session->selectHead(best(5));
    QTest::keyClick(m_window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->mimeData()->data("image/svg+xml"), svg);
    m_session->toggleMask(best(5));
    QTest::keyClick(m_window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(QGuiApplication::clipboard()->mimeData()->data("image/svg+xml") != svg);
}

void TestWindow::helpIsShipped()
{
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    auto *help = m_window->findChild<QTextBrowser *>("helpText");
    QVERIFY(help && help->isVisible());
    const QString text = help->toPlainText();
    for (const char *word : {"answer span", "Ctrl+E", "Mask top", "F1"})
        QVERIFY2(text.contains(word), word);
    QVERIFY(!help->loadResource(QTextDocument::ImageResource, QUrl("../screenshots/masked.png")).isNull());
    QVERIFY(QTest::qWaitForWindowActive(help->window()));
    help->window()->close();
    for (const char *panel : {"promptBar", "headMap", "headTable", "answerView", "mapHeader"})
        QVERIFY2(!m_window->findChild<QWidget *>(QLatin1String(panel))->whatsThis().isEmpty(), panel);
}

void TestWindow::startPageOpensWhatIsChosen()
{
    m_window->activateWindow();
    QTRY_COMPARE(QApplication::activeWindow(), m_window.get());
    QTest::keyClick(m_window.get(), Qt::Key_F2);
    auto *demos = m_window->findChild<QListWidget *>("demoModels");
    QVERIFY(demos->isVisible());
    QVERIFY(!view<PromptBar>()->isVisible());
    QVERIFY(demos->count() >= 5);
    const auto rowOf = [demos](const QString &name) { return demos->findItems(name, Qt::MatchStartsWith).value(0); };
    QListWidgetItem *row = rowOf("demo-chat");
    QVERIFY(row);
    QTest::mouseClick(demos->viewport(), Qt::LeftButton, {}, demos->visualItemRect(row).center());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo-chat" && answered(), patience);
    QVERIFY(!demos->isVisible() && view<PromptBar>()->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_F2);
    auto *recent = m_window->findChild<QListWidget *>("recent");
    QVERIFY(recent->count() >= 2);
    QCOMPARE(recent->item(0)->text(), QString("demo-chat")); // the latest first
    QTest::keyClick(m_window.get(), Qt::Key_F2);
    QVERIFY(!recent->isVisible());
}

void TestWindow::sessionIsSavedAndOpenedAgain()
{
    const QString file = m_world.scratch("mine.nscope");
    PromptRequest request = m_world.request();
    request.depthPercent = 20;
    request.length = 400;
    m_session->ask(request);
    m_session->maskTopK(2);
    m_session->setMaskKind(MaskKind::Zero);
    m_session->selectHead(best(4));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isPromptCurrent() && answered() && m_session->shownTrace()->tokens.size() > 3, patience);
    m_session->chooseStep(2);
    const Intervention mask = m_session->mask();
    const auto selection = m_session->selection();
    const std::string map = m_session->scores()->provenance.source;
    const std::string text = m_session->masked()->trace->text;
    QVERIFY(saveSessionAs(file));
    QVERIFY(QFileInfo(file).size() > 0 && QFileInfo(file).size() < 20000); // a shipped text is named, not copied

    m_session->openModel("demo-long");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo-long" && answered(), patience);
    m_session->ask(m_world.request());
    m_window->openSession(file);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo" && answered() && m_session->masked()->trace, patience);
    QCOMPARE(m_session->mask(), mask);
    QCOMPARE(m_session->selection(), selection);
    QCOMPARE(m_session->promptRequest().depthPercent, 20.0);
    QCOMPARE(m_session->promptRequest().length, 400);
    QCOMPARE(m_session->promptRequest().haystack.text, request.haystack.text);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->scores() && m_session->scores()->provenance.source == map, patience);
    QCOMPARE(m_session->masked()->trace->text, text);
    QCOMPARE(m_session->step(), 2);
    m_session->setMaskKind(MaskKind::Uniform);
}

/// Not the engine's best run of the model, but what was before the user.
void TestWindow::sessionKeepsItsOwnDetection()
{
    m_window->findChild<QDialog *>("detectDialog")->findChild<QLineEdit *>("run")->clear(); // another test's
    QSignalSpy maps(m_session.get(), &Session::scoresChanged);
    startDetection();
    QTRY_VERIFY_WITH_TIMEOUT(maps.count() >= 2, patience);
    QSignalSpy listed(&m_session->studies(), &Studies::runsChanged);
    QTest::mouseClick(m_window->findChild<QToolButton *>("stop"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!listed.isEmpty(), patience);
    const auto map = m_session->scores();
    const QString file = m_world.scratch("detected.nscope");
    writeSession(m_session->saved(), file.toStdString());
    m_session->openModel("demo-long");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo-long" && m_session->scoresFit(), patience);
    m_window->openSession(file);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo" && m_session->scoresFit(), patience);
    QCOMPARE(m_session->scores()->provenance.created, map->provenance.created);
    QVERIFY(m_session->scores()->nSamples < m_session->scores()->nPlanned);
}

/// The file manager starts the program with it.
void TestWindow::filesAreOpenedByTheProgram()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("XDG_CONFIG_HOME", m_world.scratch("settings-of-files"));
    QProcess program;
    program.setProcessEnvironment(environment);
    program.setWorkingDirectory(m_world.scratch({}));
    m_world.write("of-theirs.json", R"({"0-1": [0.5], "7-7": [0.1]})");
    program.start(NEEDLESCOPE_WINDOW_PROGRAM, {"of-theirs.json"});
    const auto noted = [this] {
        const QSettings settings(m_world.scratch("settings-of-files/Needlescope/needlescope.conf"), QSettings::IniFormat);
        return settings.value("recent/runs").toStringList();
    };
    QTRY_COMPARE_WITH_TIMEOUT(noted(), QStringList(m_world.scratch("of-theirs.json")), patience);
    program.kill();
    QVERIFY(program.waitForFinished());
}

void TestWindow::mapBringsItsModelAndTheBestHead()
{
    m_window.reset();
    m_session = std::make_unique<Session>(TestWorld::engine(), m_world.library());
    m_window = std::make_unique<MainWindow>(m_session.get());
    m_session->startEngine();
    m_window->openDropped(QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/runs/demo.needle"));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model() && answered(), patience);
    QCOMPARE(m_session->selection(), std::vector{best()});
    QTRY_VERIFY_WITH_TIMEOUT(m_session->attention() && m_session->attention()->request.heads == m_session->selection(), patience);
    m_window->show();
}

void TestWindow::sessionOfAnotherModelLeavesItsHeadsOut()
{
    m_session->maskTopK(2);
    SavedSession session = m_session->saved();
    session.model = "demo-long"; // what now has that name
    const QString file = m_world.scratch("other.nscope");
    writeSession(session, file.toStdString());
    m_window->openSession(file);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo-long" && answered(), patience);
    QVERIFY(m_session->mask().empty());
    QVERIFY2(view<MessageBar>()->text().contains("no longer the model"), qPrintable(view<MessageBar>()->text()));
}

void TestWindow::badSessionsAreOneSentence()
{
    const auto prompt = m_session->prompt();
    m_window->openSession(m_world.scratch("nowhere.nscope"));
    QVERIFY2(view<MessageBar>()->text().contains("nowhere.nscope"), qPrintable(view<MessageBar>()->text()));
    for (const char *bytes : {"", "{", "[]", R"({"needlescopeSession": "x"})", R"({"needlescopeSession": 1})",
             R"({"needlescopeSession": 1, "session": {"mask": 3}})"}) {
        m_window->openSession(m_world.write("bad.nscope", bytes));
        QVERIFY2(view<MessageBar>()->text().contains("is not a session"), bytes);
    }
    QByteArray deep = R"({"needlescopeSession": 1, "session": )"; // a session beside a session beside a session
    for (int i = 0; i < 100'000; ++i)
        deep += R"({"beside": [)";
    for (int i = 0; i < 100'000; ++i)
        deep += "]}";
    m_window->openSession(m_world.write("deep.nscope", deep + '}'));
    QVERIFY(view<MessageBar>()->text().contains("'" + m_world.scratch("deep.nscope") + "' is not a session"));
    m_window->openSession(m_world.write("new.nscope", R"({"needlescopeSession": 2, "session": {}})"));
    QVERIFY(view<MessageBar>()->text().contains("newer"));

    SavedSession moved = m_session->saved();
    moved.model = m_world.scratch("moved-away").toStdString();
    const QString file = m_world.scratch("moved.nscope");
    writeSession(moved, file.toStdString());
    m_window->openSession(file);
    QTRY_VERIFY_WITH_TIMEOUT(view<MessageBar>()->text().contains("moved-away"), patience);
    QCOMPARE(m_session->prompt(), prompt); // nothing is lost
    QCOMPARE(m_session->model()->name, std::string("demo"));
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
}

void TestWindow::filesAreDropped()
{
    const auto drop = [this](const QString &path, QWidget *onto) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(onto, &enter);
        QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(onto, &event);
    };
    auto *field = m_window->findChild<QLineEdit *>("needleStatement"); // which would take it as text
    const QString typed = field->text();
    const QString nothing = m_world.scratch("empty-folder");
    QVERIFY(QDir().mkpath(nothing));
    drop(nothing, field);
    QCOMPARE(field->text(), typed);
    QVERIFY2(view<MessageBar>()->text().contains("is no model"), qPrintable(view<MessageBar>()->text()));
    QCOMPARE(m_session->model()->name, std::string("demo"));
    drop(m_world.write("what.xyz", "?"), field);
    QVERIFY(view<MessageBar>()->text().contains("what.xyz"));

    drop(m_world.write("own.txt", m_session->promptRequest().haystack.text.c_str()), view<ContextView>());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isPromptCurrent() && answered(), patience);
    QVERIFY(m_session->promptRequest().haystack.name.find("own") != std::string::npos);
    QByteArray scores = "{";
    for (int head = 0; head < 64; ++head)
        scores += (head ? ", " : "")
            + QByteArray("\"%1-%2\": [0.%3]")
                  .replace("%1", QByteArray::number(head / 8))
                  .replace("%2", QByteArray::number(head % 8))
                  .replace("%3", QByteArray::number(head + 10));
    drop(m_world.write("theirs.json", scores + "}"), view<HeadMapView>());
    QTRY_VERIFY_WITH_TIMEOUT(view<MapHeader>()->text().contains("theirs.json"), patience);
    drop(QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/models/demo-chat"), m_window.get());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo-chat", patience);
}

void TestWindow::askStartsADeadEngine()
{
    const auto process = static_cast<pid_t>(m_session->engineProcessId());
    ::kill(process, SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->isEngineRunning() && view<MessageBar>()->isVisible(), patience);
    QCOMPARE(view<MessageBar>()->text().count('\n'), 0);
    QTest::mouseClick(m_window->findChild<QPushButton *>("ask"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isEngineRunning() && m_session->prompt() && answered(), patience);
    QVERIFY(!view<MessageBar>()->isVisible());
}

/// A program that is killed leaves its session; one that ends does not.
void TestWindow::crashedSessionIsOffered()
{
    const QString data = m_world.scratch("data");
    const QString folder = data + "/Needlescope/needlescope";
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("XDG_DATA_HOME", data);
    environment.insert("XDG_CONFIG_HOME", m_world.scratch("config"));
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(NEEDLESCOPE_WINDOW_PROGRAM, {"demo"});
    const auto kept = [&folder] { return QDir(folder).entryList({"running-*.nscope"}); };
    QTRY_VERIFY_WITH_TIMEOUT(!kept().isEmpty(), patience);
    QCOMPARE(LastSession(folder).crashed(), QString()); // it still runs
    program.kill();
    QVERIFY(program.waitForFinished());
    LastSession next(folder);
    QVERIFY(!next.crashed().isEmpty());
    QCOMPARE(readSession(next.crashed().toStdString()).model, std::string("demo"));
    next.keep(m_session->saved());
    QCOMPARE(kept().size(), 2);
    next.take();
    next.leave();
    QCOMPARE(kept().size(), 0);
    QCOMPARE(LastSession(folder).crashed(), QString());
}

void TestWindow::preferencesAreKept()
{
    const QFont usual = QApplication::font();
    Preferences preferences;
    preferences.fontSize = usual.pointSize() + 3;
    preferences.theme = "dark";
    preferences.device = "cpu";
    preferences.runs = m_world.scratch("other-runs");
    PreferencesDialog dialog(preferences);
    QCOMPARE(dialog.preferences().device, QString("cpu"));
    dialog.preferences().save();
    const Preferences loaded = Preferences::load();
    QCOMPARE(loaded.fontSize, preferences.fontSize);
    QCOMPARE(loaded.runs, preferences.runs);
    QCOMPARE(loaded.theme, QString("dark"));
    const QByteArray runs = qgetenv("NEEDLESCOPE_RUNS");
    Preferences().apply(); // what was there first
    loaded.apply();
    QCOMPARE(QApplication::font().pointSize(), usual.pointSize() + 3);
    QCOMPARE(qgetenv("NEEDLESCOPE_RUNS"), preferences.runs.toUtf8());
    QTRY_VERIFY(m_window->palette().color(QPalette::Window).lightness() < 80);
    Preferences().apply();
    Preferences().save();
    QCOMPARE(QApplication::font().pointSize(), usual.pointSize());
    QCOMPARE(qgetenv("NEEDLESCOPE_RUNS"), runs);
    QTRY_VERIFY(m_window->palette().color(QPalette::Window).lightness() > 150);
}

void TestWindow::themesAreLegible_data()
{
    QTest::addColumn<QString>("theme");
    QTest::newRow("light") << "light";
    QTest::newRow("dark") << "dark";
}

/// By WCAG's measure.
void TestWindow::themesAreLegible()
{
    QFETCH(QString, theme);
    const auto luminance = [](const QColor &color) {
        const auto linear = [](double part) { return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
    };
    const QPalette palette = paletteOfTheme(theme);
    const auto contrast = [&](QPalette::ColorRole text, QPalette::ColorRole behind) {
        const double a = luminance(palette.color(text)) + 0.05;
        const double b = luminance(palette.color(behind)) + 0.05;
        return std::max(a, b) / std::min(a, b);
    };
    using Pair = std::pair<QPalette::ColorRole, QPalette::ColorRole>;
    for (const auto &[text, behind] :
        {Pair{QPalette::WindowText, QPalette::Window}, Pair{QPalette::Text, QPalette::Base}, Pair{QPalette::Text, QPalette::AlternateBase},
            Pair{QPalette::ButtonText, QPalette::Button}, Pair{QPalette::PlaceholderText, QPalette::Window},
            Pair{QPalette::PlaceholderText, QPalette::Base}, Pair{QPalette::HighlightedText, QPalette::Highlight},
            Pair{QPalette::Link, QPalette::Window}, Pair{QPalette::ToolTipText, QPalette::ToolTipBase}})
        QVERIFY2(contrast(text, behind) >= 4.5, qPrintable(QString::number(contrast(text, behind))));
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
