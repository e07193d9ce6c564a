// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineprocess.h"

#include "api/confinement.h"
#include "api/generation.h"
#include "api/modelinfo.h"
#include "api/study.h"
#include "measures/needlefiles.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numeric>
#include <optional>

using namespace needlescope;
using nlohmann::json;

namespace {

const std::filesystem::path resources = NEEDLESCOPE_SOURCE_DIR "/resources";
const std::vector<HeadId> copyingHeads{{6, 0}, {6, 1}, {6, 6}}; // of the shipped demo model

PromptRequest needleRequest()
{
    PromptRequest request;
    request.needle = readNeedles(resources / "needles" / "demo.jsonl").front();
    request.haystack = readHaystack(resources / "haystacks" / "demo" / "book1.txt");
    request.length = 300;
    return request;
}

/// @p nDepths samples of 300 tokens.
StudyRequest studyOf(int nDepths)
{
    StudyRequest study;
    study.tasks.needles = {needleRequest().needle};
    study.tasks.haystacks = {needleRequest().haystack};
    study.tasks.lengths = {300};
    for (int i = 0; i < nDepths; ++i)
        study.tasks.depths.push_back(100.0 * i / nDepths);
    study.decoding.maxTokens = 32;
    return study;
}

std::filesystem::path copyOfDemo(const QTemporaryDir &directory)
{
    const std::filesystem::path copy = directory.filePath("demo").toStdString();
    std::filesystem::copy(resources / "models" / "demo", copy);
    return copy;
}

} // namespace

/// Drives the real program. One process serves all tests that leave it in order, because each start costs a second.
class TestServe : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void silentWindowIsTakenForGone();
    void badRequestsGetOneSentence_data();
    void badRequestsGetOneSentence();
    void composesAPrompt();
    void generatesTheAnswer();
    void answersAreTheSameByHandleAndByIds();
    void toggledMaskReadsNoPromptAgain();
    void attentionRowsAgreeWithSummaries();
    void expiredTracesAndHandlesAreErrors();
    void cancelledStudyEnds();
    void requestsAreCarriedOutWithinASample();
    void plansAndRuns();
    void errorsCarryTheirPattern();
    void badModelKeepsTheOldOne();
    void filesThatChangeAreSaid_data();
    void filesThatChangeAreSaid();
    void filesThatAreReplacedStayAsTheyWere();
    void isConfined();
    void canBeLeftUnconfined();
    void writesRunsWhereTheWindowSays();
    void removedFolderOfRunsIsSaid();
    void endOfInputEndsRunningWork();
    void garbageEndsTheProcess_data();
    void garbageEndsTheProcess();
    void otherProtocolsAreRefused_data();
    void otherProtocolsAreRefused();
    void requestsBeforeOpenAreErrors();

private:
    Prompt compose() { return m_engine->call("compose", needleRequest()).get<Prompt>(); }
    GenerationRequest request();
    DecodeTrace generate(const GenerationRequest &request) { return m_engine->call("generate", request).get<DecodeTrace>(); }

    QTemporaryDir m_runs;
    std::unique_ptr<EngineProcess> m_engine;
};

void TestServe::initTestCase()
{
    qputenv("NEEDLESCOPE_RUNS", m_runs.path().toUtf8());
    m_engine = std::make_unique<EngineProcess>();
    const auto info = m_engine->call("open", {{"model", "demo"}, {"device", "cpu"}}).at("model").get<ModelInfo>();
    QCOMPARE(info.nLayers, 8);
    QCOMPARE(info.nHeads, 8);
}

GenerationRequest TestServe::request()
{
    GenerationRequest request;
    request.promptHandle = compose().handle;
    request.stopIds = {};
    request.maxTokens = 24;
    return request;
}

void TestServe::badRequestsGetOneSentence_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("unknown type") << QByteArray("dance") << QByteArray("{}");
    QTest::newRow("no prompt") << QByteArray("generate") << QByteArray("{}");
    QTest::newRow("unknown handle") << QByteArray("generate") << QByteArray(R"({"promptHandle": 999})");
    QTest::newRow("body is no map") << QByteArray("open") << QByteArray("[1, 2]");
    QTest::newRow("wrong types") << QByteArray("open") << QByteArray(R"({"model": 7, "device": "cpu"})");
    QTest::newRow("unknown trace") << QByteArray("attention") << QByteArray(R"({"traceId": 999999, "step": 0, "heads": [[0, 0]]})");
    QTest::newRow("cancel of nothing") << QByteArray("cancel") << QByteArray("{}");
    QTest::newRow("empty study") << QByteArray("study") << QByteArray(R"({"run": "", "study": {}})");
    QTest::newRow("unknown kind") << QByteArray("plan") << QByteArray(R"({"kind": "dance"})");
    QTest::newRow("no ranking") << QByteArray("plan") << QByteArray(R"({"kind": "mask-curve"})");
    QTest::newRow("no such run") << QByteArray("run") << QByteArray(R"({"run": "nothing"})");
}

void TestServe::badRequestsGetOneSentence()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    const auto reply = m_engine->end(m_engine->send(type.toStdString(), json::parse(body.toStdString())));
    QCOMPARE(reply.type, std::string("error"));
    const auto sentence = reply.body.at("message").get<std::string>();
    QVERIFY2(sentence.size() > 10 && sentence.find('\n') == std::string::npos, sentence.c_str());
}

void TestServe::composesAPrompt()
{
    const auto prompt = compose();
    QVERIFY(prompt.ids.size() <= 300 && prompt.ids.size() > 200);
    QVERIFY(prompt.handle > 0);
    QCOMPARE(prompt.spans.size(), prompt.ids.size());
    const auto begin = prompt.spans.at(static_cast<std::size_t>(prompt.needle.begin)).begin;
    const auto end = prompt.spans.at(static_cast<std::size_t>(prompt.needle.end) - 1).end;
    QCOMPARE(prompt.text.substr(begin, end - begin), std::string(" eat a sandwich and sit in Dolores Park on a sunny day"));
}

void TestServe::generatesTheAnswer()
{
    auto asked = request();
    const auto id = m_engine->send("generate", asked);
    const auto trace = m_engine->end(id).body.get<DecodeTrace>();
    QVERIFY2(trace.text.starts_with("eat a sandwich and sit in Dolores Park on a sunny day"), trace.text.c_str());
    QCOMPARE(m_engine->count(id, "token"), static_cast<int>(trace.tokens.size()));
    QVERIFY(trace.judged);
    QVERIFY(trace.outcome == Outcome::Complete);
    QVERIFY(trace.scores(6, 6) > 0.5F);
    QCOMPARE(trace.heads.nSteps, static_cast<int>(trace.tokens.size()));
    // Where it comes from, for whoever shows or exports it.
    QCOMPARE(trace.origin.needle, needleRequest().needle);
    QCOMPARE(trace.origin.haystack, std::string("book1"));
    QCOMPARE(trace.origin.length, 300);
    QCOMPARE(trace.origin.provenance.modelName, std::string("demo"));
    QVERIFY(trace.origin.provenance.modelHash.size() == 64 && trace.origin.provenance.tokenizerHash.size() == 64);
}

void TestServe::answersAreTheSameByHandleAndByIds()
{
    const auto prompt = compose();
    GenerationRequest byIds{prompt.ids, prompt.needle, prompt.answer, {}, 24, {}, 0};
    const auto a = generate(request());
    const auto b = generate(byIds);
    QCOMPARE(a.text, b.text);
    QVERIFY((a.scores == b.scores).all());
    QVERIFY(b.origin.provenance.modelHash.empty()); // the engine does not know what these ids were made of
}

void TestServe::toggledMaskReadsNoPromptAgain()
{
    auto asked = request();
    generate(asked);
    asked.intervention = maskOf(copyingHeads);
    const auto id = m_engine->send("generate", asked);
    const auto masked = m_engine->end(id).body.get<DecodeTrace>();
    QCOMPARE(masked.intervention, asked.intervention);
    QVERIFY(masked.outcome != Outcome::Complete);
    QCOMPARE(masked.origin.provenance.intervention, asked.intervention);
    for (const auto &message : m_engine->received())
        QVERIFY2(message.id != id || message.type != "progress", "a kept prompt was read again");
}

void TestServe::attentionRowsAgreeWithSummaries()
{
    const auto prompt = compose();
    const auto trace = generate(request());
    const AttentionRequest asked{trace.traceId, 2, {{0, 0}, {6, 6}, {7, 7}}};
    const auto rows = m_engine->call("attention", asked).get<AttentionRows>();
    QCOMPARE(rows.nKeys, static_cast<int>(prompt.ids.size()) + 2);
    for (std::size_t i = 0; i < asked.heads.size(); ++i) {
        const auto row = rows.weights.begin() + static_cast<std::ptrdiff_t>(i) * rows.nKeys;
        const auto best = std::max_element(row, row + rows.nKeys);
        const auto index = trace.heads.index(2, asked.heads[i]);
        QCOMPARE(static_cast<std::int32_t>(best - row), trace.heads.argmax[index]);
        // Sums of float32 softmax terms in different orders.
        QVERIFY(std::abs(*best - trace.heads.weight[index]) < 1e-5F);
        QVERIFY(std::abs(std::accumulate(row, row + rows.nKeys, 0.0) - 1.0) < 1e-4);
    }
    for (const AttentionRequest &wrong : {AttentionRequest{trace.traceId, 1000, {{0, 0}}}, AttentionRequest{trace.traceId, -1, {{0, 0}}},
             AttentionRequest{trace.traceId, 0, {{8, 0}}}, AttentionRequest{trace.traceId, 0, {{0, -1}}}})
        QCOMPARE(m_engine->end(m_engine->send("attention", wrong)).type, std::string("error"));
}

void TestServe::expiredTracesAndHandlesAreErrors()
{
    auto asked = request();
    asked.maxTokens = 1;
    const auto first = generate(asked);
    for (int i = 0; i < 100; ++i)
        generate(asked);
    QCOMPARE(m_engine->end(m_engine->send("attention", AttentionRequest{first.traceId, 0, {{0, 0}}})).type, std::string("error"));
    for (int i = 0; i < 20; ++i)
        compose();
    QCOMPARE(m_engine->end(m_engine->send("generate", asked)).type, std::string("error"));
}

void TestServe::cancelledStudyEnds()
{
    const auto id = m_engine->send("study", {{"study", studyOf(1000)}, {"run", ""}});
    while (m_engine->count(id, "update") < 2)
        m_engine->next();
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(m_engine->end(m_engine->send("cancel", {{"request", id}})).type, std::string("result"));
    QCOMPARE(m_engine->end(id).type, std::string("cancelled"));
    QVERIFY(timer.elapsed() < 2000);
}

/// One sample of hundreds of masks takes longer than a click may wait.
void TestServe::requestsAreCarriedOutWithinASample()
{
    StudyRequest study = studyOf(1);
    study.kind = StudyKind::MaskCurve;
    study.decoding.maxTokens = 200;
    study.decoding.stopIds = {-1};
    study.masks.ks = {1, 2, 3, 4, 5, 6, 7, 8};
    study.masks.draws = 12;
    study.masks.ranking = *m_engine->call("run", {{"run", "demo"}}).at("summary").get<StudySummary>().map("score");
    auto asked = request();
    const auto running = m_engine->send("study", {{"study", study}, {"run", ""}});
    const auto answer = m_engine->send("generate", asked);
    QCOMPARE(m_engine->end(answer).type, std::string("result"));
    QCOMPARE(m_engine->count(running, "update"), 0);
    const auto summary = m_engine->end(running).body.get<StudySummary>();
    QCOMPARE(summary.nSamples, 1);
    QCOMPARE(m_engine->count(running, "update"), 1);
}

/// The engine owns the runs: they are named, listed and opened through it.
void TestServe::plansAndRuns()
{
    const auto study = studyOf(4);
    const auto plan = m_engine->call("plan", study);
    QCOMPARE(plan.at("samples").get<int>(), 4);
    QCOMPARE(plan.at("masks").get<int>(), 1);
    QVERIFY(plan.at("seconds").get<double>() > 0); // prompts were read before
    const auto summary = m_engine->call("study", {{"study", study}, {"run", "auto"}}).get<StudySummary>();
    QCOMPARE(summary.nSamples, 4);

    const auto runs = m_engine->call("runs", json::object()).at("runs").get<std::vector<RunInfo>>();
    QVERIFY(!runs.empty());
    QVERIFY2(runs.front().name.starts_with("demo-detect-"), runs.front().name.c_str());
    QCOMPARE(runs.front().nSamples, 4);
    QVERIFY(std::any_of(runs.begin(), runs.end(), [](const RunInfo &run) { return run.name == "demo-long.needle"; }));

    const auto opened = m_engine->call("run", {{"run", runs.front().name}});
    QVERIFY(json(opened.at("summary").get<StudySummary>().rows) == json(summary.rows));
    QCOMPARE(opened.at("header").get<RunHeader>().model.name, std::string("demo"));
    QVERIFY(opened.at("header").get<RunHeader>().request.tasks.haystacks.front().text.empty());
    const auto again = m_engine->send("study", {{"study", study}, {"run", "auto"}});
    m_engine->end(again);
    QCOMPARE(m_engine->count(again, "update"), 0); // all of it is there
}

void TestServe::errorsCarryTheirPattern()
{
    const auto reply = m_engine->end(m_engine->send("generate", {{"promptHandle", 123456}}));
    QCOMPARE(reply.body.at("pattern").get<std::string>(), std::string("The prompt {} is no longer kept; ask the question again."));
    QCOMPARE(reply.body.at("arguments").get<std::vector<std::string>>(), std::vector<std::string>{"123456"});
    QCOMPARE(reply.body.at("message").get<std::string>(), std::string("The prompt 123456 is no longer kept; ask the question again."));
}

void TestServe::badModelKeepsTheOldOne()
{
    const auto reply = m_engine->end(m_engine->send("open", {{"model", "/nonexistent"}, {"device", "cpu"}}));
    QCOMPARE(reply.type, std::string("error"));
    QVERIFY(reply.body.at("message").get<std::string>().find("/nonexistent") != std::string::npos);
    generate(request());
}

void TestServe::filesThatChangeAreSaid_data()
{
    QTest::addColumn<bool>("cutOff");
    QTest::addColumn<bool>("promptIsKept");
    QTest::newRow("cut off, a new prompt") << true << false;
    QTest::newRow("cut off, a kept prompt") << true << true;
    QTest::newRow("written to, a new prompt") << false << false;
    QTest::newRow("written to, a kept prompt") << false << true;
}

void TestServe::filesThatChangeAreSaid()
{
    QFETCH(bool, cutOff);
    QFETCH(bool, promptIsKept);
    const QTemporaryDir directory;
    const std::filesystem::path model = copyOfDemo(directory);
    m_engine->call("open", {{"model", model.string()}, {"device", "cpu"}});
    GenerationRequest kept = request();
    if (promptIsKept)
        generate(kept);
    kept.intervention = maskOf(copyingHeads);

    const std::filesystem::path weights = model / "model.safetensors";
    if (cutOff) {
        std::filesystem::resize_file(weights, 1 << 16);
    } else {
        std::fstream file(weights, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(1 << 20);
        file.put('x');
    }
    const auto reply = m_engine->end(m_engine->send("generate", kept));
    QCOMPARE(reply.type, std::string("error"));
    QCOMPARE(reply.body.at("message").get<std::string>(),
        "'" + weights.string() + "' was changed or cut off since it was opened; open it again, or get it again.");

    m_engine->call("open", {{"model", "demo"}, {"device", "cpu"}});
    generate(request());
}

void TestServe::filesThatAreReplacedStayAsTheyWere()
{
    const QTemporaryDir directory;
    const std::filesystem::path model = copyOfDemo(directory);
    m_engine->call("open", {{"model", model.string()}, {"device", "cpu"}});
    const GenerationRequest asked = request();
    const DecodeTrace before = generate(asked);
    std::filesystem::copy_file(model / "config.json", model / "other");
    std::filesystem::rename(model / "other", model / "model.safetensors");
    QVERIFY((generate(asked).scores == before.scores).all());
    std::filesystem::remove_all(model);
    QVERIFY((generate(asked).scores == before.scores).all());
    m_engine->call("open", {{"model", "demo"}, {"device", "cpu"}});
}

void TestServe::endOfInputEndsRunningWork()
{
    const auto id = m_engine->send("study", {{"study", studyOf(1000)}, {"run", ""}});
    while (m_engine->count(id, "update") < 1)
        m_engine->next();
    m_engine->closeInput();
    QCOMPARE(m_engine->exitCode(5000), 0);
}

void TestServe::garbageEndsTheProcess_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << QByteArray("hello, are you there?\n");
    QTest::newRow("huge frame") << QByteArray("\xff\xff\xff\xff", 4);
    QTest::newRow("frame of garbage") << QByteArray("\x04\0\0\0\xde\xad\xbe\xef", 8);
    QByteArray deep("\x40\x42\x0f\0", 4);
    deep += QByteArray(1000000, '\x81'); // lists in lists
    QTest::newRow("deeply nested frame") << deep;
}

void TestServe::garbageEndsTheProcess()
{
    QFETCH(QByteArray, bytes);
    EngineProcess engine(EngineProcess::Greeting::None);
    engine.sendBytes(bytes);
    const auto reply = engine.next();
    QCOMPARE(reply.type, std::string("error"));
    QCOMPARE(reply.id, 0);
    QCOMPARE(engine.exitCode(5000), 1);
}

void TestServe::otherProtocolsAreRefused_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("protocol");
    QTest::newRow("older") << QByteArray("hello") << 1;
    QTest::newRow("newer") << QByteArray("hello") << 99;
    QTest::newRow("no hello") << QByteArray("models") << protocolVersion;
}

void TestServe::otherProtocolsAreRefused()
{
    QFETCH(QByteArray, type);
    QFETCH(int, protocol);
    EngineProcess engine(EngineProcess::Greeting::None);
    engine.send(type.toStdString(), Hello{"test", protocol});
    const auto reply = engine.next();
    QCOMPARE(reply.type, std::string("error"));
    QVERIFY(reply.body.at("message").get<std::string>().find("version") != std::string::npos
        || reply.body.at("message").get<std::string>().find("protocol") != std::string::npos);
    QCOMPARE(engine.exitCode(5000), 1);
}

void TestServe::requestsBeforeOpenAreErrors()
{
    EngineProcess engine;
    const auto reply = engine.end(engine.send("compose", needleRequest()));
    QCOMPARE(reply.type, std::string("error"));
    engine.closeInput();
    QCOMPARE(engine.exitCode(5000), 0);
}

/// A line that is dead without an end: nobody computes on for a window that may never come back.
void TestServe::silentWindowIsTakenForGone()
{
    EngineProcess engine(EngineProcess::Greeting::None);
    engine.send("hello", Hello{"test", protocolVersion, 1});
    for (int i = 0; i < 3; ++i) { // longer than a second, but not silent
        QTest::qWait(500);
        QVERIFY(engine.call("ping", json::object()).empty());
    }
    engine.call("open", {{"model", "demo"}});
    const auto study = engine.send("study", {{"study", studyOf(200)}, {"run", ""}});
    while (engine.count(study, "update") == 0)
        engine.next();
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(engine.exitCode(5000), 0);
    QVERIFY2(clock.elapsed() > 500, qPrintable(QString::number(clock.elapsed())));
}

/// The line of @p name in /proc/PID/status.
static std::string statusOf(qint64 process, const std::string &name)
{
    std::ifstream stream("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with(name + ":\t"))
            return line.substr(name.size() + 2);
    }
    return {};
}

static std::optional<Confinement> toldOf(const EngineProcess &engine)
{
    for (const Message &message : engine.received()) {
        if (message.type == "confinement")
            return message.body.get<Confinement>();
    }
    return {};
}

/// What that means is tried in tst_confinement, with the same function.
void TestServe::isConfined()
{
    const auto told = toldOf(*m_engine);
    QVERIFY(told);
    QCOMPARE(statusOf(m_engine->processId(), "NoNewPrivs"), std::string("1"));
    QCOMPARE(statusOf(m_engine->processId(), "Seccomp"), std::string("2"));
    if (told->writesAnywhere)
        QSKIP("This kernel has no Landlock.");
    QCOMPARE(told->told.text(),
        "The engine is confined: it has no network, starts no programs, and writes only in "
            + std::filesystem::canonical(m_runs.path().toStdString()).string() + ".");
}

void TestServe::canBeLeftUnconfined()
{
    EngineProcess engine(EngineProcess::Greeting::Usual, {QStringLiteral("--no-sandbox")});
    engine.call("runs", json::object());
    QVERIFY(!toldOf(engine));
    QCOMPARE(statusOf(engine.processId(), "Seccomp"), std::string("0"));
    qputenv("NEEDLESCOPE_SANDBOX", "off");
    EngineProcess other;
    qunsetenv("NEEDLESCOPE_SANDBOX");
    other.call("runs", json::object());
    QCOMPARE(statusOf(other.processId(), "Seccomp"), std::string("0"));
}

void TestServe::writesRunsWhereTheWindowSays()
{
    if (toldOf(*m_engine)->writesAnywhere)
        QSKIP("This kernel has no Landlock.");
    const QTemporaryDir folder;
    const std::string run = folder.filePath(QStringLiteral("deep/study.needle")).toStdString();
    m_engine->call("open", {{"model", "demo"}});
    const auto reply = m_engine->end(m_engine->send("study", {{"study", studyOf(2)}, {"run", run}}));
    QCOMPARE(reply.type, std::string("error"));
    QVERIFY(reply.body.at("message").get<std::string>().starts_with("The engine is confined and may not write the run '" + run + "'"));
    QVERIFY(!std::filesystem::exists(run));

    EngineProcess engine(EngineProcess::Greeting::Usual, {}, {folder.filePath(QStringLiteral("deep")).toStdString()});
    engine.call("open", {{"model", "demo"}});
    QCOMPARE(engine.call("study", {{"study", studyOf(2)}, {"run", run}}).get<StudySummary>().nSamples, 2);
    QCOMPARE(engine.call("run", {{"run", run}}).at("summary").get<StudySummary>().nSamples, 2);
}

/// What has its name again is another folder to the kernel.
void TestServe::removedFolderOfRunsIsSaid()
{
    if (toldOf(*m_engine)->writesAnywhere)
        QSKIP("This kernel has no Landlock.");
    const QTemporaryDir folder;
    const std::filesystem::path runs = folder.filePath(QStringLiteral("runs")).toStdString();
    EngineProcess engine(EngineProcess::Greeting::Usual, {}, {runs.string()});
    engine.call("open", {{"model", "demo"}});
    const json study{{"study", studyOf(1)}, {"run", (runs / "a.needle").string()}};
    engine.call("study", study);
    std::filesystem::remove_all(runs);
    const std::string sentence
        = "The folder '" + runs.string() + "' was removed since the engine confined itself to it; restart the engine to write there.";
    QCOMPARE(engine.end(engine.send("study", study)).body.at("message").get<std::string>(), sentence);
    std::filesystem::create_directory(runs);
    QCOMPARE(engine.end(engine.send("study", study)).body.at("message").get<std::string>(), sentence);
}

QTEST_APPLESS_MAIN(TestServe)
#include "tst_serve.moc"
