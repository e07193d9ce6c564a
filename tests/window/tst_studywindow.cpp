// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/kind.h"
#include "session/session.h"
#include "testworld.h"
#include "views/figureview.h"
#include "views/headmapview.h"
#include "views/mapheader.h"
#include "views/messagebar.h"
#include "views/promptbar.h"
#include "views/runlist.h"
#include "views/studiespanel.h"
#include "views/studyform.h"
#include "views/studyview.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include <csignal>
#include <random>

using namespace needlescope;

namespace {

constexpr int patience = 60000; ///< ms; a first start of the engine reads libtorch from a cold disk, and studies share the machine

const QByteArray needles
    = R"({"needle": "The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day.", "question": )"
      R"("What is the best thing to do in San Francisco?", "real_needle": "eat a sandwich and sit in Dolores Park on a sunny day"})"
      "\n";

const QByteArray questions
    = R"({"id": "1", "context": "The box fell from the staircase. Doctor Hallam keeps the spare key under the third flower pot.", )"
      R"("question": "Where does Doctor Hallam keep the spare key?", "answers": ["under the third flower pot"]})"
      "\n"
      R"({"id": "2", "context": "The lesson was long. The mayor of Harrow Bay is Ingrid Sorley.", "question": "Who is the mayor of Harrow )"
      R"(Bay?", "answers": ["Ingrid Sorley"]})"
      "\n";

} // namespace

/// A user who studies heads in the real window with the real engine.
class TestStudyWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void studyOfEachKindRunsAndIsExported_data();
    void studyOfEachKindRunsAndIsExported();
    void killedStudyIsContinued_data() { studyOfEachKindRunsAndIsExported_data(); }
    void killedStudyIsContinued();
    void estimateFollowsTheForm();
    void headsAreAnsweredInTheMiddleOfASample();
    void stoppedStudyIsContinued();
    void mapOfARunIsPutOnTheHeadMap();
    void studyEndsWithItsModel();
    void fitsASmallScreen_data();
    void fitsASmallScreen();

private:
    template <typename Widget>
    Widget *find(const char *name) const
    {
        return m_window->findChild<Widget *>(QLatin1String(name));
    }
    template <typename View>
    View *view() const
    {
        return m_window->findChild<View *>();
    }
    StudyForm *form() const { return view<StudiesPanel>()->form(); }
    Studies &studies() const { return m_session->studies(); }
    void type(const char *field, const QString &text);
    void choose(StudyKind kind);
    /// Waits until the plan is there and presses the button.
    void start();
    void exportStudy(const QString &path);
    void continueOnTheCommandLine(const KindInfo &info, const QString &run, int nSamples);

    TestWorld m_world;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

void TestStudyWindow::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_world.scratch("settings"));
    QCoreApplication::setOrganizationName("Needlescope");
    QCoreApplication::setApplicationName("tst_studywindow");
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).removeRecursively(); // what a killed test left
    m_session = std::make_unique<Session>(TestWorld::engine(), m_world.library());
    m_window = std::make_unique<MainWindow>(m_session.get());
    m_session->openModel("demo");
    m_session->askFirst();
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    // The engine's best run of the model is the map.
    QTRY_VERIFY_WITH_TIMEOUT(m_session->scoresFit() && m_session->baseline()->trace, patience);
    QVERIFY(!view<StudiesPanel>()->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_F6);
    QVERIFY(view<StudiesPanel>()->isVisible());
    QVERIFY(!view<PromptBar>()->isVisible());
}

void TestStudyWindow::init()
{
    m_session->stop();
    QSignalSpy opened(&studies(), &Studies::runOpened);
    m_session->openMap("demo.needle"); // ranks the heads
    QTRY_VERIFY_WITH_TIMEOUT(!opened.isEmpty() && m_session->scoresFit(), patience);
}

void TestStudyWindow::cleanupTestCase()
{
    m_window.reset();
    m_session.reset();
}

void TestStudyWindow::type(const char *field, const QString &text)
{
    auto *line = form()->findChild<QLineEdit *>(QLatin1String(field));
    QVERIFY2(line, field);
    line->selectAll();
    QTest::keyClicks(line, text);
}

/// As little as makes a study of this kind.
void TestStudyWindow::choose(StudyKind kind)
{
    auto *kinds = form()->findChild<QComboBox *>("kind");
    kinds->setCurrentIndex(kinds->findData(static_cast<int>(kind)));
    const auto has = [&info = infoOf(kind)](Setting setting) { return info.uses(setting); };
    if (has(Setting::Needles))
        type("needles", m_world.write("needles.jsonl", needles));
    if (has(Setting::Items))
        type("items", m_world.write("questions.jsonl", questions));
    if (has(Setting::Lengths)) {
        type("lengths", "160");
        type("depths", "0,100");
        auto *haystack = form()->findChild<QComboBox *>("haystack");
        haystack->setCurrentIndex(1);
    }
    if (has(Setting::Ks))
        type("ks", "0,2");
    form()->findChild<QSpinBox *>("draws")->setValue(1);
    form()->findChild<QSpinBox *>("max-tokens")->setValue(16);
}

void TestStudyWindow::start()
{
    auto *button = find<QPushButton>("startStudy");
    QTRY_VERIFY2_WITH_TIMEOUT(button->isEnabled(), qPrintable(find<QLabel>("estimate")->text()), patience);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(studies().isRunning());
}

void TestStudyWindow::exportStudy(const QString &path)
{
    m_window->activateWindow();
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
    QTest::mouseClick(find<QToolButton>("exportStudy"), Qt::LeftButton);
    QVERIFY(typed);
}

void TestStudyWindow::studyOfEachKindRunsAndIsExported_data()
{
    QTest::addColumn<int>("kind");
    for (const KindInfo &info : studyKinds())
        QTest::newRow(std::string(nameOf(info.kind)).c_str()) << static_cast<int>(info.kind);
}

void TestStudyWindow::studyOfEachKindRunsAndIsExported()
{
    QFETCH(int, kind);
    const KindInfo &info = infoOf(static_cast<StudyKind>(kind));
    choose(info.kind);
    QSignalSpy problems(m_session.get(), &Session::problemRaised);
    start();
    QTRY_VERIFY_WITH_TIMEOUT(!studies().isRunning(), patience);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.value(0).value(0).toString()));
    const auto summary = studies().summary();
    QVERIFY(summary);
    QCOMPARE(summary->kind, info.kind);
    QVERIFY(summary->nSamples >= 2);
    QCOMPARE(summary->provenance.modelHash, m_session->model()->hash);
    QVERIFY(find<QLabel>("studyTitle")->text().contains(info.title));
    QTRY_VERIFY(!view<FigureView>()->isEmpty());
    QVERIFY(find<QTableView>("summaryRows")->model()->rowCount() > 0);

    const QString path = m_world.scratch(QStringLiteral("%1.csv").arg(QString::fromStdString(std::string(nameOf(info.kind)))));
    exportStudy(path);
    const QByteArray csv = m_world.read(path);
    QVERIFY2(csv.contains(m_session->model()->hash.c_str()), csv.left(2000).constData());
    QVERIFY(csv.count('\n') > 5);
    const auto isOfKind = [&](const RunInfo &run) { return run.kind == info.kind && run.nSamples == summary->nSamples; };
    QTRY_VERIFY_WITH_TIMEOUT(std::any_of(studies().runs().begin(), studies().runs().end(), isOfKind), patience);
    const auto run = std::find_if(studies().runs().begin(), studies().runs().end(), isOfKind);
    continueOnTheCommandLine(info, QString::fromStdString(run->name), summary->nSamples);
}

/// The same choices there are the same study: nothing of it is computed again.
void TestStudyWindow::continueOnTheCommandLine(const KindInfo &info, const QString &run, int nSamples)
{
    QStringList arguments{QString::fromStdString(std::string(nameOf(info.kind))), "demo", "--max-tokens", "16", "--json", "--run",
        m_world.scratch("runs/" + run)};
    if (info.uses(Setting::Needles))
        arguments << "--needles" << m_world.scratch("needles.jsonl");
    if (info.uses(Setting::Items))
        arguments << "--items" << m_world.scratch("questions.jsonl");
    if (info.uses(Setting::Haystacks))
        arguments << "--haystack" << QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/haystacks/demo/book1.txt");
    if (info.uses(Setting::Lengths))
        arguments << "--lengths=160"
                  << "--depths=0,100";
    if (info.uses(Setting::Ks))
        arguments << "--ks=0,2"
                  << "--draws=1";
    QProcess program;
    program.start(QStringLiteral(NEEDLESCOPE_CLI), arguments);
    QVERIFY(program.waitForFinished(patience));
    const QByteArray errors = program.readAllStandardError();
    QVERIFY2(program.exitCode() == 0, errors.constData());
    const QJsonObject summary = QJsonDocument::fromJson(program.readAllStandardOutput()).object();
    QCOMPARE(summary.value("resumed").toInt(), nSamples);
    QCOMPARE(summary.value("nSamples").toInt(), nSamples);
}

/// The engine is killed at random moments; the window keeps what it shows, and the study goes on in the restarted engine.
void TestStudyWindow::killedStudyIsContinued()
{
    QFETCH(int, kind);
    static std::mt19937 random(11); // one sequence over all kinds
    const KindInfo &info = infoOf(static_cast<StudyKind>(kind));
    choose(info.kind);
    form()->findChild<QSpinBox *>("seed")->setValue(100 + kind); // a run of its own
    if (info.uses(Setting::Lengths))
        type("depths", "0,10,20,30,40,50,60,70,80,90,100");
    else
        type("items", m_world.write("more-questions.jsonl", questions.repeated(6)));
    int nSamples = 0;
    for (int kill = 0; kill < 4; ++kill) {
        start();
        const qint64 process = m_session->engineProcessId();
        QTest::qWait(static_cast<int>(random() % 250));
        if (const auto shown = studies().summary(); shown && shown->kind == info.kind && shown->provenance.seed == 100U + unsigned(kind))
            nSamples = std::max(nSamples, studies().summary()->nSamples);
        ::kill(static_cast<pid_t>(process), SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(view<MessageBar>()->isVisible(), patience);
        QVERIFY(!studies().isRunning());
        QTest::mouseClick(view<MessageBar>()->findChild<QPushButton *>(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isEngineRunning() && m_session->scoresFit(), patience);
    }
    start();
    QTRY_VERIFY_WITH_TIMEOUT(!studies().isRunning(), patience);
    const auto summary = studies().summary();
    QVERIFY(summary && summary->kind == info.kind);
    QVERIFY(summary->nSamples >= std::max(nSamples, 8));
    QVERIFY(info.kind == StudyKind::Detect || summary->nSamples == studies().request()->nSamples());
    const auto isWhole = [&](const RunInfo &run) { return run.kind == info.kind && run.nSamples == summary->nSamples; };
    QTRY_VERIFY_WITH_TIMEOUT(std::any_of(studies().runs().begin(), studies().runs().end(), isWhole), patience);
}

void TestStudyWindow::estimateFollowsTheForm()
{
    choose(StudyKind::MaskCurve);
    auto *estimate = find<QLabel>("estimate");
    QTRY_VERIFY2_WITH_TIMEOUT(estimate->text().startsWith("2 samples × 3 masks"), qPrintable(estimate->text()), patience);
    type("ks", "0,2,5");
    QTRY_VERIFY2_WITH_TIMEOUT(estimate->text().startsWith("2 samples × 5 masks"), qPrintable(estimate->text()), patience);
    type("ks", "9999");
    QTRY_VERIFY2_WITH_TIMEOUT(estimate->text().contains("9999"), qPrintable(estimate->text()), patience);
    QVERIFY(!find<QPushButton>("startStudy")->isEnabled());
    QVERIFY(!view<MessageBar>()->isVisible()); // it is said where it is typed
    type("ks", "two");
    QTRY_VERIFY2_WITH_TIMEOUT(estimate->text().contains("'two'"), qPrintable(estimate->text()), patience);
    type("needles", "/no/such/needles.jsonl");
    type("ks", "0,2");
    QTRY_VERIFY2_WITH_TIMEOUT(estimate->text().contains("/no/such/needles.jsonl"), qPrintable(estimate->text()), patience);
}

void TestStudyWindow::headsAreAnsweredInTheMiddleOfASample()
{
    choose(StudyKind::MaskCurve);
    type("lengths", "480");
    type("ks", "0,2,4,6,8,10,12,14,16,18,20");
    form()->findChild<QSpinBox *>("draws")->setValue(3);
    form()->findChild<QSpinBox *>("max-tokens")->setValue(50);
    start();
    QSignalSpy updates(&studies(), &Studies::summaryChanged);
    auto *map = view<HeadMapView>();
    const QPoint cell = map->cellRect({3, 5}).center();
    QWidget *target = map->childAt(cell) ? map->childAt(cell) : map;
    QTest::mouseClick(target, Qt::LeftButton, {}, target->mapFrom(map, cell));
    QCOMPARE(m_session->selection(), (std::vector<HeadId>{{3, 5}}));
    const auto seen = [this] { return m_session->attention() && m_session->attention()->request.heads == std::vector<HeadId>{{3, 5}}; };
    QTRY_VERIFY_WITH_TIMEOUT(seen(), patience);
    QVERIFY(studies().isRunning());
    QCOMPARE(updates.count(), 0); // the first sample is not over
    m_session->stop();
}

void TestStudyWindow::stoppedStudyIsContinued()
{
    choose(StudyKind::Grid);
    type("depths", "0,5,10,15,20,25,30,35,40,45,50,55,60,65,70,75,80,85,90,95,100");
    auto *button = find<QPushButton>("startStudy");
    start();
    const auto grows = [this] { return studies().summary() && studies().summary()->kind == StudyKind::Grid; };
    QTRY_VERIFY_WITH_TIMEOUT(grows(), patience);
    QTest::mouseClick(find<QToolButton>("stop"), Qt::LeftButton);
    QVERIFY(!studies().isRunning());
    const int before = studies().summary()->nSamples;
    QTRY_VERIFY_WITH_TIMEOUT(button->text().contains("Continue") && button->isEnabled(), patience);
    start();
    QSignalSpy summaries(&studies(), &Studies::summaryChanged);
    QTRY_VERIFY_WITH_TIMEOUT(!summaries.isEmpty(), patience);
    QVERIFY(studies().summary()->nSamples >= before);
    QTRY_VERIFY_WITH_TIMEOUT(!studies().isRunning(), patience);
    QCOMPARE(studies().summary()->nSamples, 21);
    QTRY_VERIFY_WITH_TIMEOUT(!button->text().contains("Continue"), patience);
}

void TestStudyWindow::mapOfARunIsPutOnTheHeadMap()
{
    choose(StudyKind::Atlas);
    start();
    QTRY_VERIFY_WITH_TIMEOUT(!studies().isRunning(), patience);
    QVERIFY(view<MapHeader>()->text().contains("reference score")); // still the detection
    auto *maps = find<QToolButton>("showMap");
    QTRY_VERIFY(maps->isVisible());
    maps->menu()->actions().first()->trigger();
    QCOMPARE(m_session->scores()->measure, std::string("drop"));
    QVERIFY2(view<MapHeader>()->text().contains("drop"), qPrintable(view<MapHeader>()->text()));

    auto *runs = find<QTableView>("runs");
    QTRY_VERIFY_WITH_TIMEOUT(runs->model()->rowCount() > 0, patience);
    for (int row = 0; row < runs->model()->rowCount(); ++row) {
        if (runs->model()->index(row, runs->model()->columnCount() - 1).data().toString() == "demo-long.needle")
            runs->selectRow(row);
    }
    QSignalSpy opened(&studies(), &Studies::runOpened);
    QTest::mouseClick(find<QPushButton>("openRun"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, patience);
    QCOMPARE(m_session->scores()->measure, std::string("drop")); // until it is asked for
    maps->menu()->actions().first()->trigger();
    // It is shown under its own name, and nothing is masked by it.
    QVERIFY2(view<MapHeader>()->text().contains("demo-long") && view<MapHeader>()->text().contains("Not of the open model"),
        qPrintable(view<MapHeader>()->text()));
    QVERIFY(find<QLabel>("studyTitle")->text().contains("demo-long"));
    QVERIFY(!m_session->scoresFit());
}

void TestStudyWindow::studyEndsWithItsModel()
{
    choose(StudyKind::Grid);
    type("lengths", "480");
    type("ks", "3");
    start();
    m_session->openModel("demo-long");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo-long" && m_session->scoresFit(), patience);
    QVERIFY(!studies().isRunning());
    QTRY_VERIFY(find<QLabel>("studyTitle")->text().contains("demo-long"));
    m_session->openModel("demo");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo" && m_session->scoresFit(), patience);
}

void TestStudyWindow::fitsASmallScreen_data()
{
    QTest::addColumn<bool>("studying");
    QTest::newRow("answers") << false;
    QTest::newRow("studies") << true;
}

void TestStudyWindow::fitsASmallScreen()
{
    QFETCH(bool, studying);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    if (view<StudiesPanel>()->isVisible() != studying)
        QTest::keyClick(m_window.get(), Qt::Key_F6);
    QCOMPARE(view<StudiesPanel>()->isVisible(), studying);
    m_window->resize(1024, 700);
    QTest::qWait(50);
    QVERIFY2(m_window->width() <= 1024 && m_window->height() <= 700,
        qPrintable(QStringLiteral("%1 x %2").arg(m_window->width()).arg(m_window->height())));
}

QTEST_MAIN(TestStudyWindow)
#include "tst_studywindow.moc"
