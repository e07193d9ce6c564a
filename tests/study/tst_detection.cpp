// SPDX-License-Identifier: GPL-3.0-or-later
#include "retrieval/compose.h"
#include "retrieval/probe.h"
#include "study/detection.h"
#include "study/evaluation.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>
#include <iostream>
#include <set>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

const fs::path oracle = NEEDLESCOPE_ORACLES "/retriever";

/// A small study on the retriever model of the oracles, in its own vocabulary: three needles in a book that is the fillers of its samples.
StudyRequest smallStudy()
{
    std::ifstream stream(oracle / "goldens/gH_samples.json");
    const auto samples = nlohmann::json::parse(stream).at("samples");
    StudyRequest study;
    study.frame.pattern = "{context} Based on the content of the book , Question : {question} \n Answer :";
    study.haystacks = {{"fillers", ""}};
    for (const std::size_t i : {0U, 1U, 2U}) {
        const auto &sample = samples.at(i);
        const auto statement = sample.at("needle_statement").get<std::string>();
        study.needles.push_back({statement, sample.at("question").get<std::string>(), sample.at("needle").get<std::string>()});
        auto text = sample.at("prompt_text").get<std::string>();
        text.erase(text.find(statement), statement.size() + 1);
        const std::size_t begin = std::string("<bos> ").size();
        study.haystacks[0].text += text.substr(begin, text.find("Based on the content") - begin);
    }
    study.lengths = {96, 160};
    study.depths = {0, 50, 100};
    study.maxTokens = 24;
    return study;
}

struct Subject
{
    std::shared_ptr<const Transformer> model = Transformer::load(oracle / "models/gH");
    std::shared_ptr<const Tokenizer> tokenizer = Tokenizer::load(oracle / "models/gH");
    StudyRequest study = smallStudy();

    RunHeader header() const { return {Provenance(), study, model->info()}; }
};

bool same(const std::vector<SampleResult> &a, const std::vector<SampleResult> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const SampleResult &x, const SampleResult &y) {
        return x.index == y.index && x.output == y.output && x.recall == y.recall && x.counted == y.counted && (x.scores == y.scores).all();
    });
}

/// The child of killedAndResumed(): writes the index of every sample to stdout as soon as it is reported.
int detectAsChild(const char *file)
{
    const Subject subject;
    auto run = RunFile::continueOrCreate(file, subject.header());
    Detection detection(*subject.model, *subject.tokenizer, subject.study, &run);
    detection.run({}, [](const StudyUpdate &update) { std::cout << update.sample.index << std::endl; });
    return 0;
}

} // namespace

class TestDetection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!fs::exists(oracle))
            QSKIP("the oracles (../shared/oracles) are not here");
        m_subject = std::make_unique<Subject>();
        Detection detection(*m_subject->model, *m_subject->tokenizer, m_subject->study, nullptr);
        m_map = detection.run({}, [this](const StudyUpdate &update) { m_updates.push_back(update); });
        m_samples = detection.samples();
    }

    void findsTheRetrievalHeads()
    {
        QCOMPARE(m_map.nSamples, 18);
        QVERIFY2(m_map.nCounted >= 16, qPrintable(QString::number(m_map.nCounted)));
        auto top = rankedHeads(m_map);
        top.resize(3);
        std::sort(top.begin(), top.end());
        QVERIFY((top == std::vector<HeadId>{{3, 3}, {3, 6}, {3, 7}})); // README of the goldens
        for (const HeadId id : top)
            QVERIFY(m_map.score(id.layer, id.head) > 0.5F);
    }

    void reportsAfterEverySample()
    {
        QCOMPARE(m_updates.size(), 18U);
        for (std::size_t i = 0; i < m_updates.size(); ++i) {
            const auto &progress = m_updates[i].progress;
            QCOMPARE(progress.done, static_cast<std::int64_t>(i + 1));
            QCOMPARE(progress.total, 18);
            QVERIFY(i + 1 == m_updates.size() ? progress.secondsLeft == 0 : progress.secondsLeft > 0);
            QCOMPARE(m_updates[i].map.nSamples, static_cast<int>(i + 1));
        }
        QVERIFY((m_updates.back().map.score == m_map.score).all());
    }

    void reuseOfThePromptChangesNothing()
    {
        for (const GridSample &sample : samplesInOrder(m_subject->study)) {
            const Prompt prompt = composePrompt(promptRequestOf(m_subject->study, sample), *m_subject->tokenizer);
            const DecodeTrace fresh = answerPrompt(
                *m_subject->model, *m_subject->tokenizer, generationRequestOf(m_subject->study, prompt, m_subject->model->info()))
                                          .trace;
            const SampleResult &result = m_samples[static_cast<std::size_t>(sample.index)];
            QCOMPARE(result.output, fresh.text);
            QVERIFY((result.scores == fresh.scores).all());
            QCOMPARE(result.recall, fresh.recall);
        }
    }

    void cancelledAndContinued()
    {
        const QTemporaryDir folder;
        auto run = RunFile::continueOrCreate(fs::path(folder.path().toStdString()) / "study.needle", m_subject->header());
        Detection detection(*m_subject->model, *m_subject->tokenizer, m_subject->study, &run);
        std::stop_source source;
        const auto stopAfterTwo = [&](const StudyUpdate &update) {
            if (update.progress.done == 2)
                source.request_stop();
        };
        QVERIFY_THROWS_EXCEPTION(Cancelled, detection.run(source.get_token(), stopAfterTwo));
        QCOMPARE(run.samples().size(), 2U);
        detection.run({}, {});
        QVERIFY(same(detection.samples(), m_samples));
        QVERIFY(same(run.samples(), m_samples));
    }

    void killedAndResumed()
    {
        const QTemporaryDir folder;
        const auto file = fs::path(folder.path().toStdString()) / "study.needle";
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {"--detect", QString::fromStdString(file.string())});
        int reported = 0;
        while (reported < 5) {
            QVERIFY(child.waitForReadyRead(60000));
            while (child.canReadLine() && reported < 5) {
                child.readLine();
                ++reported;
            }
        }
        ::kill(static_cast<pid_t>(child.processId()), SIGKILL);
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);

        auto run = RunFile::continueOrCreate(file, m_subject->header());
        std::set<int> known;
        for (const SampleResult &sample : run.samples())
            known.insert(sample.index);
        QVERIFY2(known.size() >= 5 && known.size() < 18, qPrintable(QString::number(known.size())));
        Detection detection(*m_subject->model, *m_subject->tokenizer, m_subject->study, &run);
        detection.run({}, [&](const StudyUpdate &update) {
            QVERIFY(known.insert(update.sample.index).second); // none is computed twice
        });
        QCOMPARE(known.size(), 18U);
        QVERIFY(same(run.samples(), m_samples));
        QVERIFY((run.scoreMap().score == m_map.score).all());
        QVERIFY(Detection(*m_subject->model, *m_subject->tokenizer, m_subject->study, &run).finished());
    }

    /// The demonstration of the paper: without its retrieval heads the model loses the needle, without as many others it keeps it.
    void evaluatesMasks()
    {
        std::vector<Progress> progress;
        const Evaluation evaluation = evaluate(*m_subject->model, *m_subject->tokenizer, {m_subject->study, m_map, 3, 2, 7}, {},
            [&](const Progress &update) { progress.push_back(update); });
        QCOMPARE(evaluation.masks.size(), 4U);
        QCOMPARE(evaluation.masks[1].name, std::string("top 3"));
        QCOMPARE(evaluation.masks[3].name, std::string("random 3 (seed 8)"));
        QVERIFY(evaluation.masks[0].exactShare >= 0.85);
        QVERIFY(evaluation.masks[1].exactShare <= 0.1);
        QVERIFY(evaluation.masks[1].meanRecall < 0.5);
        QVERIFY(evaluation.masks[2].exactShare >= 0.8);
        QVERIFY(evaluation.masks[3].exactShare >= 0.8);
        QCOMPARE(evaluation.samples.size(), 18U);
        for (std::size_t i = 0; i < 18; ++i)
            QCOMPARE(evaluation.samples[i].outputs[0], m_samples[i].output);
        QCOMPARE(progress.back().done, 18);
        QCOMPARE(progress.back().secondsLeft, 0.0);
    }

    void evaluationRefusesOtherMaps()
    {
        const ScoreMap other{HeadArray::Zero(2, 2), HeadArray::Zero(2, 2), 1, 1};
        QVERIFY_THROWS_EXCEPTION(EngineError, evaluate(*m_subject->model, *m_subject->tokenizer, {m_subject->study, other, 1, 1, 1}));
        QVERIFY_THROWS_EXCEPTION(EngineError, evaluate(*m_subject->model, *m_subject->tokenizer, {m_subject->study, m_map, 40, 1, 1}));
    }

private:
    std::unique_ptr<Subject> m_subject;
    std::vector<StudyUpdate> m_updates;
    std::vector<SampleResult> m_samples;
    ScoreMap m_map;
};

int main(int argc, char **argv)
{
    if (argc == 3 && std::string_view(argv[1]) == "--detect")
        return detectAsChild(argv[2]);
    const QCoreApplication application(argc, argv);
    TestDetection test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_detection.moc"
