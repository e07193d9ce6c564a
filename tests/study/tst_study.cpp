// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo.h"
#include "errorof.h"
#include "measures/recall.h"
#include "measures/statistics.h"
#include "retrieval/compose.h"
#include "retrieval/probe.h"
#include "study/answersample.h"
#include "study/locatingscore.h"
#include "study/study.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <set>

using namespace needlescope;

namespace {

/// The reference algorithm, plainly: full attention rows, step by step, head by head.
HeadArray slowScores(const Demo &demo, const Answer &answer, const Prompt &prompt)
{
    const ModelInfo &info = demo.model->info();
    HeadArray scores = HeadArray::Zero(info.nLayers, info.nHeads);
    for (int step = 0; step < static_cast<int>(answer.trace.tokens.size()); ++step) {
        for (int layer = 0; layer < info.nLayers; ++layer) {
            for (int head = 0; head < info.nHeads; ++head) {
                const auto row = demo.model->attentionRow(answer.branch, step, {layer, head});
                const auto position = static_cast<std::int32_t>(std::max_element(row.begin(), row.end()) - row.begin());
                if (prompt.needle.contains(position)
                    && prompt.ids[static_cast<std::size_t>(position)] == answer.trace.tokens[static_cast<std::size_t>(step)].id)
                    scores(layer, head) += 1 / static_cast<float>(prompt.needle.size());
            }
        }
    }
    return scores;
}

double meanOf(const StudySummary &summary, const std::string &series, const std::string &measure, double x)
{
    double sum = 0;
    int n = 0;
    for (const SummaryRow &row : summary.rows) {
        if (row.series == series && row.measure == measure && row.x == x) {
            sum += row.value.mean;
            ++n;
        }
    }
    return n == 0 ? -1 : sum / n;
}

} // namespace

/// Every kind of study on the shipped demo model.
class TestStudy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_demo = std::make_unique<Demo>();
        for (const auto &[kind, name] : EnumNames<StudyKind>::names) {
            Study study(*m_demo->model, *m_demo->tokenizer, m_demo->header(kind), nullptr);
            m_summaries[kind] = study.run({});
            m_samples[kind] = study.samples();
        }
    }

    /// The window and the command line, which call texts and carry rankings differently, name one run.
    void oneStudyHasOneName()
    {
        const StudyRequest request = m_demo->study(StudyKind::MaskCurve);
        const std::string name = runNameOf(m_demo->header(request));
        QVERIFY2(name.starts_with("demo-mask-curve-"), name.c_str());
        StudyRequest same = request;
        same.tasks.haystacks[0].name = "demo/book1";
        same.masks.ranking.low = same.masks.ranking.high = same.masks.ranking.frequency = {};
        same.masks.ranking.provenance.source = "elsewhere";
        QCOMPARE(runNameOf(m_demo->header(same)), name);
        StudyRequest other = request;
        other.masks.how.scope = MaskScope::Everywhere;
        QVERIFY(runNameOf(m_demo->header(other)) != name);
        RunHeader model = m_demo->header(request);
        model.model.hash = "another";
        QVERIFY(runNameOf(model) != name);
    }

    void detectionFindsTheRetrievalHeads()
    {
        const ScoreMap &map = *m_summaries[StudyKind::Detect].map("score");
        QCOMPARE(map.nSamples, 18);
        QVERIFY2(map.nCounted >= 15, qPrintable(QString::number(map.nCounted)));
        auto top = rankedHeads(map);
        top.resize(3);
        std::sort(top.begin(), top.end());
        QVERIFY((top == std::vector<HeadId>{{6, 0}, {6, 1}, {6, 6}}));
        for (const HeadId id : top)
            QVERIFY(map.score(id.layer, id.head) > 0.5F && map.low(id.layer, id.head) > 0.5F);
        QCOMPARE(map.provenance.modelHash, m_demo->model->info().hash);
        QCOMPARE(map.provenance.lengths, std::string("160 256"));
        QVERIFY(!map.provenance.tokenizerHash.empty() && !map.provenance.needleSetHash.empty() && !map.provenance.haystacks.empty());
    }

    void scoresEqualASlowImplementation()
    {
        const StudyRequest request = m_demo->study(StudyKind::Detect);
        for (const PlannedSample &planned : samplesInOrder(request)) {
            const Prompt prompt = composePrompt(promptRequestOf(request, planned), *m_demo->tokenizer);
            GenerationRequest generation;
            generation.promptIds = prompt.ids;
            generation.needle = prompt.needle;
            generation.answer = prompt.answer;
            generation.maxTokens = request.decoding.maxTokens;
            generation.stopIds = m_demo->model->info().stopIds;
            const Answer fresh = answerPrompt(*m_demo->model, *m_demo->tokenizer, generation);
            const SampleResult &result = m_samples[StudyKind::Detect][static_cast<std::size_t>(planned.index)];
            QCOMPARE(result.observations.front().output, fresh.trace.text); // which read the prompt anew: reuse changes nothing
            QCOMPARE(result.tokens, static_cast<int>(prompt.ids.size()));
            // Hits added up one by one, against their number divided once.
            QVERIFY(((*result.head("score") - slowScores(*m_demo, fresh, prompt)).abs() < 1e-5F).all());
        }
    }

    void rulesAgreeOnCopyingHeads()
    {
        std::map<ScoreRule, ScoreMap> maps;
        for (const ScoreRule rule : {ScoreRule::Paper, ScoreRule::Mass, ScoreRule::Qr}) {
            StudyRequest request = m_demo->study(StudyKind::Detect);
            request.rule = rule;
            maps[rule] = *Study(*m_demo->model, *m_demo->tokenizer, m_demo->header(request), nullptr).run({}).map("score");
            QCOMPARE(maps[rule].provenance.rule, std::string(nameOf(rule)));
        }
        const ScoreMap &reference = *m_summaries[StudyKind::Detect].map("score");
        QVERIFY(pearson(reference.score, maps[ScoreRule::Paper].score) > 0.95);
        QVERIFY((maps[ScoreRule::Paper].score <= 1.0F).all());
        QVERIFY(pearson(reference.score, maps[ScoreRule::Mass].score) > 0.8);
        QVERIFY(maps[ScoreRule::Qr].score.maxCoeff() > 0.1F); // some head finds the needle by the question
    }

    /// From whole attention maps.
    void locatingScoresEqualASlowImplementation()
    {
        const StudyRequest request = m_demo->study(StudyKind::Detect);
        const PlannedSample planned = samplesInOrder(request).front();
        const Needle &needle = request.tasks.needles[static_cast<std::size_t>(planned.item)];
        const Prompt prompt = composePrompt(promptRequestOf(request, planned), *m_demo->tokenizer);
        const auto masses = [&](const std::vector<std::int32_t> &ids) {
            const auto n = static_cast<Eigen::Index>(ids.size());
            const auto trace = m_demo->model->trace(ids, true);
            Eigen::ArrayXXd result = Eigen::ArrayXXd::Zero(64, prompt.statement.size());
            for (Eigen::Index head = 0; head < 64; ++head) {
                for (Eigen::Index t = prompt.asked.begin; t < n; ++t) {
                    for (Eigen::Index j = 0; j < prompt.statement.size(); ++j)
                        result(head, j) += static_cast<double>(
                            trace.attentions[static_cast<std::size_t>((head * n + t) * n + prompt.statement.begin + j)]);
                }
            }
            return Eigen::ArrayXXd(result / static_cast<double>(n - prompt.asked.begin));
        };
        const auto calibration = withoutQuestion(prompt, needle.question, request.frame, *m_demo->tokenizer);
        QVERIFY(std::equal(prompt.ids.begin(), prompt.ids.begin() + prompt.asked.begin, calibration.begin()));
        const Eigen::ArrayXXd calibrated = masses(prompt.ids) - masses(calibration);
        const HeadArray scores = locatingScores(*m_demo->model, *m_demo->tokenizer, prompt, needle.question, request.frame, nullptr, {});
        for (Eigen::Index head = 0; head < 64; ++head) {
            const Eigen::ArrayXd row = calibrated.row(head);
            const double mean = row.mean();
            const double deviation = std::sqrt((row - mean).square().sum() / static_cast<double>(row.size() - 1));
            double sum = 0;
            for (const double value : row)
                sum += value > mean - 2 * deviation ? value : 0;
            QVERIFY(std::abs(sum - static_cast<double>(scores.data()[head])) < 1e-4); // steps and blocks add up in other orders
        }
    }

    void maskingBreaksTheAnswerAndRandomHeadsDoNot()
    {
        const StudySummary &curve = m_summaries[StudyKind::MaskCurve];
        QVERIFY(meanOf(curve, "none", "recall", 0) > 0.85);
        QVERIFY(meanOf(curve, "top", "recall", 3) < 0.5);
        QVERIFY(meanOf(curve, "random", "recall", 3) > 0.85);
        QCOMPARE(meanOf(curve, "top", "exact", 3), 0.0);
        QVERIFY(meanOf(curve, "top", "log-probability", 3) < meanOf(curve, "none", "log-probability", 0));
        const StudySummary &grid = m_summaries[StudyKind::Grid];
        QVERIFY(meanOf(grid, "top", "recall", 160) < meanOf(grid, "random", "recall", 160));
    }

    void outcomesFollowTheMask()
    {
        const StudySummary &outcomes = m_summaries[StudyKind::Outcomes];
        QVERIFY(meanOf(outcomes, "none", "share complete", 0) > 0.8);
        QVERIFY(meanOf(outcomes, "top", "share hallucination", 3) + meanOf(outcomes, "top", "share wrong extraction", 3) > 0.5);
        QVERIFY(meanOf(outcomes, "none", "needle mass", 0) > 0.3); // the retrieval heads look at the answer
        for (const SampleResult &sample : m_samples[StudyKind::Outcomes]) {
            for (const Observation &observation : sample.observations) {
                for (const Looks &look : observation.looks)
                    QVERIFY(look.needle >= 0 && look.needle + look.sink + look.recent + look.elsewhere > 0.999F);
            }
        }
    }

    void questionsNeedTheHeads()
    {
        const StudySummary &qa = m_summaries[StudyKind::ExtractQa];
        QCOMPARE(meanOf(qa, "none", "f1", 0), 1.0);
        QVERIFY(meanOf(qa, "top", "f1", 3) < 0.5);
        const StudySummary &reason = m_summaries[StudyKind::Reason];
        QCOMPARE(meanOf(reason, "none chain-of-thought", "exact", 0), 1.0);
        QVERIFY(meanOf(reason, "top chain-of-thought", "exact", 3) < 1);
    }

    void atlasFindsTheSameHeads()
    {
        const StudySummary &atlas = m_summaries[StudyKind::Atlas];
        QVERIFY(meanOf(atlas, "drop score", "correlation", 0) > 0.5);
        QVERIFY(rankedHeads(*atlas.map("drop")).front().layer == 6);
        QVERIFY(m_samples[StudyKind::Atlas].front().observations.front().logProbability < 0);
    }

    void keptHeadsKeepTheAnswer()
    {
        const StudySummary &compress = m_summaries[StudyKind::Compress];
        const double share = 100.0 * 3 / 64;
        QVERIFY(meanOf(compress, "kept", "recall", share) > meanOf(compress, "kept-random", "recall", share) + 0.3);
        QVERIFY(meanOf(compress, "kept", "recall", 0) < 0.5);
    }

    void quickStopsWhenItIsSure()
    {
        StudyRequest request = m_demo->study(StudyKind::Detect);
        request.quick = true;
        Study study(*m_demo->model, *m_demo->tokenizer, m_demo->header(request), nullptr);
        const StudySummary summary = study.run({});
        QVERIFY(summary.enough && summary.nSamples >= 8 && summary.nSamples < 18);
        QVERIFY(!summary.certainty.empty());

        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "quick.needle";
        std::vector<SampleResult> continued;
        for (int i = 0; i < 18 && continued.size() < static_cast<std::size_t>(summary.nSamples); ++i) {
            auto run = RunFile::continueOrCreate(file, m_demo->header(request));
            Study part(*m_demo->model, *m_demo->tokenizer, m_demo->header(request), &run);
            QVERIFY(!part.finished());
            part.next({});
            continued = part.samples();
        }
        QVERIFY(areSame(continued, study.samples()));
        auto run = RunFile::continueOrCreate(file, m_demo->header(request));
        QVERIFY(Study(*m_demo->model, *m_demo->tokenizer, m_demo->header(request), &run).finished());
    }

    void shardsMergeToTheWhole()
    {
        const QTemporaryDir folder;
        const auto in = [&](const std::string &name) { return std::filesystem::path(folder.path().toStdString()) / name; };
        StudyRequest request = m_demo->study(StudyKind::MaskCurve);
        request.nShards = 2;
        std::vector<std::filesystem::path> shards;
        for (request.shard = 0; request.shard < 2; ++request.shard) {
            shards.push_back(in(std::to_string(request.shard) + ".needle"));
            auto run = RunFile::continueOrCreate(shards.back(), m_demo->header(request));
            Study(*m_demo->model, *m_demo->tokenizer, m_demo->header(request), &run).run({});
        }
        RunFile::merge(in("whole.needle"), shards);
        const RunFile whole = RunFile::openReadOnly(in("whole.needle"));
        QVERIFY(areSame(whole.samples(), m_samples[StudyKind::MaskCurve]));
        QVERIFY(nlohmann::json(whole.summary().rows) == nlohmann::json(m_summaries[StudyKind::MaskCurve].rows));
    }

    void repeatedStudiesAreTheSame()
    {
        Study study(*m_demo->model, *m_demo->tokenizer, m_demo->header(StudyKind::Outcomes), nullptr);
        study.run({});
        QVERIFY(areSame(study.samples(), m_samples[StudyKind::Outcomes]));
    }

    void samplesTogetherEqualThoseAlone()
    {
        const RunHeader header = m_demo->header(StudyKind::Detect);
        const auto masks = masksOf(header);
        const auto samples = samplesInOrder(header.request);
        const auto first = std::span(samples).first(5);
        const auto together = answerSamples(*m_demo->model, *m_demo->tokenizer, header.request, masks, first, nullptr, {});
        QCOMPARE(together.size(), first.size());
        for (std::size_t i = 0; i < first.size(); ++i) {
            const auto alone = answerSample(*m_demo->model, *m_demo->tokenizer, header.request, masks, first[i], nullptr, {});
            QVERIFY(areSame({together[i].result}, {alone.result}));
        }
        QVERIFY(!areSame({together[0].result}, {together[1].result}));
    }

    void reportsAfterEverySample()
    {
        Study study(*m_demo->model, *m_demo->tokenizer, m_demo->header(StudyKind::Detect), nullptr);
        int done = 0;
        study.run({}, [&](const StudyUpdate &update) {
            QCOMPARE(update.progress.done, ++done);
            QCOMPARE(update.progress.total, 18);
            QCOMPARE(update.summary.nSamples, done);
            QVERIFY(done == 18 ? update.progress.secondsLeft == 0 : update.progress.secondsLeft > 0);
        });
        QCOMPARE(done, 18);
    }

    /// A click is answered in the middle of a sample.
    void breathesWithinASample()
    {
        Study study(*m_demo->model, *m_demo->tokenizer, m_demo->header(StudyKind::MaskCurve), nullptr);
        int breaths = 0;
        Work work;
        work.breathe = [&] { ++breaths; };
        study.next(work);
        QVERIFY2(breaths > 5, qPrintable(QString::number(breaths)));
    }

    void cancelledAndContinued()
    {
        std::stop_source source;
        Work work;
        work.stop = source.get_token();
        Study study(*m_demo->model, *m_demo->tokenizer, m_demo->header(StudyKind::Detect), nullptr);
        QVERIFY_THROWS_EXCEPTION(Cancelled, study.run(work, [&](const StudyUpdate &update) {
            if (update.progress.done == 2)
                source.request_stop();
        }));
        QCOMPARE(study.samples().size(), 2U);
        study.run({});
        QVERIFY(areSame(study.samples(), m_samples[StudyKind::Detect]));
    }

    void contrastDecodingChangesMaskedAnswersOnly()
    {
        StudyRequest request = m_demo->study(StudyKind::MaskCurve);
        request.tasks.needles.resize(1);
        request.decoding.contrast = 1;
        Study study(*m_demo->model, *m_demo->tokenizer, m_demo->header(request), nullptr);
        study.run({});
        const auto &plain = m_samples[StudyKind::MaskCurve].front().observations;
        const auto &contrast = study.samples().front().observations;
        QCOMPARE(contrast.front().output, plain.front().output);
        // Against a model without its retrieval heads, the contrast keeps what those say.
        const std::size_t top3 = 4;
        QVERIFY(study.masks()[top3].k == 3 && study.masks()[top3].role == MaskRole::Top);
        QVERIFY(contrast[top3].recall > plain[top3].recall);
    }

    void boostedHeadsKeepTheAnswer()
    {
        StudyRequest request = m_demo->study(StudyKind::MaskCurve);
        request.tasks.needles.resize(1);
        request.masks.how.kind = MaskKind::Scale;
        request.masks.how.factor = 1.2F;
        QVERIFY(meanOf(Study(*m_demo->model, *m_demo->tokenizer, m_demo->header(request), nullptr).run({}), "top", "recall", 3) > 0.8);
        request.masks.how.factor = 0;
        QVERIFY(meanOf(Study(*m_demo->model, *m_demo->tokenizer, m_demo->header(request), nullptr).run({}), "top", "recall", 3) < 0.5);
    }

    void refusesAStudyOfAnotherModel()
    {
        RunHeader header = m_demo->header(StudyKind::MaskCurve);
        header.request.masks.ranking.provenance.modelHash = "other";
        QVERIFY(errorOf([&] { Study(*m_demo->model, *m_demo->tokenizer, header, nullptr); }).contains("not of demo"));
    }

private:
    std::unique_ptr<Demo> m_demo;
    std::map<StudyKind, StudySummary> m_summaries;
    std::map<StudyKind, std::vector<SampleResult>> m_samples;
};

QTEST_GUILESS_MAIN(TestStudy)
#include "tst_study.moc"
