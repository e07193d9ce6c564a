// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "measures/changewords.h"
#include "measures/studies/identity.h"
#include "measures/studies/kind.h"
#include "measures/studies/rows.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <optional>
#include <set>

using namespace needlescope;

namespace {

constexpr int nLayers = 2;
constexpr int nHeads = 4;

/// A model of 8 heads, two of which retrieve: L1H0 and L0H3.
RunHeader headerOf(StudyKind kind, std::vector<int> ks = {}, int draws = 2)
{
    RunHeader header;
    header.model.name = "tiny";
    header.model.hash = "abc";
    header.model.nLayers = nLayers;
    header.model.nHeads = nHeads;
    header.model.nKvHeads = 2;
    header.model.contextLength = 1024;
    header.provenance.modelName = "tiny";
    header.provenance.modelHash = "abc";
    StudyRequest &request = header.request;
    request.kind = kind;
    request.tasks.needles = {{"s", "q", "a"}};
    request.tasks.haystacks = {{"h", "text"}};
    request.tasks.lengths = {128, 256};
    request.tasks.depths = {0, 100};
    request.masks.ks = std::move(ks);
    request.masks.draws = draws;
    HeadArray scores = HeadArray::Zero(nLayers, nHeads);
    scores(1, 0) = 0.9F;
    scores(0, 3) = 0.4F;
    request.masks.ranking = scoreMapOfArray(scores);
    request.masks.ranking.headsPerGroup = 2;
    request.masks.ranking.provenance = header.provenance;
    return header;
}

/// A sample whose observations have these recalls, exact where they are 1.
SampleResult sampleOf(int index, int length, double depth, const std::vector<double> &recalls)
{
    SampleResult sample;
    sample.index = index;
    sample.length = length;
    sample.tokens = length;
    sample.depthPercent = depth;
    sample.counted = recalls.front() > 0.5;
    for (std::size_t mask = 0; mask < recalls.size(); ++mask) {
        Observation observation;
        observation.mask = static_cast<int>(mask);
        observation.recall = observation.f1 = recalls[mask];
        observation.exact = recalls[mask] == 1;
        observation.outcome = observation.exact ? Outcome::Complete : Outcome::Hallucination;
        sample.observations.push_back(observation);
    }
    return sample;
}

std::optional<Estimate> row(const StudySummary &summary, const std::string &series, const std::string &measure, double x, double y = 0)
{
    for (const SummaryRow &candidate : summary.rows) {
        if (candidate.series == series && candidate.measure == measure && candidate.x == x && candidate.y == y)
            return candidate.value;
    }
    return {};
}

} // namespace

class TestStudies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// What command line and form are made of.
    void tableIsComplete()
    {
        for (const auto &[kind, name] : EnumNames<StudyKind>::names) {
            const KindInfo &info = infoOf(kind);
            QVERIFY(info.kind == kind);
            QVERIFY2(std::string(info.help).size() > 40, info.title);
            StudyRequest request = headerOf(kind).request;
            request.tasks.lengths.clear();
            request.tasks.depths.clear();
            info.setDefaults(request, headerOf(kind).model);
            QVERIFY2(!info.masks(request, headerOf(kind).model).empty(), info.title);
            QVERIFY(info.masks(request, headerOf(kind).model).front() == StudyMask());
        }
        for (const SettingInfo &setting : settingInfos())
            QVERIFY(std::string(setting.option).starts_with("--") && std::string(setting.help).size() > 10);
    }

    void masksOfACurve()
    {
        const auto masks = masksOf(headerOf(StudyKind::MaskCurve, {0, 2, 1}));
        QCOMPARE(masks.size(), 7U); // unmasked; top and two draws of K = 1 and 2
        QCOMPARE(masks[1].intervention.heads, (std::vector<HeadId>{{1, 0}}));
        QCOMPARE(masks[4].intervention.heads, (std::vector<HeadId>{{0, 3}, {1, 0}}));
        for (const StudyMask &mask : masks) {
            if (mask.role == MaskRole::Random)
                QVERIFY(!mask.intervention.masks({1, 0}) && !mask.intervention.masks({0, 3}));
        }
    }

    /// No mask takes a head of a layer that has none, whatever the ranking says.
    void masksOfAModelWithHeadlessLayers()
    {
        for (const StudyKind kind : {StudyKind::MaskCurve, StudyKind::Compress}) {
            RunHeader header = headerOf(kind, {1, 2}, 1);
            header.model.headlessLayers = {1};
            header.request.masks.how.kind = kind == StudyKind::Compress ? MaskKind::Window : MaskKind::Uniform;
            header.request.masks.ranking.score(1, 1) = 0.7F;
            const auto masks = masksOf(header);
            QVERIFY(masks.size() > 2);
            for (const StudyMask &mask : masks) {
                for (const HeadId id : mask.intervention.heads)
                    QCOMPARE(id.layer, 0);
            }
            QVERIFY(errorOf([&] {
                header.request.masks.ks = {5};
                masksOf(header);
            }).contains("K = 5"));
        }
    }

    void masksOfWholeGroups()
    {
        RunHeader header = headerOf(StudyKind::MaskCurve, {1}, 1);
        header.request.masks.wholeGroups = true;
        const auto masks = masksOf(header);
        QCOMPARE(masks[1].intervention.heads, (std::vector<HeadId>{{1, 0}, {1, 1}}));
        QCOMPARE(masks[2].intervention.heads.size(), 2U);
    }

    void refusesMasksThatTheModelHasNot_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("said");
        QTest::newRow("K") << "K"
                           << "K = 9";
        QTest::newRow("negative") << "negative"
                                  << "K = -1";
        QTest::newRow("draws") << "draws"
                               << "Only 6 heads";
        QTest::newRow("no ranking") << "none"
                                    << "no scores";
        QTest::newRow("another model") << "hash"
                                       << "not of tiny";
        QTest::newRow("another size") << "size"
                                      << "not of tiny";
        QTest::newRow("layers") << "layers"
                                << "Layer";
    }

    void refusesMasksThatTheModelHasNot()
    {
        QFETCH(QString, what);
        QFETCH(QString, said);
        RunHeader header = headerOf(StudyKind::MaskCurve, {what == "K" ? 9 : what == "negative" ? -1 : what == "draws" ? 7 : 2});
        MaskPlan &plan = header.request.masks;
        if (what == "none")
            plan.ranking = {};
        else if (what == "hash")
            plan.ranking.provenance.modelHash = "other";
        else if (what == "size")
            plan.ranking.score = HeadArray::Zero(3, 3);
        else if (what == "layers") {
            plan.layerMatched = true;
            plan.ks = {6};
        }
        const QString error = errorOf([&] { masksOf(header); });
        QVERIFY2(error.contains(said), qPrintable(error));
    }

    void curve()
    {
        // Masks: none, top 2, random 2 twice.
        const RunHeader header = headerOf(StudyKind::MaskCurve, {0, 2});
        const std::vector<SampleResult> samples{sampleOf(0, 128, 0, {1, 0, 1, 1}), sampleOf(1, 128, 100, {1, 0.5, 1, 0})};
        const StudySummary summary = summarize(header, samples);
        QCOMPARE(summary.nSamples, 2);
        QCOMPARE(summary.nPlanned, 4);
        QCOMPARE(row(summary, "none", "recall", 0)->mean, 1.0);
        QCOMPARE(row(summary, "top", "recall", 2)->mean, 0.25);
        QCOMPARE(row(summary, "random", "recall", 2)->mean, 0.75); // over draws first, so that n counts samples
        QCOMPARE(row(summary, "random", "recall", 2)->n, 2);
        const Estimate exact = *row(summary, "top", "exact", 2);
        QCOMPARE(exact.mean, 0.0);
        QVERIFY(exact.low < 1e-9 && exact.high > 0.5 && exact.high < 0.7); // Wilson: 0 of 2
        QVERIFY(!row(summary, "top", "recall", 0));
    }

    void orderOfSamplesDoesNotMatter()
    {
        const RunHeader header = headerOf(StudyKind::MaskCurve, {0, 2});
        std::vector<SampleResult> samples;
        for (int i = 0; i < 4; ++i)
            samples.push_back(sampleOf(i, 128, 25.0 * i, {1, 0.1 * i, 1, 0.3}));
        const auto before = nlohmann::json(summarize(header, samples)).dump();
        std::reverse(samples.begin(), samples.end());
        QVERIFY(nlohmann::json(summarize(header, samples)).dump() == before);
    }

    void grid()
    {
        const RunHeader header = headerOf(StudyKind::Grid, {2}, 1);
        const StudySummary summary = summarize(header, std::vector{sampleOf(0, 128, 0, {1, 0, 1}), sampleOf(3, 256, 100, {0.5, 0.25, 1})});
        QCOMPARE(row(summary, "none", "recall", 128, 0)->mean, 1.0);
        QCOMPARE(row(summary, "top", "recall", 256, 100)->mean, 0.25);
        QVERIFY(!row(summary, "top", "recall", 256, 0));
    }

    void detection()
    {
        RunHeader header = headerOf(StudyKind::Detect);
        std::vector<SampleResult> samples{sampleOf(0, 128, 0, {1}), sampleOf(1, 128, 100, {1}), sampleOf(2, 256, 0, {0})};
        for (SampleResult &sample : samples) {
            HeadArray scores = HeadArray::Zero(nLayers, nHeads);
            scores(1, 0) = sample.index == 0 ? 1.0F : 0.5F;
            sample.heads.push_back({"score", scores});
        }
        const StudySummary summary = summarize(header, samples);
        const ScoreMap &map = *summary.map("score");
        QCOMPARE(map.score(1, 0), 0.75F); // the third did not succeed
        QCOMPARE(map.frequency(1, 0), 1.0F);
        QCOMPARE(map.score(0, 0), 0.0F);
        QVERIFY(map.low(1, 0) >= 0.5F && map.low(1, 0) < 0.75F && map.high(1, 0) > 0.75F && map.high(1, 0) <= 1.0F);
        QCOMPARE(map.nSamples, 3);
        QCOMPARE(map.nCounted, 2);
        QCOMPARE(map.nPlanned, 4);
        QCOMPARE(map.provenance.modelHash, std::string("abc"));
        QVERIFY(map.isOf(header.model));
        QVERIFY(!summary.enough);
        QVERIFY(summary.certainty.text().find("2 counted") != std::string::npos);
        header.model.hash = "another";
        QVERIFY(!map.isOf(header.model));
    }

    void detectionOfWhichNothingCounts()
    {
        const StudySummary summary = summarize(headerOf(StudyKind::Detect), std::vector{sampleOf(0, 128, 0, {0})});
        QCOMPARE(summary.maps.front().nLayers(), nLayers);
        QCOMPARE(summary.maps.front().nCounted, 0);
        QVERIFY((summary.maps.front().score == 0).all());
    }

    void outcomes()
    {
        const RunHeader header = headerOf(StudyKind::Outcomes, {0, 1}, 1);
        std::vector<SampleResult> samples{sampleOf(0, 128, 0, {1, 0, 1}), sampleOf(1, 128, 100, {1, 1, 1})};
        samples[0].observations[1].looks = {{0.1F, 0.6F, 0.1F, 0.2F}, {0.0F, 0.8F, 0.0F, 0.2F}};
        samples[1].observations[1].looks = {{0.3F, 0.4F, 0.1F, 0.2F}};
        const StudySummary summary = summarize(header, samples);
        QCOMPARE(row(summary, "top", "share complete", 1)->mean, 0.5);
        QCOMPARE(row(summary, "top", "share hallucination", 1)->mean, 0.5);
        QCOMPARE(row(summary, "random", "share complete", 1)->mean, 1.0);
        QVERIFY(std::abs(row(summary, "top", "sink mass", 1, 0)->mean - 0.5) < 1e-6);
        QCOMPARE(row(summary, "top", "sink mass", 1, 1)->n, 1); // the other answer had one step
    }

    void reasoningKeepsItsStylesApart()
    {
        RunHeader header = headerOf(StudyKind::Reason, {1}, 1);
        header.request.tasks.styles = {AnswerStyle::AnswerOnly, AnswerStyle::ChainOfThought};
        std::vector<SampleResult> samples{sampleOf(0, 0, 0, {0, 0, 0}), sampleOf(1, 0, 0, {1, 0, 1})};
        samples[1].style = AnswerStyle::ChainOfThought;
        const StudySummary summary = summarize(header, samples);
        QCOMPARE(row(summary, "none answer-only", "exact", 0)->mean, 0.0);
        QCOMPARE(row(summary, "none chain-of-thought", "exact", 0)->mean, 1.0);
        QCOMPARE(row(summary, "top chain-of-thought", "exact", 1)->mean, 0.0);
        QCOMPARE(row(summary, "random chain-of-thought", "exact", 1)->n, 1);
    }

    void questions()
    {
        const StudySummary summary = summarize(
            headerOf(StudyKind::ExtractQa, {1}, 1), std::vector{sampleOf(0, 0, 0, {1, 0.5, 1}), sampleOf(1, 0, 0, {0.5, 0, 1})});
        QCOMPARE(row(summary, "none", "f1", 0)->mean, 0.75);
        QCOMPARE(row(summary, "top", "f1", 1)->mean, 0.25);
    }

    void atlas()
    {
        std::vector<SampleResult> samples{sampleOf(0, 128, 0, {1})};
        HeadArray values = HeadArray::Zero(nLayers, nHeads);
        values(1, 0) = 2;
        values(0, 3) = 1;
        for (const char *measure : {"drop", "attribution", "score"})
            samples[0].heads.push_back({measure, values});
        const StudySummary summary = summarize(headerOf(StudyKind::Atlas), samples);
        QCOMPARE(summary.map("drop")->score(1, 0), 2.0F);
        QVERIFY(std::abs(row(summary, "drop score", "correlation", 0)->mean - 1) < 1e-9);
        QCOMPARE(row(summary, "drop score", "spearman", 0)->n, 8);
    }

    void compression()
    {
        RunHeader header = headerOf(StudyKind::Compress, {0, 2, 8}, 1);
        header.request.masks.how.kind = MaskKind::Window;
        header.request.masks.how.sinkTokens = 4;
        header.request.masks.how.recentTokens = 28;
        // Masks: none, kept 0, kept 2, two random ones kept, kept 8.
        QCOMPARE(masksOf(header).size(), 5U);
        QCOMPARE(masksOf(header)[1].intervention.heads.size(), 8U);
        QVERIFY(!masksOf(header)[2].intervention.masks({1, 0}));
        QVERIFY(masksOf(header)[4].intervention.empty());
        const StudySummary summary = summarize(header, std::vector{sampleOf(0, 128, 0, {1, 0, 1, 0, 1})});
        // Nothing kept: all but 32 of 128 tokens are saved. L1H0 and L0H3 lie in two of four KV groups.
        QCOMPARE(row(summary, "kept", "recall", 0, 75)->mean, 0.0);
        QCOMPARE(row(summary, "kept", "recall", 25, 37.5)->mean, 1.0);
        QCOMPARE(row(summary, "kept", "recall", 100, 0)->mean, 1.0);
        QCOMPARE(row(summary, "none", "recall", 100, 0)->mean, 1.0);
    }

    /// Layers without heads have no part in shares, in what is saved and in correlations.
    void numbersOfAModelWithHeadlessLayers()
    {
        RunHeader header = headerOf(StudyKind::Compress, {0, 2, 4}, 1);
        header.model.headlessLayers = {1};
        header.request.masks.how.kind = MaskKind::Window;
        header.request.masks.how.sinkTokens = 4;
        header.request.masks.how.recentTokens = 28;
        const StudySummary compressed = summarize(header, std::vector{sampleOf(0, 128, 0, {1, 0, 1, 0, 1})});
        QCOMPARE(row(compressed, "kept", "recall", 0, 75)->mean, 0.0);
        QCOMPARE(row(compressed, "kept", "recall", 50, 0)->mean, 1.0); // a head in each of the two groups
        QCOMPARE(row(compressed, "kept", "recall", 100, 0)->mean, 1.0);

        std::vector<SampleResult> samples{sampleOf(0, 128, 0, {1})};
        HeadArray values = HeadArray::Zero(nLayers, nHeads);
        values(0, 3) = 1;
        for (const char *measure : {"drop", "attribution", "score"}) {
            samples[0].heads.push_back({measure, values});
            values(1, 0) += 5; // of heads that are not there
        }
        header = headerOf(StudyKind::Atlas);
        header.model.headlessLayers = {1};
        const StudySummary atlas = summarize(header, samples);
        QVERIFY(std::abs(row(atlas, "drop score", "correlation", 0)->mean - 1) < 1e-9);
        QCOMPARE(row(atlas, "drop score", "spearman", 0)->n, 4);
    }

    /// A table of a terminal begins where the measure changes.
    void measuresStandTogether()
    {
        for (const KindInfo &info : studyKinds()) {
            const RunHeader header = headerOf(info.kind, {0, 2}, 1);
            const auto masks = masksOf(header);
            const StudySummary summary = summarize(header,
                std::vector{sampleOf(0, 128, 0, std::vector<double>(masks.size(), 1)),
                    sampleOf(1, 256, 100, std::vector<double>(masks.size(), 0.5))});
            std::set<std::string> begun;
            std::string measure;
            for (const SummaryRow &row : summary.rows) {
                QVERIFY2(row.measure == measure || begun.insert(row.measure).second, row.measure.c_str());
                measure = row.measure;
            }
        }
    }

    /// Rows hold what the kind's labels say, and nothing else.
    void axesOfEveryKind()
    {
        for (const KindInfo &info : studyKinds()) {
            const RunHeader header = headerOf(info.kind, {0, 2}, 1);
            const auto masks = masksOf(header);
            std::vector<SampleResult> samples{
                sampleOf(0, 128, 0, std::vector<double>(masks.size(), 1)), sampleOf(1, 256, 100, std::vector<double>(masks.size(), 0.5))};
            for (SampleResult &sample : samples) {
                for (Observation &observation : sample.observations)
                    observation.looks = {{0.5F, 0.5F, 0, 0}, {0.5F, 0.5F, 0, 0}};
                for (const char *measure : {"drop", "attribution", "score"})
                    sample.heads.push_back({measure, header.request.masks.ranking.score});
            }
            bool hasX = false;
            bool hasY = false;
            for (const SummaryRow &row : summarize(header, samples).rows) {
                hasX = hasX || row.x != 0;
                hasY = hasY || row.y != 0;
                QVERIFY2(row.x == 0 || info.hasX(), info.title);
                QVERIFY2(row.y == 0 || info.hasY(row.measure), row.measure.c_str());
            }
            QCOMPARE(hasX, info.hasX());
            QCOMPARE(hasY, *info.yLabel != '\0');
        }
        QVERIFY(infoOf(StudyKind::Outcomes).hasY("sink mass") && !infoOf(StudyKind::Outcomes).hasY("share complete"));
    }

    /// Whatever else two masks differ in than their heads, they are no draws of each other.
    void sweepsAreNotAveraged()
    {
        std::vector<StudyMask> masks{StudyMask()};
        for (const float factor : {0.5F, 2.5F}) {
            for (int draw = 0; draw < 2; ++draw) {
                StudyMask mask{MaskRole::Random, 1, draw, maskOf({{0, draw}}, MaskKind::Scale)};
                mask.intervention.factor = factor;
                masks.push_back(mask);
            }
        }
        const auto points = pointsOf(masks);
        QCOMPARE(points.size(), 3U);
        QCOMPARE(points[0].series, std::string("none"));
        QCOMPARE(points[1].series, std::string("random, scale 0.5, decode"));
        QCOMPARE(points[1].masks, (std::vector{1, 2}));
        QCOMPARE(points[2].series, std::string("random, scale 2.5, decode"));
        QCOMPARE(points[2].how.factor, 2.5F);
        StudySummary summary;
        const std::vector<SampleResult> samples{sampleOf(0, 128, 0, {1, 0, 1, 0.5, 0.25})};
        addByK(summary, allOf(samples), points, "recall", recallOf, Interval::Bootstrap, 1);
        QCOMPARE(row(summary, "random, scale 0.5, decode", "recall", 1)->mean, 0.5);
        QCOMPARE(row(summary, "random, scale 2.5, decode", "recall", 1)->mean, 0.375);

        // The factor of a mask that is not scaled is no difference; a window's size and the scope are.
        masks.resize(3);
        for (StudyMask &mask : masks)
            mask.intervention.kind = MaskKind::Zero;
        masks[2].intervention.factor = 9;
        QCOMPARE(pointsOf(masks).back().series, std::string("random"));
        masks[2].intervention.scope = MaskScope::Everywhere;
        QCOMPARE(pointsOf(masks).size(), 3U);
        masks[1].intervention.kind = masks[2].intervention.kind = MaskKind::Window;
        masks[2].intervention.scope = MaskScope::Decode;
        masks[2].intervention.recentTokens = 128;
        QCOMPARE(pointsOf(masks).back().series, std::string("random, window 4+128, decode"));
    }

    void provenanceTellsTheChange_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("words");
        QTest::newRow("mask-curve") << "mask-curve"
                                    << "K = 0 1 2 heads scaled by 2.5 (scale 2.5, everywhere), 1 random draw, layer-matched, contrast 0.5";
        QTest::newRow("compress") << "compress"
                                  << "all but K = 0 1 2 heads scaled by 2.5 (scale 2.5, everywhere), 1 random draw";
        QTest::newRow("atlas") << "atlas"
                               << "each head alone scaled by 2.5 (scale 2.5, everywhere)";
        QTest::newRow("detect") << "detect" << QString();
    }

    void provenanceTellsTheChange()
    {
        QFETCH(QString, kind);
        QFETCH(QString, words);
        RunHeader header = headerOf(enumFromName<StudyKind>(kind.toStdString()), {2, 0, 1, 2}, 1);
        header.request.masks.how.kind = MaskKind::Scale;
        header.request.masks.how.scope = MaskScope::Everywhere;
        header.request.masks.how.factor = 2.5F;
        header.request.masks.layerMatched = true;
        header.request.decoding.contrast = 0.5;
        header.provenance.rule = "reference";
        const Provenance provenance = summarize(header, {}).provenance; // as of a run that was written before there were such fields
        QCOMPARE(QString::fromStdString(changeWords(provenance)), words);
        QCOMPARE(provenance.rule.empty(), !infoOf(header.request.kind).kept.scores);
        QVERIFY(nlohmann::json(nlohmann::json(provenance).get<Provenance>()) == nlohmann::json(provenance));
    }

    void answersBelongToTheMasksTheyWereGivenUnder()
    {
        const RunHeader header = headerOf(StudyKind::MaskCurve, {2}, 1);
        auto masks = masksOf(header);
        masks[1].k = 3;
        const StudySummary summary = summarize(header, masks, std::vector{sampleOf(0, 128, 0, {1, 0.25, 1})});
        QCOMPARE(row(summary, "top", "recall", 3)->mean, 0.25);
        QVERIFY(!row(summary, "top", "recall", 2));
    }

    void oneStudyHasOneIdentity()
    {
        const StudyRequest request = headerOf(StudyKind::MaskCurve, {0, 2}).request;
        const auto identity = identityOf(request);
        StudyRequest same = request;
        same.tasks.haystacks[0].name = "demo/h";
        same.masks.ranking.low = same.masks.ranking.high = same.masks.ranking.frequency = request.masks.ranking.score;
        same.masks.ranking.nSamples = 20;
        same.masks.ranking.provenance.created = "later";
        QVERIFY(identityOf(same) == identity);
        // What has its default is not there, so a field that is added later changes no name of a run.
        QVERIFY(!identity.contains("seed") && !identity.contains("shard") && !identity.at("masks").contains("layerMatched"));
        QVERIFY(!identity.at("tasks").contains("thoughtPrompt"));
        QCOMPARE(identity.at("kind").get<std::string>(), std::string("mask-curve"));
        for (const auto &change : std::vector<std::function<void(StudyRequest &)>>{
                 [](StudyRequest &r) { r.seed = 2; },
                 [](StudyRequest &r) { r.masks.draws = 1; },
                 [](StudyRequest &r) { r.masks.how.kind = MaskKind::Scale; },
                 [](StudyRequest &r) { r.masks.ranking.score(0, 0) = 0.125F; },
                 [](StudyRequest &r) { r.masks.ranking.measure = "drop"; },
                 [](StudyRequest &r) { r.tasks.haystacks[0].text += "s"; },
                 [](StudyRequest &r) { r.tasks.needles[0].question += "?"; },
                 [](StudyRequest &r) { r.decoding.contrast = 0.5; },
                 [](StudyRequest &r) { r.nShards = 2; },
             }) {
            StudyRequest other = request;
            change(other);
            QVERIFY(identityOf(other) != identity);
        }
    }

    /// Drops of log-probability have another scale than scores: 0.1 may be all of them, or none.
    void controlsOfAnotherMeasure()
    {
        RunHeader header = headerOf(StudyKind::MaskCurve, {2}, 3);
        ScoreMap &ranking = header.request.masks.ranking;
        ranking.measure = "drop";
        ranking.score *= 10;
        ranking.score(0, 0) = 0.5F; // more than 0.1, but little beside 9
        ranking.score(0, 1) = -3;
        header.request.masks.ks = {6};
        QCOMPARE(masksOf(header).size(), 5U);
        for (const StudyMask &mask : masksOf(header))
            QVERIFY(mask.role != MaskRole::Random || (!mask.intervention.masks({1, 0}) && !mask.intervention.masks({0, 3})));
        ranking.score(0, 0) = 1; // above a tenth of 9
        const QString error = errorOf([&] { masksOf(header); });
        QVERIFY2(error.contains("Only 5 heads have a drop below 0.9"), qPrintable(error));
    }

    void refusesSamplesOfAnotherSize()
    {
        SampleResult sample = sampleOf(5, 128, 0, {1});
        sample.heads.push_back({"score", HeadArray::Zero(3, 3)});
        QVERIFY(errorOf([&] { summarize(headerOf(StudyKind::Detect), std::vector{sample}); }).contains("Sample 5"));
        QVERIFY(errorOf([&] { summarize(headerOf(StudyKind::Detect), std::vector{sampleOf(6, 128, 0, {1, 1})}); }).contains("Sample 6"));
    }
};

QTEST_APPLESS_MAIN(TestStudies)
#include "tst_studies.moc"
