// SPDX-License-Identifier: GPL-3.0-or-later
#include "hubserver.h"
#include "session/session.h"
#include "testworld.h"
#include "views/fetchdialog.h"
#include "window/mainwindow.h"

#include <QAction>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>
#include <QTreeWidget>

#include <algorithm>

using namespace needlescope;

namespace {

constexpr int patience = 20000; ///< ms

} // namespace

/// A user gets a model through the real window, the real engine and a real HTTP server.
class TestFetching : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void modelIsFetchedAndOpens();
    void stoppedFetchIsContinued();
    void modelOnTheScreenAnswersMeanwhile();
    void problemIsToldInTheDialog();
    void moreThanFitsCannotBeGot();

private:
    QPushButton *button(const char *name) const { return m_dialog->findChild<QPushButton *>(name); }
    void lookUp(const QString &name);
    Fetching::State state() const { return m_session->fetching().state(); }

    TestWorld m_world;
    std::unique_ptr<HubServer> m_hub;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
    FetchDialog *m_dialog = nullptr;
};

void TestFetching::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_world.scratch("settings"));
    QCoreApplication::setOrganizationName("Needlescope");
    QCoreApplication::setApplicationName("tst_fetching");
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).removeRecursively(); // what a killed test left
    for (const char *name :
        {"HF_TOKEN", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HUB_OFFLINE", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"})
        qunsetenv(name);
}

void TestFetching::init()
{
    m_hub = std::make_unique<HubServer>();
    const QDir demo(m_world.modelDirectory());
    for (const QString &name : demo.entryList(QDir::Files))
        m_hub->repos["acme/small"][name.toUtf8()] = {m_world.read(demo.filePath(name)), name.endsWith(".safetensors")};
    QVERIFY(m_hub->repos["acme/small"].contains("model.safetensors"));
    qputenv("HF_ENDPOINT", m_hub->address().toUtf8());
    qputenv("HF_HOME", m_world.scratch(QString("hf of ") + QTest::currentTestFunction()).toUtf8());
    m_session = std::make_unique<Session>(TestWorld::engine(), m_world.library());
    m_window = std::make_unique<MainWindow>(m_session.get());
    m_session->openModel("demo");
    m_window->show();
    m_dialog = m_window->findChild<FetchDialog *>();
    QVERIFY(m_dialog && !m_dialog->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model(), patience);
    for (QAction *action : m_window->findChildren<QAction *>()) {
        if (action->text() == "&Get a model…")
            action->trigger();
    }
    QVERIFY(m_dialog->isVisible());
}

void TestFetching::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_hub.reset();
}

void TestFetching::lookUp(const QString &name)
{
    auto *edit = m_dialog->findChild<QLineEdit *>("fetchName");
    edit->clear();
    QTest::keyClicks(edit, name);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(state() != Fetching::State::Planning, patience);
}

void TestFetching::modelIsFetchedAndOpens()
{
    lookUp(" acme/small ");
    QCOMPARE(state(), Fetching::State::Planned);
    const auto *files = m_dialog->findChild<QTreeWidget *>();
    QCOMPARE(files->topLevelItemCount(), static_cast<int>(m_session->fetching().plan()->files.size()));
    QCOMPARE(files->findItems("model.safetensors", Qt::MatchExactly).size(), 1);
    QVERIFY(files->findItems("README.md", Qt::MatchExactly).isEmpty());
    QVERIFY(m_hub->requestsFor("model.safetensors").isEmpty());
    QTest::mouseClick(button("fetchGet"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "acme/small", patience);
    QVERIFY(!m_dialog->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(std::any_of(m_session->models().begin(), m_session->models().end(),
                                 [](const CatalogModel &model) { return model.name == "acme/small"; }),
        patience);
}

void TestFetching::stoppedFetchIsContinued()
{
    m_hub->pauseMs = 5;
    lookUp("acme/small");
    const auto all = m_session->fetching().plan()->bytesToGet;
    QTest::mouseClick(button("fetchGet"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->fetching().progress() && m_session->fetching().progress()->done > 2000000, patience);
    const auto *bar = m_dialog->findChild<QProgressBar *>();
    QVERIFY(bar->isVisible() && bar->value() > 0 && bar->value() < bar->maximum());
    QVERIFY(!m_session->activity() || m_session->activity()->activity != Activity::Fetching);
    QTest::mouseClick(button("fetchStop"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(state() == Fetching::State::Planned, patience);
    QVERIFY2(m_session->fetching().problem().isEmpty(), qPrintable(m_session->fetching().problem()));
    QVERIFY(m_session->fetching().plan()->bytesToGet < all - 1000000);
    QVERIFY(m_session->model()->name == "demo");
    m_hub->pauseMs = 0;
    QTest::mouseClick(button("fetchGet"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "acme/small", patience);
    QVERIFY(m_hub->requestsFor("model.safetensors").last().headers.value("range").startsWith("bytes="));
}

void TestFetching::modelOnTheScreenAnswersMeanwhile()
{
    m_hub->pauseMs = 5;
    lookUp("acme/small");
    QTest::mouseClick(button("fetchGet"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->fetching().progress() && m_session->fetching().progress()->done > 0, patience);
    m_session->ask(m_world.request());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->baseline()->trace, patience);
    QCOMPARE(state(), Fetching::State::Running);
}

void TestFetching::problemIsToldInTheDialog()
{
    lookUp("acme/nobody");
    QCOMPARE(state(), Fetching::State::Idle);
    const auto *problem = m_dialog->findChild<QLabel *>("fetchProblem");
    QVERIFY2(problem->isVisible() && problem->text().contains("'acme/nobody' does not exist"), qPrintable(problem->text()));
    QVERIFY(!button("fetchGet")->isEnabled());
    lookUp("acme/small");
    QVERIFY(!problem->isVisible());
    // What goes wrong while it is fetched can be tried again.
    m_hub->refusedTarget = "/store/";
    m_hub->refusals = {"403 Forbidden"};
    QTest::mouseClick(button("fetchGet"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(state() == Fetching::State::Planned, patience);
    QVERIFY2(problem->isVisible() && problem->text().contains("is gated"), qPrintable(problem->text()));
    QVERIFY(button("fetchGet")->isEnabled());
    QTest::mouseClick(button("fetchGet"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "acme/small", patience);
}

void TestFetching::moreThanFitsCannotBeGot()
{
    m_hub->wrongSizes["model.safetensors"] = qint64{1} << 58;
    lookUp("acme/small");
    QCOMPARE(state(), Fetching::State::Planned);
    QVERIFY(!button("fetchGet")->isEnabled());
}

QTEST_MAIN(TestFetching)
#include "tst_fetching.moc"
