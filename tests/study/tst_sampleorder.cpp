// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "study/sampleorder.h"

#include <QTest>

#include <set>

using namespace needlescope;

namespace {

StudyRequest gridOf(int nNeedles, int nHaystacks)
{
    StudyRequest request;
    for (int i = 0; i < nNeedles; ++i)
        request.tasks.needles.push_back({"s" + std::to_string(i), "q", "a"});
    for (int i = 0; i < nHaystacks; ++i)
        request.tasks.haystacks.push_back({"h" + std::to_string(i), "text"});
    request.tasks.lengths = {100, 200};
    request.tasks.depths = {0, 50, 100};
    return request;
}

std::vector<int> indicesOf(const std::vector<PlannedSample> &samples)
{
    std::vector<int> indices;
    for (const PlannedSample &sample : samples)
        indices.push_back(sample.index);
    return indices;
}

} // namespace

class TestSampleOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void samplesOfOneTextFollowEachOtherDeepestFirst()
    {
        const auto samples = samplesInOrder(gridOf(2, 1));
        QCOMPARE(samples.size(), 12U);
        for (std::size_t i = 1; i < samples.size(); ++i) {
            if (samples[i].length == samples[i - 1].length)
                QVERIFY(samples[i].depthPercent <= samples[i - 1].depthPercent);
        }
        QCOMPARE(samples[0].length, samples[5].length);
        QVERIFY(samples[0].cost > samples[1].cost); // the second finds its text in the first one's prompt
    }

    void shardsHaveSamplesUpToAsManyAsThereAreTexts()
    {
        StudyRequest request = gridOf(5, 2);
        request.quick = true;
        const int most = mostShards(request);
        request.quick = false;
        const auto smallest = [&](int nShards) {
            request.nShards = nShards;
            std::size_t size = 30;
            for (request.shard = 0; request.shard < nShards; ++request.shard)
                size = std::min(size, samplesInOrder(request).size());
            return size;
        };
        QVERIFY(most > 1);
        QVERIFY(smallest(most) > 0);
        QCOMPARE(smallest(most + 1), std::size_t{0});
    }

    void shardsAreDisjointAndWhole()
    {
        StudyRequest request = gridOf(5, 2);
        request.nShards = 3;
        std::set<int> seen;
        std::set<std::pair<int, int>> groups;
        for (request.shard = 0; request.shard < 3; ++request.shard) {
            std::set<std::pair<int, int>> own;
            for (const PlannedSample &sample : samplesInOrder(request)) {
                QVERIFY(seen.insert(sample.index).second);
                own.emplace(sample.haystack, sample.length);
            }
            for (const auto &group : own)
                QVERIFY(groups.insert(group).second); // a text is read in one shard only
        }
        QCOMPARE(seen.size(), 30U);
        request.shard = 3;
        QVERIFY(errorOf([&] { samplesInOrder(request); }).contains("no shard 4 of 3"));
    }

    void quickOrderIsDrawnBySeed()
    {
        StudyRequest request = gridOf(12, 2);
        const auto inOrder = indicesOf(samplesInOrder(request));
        request.quick = true;
        const auto first = indicesOf(samplesInOrder(request));
        QCOMPARE(first, indicesOf(samplesInOrder(request)));
        QVERIFY(first != inOrder);
        request.seed = 2;
        QVERIFY(first != indicesOf(samplesInOrder(request)));
        auto sorted = first;
        std::sort(sorted.begin(), sorted.end());
        for (std::size_t i = 0; i < sorted.size(); ++i)
            QCOMPARE(sorted[i], static_cast<int>(i));
        std::set<int> needles;
        for (const PlannedSample &sample : samplesInOrder(request)) {
            needles.insert(sample.item);
            if (needles.size() > 5)
                break;
        }
        QVERIFY(needles.size() > 5);
    }

    void itemsAreAskedInEveryStyle()
    {
        StudyRequest request;
        request.tasks.items = {{"1", "", "q", {"a"}, {}}, {"2", "", "q", {"a"}, {}}};
        request.tasks.styles = {AnswerStyle::AnswerOnly, AnswerStyle::ChainOfThought};
        const auto samples = samplesInOrder(request);
        QCOMPARE(samples.size(), 4U);
        QVERIFY(samples[2].style == AnswerStyle::ChainOfThought && samples[2].item == 0);
    }

    void refusesWhatIsMissing_data()
    {
        QTest::addColumn<QString>("missing");
        for (const char *missing : {"needle", "haystack", "length", "depth", "way to ask"})
            QTest::newRow(missing) << missing;
    }

    void refusesWhatIsMissing()
    {
        QFETCH(QString, missing);
        StudyRequest request = gridOf(1, 1);
        if (missing == "needle")
            request.tasks.needles.clear();
        else if (missing == "haystack")
            request.tasks.haystacks.clear();
        else if (missing == "length")
            request.tasks.lengths.clear();
        else if (missing == "depth")
            request.tasks.depths.clear();
        else
            request.tasks.styles.clear();
        QVERIFY(errorOf([&] { samplesInOrder(request); }).contains("no " + missing));
    }
};

QTEST_APPLESS_MAIN(TestSampleOrder)
#include "tst_sampleorder.moc"
