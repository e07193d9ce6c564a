// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineprocess.h"

#include "api/generation.h"
#include "api/modelinfo.h"
#include "api/study.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <memory>
#include <numeric>

using namespace needlescope;
using nlohmann::json;

namespace {

const std::string retriever = NEEDLESCOPE_ORACLES "/retriever/";
const std::string modelDirectory = retriever + "models/gL";

json samples()
{
    std::ifstream file(retriever + "goldens/gL_samples.json");
    return json::parse(file).at("samples");
}

/// As recorded for the sample, without a mask.
GenerationRequest requestOf(const json &sample)
{
    return {sample.at("prompt_ids").get<std::vector<std::int32_t>>(), {sample.at("needle_start"), sample.at("needle_end")},
        sample.at("needle").get<std::string>(), {}, sample.at("max_new").get<int>(), {sample.at("stop_id").get<std::int32_t>()}};
}

std::vector<std::int32_t> idsOf(const DecodeTrace &trace)
{
    std::vector<std::int32_t> ids;
    for (const auto &token : trace.tokens)
        ids.push_back(token.id);
    return ids;
}

/// Needles and a text in the words that the oracle model knows; @p nDepths samples of 500 tokens.
StudyRequest studyOf(const json &sample, int nDepths)
{
    auto text = sample.at("prompt_text").get<std::string>();
    text.erase(0, std::string("<bos> ").size());
    StudyRequest study;
    study.needles = {{sample.at("needle_statement"), sample.at("question"), sample.at("needle")}};
    study.haystacks = {{"words", text}};
    study.lengths = {500};
    for (int i = 0; i < nDepths; ++i)
        study.depths.push_back(100.0 * i / nDepths);
    study.frame.pattern = "{context}\n{question}\nAnswer:";
    study.maxTokens = 32;
    study.stopIds = {4};
    return study;
}

} // namespace

/// Drives the real program. One process serves all tests that leave it in order, because each start costs a second.
class TestServe : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void badRequestsGetOneSentence_data();
    void badRequestsGetOneSentence();
    void composesAPrompt();
    void generatesTheGoldenAnswer();
    void toggledMaskReadsNoPromptAgain();
    void attentionRowsAgreeWithSummaries();
    void expiredTraceIsAnError();
    void cancelledDetectionEnds();
    void requestsAreCarriedOutBetweenSamples();
    void badModelKeepsTheOldOne();
    void endOfInputEndsRunningWork();
    void garbageEndsTheProcess_data();
    void garbageEndsTheProcess();
    void requestsBeforeOpenAreErrors();

private:
    std::unique_ptr<EngineProcess> m_engine;
    json m_samples;
};

void TestServe::initTestCase()
{
    if (!QDir(QString::fromStdString(modelDirectory)).exists())
        QSKIP("../shared/oracles/retriever is absent");
    m_samples = samples();
    m_engine = std::make_unique<EngineProcess>();
    const auto info = m_engine->call("open", {{"model", modelDirectory}, {"device", "cpu"}}).at("model").get<ModelInfo>();
    QCOMPARE(info.nLayers, 6);
    QCOMPARE(info.nHeads, 8);
}

void TestServe::badRequestsGetOneSentence_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("unknown type") << QByteArray("dance") << QByteArray("{}");
    QTest::newRow("no body") << QByteArray("generate") << QByteArray("{}");
    QTest::newRow("body is no map") << QByteArray("open") << QByteArray("[1, 2]");
    QTest::newRow("wrong types") << QByteArray("open") << QByteArray(R"({"model": 7, "device": "cpu"})");
    QTest::newRow("unknown trace") << QByteArray("attention") << QByteArray(R"({"traceId": 999999, "step": 0, "heads": [[0, 0]]})");
    QTest::newRow("cancel of nothing") << QByteArray("cancel") << QByteArray("{}");
    QTest::newRow("empty study") << QByteArray("detect")
                                 << QByteArray(R"({"run": "", "study": {"needles": [], "haystacks": [], "lengths": [], "depths": [],
            "frame": {"pattern": "{context}{question}"}, "maxTokens": 5, "stopIds": []}})");
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
    const auto study = studyOf(m_samples.at(0), 1);
    const PromptRequest request{study.needles.front(), study.haystacks.front(), 300, 50, study.frame};
    const auto prompt = m_engine->call("compose", request).get<Prompt>();
    QVERIFY(prompt.ids.size() <= 300 && prompt.ids.size() > 200);
    QCOMPARE(prompt.spans.size(), prompt.ids.size());
    const auto begin = prompt.spans.at(static_cast<std::size_t>(prompt.needle.begin)).begin;
    const auto end = prompt.spans.at(static_cast<std::size_t>(prompt.needle.end) - 1).end;
    QCOMPARE(prompt.text.substr(begin, end - begin), request.needle.answer);
}

void TestServe::generatesTheGoldenAnswer()
{
    const auto &sample = m_samples.at(0);
    const auto id = m_engine->send("generate", requestOf(sample));
    const auto trace = m_engine->end(id).body.get<DecodeTrace>();
    QCOMPARE(idsOf(trace), sample.at("output_ids").get<std::vector<std::int32_t>>());
    QCOMPARE(m_engine->count(id, "token"), static_cast<int>(trace.tokens.size()));
    QVERIFY(trace.stopped);
    QVERIFY(trace.judged);
    QCOMPARE(trace.outcome, Outcome::Complete);
    // Printed with 6 decimals in the golden file.
    QVERIFY(std::abs(trace.scores(3, 6) - sample.at("head_score").at(3).at(6).get<float>()) < 1e-5F);
    QCOMPARE(trace.heads.nSteps, static_cast<int>(trace.tokens.size()));
}

void TestServe::toggledMaskReadsNoPromptAgain()
{
    auto request = requestOf(m_samples.at(0));
    m_engine->call("generate", request);
    request.intervention = maskOf({{3, 3}, {3, 6}, {3, 7}});
    const auto id = m_engine->send("generate", request);
    const auto masked = m_engine->end(id).body.get<DecodeTrace>();
    QCOMPARE(masked.intervention, request.intervention);
    QVERIFY(masked.outcome != Outcome::Complete);
    for (const auto &message : m_engine->received())
        QVERIFY2(message.id != id || message.type != "progress", "a kept prompt was read again");
}

void TestServe::attentionRowsAgreeWithSummaries()
{
    const auto trace = m_engine->call("generate", requestOf(m_samples.at(1))).get<DecodeTrace>();
    const AttentionRequest request{trace.traceId, 2, {{0, 0}, {3, 6}, {5, 7}}};
    const auto rows = m_engine->call("attention", request).get<AttentionRows>();
    QCOMPARE(rows.nKeys, static_cast<int>(m_samples.at(1).at("prompt_ids").size()) + 2);
    for (std::size_t i = 0; i < request.heads.size(); ++i) {
        const auto row = rows.weights.begin() + static_cast<std::ptrdiff_t>(i) * rows.nKeys;
        const auto best = std::max_element(row, row + rows.nKeys);
        const auto index = trace.heads.index(2, request.heads[i]);
        QCOMPARE(static_cast<std::int32_t>(best - row), trace.heads.argmax[index]);
        // Sums of float32 softmax terms in different orders.
        QVERIFY(std::abs(*best - trace.heads.weight[index]) < 1e-5F);
        QVERIFY(std::abs(std::accumulate(row, row + rows.nKeys, 0.0) - 1.0) < 1e-4);
    }
    for (const AttentionRequest &wrong : {AttentionRequest{trace.traceId, 1000, {{0, 0}}}, AttentionRequest{trace.traceId, -1, {{0, 0}}},
             AttentionRequest{trace.traceId, 0, {{6, 0}}}, AttentionRequest{trace.traceId, 0, {{0, -1}}}})
        QCOMPARE(m_engine->end(m_engine->send("attention", wrong)).type, std::string("error"));
}

void TestServe::expiredTraceIsAnError()
{
    auto request = requestOf(m_samples.at(0));
    request.maxTokens = 1;
    const auto first = m_engine->call("generate", request).get<DecodeTrace>();
    for (int i = 0; i < 100; ++i)
        m_engine->call("generate", request);
    const auto reply = m_engine->end(m_engine->send("attention", AttentionRequest{first.traceId, 0, {{0, 0}}}));
    QCOMPARE(reply.type, std::string("error"));
}

void TestServe::cancelledDetectionEnds()
{
    const auto id = m_engine->send("detect", {{"study", studyOf(m_samples.at(0), 1000)}, {"run", ""}});
    while (m_engine->count(id, "update") < 2)
        m_engine->next();
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(m_engine->end(m_engine->send("cancel", {{"request", id}})).type, std::string("result"));
    QCOMPARE(m_engine->end(id).type, std::string("cancelled"));
    QVERIFY(timer.elapsed() < 2000);
}

void TestServe::requestsAreCarriedOutBetweenSamples()
{
    const auto detection = m_engine->send("detect", {{"study", studyOf(m_samples.at(0), 6)}, {"run", ""}});
    const auto answer = m_engine->send("generate", requestOf(m_samples.at(0)));
    QCOMPARE(m_engine->end(answer).type, std::string("result"));
    QCOMPARE(m_engine->count(detection, "result"), 0);
    const auto map = m_engine->end(detection).body.get<ScoreMap>();
    QCOMPARE(map.nSamples, 6);
    QCOMPARE(m_engine->count(detection, "update"), 6);
}

void TestServe::badModelKeepsTheOldOne()
{
    const auto reply = m_engine->end(m_engine->send("open", {{"model", "/nonexistent"}, {"device", "cpu"}}));
    QCOMPARE(reply.type, std::string("error"));
    QVERIFY(reply.body.at("message").get<std::string>().find("/nonexistent") != std::string::npos);
    m_engine->call("generate", requestOf(m_samples.at(0)));
}

void TestServe::endOfInputEndsRunningWork()
{
    const auto id = m_engine->send("detect", {{"study", studyOf(m_samples.at(0), 1000)}, {"run", ""}});
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
    EngineProcess engine;
    engine.sendBytes(bytes);
    const auto reply = engine.next();
    QCOMPARE(reply.type, std::string("error"));
    QCOMPARE(reply.id, 0);
    QCOMPARE(engine.exitCode(5000), 1);
}

void TestServe::requestsBeforeOpenAreErrors()
{
    EngineProcess engine;
    const auto reply = engine.end(engine.send("generate", requestOf(m_samples.at(0))));
    QCOMPARE(reply.type, std::string("error"));
    engine.closeInput();
    QCOMPARE(engine.exitCode(5000), 0);
}

QTEST_APPLESS_MAIN(TestServe)
#include "tst_serve.moc"
