// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/headchoice.h"
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
    void stoppedStudyContinues();
    void nothingOfAModelOutlivesIt();
    void mapOfAFileSaysSo();
    void answerThatNobodyGaveIsTheEngines();
    void killedEngineCostsNothingButARestart();
    void badModelKeepsTheOldOne();
    void stoppedOpeningLeavesWhatTheEngineHas();
    void stoppedRestartIsMadeUpForWhenAsked();
    void foreignRunIsASentence();
    void missingHaystackIsASentence();
    void badHaystackIsASentence();

private:
    const Prompt *prompt() const { return m_session->prompt().get(); }
    bool answered() const { return m_session->baseline()->trace && (m_session->mask().empty() || m_session->masked()->trace); }
    int nRetrievalHeads() const { return static_cast<int>(retrievalHeads(*m_session->scores()).size()); }

    TestWorld m_world;
    std::unique_ptr<Session> m_session;
};

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
    QSignalSpy opened(&m_session->studies(), &Studies::runOpened);
    QSignalSpy prompts(m_session.get(), &Session::promptChanged);
    m_session->ask(m_world.request());
    m_session->openMap("demo.needle");
    QTRY_VERIFY_WITH_TIMEOUT(!opened.isEmpty() && prompt() && answered() && m_session->scoresFit(), patience);
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
        for (const HeadId id : retrievalHeads(*m_session->scores()))
            QVERIFY(!m_session->mask().masks(id));
    }
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QCOMPARE(m_session->masked()->trace->origin.provenance.seed, std::uint64_t(20));
    const auto drawn = m_session->mask();
    m_session->clearMask();
    m_session->maskRandomK(5, 20);
    QCOMPARE(m_session->mask(), drawn);
    m_session->maskTopK(5);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QCOMPARE(m_session->masked()->trace->origin.provenance.seed, std::uint64_t(0));
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
    QCOMPARE(m_session->baseline()->trace->origin.provenance.frame, request.frame.pattern);
    // Opening a model suggests its frame, but does not take away one's own.
    m_session->openModel(m_world.modelDirectory());
    QTRY_VERIFY_WITH_TIMEOUT(prompts.count() >= 3 && prompt() && answered(), patience);
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
    QCOMPARE(session.baseline()->trace->origin.provenance.chatTemplate, std::string("chatml"));
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
    StudyRequest detection;
    detection.quick = true;
    m_session->startStudy(m_session->completed(detection, {}));
    QCOMPARE(m_session->mapStanding(), MapStanding::Filling);
    QVERIFY(m_session->studies().isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(maps.count() >= 2, patience);
    QVERIFY(m_session->activity());
    QVERIFY(m_session->scores()->nSamples > 0);
    QVERIFY(m_session->scores()->nSamples < m_session->scores()->nPlanned);
    m_session->stop();
    QVERIFY(!m_session->studies().isRunning());
    QCOMPARE(m_session->mapStanding(), MapStanding::Partial);
    QVERIFY(!m_session->activity());
    QCOMPARE(m_session->selection(), std::vector{rankedHeads(*m_session->scores()).front()});
    // The engine is free at once: another answer comes within a second.
    m_session->toggleMask({0, 0});
    QTRY_VERIFY_WITH_TIMEOUT(answered(), 1000);
}

void TestSession::stoppedStudyContinues()
{
    StudyRequest study = smallStudy(m_world.library());
    study.seed = 77; // nobody else's run
    study.tasks.depths = {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100};
    const Studies &studies = m_session->studies();
    QSignalSpy summaries(&studies, &Studies::summaryChanged);
    m_session->startStudy(study);
    QTRY_VERIFY_WITH_TIMEOUT(summaries.count() >= 3, patience);
    m_session->stop();
    const int before = studies.summary()->nSamples;
    QVERIFY(before < 22);
    QVERIFY(studies.continues(study));
    StudyRequest other = study;
    other.seed = 78;
    QVERIFY(!studies.continues(other));
    m_session->startStudy(study);
    summaries.clear();
    QTRY_VERIFY_WITH_TIMEOUT(!summaries.isEmpty(), patience);
    QVERIFY(studies.summary()->nSamples >= before);
    QTRY_VERIFY_WITH_TIMEOUT(!studies.isRunning(), patience);
    QCOMPARE(studies.summary()->nSamples, 22);
    QVERIFY(!studies.continues(study));
}

void TestSession::nothingOfAModelOutlivesIt()
{
    m_session->maskTopK(2);
    QTRY_VERIFY_WITH_TIMEOUT(answered() && m_session->attention(), patience);
    const auto oldScores = m_session->scores();
    StudyRequest study = smallStudy(m_world.library());
    study.tasks.depths = {0, 20, 40, 60, 80, 100};
    study.seed = 79;
    m_session->startStudy(study);
    bool sawOld = false;
    bool maskedByNothing = false;
    const auto watch = connect(m_session.get(), &Session::modelChanged, this, [&] {
        sawOld = m_session->scores() || m_session->prompt() || m_session->baseline()->trace || m_session->masked()->trace
            || m_session->shownTrace() || m_session->attention() || !m_session->selection().empty() || !m_session->mask().empty()
            || m_session->studies().isRunning() || m_session->studies().summary();
        m_session->maskTopK(3); // there is no map to mask by
        maskedByNothing = m_session->mask().empty();
    });
    m_session->openModel("demo-long");
    QTRY_COMPARE_WITH_TIMEOUT(m_session->model()->name, std::string("demo-long"), patience);
    disconnect(watch);
    QVERIFY(!sawOld);
    QVERIFY(maskedByNothing);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->scoresFit() && m_session->baseline()->trace, patience);
    QCOMPARE(m_session->scores()->provenance.modelHash, m_session->model()->hash);
    QVERIFY(m_session->scores() != oldScores);
    QCOMPARE(m_session->baseline()->trace->origin.provenance.modelHash, m_session->model()->hash);

    // Of the same size, but not of this model.
    m_session->showMap(*oldScores);
    QVERIFY(!m_session->scoresFit());
    QSignalSpy notes(m_session.get(), &Session::noteRaised);
    m_session->maskTopK(3);
    m_session->toggleMask({0, 0});
    m_session->selectHead({0, 0});
    QVERIFY(m_session->mask().empty());
    QVERIFY(m_session->selection().empty());
    QCOMPARE(notes.count(), 2);
    QVERIFY(notes.first().first().toString().contains("demo-long"));

    m_session->openModel("demo");
    QTRY_COMPARE_WITH_TIMEOUT(m_session->model()->name, std::string("demo"), patience);
    QCOMPARE(m_session->scores()->provenance.modelHash, m_session->model()->hash); // now it is
}

void TestSession::mapOfAFileSaysSo()
{
    QByteArray scores = "{";
    for (int layer = 0; layer < 8; ++layer) {
        for (int head = 0; head < 8; ++head)
            scores += QByteArray(scores.size() > 1 ? ", " : "") + '"' + QByteArray::number(layer) + '-' + QByteArray::number(head) + "\": ["
                + QByteArray::number(layer == 2 && head == 3 ? 1.5 : 0.01 * head) + ']';
    }
    const QString file = m_world.write("scores.json", scores + '}');
    QSignalSpy opened(&m_session->studies(), &Studies::runOpened);
    m_session->openMap(file);
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, patience);
    const auto &origin = m_session->scores()->provenance;
    QVERIFY(origin.modelHash.empty());
    QCOMPARE(QString::fromStdString(origin.source), file);
    m_session->maskTopK(1); // its size fits
    QCOMPARE(m_session->mask().heads, (std::vector<HeadId>{{2, 3}}));
    QSignalSpy notes(m_session.get(), &Session::noteRaised);
    m_session->openModel("demo-long");
    QTRY_COMPARE_WITH_TIMEOUT(m_session->model()->name, std::string("demo-long"), patience);
    QVERIFY(m_session->scoresFit());
    QVERIFY(!notes.isEmpty() && notes.first().first().toString().contains("does not say which model"));
    m_session->openModel("demo");
    QTRY_COMPARE_WITH_TIMEOUT(m_session->model()->name, std::string("demo"), patience);
}

void TestSession::answerThatNobodyGaveIsTheEngines()
{
    PromptRequest request = m_world.request();
    const std::string given = m_session->prompt()->answer;
    request.needle.answer.clear();
    QSignalSpy prompts(m_session.get(), &Session::promptChanged);
    const TokenSpan span = m_session->prompt()->needle;
    m_session->ask(request);
    QTRY_VERIFY_WITH_TIMEOUT(!prompts.isEmpty() && answered(), patience);
    QCOMPARE(m_session->prompt()->answer, given);
    QCOMPARE(m_session->prompt()->needle, span);
    QCOMPARE(m_session->baseline()->trace->outcome, Outcome::Complete);
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

/// Whether the stop comes before the model is open or behind it: answers are of the model that is shown.
void TestSession::stoppedOpeningLeavesWhatTheEngineHas()
{
    for (const int delay : {0, 5, 20, 60, 150, 400}) {
        m_session->openModel(delay % 40 == 0 ? "demo-other" : "demo");
        QTest::qWait(delay);
        m_session->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!m_session->activity(), patience);
        m_session->ask(m_world.request());
        QTRY_VERIFY_WITH_TIMEOUT(prompt() && answered(), patience);
        QCOMPARE(m_session->baseline()->trace->origin.provenance.modelName, m_session->model()->name);
    }
    m_session->openModel("demo-other"); // followed by one that cannot be opened
    m_session->openModel("nowhere");
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->activity(), patience);
    m_session->ask(m_world.request());
    QTRY_VERIFY_WITH_TIMEOUT(prompt() && answered(), patience);
    QCOMPARE(m_session->baseline()->trace->origin.provenance.modelName, m_session->model()->name);
    m_session->openModel("demo");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "demo" && !m_session->activity(), patience);
}

void TestSession::stoppedRestartIsMadeUpForWhenAsked()
{
    m_session->restartEngine();
    m_session->stop();
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->activity(), patience);
    m_session->ask(m_world.request());
    QTRY_VERIFY_WITH_TIMEOUT(prompt() && answered(), patience);
    QCOMPARE(m_session->baseline()->trace->origin.provenance.modelName, m_session->model()->name);
}

void TestSession::foreignRunIsASentence()
{
    QSignalSpy problems(m_session.get(), &Session::problemRaised);
    const auto scores = m_session->scores();
    m_session->openMap(m_world.write("broken.needle", "not a run"));
    QTRY_COMPARE_WITH_TIMEOUT(problems.count(), 1, patience);
    QVERIFY2(problems.first().first().toString().contains("broken.needle"), qPrintable(problems.first().first().toString()));
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

void TestSession::badHaystackIsASentence()
{
    QSignalSpy problems(m_session.get(), &Session::problemRaised);
    const PromptRequest before = m_session->promptRequest();
    m_session->useHaystackFile(m_world.write("latin1.txt", "Caf\xe9 au lait."));
    QCOMPARE(problems.count(), 1);
    QVERIFY(problems.first().first().toString().contains("latin1.txt"));
    QVERIFY(problems.first().first().toString().contains("UTF-8"));
    QCOMPARE(m_session->promptRequest().haystack.name, before.haystack.name);
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
