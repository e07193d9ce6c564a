// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineclient/engineclient.h"
#include "testworld.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <numeric>

using namespace needlescope;

namespace {

EngineCommand shell(const QString &script)
{
    return {QStringLiteral("sh"), {QStringLiteral("-c"), script}};
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
        , failed(&client, &EngineClient::failed)
        , cancelled(&client, &EngineClient::cancelled)
        , died(&client, &EngineClient::died)
    {
    }

    QSignalSpy opened, composed, tokens, generated, attention, updates, failed, cancelled, died;
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
    void badModelIsASentence();
    void cancelledRequestTellsNothingElse();
    void killedEngineFailsWhatIsPendingAndRestarts();
    void detectionUpdatesAndStops();

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
    if (!m_world.missing().isEmpty())
        QSKIP(qPrintable(m_world.missing()));
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
    request.promptIds = prompt.ids;
    request.needle = prompt.needle;
    request.answer = prompt.answer;
    request.stopIds = model.stopIds;
    const RequestId generation = client.generate(request);
    QTRY_COMPARE_WITH_TIMEOUT(ear.generated.count(), 1, patience);
    const auto trace = ear.generated.first().at(1).value<DecodeTrace>();
    QCOMPARE(static_cast<std::size_t>(ear.tokens.count()), trace.tokens.size());
    for (int i = 0; i < ear.tokens.count(); ++i) {
        QCOMPARE(ear.tokens.at(i).at(0).value<RequestId>(), generation);
        QCOMPARE(ear.tokens.at(i).at(1).value<DecodedToken>().id, trace.tokens[static_cast<std::size_t>(i)].id);
    }

    client.attention({trace.traceId, 0, {{0, 0}, {1, 2}}});
    QTRY_COMPARE_WITH_TIMEOUT(ear.attention.count(), 1, patience);
    const auto rows = ear.attention.first().at(1).value<AttentionRows>();
    QCOMPARE(static_cast<std::size_t>(rows.nKeys), prompt.ids.size());
    const double sum = std::accumulate(rows.weights.begin(), rows.weights.begin() + rows.nKeys, 0.0);
    QVERIFY(std::abs(sum - 1) < 1e-3); // float32 sums over 500 keys
    QCOMPARE(ear.failed.count(), 0);
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
    if (!m_world.missing().isEmpty())
        QSKIP(qPrintable(m_world.missing()));
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
    if (!m_world.missing().isEmpty())
        QSKIP(qPrintable(m_world.missing()));
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
    if (!m_world.missing().isEmpty())
        QSKIP(qPrintable(m_world.missing()));
    EngineClient client(TestWorld::engine());
    Ear ear(client);
    client.start();
    client.open(m_world.modelDirectory());
    StudyRequest study;
    study.needles = {m_world.request().needle};
    study.haystacks = {m_world.request().haystack};
    study.frame = m_world.request().frame;
    study.lengths = {400};
    for (int depth = 0; depth <= 100; ++depth)
        study.depths.push_back(depth);
    const RequestId detection = client.detect(study, {});
    QTRY_VERIFY_WITH_TIMEOUT(ear.updates.count() >= 2, patience);
    const auto update = ear.updates.at(1).at(1).value<StudyUpdate>();
    QCOMPARE(update.map.nSamples, 2);
    QCOMPARE(update.progress.total, 101);
    QElapsedTimer clock;
    clock.start();
    client.cancel(detection);
    QTRY_COMPARE_WITH_TIMEOUT(ear.cancelled.count(), 1, 1000);
    QVERIFY(clock.elapsed() < 1000);
}

QTEST_GUILESS_MAIN(TestEngineClient)
#include "tst_engineclient.moc"
