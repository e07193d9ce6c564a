// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineclient/engineclient.h"
#include "testworld.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTranslator>

#include <csignal>
#include <numeric>

using namespace needlescope;

namespace {

EngineCommand shell(const QString &script)
{
    return {QStringLiteral("sh"), {QStringLiteral("-c"), script}};
}

/// A program that says one message and then nothing.
EngineCommand saying(const TestWorld &world, const QString &name, const Message &message)
{
    const auto frame = encodeFrame(message);
    const QString file = world.write(name, {reinterpret_cast<const char *>(frame.data()), static_cast<qsizetype>(frame.size())});
    return shell(QStringLiteral("cat '%1'; exec sleep 60").arg(file));
}

constexpr int patience = 20000; ///< ms; a first start of the engine reads libtorch from a cold disk

/// Remembers what a client tells.
struct Ear
{
    explicit Ear(EngineClient &client)
        : opened(&client, &EngineClient::opened)
        , composed(&client, &EngineClient::composed)
        , tokens(&client, &EngineClient::tokenDecoded)
        , generated(&client, &EngineClient::generated)
        , attention(&client, &EngineClient::attentionReady)
        , updates(&client, &EngineClient::studyUpdated)
        , studied(&client, &EngineClient::studied)
        , planned(&client, &EngineClient::planned)
        , runs(&client, &EngineClient::runsListed)
        , run(&client, &EngineClient::runOpened)
        , failed(&client, &EngineClient::failed)
        , cancelled(&client, &EngineClient::cancelled)
        , died(&client, &EngineClient::died)
    {
    }

    QSignalSpy opened, composed, tokens, generated, attention, updates, studied, planned, runs, run, failed, cancelled, died;
};

} // namespace

class TestEngineClient : public QObject
{
    Q_OBJECT

private slots:
    void deathIsToldOnceWithItsCause_data();
    void deathIsToldOnceWithItsCause();
    void anEngineThatWillNotLeaveIsKilledWithinASecond();
    void requestsToNoEngineFail();
    void answersARequestOfEachKind();
    void studyIsPlannedRunAndOpened();
    void badModelIsASentence();
    void sentencesOfTheEngineAreTranslated();
    void cancelledRequestTellsNothingElse();
    void killedEngineFailsWhatIsPendingAndRestarts();
    void detectionUpdatesAndStops();
    void foldersToWriteInAreOfOneEngine();

private:
    TestWorld m_world;
};

void TestEngineClient::deathIsToldOnceWithItsCause_data()
{
    QTest::addColumn<EngineCommand>("command");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("no such program") << EngineCommand{"no-such-engine", {"serve"}} << QStringList{"no-such-engine serve", "--engine"};
    QTest::newRow("exit code and last lines") << shell("echo one >&2; echo two >&2; echo three >&2; echo four >&2; exit 3")
                                              << QStringList{"exit code 3", "two / three / four"};
    QTest::newRow("signal") << shell("kill -9 $$") << QStringList{"signal 9"};
    QTest::newRow("a banner, not frames") << shell("echo Welcome to the cluster; exec sleep 60") << QStringList{"protocol"};
    QTest::newRow("another protocol") << saying(m_world, "old", {0, "hello", Hello{"Needlescope 0.0.1", 1}})
                                      << QStringList{"The engine speaks protocol 1, this window 2; install both from one package."};
    QTest::newRow("no hello") << saying(m_world, "older", {1, "result", nlohmann::json::object()})
                              << QStringList{"does not say hello", "install both from one package"};
    QTest::newRow("a hello of another shape") << saying(m_world, "odd", {0, "hello", "good day"}) << QStringList{"different versions"};
    QTest::newRow("a frame of garbage") << shell("printf '\\004\\000\\000\\000abcd'; exec sleep 60") << QStringList{"protocol"};
}

void TestEngineClient::deathIsToldOnceWithItsCause()
{
    QFETCH(EngineCommand, command);
    QFETCH(QStringList, words);
    EngineClient client(command);
    Ear ear(client);
    client.start();
    const RequestId request = client.open("demo");
    QTRY_COMPARE_WITH_TIMEOUT(ear.died.count(), 1, patience);
    QVERIFY(!client.isRunning());
    QCOMPARE(ear.failed.count(), 1);
    QCOMPARE(ear.failed.first().at(0).value<RequestId>(), request);
    const QString cause = ear.died.first().first().toString();
    for (const QString &word : words)
        QVERIFY2(cause.contains(word), qPrintable(cause));
    QTest::qWait(50);
    QCOMPARE(ear.died.count(), 1);
}

void TestEngineClient::anEngineThatWillNotLeaveIsKilledWithinASecond()
{
    auto client = std::make_unique<EngineClient>(shell("trap '' TERM; while :; do sleep 0.05; done"));
    client->start();
    QTRY_VERIFY(client->processId() > 0);
    const auto process = static_cast<pid_t>(client->processId());
    QTest::qWait(100); // the trap is set
    QElapsedTimer clock;
    clock.start();
    client.reset();
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(::kill(process, 0) != 0);
}

void TestEngineClient::requestsToNoEngineFail()
{
    EngineClient client(shell("exit 0"));
    Ear ear(client);
    const RequestId request = client.open("demo");
    QCOMPARE(ear.failed.count(), 0); // the caller has its id before it is told
    QTRY_COMPARE(ear.failed.count(), 1);
    QCOMPARE(ear.failed.first().at(0).value<RequestId>(), request);
    QCOMPARE(ear.died.count(), 0);
}

void TestEngineClient::answersARequestOfEachKind()
{
    EngineClient client(TestWorld::engine());
    Ear ear(client);
    client.start();
    client.open(m_world.modelDirectory());
    QTRY_COMPARE_WITH_TIMEOUT(ear.opened.count(), 1, patience);
    const auto model = ear.opened.first().at(1).value<ModelInfo>();

    client.compose(m_world.request());
    QTRY_COMPARE_WITH_TIMEOUT(ear.composed.count(), 1, patience);
    const auto prompt = ear.composed.first().at(1).value<Prompt>();
    QVERIFY(!prompt.needle.empty());

    GenerationRequest request;
    request.promptHandle = prompt.handle;
    request.stopIds = model.stopIds;
    const RequestId generation = client.generate(request);
    QTRY_COMPARE_WITH_TIMEOUT(ear.generated.count(), 1, patience);
    const auto trace = ear.generated.first().at(1).value<DecodeTrace>();
    QCOMPARE(static_cast<std::size_t>(ear.tokens.count()), trace.tokens.size());
    for (int i = 0; i < ear.tokens.count(); ++i) {
        QCOMPARE(ear.tokens.at(i).at(0).value<RequestId>(), generation);
        QCOMPARE(ear.tokens.at(i).at(1).value<DecodedToken>().id, trace.tokens[static_cast<std::size_t>(i)].id);
    }

    QCOMPARE(trace.origin.needle.statement, m_world.request().needle.statement);
    QCOMPARE(trace.origin.provenance.modelHash, model.hash);

    client.attention({trace.traceId, 0, {{0, 0}, {1, 2}}});
    QTRY_COMPARE_WITH_TIMEOUT(ear.attention.count(), 1, patience);
    const auto rows = ear.attention.first().at(1).value<AttentionRows>();
    QCOMPARE(static_cast<std::size_t>(rows.nKeys), prompt.ids.size());
    const double sum = std::accumulate(rows.weights.begin(), rows.weights.begin() + rows.nKeys, 0.0);
    QVERIFY(std::abs(sum - 1) < 1e-3); // float32 sums over 500 keys
    QCOMPARE(ear.failed.count(), 0);
}

void TestEngineClient::studyIsPlannedRunAndOpened()
{
    EngineClient client(TestWorld::engine());
    Ear ear(client);
    client.start();
    client.open("demo");
    const StudyRequest study = smallStudy(m_world.library());
    client.plan(study);
    client.study(study, "auto");
    client.runs();
    QTRY_COMPARE_WITH_TIMEOUT(ear.studied.count(), 1, patience);
    const auto plan = ear.planned.first().at(1).value<StudyPlan>();
    QCOMPARE(plan.samples, 4);
    QCOMPARE(plan.masks, 1);
    QVERIFY(ear.updates.count() >= 1);
    const auto summary = ear.studied.first().at(1).value<StudySummary>();
    QCOMPARE(summary.nSamples, 4);
    client.runs();
    QTRY_COMPARE_WITH_TIMEOUT(ear.runs.count(), 2, patience);
    const auto runs = ear.runs.last().at(1).value<std::vector<RunInfo>>();
    QVERIFY(!runs.empty());
    QCOMPARE(runs.front().nSamples, 4);
    client.run(QString::fromStdString(runs.front().name));
    QTRY_COMPARE_WITH_TIMEOUT(ear.run.count(), 1, patience);
    const auto opened = ear.run.first().at(1).value<OpenedRun>();
    QCOMPARE(opened.header.model.name, std::string("demo"));
    QVERIFY((opened.summary.map("score")->score == summary.map("score")->score).all());
    QCOMPARE(ear.failed.count(), 0);
}

/// Turns every sentence of the engine round.
class Translator : public QTranslator
{
public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *text, const char *, int) const override
    {
        const bool known = qstrcmp(context, "Engine") == 0 && qstrncmp(text, "The engine speaks protocol", 26) == 0;
        return known ? QStringLiteral("Protokoll {}, nicht {}.") : QString();
    }
};

void TestEngineClient::sentencesOfTheEngineAreTranslated()
{
    Translator translator;
    QCoreApplication::installTranslator(&translator);
    EngineClient client(saying(m_world, "foreign", {0, "hello", Hello{"Needlescope 9", 9}}));
    Ear ear(client);
    client.start();
    QTRY_COMPARE_WITH_TIMEOUT(ear.died.count(), 1, patience);
    QCOMPARE(ear.died.first().first().toString(), QStringLiteral("Protokoll 9, nicht 2."));
}

void TestEngineClient::badModelIsASentence()
{
    EngineClient client(TestWorld::engine());
    Ear ear(client);
    client.start();
    client.open("/no/such/model");
    QTRY_COMPARE_WITH_TIMEOUT(ear.failed.count(), 1, patience);
    QVERIFY2(ear.failed.first().at(1).toString().contains("/no/such/model"), qPrintable(ear.failed.first().at(1).toString()));
    QVERIFY(client.isRunning());
    QCOMPARE(ear.died.count(), 0);
}

void TestEngineClient::cancelledRequestTellsNothingElse()
{
    EngineClient client(TestWorld::engine());
    Ear ear(client);
    client.start();
    client.open(m_world.modelDirectory());
    const RequestId request = client.compose(m_world.request());
    client.cancel(request);
    QTRY_COMPARE_WITH_TIMEOUT(ear.cancelled.count(), 1, patience);
    QCOMPARE(ear.cancelled.first().at(0).value<RequestId>(), request);
    QCOMPARE(ear.composed.count(), 0);
    QCOMPARE(ear.failed.count(), 0);
}

void TestEngineClient::killedEngineFailsWhatIsPendingAndRestarts()
{
    EngineClient client(TestWorld::engine());
    Ear ear(client);
    client.start();
    const RequestId request = client.open(m_world.modelDirectory());
    QTRY_VERIFY(client.processId() > 0);
    ::kill(static_cast<pid_t>(client.processId()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(ear.died.count(), 1, patience);
    QCOMPARE(ear.failed.first().at(0).value<RequestId>(), request);
    client.restart();
    const RequestId again = client.open(m_world.modelDirectory());
    QVERIFY(again != request);
    QTRY_COMPARE_WITH_TIMEOUT(ear.opened.count(), 1, patience);
    QCOMPARE(ear.opened.first().at(0).value<RequestId>(), again);
}

void TestEngineClient::detectionUpdatesAndStops()
{
    EngineClient client(TestWorld::engine());
    Ear ear(client);
    client.start();
    client.open(m_world.modelDirectory());
    StudyRequest study = smallStudy(m_world.library());
    study.tasks.lengths = {400};
    study.tasks.depths.clear();
    for (int depth = 0; depth <= 100; ++depth)
        study.tasks.depths.push_back(depth);
    const RequestId detection = client.study(study, {});
    QTRY_VERIFY_WITH_TIMEOUT(ear.updates.count() >= 2, patience);
    const auto update = ear.updates.at(1).at(1).value<StudyUpdate>();
    QCOMPARE(update.summary.nSamples, 2);
    QCOMPARE(update.progress.total, 202);
    QElapsedTimer clock;
    clock.start();
    client.cancel(detection);
    QTRY_COMPARE_WITH_TIMEOUT(ear.cancelled.count(), 1, 1000);
    QVERIFY(clock.elapsed() < 1000);
}

/// One of this machine means nothing on another, and a confined engine makes those that it is told of.
void TestEngineClient::foldersToWriteInAreOfOneEngine()
{
    EngineClient client(TestWorld::engine());
    const QString folder = m_world.scratch(QStringLiteral("kept/"));
    client.letWriteIn(folder);
    client.start();
    QTRY_VERIFY_WITH_TIMEOUT(!client.confinement().told.empty(), patience);
    if (client.confinement().writesAnywhere)
        QSKIP("This kernel has no Landlock.");
    QVERIFY(client.mayWriteIn(folder));
    client.setCommand(TestWorld::engine());
    client.start();
    QTRY_VERIFY_WITH_TIMEOUT(!client.confinement().told.empty(), patience);
    QVERIFY(!client.mayWriteIn(folder));
}

QTEST_GUILESS_MAIN(TestEngineClient)
#include "tst_engineclient.moc"
