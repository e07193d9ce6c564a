// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/headchoice.h"
#include "session/session.h"
#include "testworld.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace needlescope;

namespace {

constexpr int patience = 20000; ///< ms; a first start of the engine reads libtorch from a cold disk

bool says(const std::shared_ptr<const Answer> &answer, const std::string &words)
{
    return answer->trace && answer->trace->text.find(words) != std::string::npos;
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void baselineFindsTheNeedle();
    void maskTakesTheNeedleAwayAndUndoBringsItBack();
    void onlyTheLastOfManyMasksIsAnswered();
    void randomMaskSparesRetrievalHeads();
    void maskOfSelectionTogglesAsAWhole();
    void ownFrameIsAskedAndStays();
    void modelOfTheCacheIsOfferedAndOpensInItsChatTemplate();
    void attentionFollowsSelectionAndStep();
    void detectionFillsTheMapAndStops();
    void killedEngineCostsNothingButARestart();
    void badModelKeepsTheOldOne();
    void foreignRunIsASentence();
    void missingHaystackIsASentence();

private:
    bool answered() const { return m_session->baseline()->trace && (m_session->mask().empty() || m_session->masked()->trace); }
    int nRetrievalHeads() const { return static_cast<int>(retrievalHeads(*m_session->scores()).size()); }

    TestWorld m_world;
    std::unique_ptr<Session> m_session;
};

void TestSession::initTestCase()
{
    if (!m_world.missing().isEmpty())
        QSKIP(qPrintable(m_world.missing()));
}

/// One engine serves all tests that leave it alive, because each start costs a second.
void TestSession::init()
{
    if (!m_session || !m_session->isEngineRunning()) {
        m_session = std::make_unique<Session>(TestWorld::engine(), m_world.library());
        m_session->openModel("demo");
    }
    m_session->clearMask();
    m_session->setMaskKind(MaskKind::Uniform);
    m_session->setMaskScope(MaskScope::Decode);
    m_session->undoStack()->clear();
    m_session->openRun(m_world.library().runOf("demo"));
    QSignalSpy prompts(m_session.get(), &Session::promptChanged);
    m_session->ask(m_world.request());
    QTRY_VERIFY_WITH_TIMEOUT(!prompts.isEmpty() && answered(), patience);
}

void TestSession::baselineFindsTheNeedle()
{
    QVERIFY2(says(m_session->baseline(), m_world.request().needle.answer), m_session->baseline()->trace->text.c_str());
    QCOMPARE(m_session->baseline()->trace->outcome, Outcome::Complete);
    QCOMPARE(m_session->shownTrace(), m_session->baseline()->trace);
    QVERIFY(!m_session->masked()->trace);
    QVERIFY(!m_session->activity());
}

void TestSession::maskTakesTheNeedleAwayAndUndoBringsItBack()
{
    const auto prompt = m_session->prompt();
    const auto baseline = m_session->baseline();
    QSignalSpy stream(m_session.get(), &Session::maskedChanged);
    m_session->maskTopK(nRetrievalHeads());
    QCOMPARE(m_session->mask().heads.size(), static_cast<std::size_t>(nRetrievalHeads()));
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QVERIFY2(!says(m_session->masked(), m_world.request().needle.answer), m_session->masked()->trace->text.c_str());
    QVERIFY(stream.count() > 2); // as it comes, not all at once
    QCOMPARE(m_session->shownTrace(), m_session->masked()->trace);
    // Only the answer was decoded again.
    QCOMPARE(m_session->prompt(), prompt);
    QCOMPARE(m_session->baseline(), baseline);

    m_session->undoStack()->undo();
    QVERIFY(m_session->mask().empty());
    QVERIFY(!m_session->masked()->trace);
    QCOMPARE(m_session->shownTrace(), baseline->trace);
    m_session->undoStack()->redo();
    QCOMPARE(m_session->mask().heads.size(), static_cast<std::size_t>(nRetrievalHeads()));
}

void TestSession::onlyTheLastOfManyMasksIsAnswered()
{
    const auto heads = rankedHeads(*m_session->scores());
    for (std::size_t i = 0; i < 6; ++i)
        m_session->toggleMask(heads[i]);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QCOMPARE(m_session->masked()->trace->intervention, m_session->mask());
    QCOMPARE(m_session->mask().heads.size(), std::size_t(6));
    QCOMPARE(m_session->undoStack()->count(), 6);
}

void TestSession::randomMaskSparesRetrievalHeads()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        m_session->maskRandomK(5, seed);
        QCOMPARE(m_session->mask().heads.size(), std::size_t(5));
        QCOMPARE(m_session->provenance().seed, seed);
        for (const HeadId id : retrievalHeads(*m_session->scores()))
            QVERIFY(!m_session->mask().masks(id));
    }
    const auto drawn = m_session->mask();
    m_session->clearMask();
    QCOMPARE(m_session->provenance().seed, std::uint64_t(0));
    m_session->maskRandomK(5, 20);
    QCOMPARE(m_session->mask(), drawn);
}

void TestSession::maskOfSelectionTogglesAsAWhole()
{
    m_session->selectHead({0, 1});
    m_session->selectHead({1, 2}, true);
    m_session->toggleMask({1, 2});
    m_session->toggleMaskOfSelection();
    QCOMPARE(m_session->mask().heads, (std::vector<HeadId>{{0, 1}, {1, 2}}));
    m_session->toggleMaskOfSelection();
    QVERIFY(m_session->mask().empty());
    m_session->setMaskKind(MaskKind::Zero);
    m_session->setMaskScope(MaskScope::Everywhere);
    m_session->toggleMask({0, 1});
    QCOMPARE(m_session->mask(), maskOf({{0, 1}}, MaskKind::Zero, MaskScope::Everywhere));
}

void TestSession::ownFrameIsAskedAndStays()
{
    PromptRequest request = m_world.request();
    request.frame.pattern = "Answer briefly. " + request.frame.pattern;
    QSignalSpy prompts(m_session.get(), &Session::promptChanged);
    m_session->ask(request);
    QTRY_VERIFY_WITH_TIMEOUT(!prompts.isEmpty() && answered(), patience);
    QVERIFY(m_session->prompt()->text.starts_with("Answer briefly. "));
    QCOMPARE(m_session->provenance().frame, request.frame.pattern);
    // Opening a model suggests its frame, but does not take away one's own.
    m_session->openModel(m_world.modelDirectory());
    QTRY_VERIFY_WITH_TIMEOUT(prompts.count() >= 2 && answered(), patience);
    QCOMPARE(m_session->promptRequest().frame, request.frame);
}

void TestSession::modelOfTheCacheIsOfferedAndOpensInItsChatTemplate()
{
    // The same model as a chat model in a Hugging Face cache.
    const QString root = m_world.scratch("hub") + "/models--acme--chatty";
    QVERIFY(QDir().mkpath(root + "/snapshots/1"));
    for (const QFileInfo &file : QDir(m_world.modelDirectory()).entryInfoList(QDir::Files))
        QFile::link(file.absoluteFilePath(), root + "/snapshots/1/" + file.fileName());
    QFile config(root + "/snapshots/1/tokenizer_config.json");
    config.remove();
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write(
        R"({"chat_template": "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n'}})"
        R"({% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"})");
    config.close();
    qputenv("HF_HUB_CACHE", m_world.scratch("hub").toUtf8());
    Session session(TestWorld::engine(), m_world.library());
    session.openModel("demo");
    PromptRequest request = m_world.request();
    request.frame = {};
    session.ask(request);
    QTRY_VERIFY_WITH_TIMEOUT(session.baseline()->trace, patience);
    QSignalSpy listed(&session, &Session::modelsChanged);
    session.refreshModels();
    QTRY_COMPARE_WITH_TIMEOUT(listed.count(), 1, patience);
    const auto chatty = std::find_if(
        session.models().begin(), session.models().end(), [](const CatalogModel &model) { return model.name == "acme/chatty"; });
    QVERIFY(chatty != session.models().end() && chatty->state == ModelState::Complete && !chatty->shipped);

    session.openModel("acme/chatty");
    QTRY_VERIFY_WITH_TIMEOUT(session.model()->name == "acme/chatty" && session.prompt() && session.baseline()->trace, patience);
    QVERIFY2(session.prompt()->text.starts_with("<|im_start|>user\n<book>"), session.prompt()->text.c_str());
    QCOMPARE(session.provenance().chatTemplate, std::string("chatml"));
    // Back with the demo the prompt is that of base models again.
    session.openModel("demo");
    QTRY_VERIFY_WITH_TIMEOUT(session.model()->name == "demo" && session.prompt() && session.baseline()->trace, patience);
    QVERIFY(session.promptRequest().frame == PromptFrame());
    qunsetenv("HF_HUB_CACHE");
}

void TestSession::attentionFollowsSelectionAndStep()
{
    const HeadId best = rankedHeads(*m_session->scores()).front();
    m_session->selectHead(best);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->attention() && m_session->attention()->request.heads == std::vector{best}, patience);
    const auto &needle = m_session->prompt()->needle;
    const auto &rows = *m_session->attention();
    const auto brightest = std::max_element(rows.weights.begin(), rows.weights.end()) - rows.weights.begin();
    QVERIFY2(needle.contains(static_cast<std::int32_t>(brightest)), qPrintable(QString::number(brightest)));

    for (const int step : {1, 2, 3}) // the first two answers come too late
        m_session->chooseStep(step);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->attention()->request.step == 3, patience);
    QCOMPARE(static_cast<std::size_t>(m_session->attention()->nKeys), m_session->prompt()->ids.size() + 3);
    m_session->chooseStep(100000);
    QCOMPARE(m_session->step(), static_cast<int>(m_session->shownTrace()->tokens.size()) - 1);

    m_session->selectHead(best, true);
    QVERIFY(m_session->selection().empty());
    QVERIFY(!m_session->attention());
}

void TestSession::detectionFillsTheMapAndStops()
{
    for (const HeadId id : std::vector(m_session->selection()))
        m_session->selectHead(id, true);
    QSignalSpy maps(m_session.get(), &Session::scoresChanged);
    m_session->startDetection(m_world.scratch("runs"));
    QVERIFY(m_session->isDetecting());
    QTRY_VERIFY_WITH_TIMEOUT(maps.count() >= 2, patience);
    QVERIFY(m_session->activity());
    QVERIFY(m_session->scores()->nSamples > 0);
    m_session->stop();
    QVERIFY(!m_session->isDetecting());
    QVERIFY(!m_session->activity());
    QCOMPARE(m_session->selection(), std::vector{rankedHeads(*m_session->scores()).front()});
    // The engine is free at once: another answer comes within a second.
    m_session->toggleMask({0, 0});
    QTRY_VERIFY_WITH_TIMEOUT(answered(), 1000);
}

void TestSession::killedEngineCostsNothingButARestart()
{
    QSignalSpy problems(m_session.get(), &Session::problemRaised);
    m_session->maskTopK(2);
    const auto mask = m_session->mask();
    const auto old = m_session->baseline()->trace;
    ::kill(static_cast<pid_t>(m_session->engineProcessId()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(problems.count(), 1, patience);
    QVERIFY(problems.first().at(1).toBool());
    QVERIFY(!m_session->isEngineRunning());
    QCOMPARE(m_session->mask(), mask);
    m_session->selectHead({1, 1}); // without an engine: nothing to see, no error
    m_session->restartEngine();
    QTRY_VERIFY_WITH_TIMEOUT(answered() && m_session->attention(), patience);
    QCOMPARE(m_session->mask(), mask);
    QVERIFY(m_session->baseline()->trace != old);
    QCOMPARE(m_session->baseline()->trace->text, old->text);
    QCOMPARE(problems.count(), 1);
}

void TestSession::badModelKeepsTheOldOne()
{
    QSignalSpy problems(m_session.get(), &Session::problemRaised);
    m_session->openModel("/no/such/model");
    QTRY_COMPARE_WITH_TIMEOUT(problems.count(), 1, patience);
    QVERIFY(problems.first().first().toString().contains("/no/such/model"));
    m_session->maskTopK(1);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
}

void TestSession::foreignRunIsASentence()
{
    QSignalSpy problems(m_session.get(), &Session::problemRaised);
    const auto scores = m_session->scores();
    QFile broken(m_world.scratch("broken.needle"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("not a run");
    broken.close();
    m_session->openRun(broken.fileName());
    QCOMPARE(problems.count(), 1);
    QVERIFY(problems.first().first().toString().contains("broken.needle"));
    QCOMPARE(m_session->scores(), scores);
}

void TestSession::missingHaystackIsASentence()
{
    QSignalSpy problems(m_session.get(), &Session::problemRaised);
    PromptRequest request = m_world.request();
    request.haystack = {"no such text", ""};
    m_session->ask(request);
    QCOMPARE(problems.count(), 1);
    QVERIFY(problems.first().first().toString().contains("no such text"));
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
