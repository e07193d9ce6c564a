// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineclient/engineclient.h"
#include "farmachine.h"
#include "views/messagebar.h"
#include "views/startpage.h"
#include "window/dropping.h"
#include "windowuser.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <csignal>

using namespace needlescope;

/// A user whose engine is on another machine, which a real sshd stands for.
class TestRemote : public QObject, private WindowUser
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { m_far->line().mend(); }
    void cleanupTestCase();
    void addressesAreRead_data();
    void addressesAreRead();
    void badAddressesAreOneSentence_data();
    void badAddressesAreOneSentence();
    void machineIsChosenInTheMenu();
    void clicksCostFewBytes();
    void filesOfThisMachineAreSentOrSaidToBeElsewhere();
    void brokenLineComesBackWithEverything();
    void studyGoesOnWhereTheLineBroke();
    void sessionGoesToItsMachine();
    void failuresAreOneSentence_data();
    void failuresAreOneSentence();
    void greetingOfTheShellIsSkipped();
    void engineLeavesWithItsWindow();
    void missingSshIsOneSentence();

private:
    void connectToFar();
    bool isGone(pid_t process) const { return ::kill(process, 0) != 0; }
    QString message() const { return view<MessageBar>()->isVisible() ? view<MessageBar>()->text() : QString(); }
    QLabel *machine() const { return m_window->findChild<QLabel *>("machine"); }
    void drop(const QString &path);

    std::unique_ptr<FarMachine> m_far;
};

void TestRemote::initTestCase()
{
    settle(QStringLiteral("tst_remote"));
    if (!FarMachine::isPossible())
        QSKIP("ssh and sshd are not installed (openssh-client, openssh-server)");
    m_far = std::make_unique<FarMachine>();
}

void TestRemote::cleanupTestCase()
{
    leave();
    m_far.reset();
}

/// The window with the far engine and the demo answered.
void TestRemote::connectToFar()
{
    if (!m_window)
        open(TestWorld::engine());
    if (m_session->engine().address != m_far->address())
        m_window->useEngine(remoteEngine(SshAddress::parse(m_far->address())));
    QTRY_COMPARE_WITH_TIMEOUT(m_session->line(), LineState::Open, patience);
    if (!m_session->model())
        m_session->openModel("demo");
    m_session->clearMask();
    m_session->undoStack()->clear();
    m_session->ask(m_world.request());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model() && m_session->isPromptCurrent() && answered() && m_session->scoresFit(), patience);
}

void TestRemote::drop(const QString &path)
{
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &files, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_window.get(), &enter);
    QDropEvent event(QPointF(5, 5), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &event);
}

void TestRemote::addressesAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("parts"); // user, host, port, program, model
    QTest::addColumn<QString>("again");
    QTest::newRow("host") << "ssh://far" << QStringList{"", "far", "0", "", ""} << "ssh://far";
    QTest::newRow("without ssh://") << "Me@My_Box" << QStringList{"Me", "My_Box", "0", "", ""} << "ssh://Me@My_Box";
    QTest::newRow("port") << "ssh://me@far:2222" << QStringList{"me", "far", "2222", "", ""} << "ssh://me@far:2222";
    QTest::newRow("model's name") << "ssh://far/org/name" << QStringList{"", "far", "0", "", "org/name"} << "ssh://far";
    QTest::newRow("model's path") << "ssh://far//data/a%20b" << QStringList{"", "far", "0", "", "/data/a b"} << "ssh://far";
    QTest::newRow("program") << "ssh://far?engine=~/b%20n/it%27s" << QStringList{"", "far", "0", "~/b n/it's", ""}
                             << "ssh://far?engine=~/b%20n/it%27s";
    QTest::newRow("IPv6") << "ssh://[::1]:22" << QStringList{"", "::1", "22", "", ""} << "ssh://[::1]:22";
    QTest::newRow("domain user") << "ssh://a@corp.org@far" << QStringList{"a@corp.org", "far", "0", "", ""} << "ssh://a%40corp.org@far";
}

void TestRemote::addressesAreRead()
{
    QFETCH(QString, text);
    QFETCH(QStringList, parts);
    QFETCH(QString, again);
    const SshAddress address = SshAddress::parse(text);
    QCOMPARE((QStringList{address.user, address.host, QString::number(address.port), address.program, address.model}), parts);
    QCOMPARE(address.toString(), again);
    QCOMPARE(SshAddress::parse(again).program, address.program);
    const QStringList arguments = remoteEngine(address).arguments;
    QCOMPARE(arguments.at(arguments.size() - 3), QString("--"));
    QCOMPARE(arguments.at(arguments.size() - 2), address.host);
}

void TestRemote::badAddressesAreOneSentence_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    QTest::newRow("an option") << "ssh://-oProxyCommand=touch"
                               << "names no host";
    QTest::newRow("an option as user") << "ssh://-l@far"
                                       << "names no user";
    QTest::newRow("a command") << "ssh://$(touch x)"
                               << "names no host";
    QTest::newRow("a command as user") << "ssh://`id`@far"
                                       << "names no user";
    QTest::newRow("nothing") << "ssh://"
                             << "names no host";
    QTest::newRow("port") << "ssh://far:0"
                          << "no port of 'far'";
    QTest::newRow("port of words") << "ssh://far:ssh"
                                   << "no port of 'far'";
    QTest::newRow("password") << "ssh://me:secret@far"
                              << "password";
    QTest::newRow("line break") << "ssh://far?engine=a%0Ab"
                                << "line break";
}

void TestRemote::badAddressesAreOneSentence()
{
    QFETCH(QString, text);
    QFETCH(QString, words);
    try {
        SshAddress::parse(text);
        QFAIL("it was read");
    } catch (const EngineError &error) {
        const QString said = error.what();
        QVERIFY2(said.contains(words) && !said.contains("secret"), qPrintable(said));
    }
}

void TestRemote::machineIsChosenInTheMenu()
{
    open(TestWorld::engine());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model(), patience);
    QVERIFY(!machine()->isVisible());
    bool connected = false;
    QTimer::singleShot(0, this, [&] {
        auto *dialog = QApplication::activeModalWidget();
        QVERIFY(dialog);
        auto *host = dialog->findChild<QComboBox *>("machineName")->lineEdit();
        auto *connecting = dialog->findChild<QPushButton *>("machineConnect");
        QVERIFY(!connecting->isEnabled());
        QTest::keyClicks(host, "-oProxyCommand=x");
        QVERIFY(!connecting->isEnabled());
        QVERIFY(dialog->findChild<QLabel *>("machineProblem")->text().contains("names no host"));
        host->clear();
        QTest::keyClicks(host, "far");
        QTest::keyClicks(dialog->findChild<QLineEdit *>("machineProgram"), m_far->program());
        QVERIFY(connecting->isEnabled());
        QTest::mouseClick(connecting, Qt::LeftButton);
        connected = true;
    });
    menuEntry("Remote engine…")->trigger();
    QVERIFY(connected);
    QVERIFY(!m_session->model());
    QCOMPARE(machine()->text(), QString("Connecting to far…"));
    QTRY_COMPARE_WITH_TIMEOUT(machine()->text(), QString("Engine on far"), patience);
    QCOMPARE(m_window->windowTitle(), QString("far - Needlescope"));

    QTRY_VERIFY_WITH_TIMEOUT(!m_session->models().empty() && !m_session->studies().runs().empty(), patience);
    auto *demos = m_window->findChild<QListWidget *>("demoModels");
    QVERIFY(demos->isVisible());
    QTest::mouseClick(demos->viewport(), Qt::LeftButton, {}, demos->visualItemRect(demos->item(0)).center());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model() && answered() && m_session->scoresFit(), patience);
    QCOMPARE(m_window->windowTitle(), QString("demo on far - Needlescope"));
    QVERIFY2(m_session->baseline()->trace->text.find(m_world.request().needle.answer) != std::string::npos,
        m_session->baseline()->trace->text.c_str());
    const pid_t engine = m_far->engine();
    QVERIFY(engine > 0 && !isGone(engine));

    menuEntry("Engine of this machine")->trigger();
    QVERIFY(!machine()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(isGone(engine), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->models().empty(), patience);
    QCOMPARE(m_window->windowTitle(), QString("Needlescope"));
}

/// As much as a slow line carries in a moment. The figures of larger models are in tests/trust.
void TestRemote::clicksCostFewBytes()
{
    connectToFar();
    QTRY_VERIFY_WITH_TIMEOUT(m_session->attention() && !m_session->activity(), patience);
    const Line &line = m_far->line();
    const qint64 there = line.bytesThere();
    const qint64 back = line.bytesBack();
    constexpr int nClicks = 4;
    for (int i = 0; i < nClicks; ++i) {
        m_session->maskOnly(best(i));
        QTRY_VERIFY_WITH_TIMEOUT(answered() && m_session->attention(), patience);
    }
    QTest::qWait(100);
    const qint64 up = (line.bytesThere() - there) / nClicks;
    const qint64 down = (line.bytesBack() - back) / nClicks;
    qInfo("a click: %lld bytes there, %lld back", up, down);
    QVERIFY(up > 0 && up < 2000);
    QVERIFY(down > 0 && down < 40000);
}

void TestRemote::filesOfThisMachineAreSentOrSaidToBeElsewhere()
{
    connectToFar();
    const auto model = m_session->model();
    drop(m_world.modelDirectory());
    QVERIFY2(message().contains("is on this machine, and the engine is on far"), qPrintable(message()));
    QCOMPARE(m_session->model(), model);

    drop(m_world.write("own.txt", QByteArray("It was a day as any other. ").repeated(200)));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isPromptCurrent() && answered(), patience);
    QCOMPARE(m_session->baseline()->trace->origin.haystack, std::string("own"));

    drop(m_world.write("scores.csv", "layer,head,score\n0,0,0.5\n7,7,0.25\n"));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->scores() && m_session->scores()->provenance.source.ends_with("/received/scores.csv"), patience);
    QVERIFY(m_session->scoresFit());
    QVERIFY(best() == (HeadId{0, 0}));
    QFile run(m_world.scratch("copied.needle"));
    QVERIFY(QFile::copy(NEEDLESCOPE_SOURCE_DIR "/resources/runs/demo.needle", run.fileName()));
    drop(run.fileName());
    QTRY_VERIFY_WITH_TIMEOUT(best() == (HeadId{6, 1}) || best() == (HeadId{6, 0}) || best() == (HeadId{6, 6}), patience);
    QVERIFY(message().isEmpty());
}

void TestRemote::brokenLineComesBackWithEverything()
{
    connectToFar();
    m_session->maskTopK(3);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    const auto answer = m_session->masked()->trace;
    QTRY_VERIFY_WITH_TIMEOUT(m_session->attention() && m_session->attention()->request.traceId == answer->traceId, patience);
    const auto mask = m_session->mask();
    const auto selection = m_session->selection();
    const pid_t engine = m_far->engine();

    m_far->line().cut();
    QTRY_COMPARE_WITH_TIMEOUT(m_session->line(), LineState::Broken, patience);
    QVERIFY2(message().startsWith("The line to far broke. It is tried again in 1 s"), qPrintable(message()));
    QCOMPARE(machine()->text(), QString("No line to far"));
    QTRY_VERIFY_WITH_TIMEOUT(isGone(engine), patience); // nothing computes for nobody
    QCOMPARE(m_session->masked()->trace, answer); // still before the user
    QVERIFY(m_session->attention());
    clickHead(best(5)); // asks nothing of an engine that is not there

    QTRY_VERIFY_WITH_TIMEOUT(message().contains("refuses connections") && message().contains("again in 2 s"), patience);
    QCOMPARE(m_session->masked()->trace, answer);
    m_far->line().mend();
    auto *now = view<MessageBar>()->findChild<QPushButton *>("messageAction");
    QCOMPARE(now->text(), QString("Connect now"));
    QTest::mouseClick(now, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_session->line(), LineState::Open, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->masked()->trace && m_session->masked()->trace != answer && m_session->attention(), patience);
    QVERIFY2(message().isEmpty(), qPrintable(message()));
    QCOMPARE(m_session->masked()->trace->text, answer->text);
    QCOMPARE(m_session->mask(), mask);
    QVERIFY(m_session->selection() != selection);
    QVERIFY(m_far->engine() != engine);
}

void TestRemote::studyGoesOnWhereTheLineBroke()
{
    connectToFar();
    StudyRequest study = smallStudy(m_world.library());
    study.tasks.depths.clear();
    for (int depth = 0; depth <= 96; depth += 8)
        study.tasks.depths.push_back(depth);
    m_session->startStudy(study);
    const auto measured = [this] { return m_session->studies().summary() ? m_session->studies().summary()->nSamples : 0; };
    QTRY_VERIFY_WITH_TIMEOUT(m_session->studies().samples().size() >= 3, patience);
    QVERIFY(m_session->studies().isRunning());
    ::kill(static_cast<pid_t>(m_session->engineProcessId()), SIGKILL); // ssh itself
    QTRY_COMPARE_WITH_TIMEOUT(m_session->line(), LineState::Broken, patience);
    QVERIFY(!m_session->studies().isRunning());
    const int before = measured();
    QVERIFY(before < 26);

    int first = 0; // that is told of after the break
    const auto told = connect(&m_session->studies(), &Studies::summaryChanged, this, [&] { first = first > 0 ? first : measured(); });
    QTRY_VERIFY_WITH_TIMEOUT(m_session->studies().isRunning(), patience); // by itself
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->studies().isRunning(), patience);
    disconnect(told);
    QVERIFY2(first >= before, qPrintable(QString("%1 after %2").arg(first).arg(before)));
    QCOMPARE(measured(), 26);
    const QStringList runs = QDir(m_far->runs()).entryList({"*.needle"}, QDir::Files);
    QCOMPARE(runs.size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->studies().runs().empty() && m_session->studies().runs().front().nSamples == 26, patience);
    QVERIFY(message().isEmpty());
}

void TestRemote::sessionGoesToItsMachine()
{
    connectToFar();
    m_session->maskTopK(2);
    const auto mask = m_session->mask();
    const QString file = m_world.scratch("far.nscope");
    QVERIFY(saveSessionAs(file));
    m_window->useEngine(localEngine());
    m_window->openSession(file);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model() && m_session->mask() == mask && answered(), patience);
    QCOMPARE(m_session->engine().address, m_far->address());

    // Somebody else's file does not make ssh knock at a door that this user has never been to.
    m_window->useEngine(localEngine());
    m_world.write("foreign.nscope", m_world.read(file).replace("ssh://far", "ssh://noisy"));
    m_window->openSession(m_world.scratch("foreign.nscope"));
    QVERIFY2(message().contains("an engine on noisy"), qPrintable(message()));
    QVERIFY(!m_session->engine().isRemote());
    QTest::mouseClick(view<MessageBar>()->findChild<QPushButton *>("messageAction"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model() && m_session->mask() == mask && answered(), patience);
    QCOMPARE(m_session->engine().machine, QString("noisy"));
}

void TestRemote::failuresAreOneSentence_data()
{
    if (!m_far)
        QSKIP("no sshd");
    const auto frame = encodeFrame({0, "hello", Hello{"Needlescope 0.0.1", 1}});
    const QString hello = m_world.write("old-hello", {reinterpret_cast<const char *>(frame.data()), static_cast<qsizetype>(frame.size())});
    const QString old = m_far->addProgram("old-cli", "cat '" + hello.toUtf8() + "'; exec sleep 60\n");
    const QString noise = m_far->addProgram("dies", "echo 'CUDA driver is too old' >&2; exit 3\n");
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("words");
    QTest::newRow("no such host") << "ssh://no-such-host.invalid"
                                  << "The host of no-such-host.invalid is not known";
    QTest::newRow("refused") << m_far->address("refusing") << "refusing refuses connections";
    QTest::newRow("key") << m_far->address("wrong-key") << "wrong-key does not accept this user's keys";
    QTest::newRow("unknown host key") << m_far->address("stranger") << "The host key of stranger is not known here";
    QTest::newRow("changed host key") << m_far->address("changed") << "changed has another host key";
    QTest::newRow("no program") << "ssh://far?engine=/no/such/needlescope-cli"
                                << "needlescope-cli was not found on far";
    QTest::newRow("no program at home") << "ssh://far?engine=~/it's%20\"$(not)/there"
                                        << "needlescope-cli was not found on far";
    QTest::newRow("no executable") << "ssh://far?engine=" + hello << "needlescope-cli cannot be run on far";
    QTest::newRow("another version") << "ssh://far?engine=" + old << "speaks protocol 1";
    QTest::newRow("ends at once") << "ssh://far?engine=" + noise
                                  << "The engine on far ended with exit code 3. It said: CUDA driver is too old";
    QTest::newRow("killed") << "ssh://far?engine=" + m_far->addProgram("killed", "kill -9 $$\n") << "ended by signal 9";
}

void TestRemote::failuresAreOneSentence()
{
    QFETCH(QString, address);
    QFETCH(QString, words);
    EngineClient client(remoteEngine(SshAddress::parse(address)));
    QSignalSpy died(&client, &EngineClient::died);
    client.start();
    QTRY_COMPARE_WITH_TIMEOUT(died.count(), 1, patience);
    const QString cause = died.first().first().toString();
    QVERIFY2(cause.contains(words), qPrintable(cause));
    QVERIFY2(!cause.contains('\n'), qPrintable(cause));
}

void TestRemote::greetingOfTheShellIsSkipped()
{
    EngineClient client(remoteEngine(SshAddress::parse(m_far->address("noisy"))));
    QSignalSpy died(&client, &EngineClient::died);
    QSignalSpy models(&client, &EngineClient::modelsListed);
    client.start();
    client.models();
    QTRY_VERIFY_WITH_TIMEOUT(models.count() == 1 || died.count() == 1, patience);
    QVERIFY2(died.isEmpty(), died.isEmpty() ? "" : qPrintable(died.first().first().toString()));
}

void TestRemote::engineLeavesWithItsWindow()
{
    connectToFar();
    StudyRequest study = smallStudy(m_world.library());
    study.tasks.depths.clear();
    for (int depth = 0; depth <= 100; ++depth)
        study.tasks.depths.push_back(depth);
    m_session->startStudy(study);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->studies().summary() && m_session->studies().summary()->nSamples > 0, patience);
    const pid_t engine = m_far->engine();
    leave();
    QTRY_VERIFY_WITH_TIMEOUT(isGone(engine), patience);
}

void TestRemote::missingSshIsOneSentence()
{
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", m_world.scratch("nothing").toUtf8());
    EngineClient client(remoteEngine({"far"}));
    QSignalSpy died(&client, &EngineClient::died);
    client.start();
    QTRY_COMPARE_WITH_TIMEOUT(died.count(), 1, patience);
    qputenv("PATH", path);
    QVERIFY(died.first().first().toString().startsWith("There is no ssh on this computer"));
}

QTEST_MAIN(TestRemote)
#include "tst_remote.moc"
