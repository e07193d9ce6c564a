// SPDX-License-Identifier: GPL-3.0-or-later
#include "goldens.h"
#include "measures/recall.h"
#include "measures/retrievalscore.h"
#include "measures/studies/kind.h"

#include <QTest>

#include <map>

using namespace needlescope;

namespace {

/// One layer, two heads; argmax[step][head].
HeadSummaries summaries(const std::vector<std::vector<int>> &argmax)
{
    HeadSummaries heads;
    heads.nSteps = static_cast<int>(argmax.size());
    heads.nLayers = 1;
    heads.nHeads = 2;
    for (const auto &step : argmax)
        heads.argmax.insert(heads.argmax.end(), step.begin(), step.end());
    return heads;
}

HeadSummaries goldenSummaries(const SafetensorsFile &file, const nlohmann::json &sample)
{
    const auto name = sample.at("id").get<std::string>() + ".argmax";
    const auto &shape = file.tensor(name).shape;
    HeadSummaries heads;
    heads.nSteps = static_cast<int>(shape[0]);
    heads.nLayers = static_cast<int>(shape[1]);
    heads.nHeads = static_cast<int>(shape[2]);
    heads.argmax = goldens::values<std::int32_t>(file, name);
    return heads;
}

} // namespace

class TestRetrievalScore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsAsTheReferenceCode_data()
    {
        const std::vector<std::int32_t> prompt{1, 10, 11, 12, 13, 11, 20};
        QTest::addColumn<std::vector<std::int32_t>>("emitted");
        QTest::addColumn<std::vector<std::vector<int>>>("argmax");
        QTest::addColumn<float>("first");
        QTest::addColumn<float>("second");
        using Ids = std::vector<std::int32_t>;
        using Rows = std::vector<std::vector<int>>;
        // the needle is 11 12 at positions 2 and 3
        QTest::newRow("one head copies both, one looks elsewhere") << Ids{11, 12} << Rows{{2, 0}, {3, 0}} << 1.0F << 0.0F;
        QTest::newRow("looks at the needle, but says something else") << Ids{99, 12} << Rows{{2, 2}, {3, 2}} << 0.5F << 0.0F;
        QTest::newRow("the same token outside the span does not count") << Ids{11} << Rows{{5, 2}} << 0.0F << 0.5F;
        QTest::newRow("a counter, not a set") << Ids{11, 11, 11} << Rows{{2, 2}, {2, 0}, {2, 0}} << 1.5F << 0.5F;
        QTest::newRow("keys behind the prompt never count") << Ids{11, 11} << Rows{{6, 7}, {8, 7}} << 0.0F << 0.0F;
        QTest::newRow("no step") << Ids{} << Rows{} << 0.0F << 0.0F;
    }

    void countsAsTheReferenceCode()
    {
        QFETCH(std::vector<std::int32_t>, emitted);
        QFETCH(std::vector<std::vector<int>>, argmax);
        const std::vector<std::int32_t> prompt{1, 10, 11, 12, 13, 11, 20};
        const HeadArray scores = retrievalScores(prompt, {2, 4}, emitted, summaries(argmax));
        QTEST(scores(0, 0), "first");
        QTEST(scores(0, 1), "second");
    }

    void goldenArgmaxGivesGoldenScores_data()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("gH") << "gH";
        QTest::newRow("gL") << "gL";
    }

    /// From the goldens' own argmax positions, so that nothing but the counting is tested; tst_probe runs the model.
    void goldenArgmaxGivesGoldenScores()
    {
        if (!goldens::present())
            QSKIP("the oracles (../shared/oracles) are not here");
        QFETCH(QString, model);
        const auto name = model.toStdString();
        const auto file = SafetensorsFile::open(goldens::root / "goldens" / (name + "_samples.safetensors"));
        std::map<std::string, SampleResult> results;
        const auto samples = goldens::read(name + "_samples.json");
        for (const auto &golden : samples.at("samples")) {
            const auto request = goldens::requestOf(golden);
            const auto emitted = golden.at("output_ids").get<std::vector<std::int32_t>>();
            SampleResult &result = results[golden.at("id").get<std::string>()];
            const HeadArray scores = retrievalScores(request.promptIds, request.needle, emitted, goldenSummaries(*file, golden));
            result.index = static_cast<int>(results.size());
            result.heads = {{"score", scores}};
            Observation &answer = result.observations.emplace_back();
            const HeadArray hits = goldens::headArray(golden.at("head_hits"));
            QVERIFY((scores == hits / static_cast<float>(request.needle.size())).all());
            QVERIFY(((scores - goldens::headArray(golden.at("head_score"))).abs() < 1e-6F).all()); // printed with 6 decimals
            answer.recall = rougeRecall(request.answer, golden.at("output_text").get<std::string>());
            result.counted = answer.recall > successRecall;
            QCOMPARE(result.counted, golden.at("success").get<bool>());
            // The goldens match whole ids, ROUGE matches stems; they agree here, because no two words of the vocabulary in play share a
            // stem.
            QVERIFY2(std::abs(answer.recall - golden.at("rouge1_recall").get<double>()) < 1e-6,
                golden.at("output_text").get<std::string>().c_str());
        }
        checkAggregates(name, results);
    }

private:
    static void checkAggregates(const std::string &model, const std::map<std::string, SampleResult> &results)
    {
        const auto aggregates = goldens::read(model + "_aggregate.json").at("aggregates");
        QVERIFY(aggregates.size() >= 5);
        for (const auto &golden : aggregates) {
            std::vector<SampleResult> samples;
            for (const auto &id : golden.at("sample_ids"))
                samples.push_back(results.at(id.get<std::string>()));
            RunHeader header;
            header.model.nLayers = 6;
            header.model.nHeads = header.model.nKvHeads = 8;
            const ScoreMap map = summarize(header, samples).maps.front();
            QCOMPARE(map.nSamples, golden.at("n_samples").get<int>());
            QCOMPARE(map.nCounted, golden.at("n_success").get<int>());
            QVERIFY(((map.score - goldens::headArray(golden.at("retrieval_score"))).abs() < 1e-6F).all());
            QVERIFY(((map.frequency - goldens::headArray(golden.at("activation_frequency"))).abs() < 1e-6F).all());
            const auto ranked = rankedHeads(map);
            for (std::size_t i = 0; i < 3; ++i)
                QCOMPARE(toFileKey(ranked[i]), toFileKey({golden.at("ranking")[i][0].get<int>(), golden.at("ranking")[i][1].get<int>()}));
        }
    }
};

QTEST_GUILESS_MAIN(TestRetrievalScore)
#include "tst_retrievalscore.moc"
