// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/headchoice.h"
#include "measures/retrievalscore.h"
#include "measures/scorestability.h"

#include <QTest>

using namespace needlescope;

namespace {

/// One layer, two heads; argmax[step][head] and the mass that each head puts on the needle.
HeadSummaries summaries(const std::vector<std::vector<int>> &argmax, const std::vector<float> &mass = {})
{
    HeadSummaries heads;
    heads.nSteps = static_cast<int>(argmax.size());
    heads.nLayers = 1;
    heads.nHeads = 2;
    for (const auto &step : argmax)
        heads.argmax.insert(heads.argmax.end(), step.begin(), step.end());
    heads.needleMass = mass;
    return heads;
}

using Ids = std::vector<std::int32_t>;
using Rows = std::vector<std::vector<int>>;

ScoreMap mapOf(const std::vector<std::vector<float>> &scores)
{
    HeadArray array(static_cast<int>(scores.size()), static_cast<int>(scores.front().size()));
    for (int layer = 0; layer < array.rows(); ++layer) {
        for (int head = 0; head < array.cols(); ++head)
            array(layer, head) = scores[static_cast<std::size_t>(layer)][static_cast<std::size_t>(head)];
    }
    return scoreMapOfArray(array);
}

} // namespace

class TestHeadScores : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rules_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<Ids>("emitted");
        QTest::addColumn<Rows>("argmax");
        QTest::addColumn<float>("first");
        QTest::addColumn<float>("second");
        // The prompt is 1 10 11 12 11 13; the needle 11 12 11 stands at 2 to 4.
        const Rows copiesAll{{2, 0}, {3, 0}, {4, 0}};
        QTest::newRow("reference: every token of the span") << "reference" << Ids{11, 12, 11} << copiesAll << 1.0F << 0.0F;
        QTest::newRow("paper: the same, of two different tokens") << "paper" << Ids{11, 12, 11} << copiesAll << 1.0F << 0.0F;
        const Rows sameTwice{{2, 3}, {2, 3}, {2, 3}, {4, 3}};
        QTest::newRow("reference: a counter beyond 1") << "reference" << Ids{11, 11, 11, 11} << sameTwice << 4 / 3.0F << 0.0F;
        QTest::newRow("paper: a token once, wherever it was copied") << "paper" << Ids{11, 11, 11, 11} << sameTwice << 0.5F << 0.0F;
        QTest::newRow("paper: other token than it looks at") << "paper" << Ids{12} << Rows{{2, 3}} << 0.0F << 0.5F;
        QTest::newRow("no step") << "paper" << Ids{} << Rows{} << 0.0F << 0.0F;
    }

    void rules()
    {
        QFETCH(QString, rule);
        QFETCH(Ids, emitted);
        QFETCH(Rows, argmax);
        const Ids prompt{1, 10, 11, 12, 11, 13};
        const HeadArray scores = headScores(enumFromName<ScoreRule>(rule.toStdString()), prompt, {2, 5}, emitted, summaries(argmax));
        QTEST(scores(0, 0), "first");
        QTEST(scores(0, 1), "second");
    }

    void massIsTheMeanOverSteps()
    {
        const Ids prompt{1, 10, 11};
        const HeadArray scores = headScores(ScoreRule::Mass, prompt, {1, 3}, Ids{7, 7}, summaries({{0, 0}, {0, 0}}, {0.25F, 0, 0.75F, 1}));
        QCOMPARE(scores(0, 0), 0.5F);
        QCOMPARE(scores(0, 1), 0.5F);
    }

    void locatingScoresAreNoneOfAnAnswer()
    {
        QVERIFY_THROWS_EXCEPTION(EngineError, headScores(ScoreRule::Qr, Ids{1}, {0, 1}, Ids{}, summaries({})));
    }

    void controlsAreNoRetrievalHeads()
    {
        const ScoreMap map = mapOf({{0.9F, 0.05F, 0.0F, 0.0F}, {0.2F, 0.0F, 0.01F, 0.0F}});
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            for (const HeadId id : controlHeads(map, 6, seed))
                QVERIFY(map.score(id.layer, id.head) < retrievalHeadThreshold);
        }
        QCOMPARE(controlHeads(map, 4, 3), controlHeads(map, 4, 3));
        QVERIFY(controlHeads(map, 3, 1) != controlHeads(map, 3, 2));
        QVERIFY_THROWS_EXCEPTION(EngineError, controlHeads(map, 7, 1));
    }

    void standingOutFollowsTheMeasure()
    {
        ScoreMap map = mapOf({{5.0F, 0.4F, 0.6F, -2.0F}});
        QCOMPARE(standingOut(map), retrievalHeadThreshold);
        map.measure = "drop";
        QCOMPARE(standingOut(map), 0.5F);
        QCOMPARE(retrievalHeads(map), (std::vector<HeadId>{{0, 0}, {0, 2}}));
        QCOMPARE(controlHeads(map, 2, 1).size(), 2U);
        map.score = -map.score;
        QCOMPARE(retrievalHeads(map), (std::vector<HeadId>{{0, 3}}));
        map.score = HeadArray::Constant(1, 4, -1);
        QVERIFY(retrievalHeads(map).empty());
        QCOMPARE(controlHeads(map, 4, 1).size(), 4U);
    }

    void groupsAreRankedByTheirBestHead()
    {
        ScoreMap map = mapOf({{0.0F, 0.3F, 0.1F, 0.1F}, {0.2F, 0.0F, 0.0F, 0.9F}});
        map.headsPerGroup = 2;
        QCOMPARE(rankedGroups(map), (std::vector<HeadId>{{1, 2}, {0, 0}, {1, 0}, {0, 2}}));
        QCOMPARE(headsOfGroups({{1, 2}}, 2), (std::vector<HeadId>{{1, 2}, {1, 3}}));
        QCOMPARE(allHeadsBut({{1, 3}, {0, 1}}, map).size(), 6U);
    }

    /// Samples that agree settle the ranking; samples of which each shows another head never do.
    void stability()
    {
        HeadArray clear = HeadArray::Zero(4, 4);
        clear(1, 2) = 0.9F;
        clear(3, 0) = 0.5F;
        const std::vector<const HeadArray *> agreeing(8, &clear);
        QVERIFY(stabilityOf(agreeing).enough());
        QVERIFY(!stabilityOf(std::span(agreeing).first(7)).enough());

        std::vector<HeadArray> different(16, HeadArray::Zero(4, 4));
        std::vector<const HeadArray *> pointers;
        for (std::size_t i = 0; i < different.size(); ++i) {
            different[i].data()[i] = 1;
            pointers.push_back(&different[i]);
        }
        const ScoreStability unsure = stabilityOf(pointers);
        QVERIFY(!unsure.enough());
        QCOMPARE(unsure.topOverlap, stabilityOf(pointers).topOverlap);
        QVERIFY(!stabilityOf({}).enough());
    }
};

QTEST_APPLESS_MAIN(TestHeadScores)
#include "tst_headscores.moc"
