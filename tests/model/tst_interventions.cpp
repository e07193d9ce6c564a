// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures.h"
#include "naivetransformer.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace needlescope;

namespace {

/// Of the spread of logits: float32 sums in another order, against float64.
constexpr double logitTolerance = 2e-4;
constexpr double weightTolerance = 1e-4;

const std::vector<HeadId> someHeads{{0, 1}, {1, 0}, {1, 2}, {2, 3}};

Intervention scaled(float factor, MaskScope scope = MaskScope::Decode)
{
    Intervention mask = maskOf(someHeads, MaskKind::Scale, scope);
    mask.factor = factor;
    return mask;
}

Intervention windowed(int sinks, int recent, MaskScope scope = MaskScope::Decode)
{
    Intervention mask = maskOf(someHeads, MaskKind::Window, scope);
    mask.sinkTokens = sinks;
    mask.recentTokens = recent;
    return mask;
}

void compareLogits(std::span<const float> actual, std::span<const float> expected)
{
    QCOMPARE_LE(largestDifference(actual, expected), logitTolerance * spread(expected));
}

/// Logits of the last @p nSteps of @p ids behind a prompt of the others.
Logits decoded(const Transformer &model, std::span<const std::int32_t> ids, std::size_t nSteps, const Intervention &mask)
{
    Branch branch(model.prefill(ids.first(ids.size() - nSteps), mask), mask, {});
    return feed(model, branch, ids.last(nSteps));
}

} // namespace

/// What heads do when they are changed, against the definitions in float64, on both ways of computing.
class TestInterventions : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_checkpoint.write(path("m"));
        m_model = Transformer::load(path("m"), withBlock(16));
    }

    void naiveReference_data()
    {
        QTest::addColumn<Intervention>("mask");
        QTest::addColumn<bool>("plain");
        const auto row = [](const char *name, Intervention mask) {
            for (const MaskScope scope : {MaskScope::Decode, MaskScope::Everywhere}) {
                mask.scope = scope;
                const std::string scopeName(nameOf(scope));
                QTest::addRow("%s, %s, our loops", name, scopeName.c_str()) << mask << false;
                QTest::addRow("%s, %s, torch's operations", name, scopeName.c_str()) << mask << true;
            }
        };
        row("uniform", maskOf(someHeads));
        row("zero", maskOf(someHeads, MaskKind::Zero));
        row("halved", scaled(0.5F));
        row("boosted", scaled(2.5F));
        row("turned round", scaled(-1));
        row("sinks and recent tokens", windowed(2, 9));
        row("recent tokens only", windowed(0, 20));
        row("only itself", windowed(0, 1));
        row("hides a single token", windowed(30, 20));
    }

    /// Logits, rows and summaries of a prompt and of more steps than a tail has room for at first.
    void naiveReference()
    {
        QFETCH(Intervention, mask);
        QFETCH(bool, plain);
        const auto model = Transformer::load(path("m"), withBlock(16, plain));
        const std::vector<std::int32_t> ids = someIds(110);
        constexpr int nPrompt = 37;
        const NaivePass expected = naivePass(m_checkpoint, ids, mask, mask.scope == MaskScope::Decode ? nPrompt : 0);
        const Logits logits = expected.logits.cast<float>().array();

        if (mask.scope == MaskScope::Everywhere) {
            const Transformer::Trace trace = model->trace(ids, true, mask);
            compareLogits(numbers(trace.logits), numbers(logits));
            compareLogits(numbers(model->trace(ids, false, mask).logits), numbers(logits));
            for (std::size_t head = 0; head < expected.attentions.size(); ++head)
                compareMap(std::span(trace.attentions).subspan(head * ids.size() * ids.size()), expected.attentions[head]);
        }
        Branch branch(model->prefill(std::span(ids).first(nPrompt), mask), mask, {5, 9});
        const Logits steps = feed(*model, branch, std::span(ids).subspan(nPrompt));
        const Logits lastRows = logits.bottomRows(steps.rows());
        compareLogits(numbers(steps), numbers(lastRows));
        compareRows(*model, branch, expected, nPrompt);
    }

    /// More keys than a block of the running softmax, of which the first shows a windowed head nothing or its sinks only.
    void keyBlocksWithoutAnythingSeen_data()
    {
        QTest::addColumn<int>("sinks");
        QTest::newRow("no sinks") << 0;
        QTest::newRow("sinks") << 3;
    }

    void keyBlocksWithoutAnythingSeen()
    {
        QFETCH(int, sinks);
        const std::vector<std::int32_t> ids = someIds(1100);
        const Intervention mask = windowed(sinks, 24, MaskScope::Everywhere);
        const Logits expected = naivePass(m_checkpoint, ids, mask).logits.cast<float>().array();
        compareLogits(numbers(m_model->trace(ids, false, mask).logits), numbers(expected));
        const Logits lastRows = expected.bottomRows(3);
        compareLogits(numbers(decoded(*m_model, ids, 3, mask)), numbers(lastRows));
    }

    void neutralOnes_data()
    {
        QTest::addColumn<Intervention>("mask");
        QTest::addColumn<Intervention>("same");
        for (const MaskScope scope : {MaskScope::Decode, MaskScope::Everywhere}) {
            const std::string name(nameOf(scope));
            QTest::addRow("factor 1, %s", name.c_str()) << scaled(1, scope) << Intervention();
            QTest::addRow("factor 0, %s", name.c_str()) << scaled(0, scope) << maskOf(someHeads, MaskKind::Zero, scope);
            QTest::addRow("window of all, %s", name.c_str()) << windowed(0, 60, scope) << Intervention();
            QTest::addRow("sinks and window make up all, %s", name.c_str()) << windowed(25, 35, scope) << Intervention();
        }
    }

    /// To the last bit.
    void neutralOnes()
    {
        QFETCH(Intervention, mask);
        QFETCH(Intervention, same);
        const std::vector<std::int32_t> ids = someIds(60);
        QCOMPARE(largestDifference(numbers(decoded(*m_model, ids, 20, mask)), numbers(decoded(*m_model, ids, 20, same))), 0.0);
        QCOMPARE(
            largestDifference(numbers(m_model->trace(ids, false, mask).logits), numbers(m_model->trace(ids, false, same).logits)), 0.0);
    }

    void numbersWithoutSense()
    {
        const std::vector<std::int32_t> ids = someIds(60);
        const Logits expected = decoded(*m_model, ids, 20, windowed(0, 1, MaskScope::Everywhere));
        QCOMPARE(largestDifference(numbers(decoded(*m_model, ids, 20, windowed(-3, -7, MaskScope::Everywhere))), numbers(expected)), 0.0);
        const Logits whole = decoded(*m_model, ids, 20, {});
        constexpr int most = std::numeric_limits<int>::max();
        QCOMPARE(largestDifference(numbers(decoded(*m_model, ids, 20, windowed(most, most, MaskScope::Everywhere))), numbers(whole)), 0.0);
    }

    void layersThatSlide_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("sinks");
        for (const char *name : {"mistral", "gemma2"}) {
            QTest::addRow("%s, sinks out of sight", name) << name << 2;
            QTest::addRow("%s, no sinks", name) << name << 0;
        }
    }

    /// A windowed head sees at most what its layer shows it: 8 positions here, with capped scores in Gemma 2.
    void layersThatSlide()
    {
        QFETCH(QString, name);
        QFETCH(int, sinks);
        const auto model = Transformer::load(ownData(name), withBlock(16));
        const auto plain = Transformer::load(ownData(name), withBlock(16, true));
        const std::vector<std::int32_t> ids = someIds(90);
        const Intervention mask = windowed(sinks, 4, MaskScope::Everywhere);
        const Transformer::Trace whole = plain->trace(ids, true, mask);
        compareLogits(numbers(model->trace(ids, false, mask).logits), numbers(whole.logits));
        const Logits lastRows = whole.logits.bottomRows(20);
        for (const auto &computing : {model, plain})
            compareLogits(numbers(decoded(*computing, ids, 20, mask)), numbers(lastRows));

        const std::size_t n = ids.size();
        const std::size_t map = static_cast<std::size_t>(2 * 4 + 3) * n * n; // layer 2 slides in both, and its head 3 is windowed
        for (std::size_t row = 0; row < n; ++row) {
            double seen = 0;
            for (std::size_t key = 0; key < n; ++key) {
                const float weight = whole.attentions[map + row * n + key];
                const bool recent = key <= row && key + 4 > row;
                const bool sink = key < static_cast<std::size_t>(sinks) && key <= row && key + 8 > row;
                QVERIFY(recent || sink || weight == 0);
                seen += static_cast<double>(weight);
            }
            QVERIFY(std::abs(seen - 1) < 1e-5);
        }
        if (name == "mistral") // all of its layers slide
            QCOMPARE(largestDifference(
                         numbers(decoded(*model, ids, 20, windowed(0, 8, MaskScope::Everywhere))), numbers(decoded(*model, ids, 20, {}))),
                0.0);
    }

    /// A click in the middle of a sample computes with the same model; neither shows in the other.
    void othersBreatheInBetween()
    {
        const std::vector<std::int32_t> ids = someIds(150);
        const std::vector<std::int32_t> otherIds = someIds(70, 2);
        const Intervention mask = windowed(2, 9, MaskScope::Everywhere);
        const Logits expected = decoded(*m_model, otherIds, 5, mask);
        const Intervention halved = scaled(0.5F, MaskScope::Everywhere);
        const auto alone = answersOf(m_model->prefill(ids, halved), halved, {});

        int breaths = 0;
        Work work;
        work.breathe = [&] {
            ++breaths;
            QCOMPARE(largestDifference(numbers(decoded(*m_model, otherIds, 5, mask)), numbers(expected)), 0.0);
        };
        const auto disturbed = m_model->prefill(ids, halved, work);
        QCOMPARE(breaths, 3); // four blocks of 16 at once
        const auto answers = answersOf(disturbed, halved, work);
        QCOMPARE(breaths, 3 + 12);
        for (std::size_t i = 0; i < alone.size(); ++i) {
            QCOMPARE(answers[i].ids, alone[i].ids);
            QCOMPARE(answers[i].logProbabilities, alone[i].logProbabilities);
        }
    }

private:
    std::filesystem::path path(const std::string &name) const { return std::filesystem::path(m_directory.path().toStdString()) / name; }

    std::vector<GreedyOutput> answersOf(const std::shared_ptr<const PromptCache> &prompt, const Intervention &mask, const Work &work) const
    {
        Branch one(prompt, mask, {});
        Branch two(prompt, mask, {});
        Branch *const branches[] = {&one, &two};
        const std::int32_t first[] = {3, 4};
        return decodeGreedily(*m_model, branches, first, {12, {}}, work);
    }

    static void compareMap(std::span<const float> actual, const Eigen::MatrixXd &expected)
    {
        const Logits map = expected.cast<float>().array();
        QCOMPARE_LE(largestDifference(actual.first(numbers(map).size()), numbers(map)), weightTolerance);
    }

    /// A row that a change hides keys from has zeros there, and its summary is that of the row.
    static void compareRows(const Transformer &model, const Branch &branch, const NaivePass &expected, int nPrompt)
    {
        const HeadSummaries &s = branch.summaries();
        for (int step = 0; step < s.nSteps; step += 6) {
            const Eigen::Index n = nPrompt + step + 1;
            for (int head = 0; head < s.nLayers * s.nHeads; ++head) {
                const HeadId id{head / s.nHeads, head % s.nHeads};
                const std::vector<float> row = model.attentionRow(branch, step, id);
                const Eigen::VectorXd expectedRow = expected.attentions[static_cast<std::size_t>(head)].row(n - 1).head(n);
                QCOMPARE(static_cast<Eigen::Index>(row.size()), n);
                for (Eigen::Index key = 0; key < n; ++key) {
                    const auto weight = static_cast<double>(row[static_cast<std::size_t>(key)]);
                    QVERIFY(std::abs(weight - expectedRow[key]) <= weightTolerance);
                    QVERIFY(expectedRow[key] > 0 || weight == 0);
                }
                const std::size_t i = s.index(step, id);
                QCOMPARE(s.weight[i], *std::ranges::max_element(row));
                QVERIFY(std::abs(static_cast<double>(s.needleMass[i]) - expectedRow.segment(5, 4).sum()) <= weightTolerance);
                QCOMPARE(s.sinkMass[i], row[0]);
            }
        }
    }

    QTemporaryDir m_directory;
    const TinyCheckpoint m_checkpoint;
    std::shared_ptr<const Transformer> m_model;
};

QTEST_GUILESS_MAIN(TestInterventions)
#include "tst_interventions.moc"
