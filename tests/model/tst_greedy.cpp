// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "fixtures.h"
#include "tinycheckpoint.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace needlescope;

namespace {

constexpr double logProbabilityTolerance = 1e-5;

/// Of one row of logits, in float64.
Eigen::ArrayXd logProbabilitiesOf(const Logits &logits, Eigen::Index row = 0)
{
    const Eigen::ArrayXd x = logits.row(row).cast<double>().transpose();
    return x - x.maxCoeff() - std::log((x - x.maxCoeff()).exp().sum());
}

std::int32_t best(const Eigen::ArrayXd &numbers)
{
    Eigen::Index index = 0;
    numbers.maxCoeff(&index);
    return static_cast<std::int32_t>(index);
}

/// Every single head off, and none.
std::vector<Intervention> singleHeads()
{
    std::vector<Intervention> masks{{}};
    for (int head = 0; head < 12; ++head)
        masks.push_back(maskOf({{head / 4, head % 4}}, MaskKind::Zero));
    return masks;
}

std::vector<Branch> branchesOf(const std::shared_ptr<const PromptCache> &prompt, std::span<const Intervention> masks)
{
    std::vector<Branch> branches;
    for (const Intervention &mask : masks)
        branches.emplace_back(prompt, mask, TokenSpan(), Capture::Nothing);
    return branches;
}

std::vector<Branch *> pointersTo(std::vector<Branch> &branches)
{
    std::vector<Branch *> pointers;
    for (Branch &branch : branches)
        pointers.push_back(&branch);
    return pointers;
}

} // namespace

/// Decoding of many branches: greedy, forced, and in contrast with a companion.
class TestGreedy : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto directory = std::filesystem::path(m_directory.path().toStdString()) / "m";
        TinyCheckpoint().write(directory);
        m_model = Transformer::load(directory);
        m_prompt = m_model->prefill(someIds(60));
    }

    void greedyTakesTheBestAndStops()
    {
        const auto prompt = m_prompt;
        Branch a(prompt, {}, {});
        Branch b(prompt, maskOf({{0, 0}, {1, 1}, {2, 2}}), {});
        Branch *const branches[] = {&a, &b};
        const std::int32_t first[] = {5, 5};
        std::vector<std::vector<std::int32_t>> told(2);
        const auto outputs = decodeGreedily(
            *m_model, branches, first, {12, {}}, {}, [&](std::size_t branch, std::int32_t id, float) { told[branch].push_back(id); });
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE(outputs[i].ids.size(), std::size_t(12));
            QVERIFY(!outputs[i].stopped);
            QCOMPARE(told[i], outputs[i].ids);
            Branch again(prompt, branches[i]->intervention(), {});
            std::vector<std::int32_t> fed{5};
            fed.insert(fed.end(), outputs[i].ids.begin(), outputs[i].ids.end() - 1);
            const Logits logits = feed(*m_model, again, fed);
            for (std::size_t step = 0; step < fed.size(); ++step) {
                Eigen::Index best = 0;
                const auto row = logits.row(static_cast<Eigen::Index>(step));
                row.maxCoeff(&best);
                QCOMPARE(outputs[i].ids[step], static_cast<std::int32_t>(best));
                const double logProbability = static_cast<double>(row.maxCoeff()) - std::log(row.cast<double>().exp().sum());
                QVERIFY(std::abs(static_cast<double>(outputs[i].logProbabilities[step]) - logProbability) < 1e-5);
            }
        }
        Branch stopping(prompt, {}, {});
        Branch *const one[] = {&stopping};
        const auto stopped = decodeGreedily(*m_model, one, std::span(first).first(1), {12, {outputs[0].ids[0]}});
        QVERIFY(stopped[0].stopped);
        QCOMPARE(stopped[0].ids, (std::vector<std::int32_t>{outputs[0].ids[0]}));
    }

    void guesses_data()
    {
        QTest::addColumn<std::vector<std::int32_t>>("guessed"); // behind the prompt
        QTest::addColumn<std::vector<std::int32_t>>("stopIds");
        QTest::addColumn<bool>("sooner");
        const std::vector<std::int32_t> answer = decodedPlainly({});
        std::vector<std::int32_t> turnsWrong = answer;
        turnsWrong[6] = (turnsWrong[6] + 1) % 64;
        QTest::addRow("right") << answer << std::vector<std::int32_t>() << true;
        QTest::addRow("right up to a stop token") << answer << std::vector{answer[9]} << true;
        QTest::addRow("right for a while") << turnsWrong << std::vector<std::int32_t>() << true;
        QTest::addRow("wrong") << std::vector<std::int32_t>(answer.size(), (answer[0] + 1) % 64) << std::vector<std::int32_t>() << false;
        QTest::addRow("none") << std::vector<std::int32_t>() << std::vector<std::int32_t>() << false;
    }

    /// To the last bit, with everything that is captured.
    void guesses()
    {
        QFETCH(std::vector<std::int32_t>, guessed);
        QFETCH(std::vector<std::int32_t>, stopIds);
        QFETCH(bool, sooner);
        Branch plain(m_prompt, answerMask(), {3, 9});
        Branch guessing(m_prompt, answerMask(), {3, 9});
        int stepsOfPlain = 0;
        int stepsOfGuessing = 0;
        std::vector<std::int32_t> told;
        const auto decode = [&](Branch &branch, int &steps, const Drafts &drafts, const TokenFunction &onToken) {
            Branch *const branches[] = {&branch};
            Work work;
            work.breathe = [&steps] { ++steps; };
            return decodeGreedily(*m_model, branches, m_first, {nAnswer, stopIds}, work, onToken, {}, drafts).front();
        };
        std::vector<std::int32_t> text{m_prompt->ids().back(), m_first[0]};
        text.insert(text.end(), guessed.begin(), guessed.end());
        const GreedyOutput expected = decode(plain, stepsOfPlain, {}, {});
        const GreedyOutput output = decode(
            guessing, stepsOfGuessing, Drafts({text, m_prompt->ids()}), [&](std::size_t, std::int32_t id, float) { told.push_back(id); });

        QCOMPARE(output.ids, expected.ids);
        QCOMPARE(output.logProbabilities, expected.logProbabilities);
        QCOMPARE(output.stopped, expected.stopped);
        QCOMPARE(told, expected.ids);
        QCOMPARE(std::vector(guessing.fed().begin(), guessing.fed().end()), std::vector(plain.fed().begin(), plain.fed().end()));
        QCOMPARE(guessing.summaries().nSteps, plain.summaries().nSteps);
        QCOMPARE(guessing.summaries().argmax, plain.summaries().argmax);
        QCOMPARE(guessing.summaries().weight, plain.summaries().weight);
        QCOMPARE(guessing.summaries().needleMass, plain.summaries().needleMass);
        QCOMPARE(guessing.summaries().recentMass, plain.summaries().recentMass);
        for (int step = 0; step < plain.nSteps(); ++step)
            QCOMPARE(m_model->attentionRow(guessing, step, {1, 2}), m_model->attentionRow(plain, step, {1, 2}));
        QCOMPARE_LE(stepsOfGuessing, sooner ? stepsOfPlain / 2 : stepsOfPlain);
    }

    void guessesEndWithTheContext()
    {
        const std::vector<std::int32_t> ids = someIds(static_cast<std::size_t>(m_model->info().contextLength - 3));
        Branch branch(prefillBut1(*m_model, ids), {}, {});
        Branch *const branches[] = {&branch};
        const std::vector<std::int32_t> text = someIds(ids.size() + 20); // goes on behind the prompt
        const auto output = decodeGreedily(*m_model, branches, std::span(ids).last(1), {4, {}}, {}, {}, {}, Drafts({text}));
        QCOMPARE(output.front().ids.size(), std::size_t(4));
    }

    void draftsContinueTheLongestEnd()
    {
        const std::vector<std::int32_t> first{1, 2, 3, 9, 9, 2, 3, 7, 8};
        const std::vector<std::int32_t> second{5, 1, 2, 3, 4, 6};
        const Drafts drafts({first, second});
        const auto next = [&](const std::vector<std::int32_t> &said, std::size_t most) {
            const auto guesses = drafts.next(said, most);
            return std::vector(guesses.begin(), guesses.end());
        };
        QCOMPARE(next({0, 2, 3}, 2), (std::vector{7, 8})); // the latest place
        QCOMPARE(next({1, 2, 3}, 1), (std::vector{9})); // a longer end
        QCOMPARE(next({5, 1, 2, 3}, 5), (std::vector{4, 6})); // in another text
        QVERIFY(next({0, 3}, 5).empty());
        QVERIFY(next({7, 8}, 5).empty()); // nothing behind it
        QVERIFY(next({3}, 5).empty()); // one token says nothing
        QVERIFY(next({2, 3}, 0).empty());
    }

    /// Every single head off, all together: the same as one alone, fed step by step.
    void forcedTokens()
    {
        const std::vector<Intervention> masks = singleHeads();
        const std::vector<std::int32_t> answer = someIds(9, 4);
        std::vector<Branch> branches = branchesOf(m_prompt, masks);
        const auto forced = forcedLogProbabilities(*m_model, pointersTo(branches), 5, answer);
        QCOMPARE(forced.size(), masks.size());
        for (std::size_t i = 0; i < masks.size(); ++i) {
            Branch alone(m_prompt, masks[i], {});
            std::vector<std::int32_t> fed{5};
            fed.insert(fed.end(), answer.begin(), answer.end() - 1);
            const Logits logits = feed(*m_model, alone, fed);
            QCOMPARE(forced[i].size(), answer.size());
            for (std::size_t step = 0; step < answer.size(); ++step) {
                const double expected = logProbabilitiesOf(logits, static_cast<Eigen::Index>(step))[answer[step]];
                QVERIFY(std::abs(static_cast<double>(forced[i][step]) - expected) < logProbabilityTolerance);
            }
            QCOMPARE(branches[i].nSteps(), static_cast<int>(answer.size()));
        }
        QVERIFY(forced[0] != forced[1]);
    }

    void forcedTokensOfTheGreedyAnswer()
    {
        std::vector<Branch> decoding = branchesOf(m_prompt, std::vector<Intervention>(1));
        const std::int32_t first[] = {5};
        const GreedyOutput output = decodeGreedily(*m_model, pointersTo(decoding), first, {12, {}}).front();
        std::vector<Branch> forcing = branchesOf(m_prompt, std::vector<Intervention>(1));
        const auto forced = forcedLogProbabilities(*m_model, pointersTo(forcing), 5, output.ids).front();
        QCOMPARE_LE(largestDifference(forced, output.logProbabilities), logProbabilityTolerance);
    }

    void forcesNothingImpossible()
    {
        std::vector<Branch> branches = branchesOf(m_prompt, singleHeads());
        const auto none = forcedLogProbabilities(*m_model, pointersTo(branches), 5, {});
        QCOMPARE(none.size(), branches.size());
        QVERIFY(none.front().empty());
        for (const std::int32_t outside : {-1, 64}) {
            const std::int32_t answer[] = {3, outside}; // the last id is never fed
            QVERIFY(errorOf([&] { forcedLogProbabilities(*m_model, pointersTo(branches), 5, answer); }).contains("outside the vocabulary"));
        }
        std::stop_source source;
        source.request_stop();
        const std::int32_t answer[] = {3};
        QVERIFY_EXCEPTION_THROWN(forcedLogProbabilities(*m_model, pointersTo(branches), 5, answer, {source.get_token()}), Cancelled);
    }

    void contrast_data()
    {
        QTest::addColumn<double>("factor");
        for (const double factor : {0.0, 0.5, 1.0, 4.0})
            QTest::addRow("factor %.1f", factor) << factor;
    }

    /// Three masked branches, two of them with companions of their own, against decoding each pair by the definition.
    void contrast()
    {
        QFETCH(double, factor);
        const Intervention masks[]
            = {maskOf({{0, 0}, {1, 1}, {2, 2}}), maskOf({{0, 3}, {1, 0}}, MaskKind::Zero), maskOf({{2, 1}, {2, 3}}, MaskKind::Zero)};
        std::vector<Branch> masked = branchesOf(m_prompt, masks);
        std::vector<Branch> plain = branchesOf(m_prompt, std::vector<Intervention>(3));
        Branch *const companions[] = {&plain[0], nullptr, &plain[2]};
        const std::int32_t first[] = {5, 5, 9};
        const auto outputs = decodeGreedily(*m_model, pointersTo(masked), first, {10, {}, factor}, {}, {}, companions);
        for (const std::size_t i : {0U, 1U, 2U}) {
            QCOMPARE(outputs[i].ids.size(), std::size_t(10));
            Branch own(m_prompt, masks[i], {});
            Branch companion(m_prompt, {}, {});
            std::int32_t fed = first[i];
            for (std::size_t step = 0; step < 10; ++step) {
                const Eigen::ArrayXd q = logProbabilitiesOf(feed(*m_model, own, std::span(&fed, 1)));
                const Eigen::ArrayXd p = companions[i] ? logProbabilitiesOf(feed(*m_model, companion, std::span(&fed, 1))) : q;
                const double a = -factor * (p.exp() * p).sum();
                fed = outputs[i].ids[step];
                QCOMPARE(fed, best((1 + a) * p - a * q));
                QVERIFY(std::abs(static_cast<double>(outputs[i].logProbabilities[step]) - p[fed]) < logProbabilityTolerance);
            }
        }
        QCOMPARE(plain[0].nSteps(), 10);
        QCOMPARE(plain[1].nSteps(), 0);
    }

    void contrastOfNothingIsPlain()
    {
        std::vector<Branch> alone = branchesOf(m_prompt, std::vector<Intervention>(1));
        const std::int32_t first[] = {5};
        const GreedyOutput expected = decodeGreedily(*m_model, pointersTo(alone), first, {10, {}}).front();
        const Intervention mask = maskOf({{0, 0}, {1, 1}, {2, 2}}, MaskKind::Zero);
        for (const auto &[own, factor] : {std::pair(mask, 0.0), std::pair(Intervention(), 3.0)}) {
            Branch branch(m_prompt, own, {}, Capture::Nothing);
            Branch companion(m_prompt, {}, {}, Capture::Nothing);
            Branch *const branches[] = {&branch};
            Branch *const companions[] = {&companion};
            QCOMPARE(decodeGreedily(*m_model, branches, first, {10, {}, factor}, {}, {}, companions).front().ids, expected.ids);
        }
    }

    /// A pair ends when its answer does, and no sooner for the others.
    void contrastStops()
    {
        const Intervention masks[] = {maskOf({{0, 0}, {1, 1}, {2, 2}}, MaskKind::Zero), maskOf({{0, 3}, {1, 0}}, MaskKind::Zero)};
        const std::int32_t first[] = {5, 5};
        const auto decode = [&](const std::vector<std::int32_t> &stopIds) {
            std::vector<Branch> masked = branchesOf(m_prompt, masks);
            std::vector<Branch> plain = branchesOf(m_prompt, std::vector<Intervention>(2));
            return decodeGreedily(*m_model, pointersTo(masked), first, {10, stopIds, 2.0}, {}, {}, pointersTo(plain));
        };
        const auto whole = decode({});
        for (const std::int32_t stop : whole[0].ids) {
            const auto stopped = decode({stop});
            for (std::size_t i = 0; i < 2; ++i) {
                const auto found = std::ranges::find(whole[i].ids, stop);
                QCOMPARE(stopped[i].stopped, found != whole[i].ids.end());
                const auto end = stopped[i].stopped ? found + 1 : found;
                QCOMPARE(stopped[i].ids, std::vector(whole[i].ids.begin(), end));
            }
        }
    }

private:
    static constexpr int nAnswer = 24;
    static constexpr std::int32_t m_first[] = {5};

    static Intervention answerMask() { return maskOf({{0, 1}, {1, 2}}); }

    std::vector<std::int32_t> decodedPlainly(const std::vector<std::int32_t> &stopIds) const
    {
        Branch branch(m_prompt, answerMask(), {});
        Branch *const branches[] = {&branch};
        return decodeGreedily(*m_model, branches, m_first, {nAnswer, stopIds}).front().ids;
    }

    QTemporaryDir m_directory;
    std::shared_ptr<const Transformer> m_model;
    std::shared_ptr<const PromptCache> m_prompt;
};

QTEST_GUILESS_MAIN(TestGreedy)
#include "tst_greedy.moc"
