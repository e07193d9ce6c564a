// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "fixtures.h"

#include "api/json.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>

using namespace needlescope;

namespace {

/// Of the logit before it is capped: float32 sums in another order.
constexpr double sumTolerance = 1e-4;
/// Of the spread of what the heads contribute, against transformers in float32, its sums in float64.
constexpr double partTolerance = 1e-3;

double capped(const std::filesystem::path &directory, double logit)
{
    const nlohmann::json file = nlohmann::json::parse(std::ifstream(directory / "config.json"));
    const nlohmann::json config = file.value("text_config", file);
    const bool gemma2 = config.at("model_type") == "gemma2"; // the only one that has a cap where its config says nothing
    const nlohmann::json cap = config.value("final_logit_softcapping", gemma2 ? nlohmann::json(30) : nlohmann::json());
    return cap.is_number() ? std::tanh(logit / cap.get<double>()) * cap.get<double>() : logit;
}

double sumOf(const LogitAttribution &parts)
{
    return parts.heads.cast<double>().sum() + std::accumulate(parts.feedForward.begin(), parts.feedForward.end(), 0.0)
        + static_cast<double>(parts.embedding) + static_cast<double>(parts.rest);
}

/// A golden checkpoint, its prompt, and the answer that it gives.
struct Case
{
    explicit Case(const std::filesystem::path &folder, bool plain = false)
        : directory(folder)
        , golden(SafetensorsFile::open(folder / "golden.safetensors"))
        , ids(integers(*golden, "input_ids"))
    {
        LoadOptions options;
        options.plain = plain;
        model = Transformer::load(folder, options);
        prompt = prefillBut1(*model, ids);
    }

    /// What contributes to @p target behind the prompt, under @p mask.
    LogitAttribution attributed(std::int32_t target, const Intervention &mask = {}) const
    {
        Branch branch(prompt, mask, {});
        return model->attribute(branch, ids.back(), target);
    }

    std::filesystem::path directory;
    std::shared_ptr<const SafetensorsFile> golden;
    std::vector<std::int32_t> ids;
    std::shared_ptr<const Transformer> model;
    std::shared_ptr<const PromptCache> prompt;
};

} // namespace

/// What each head, layer and embedding contribute to a logit.
class TestAttribution : public QObject
{
    Q_OBJECT

private slots:
    void partsAddUp_data() { checkpoints(); }

    /// To the logit that decoding gives, for several tokens and steps; attributing is a step as any other.
    void partsAddUp()
    {
        QFETCH(std::filesystem::path, directory);
        const Case given(directory);
        Branch attributed(given.prompt, {}, {2, 5});
        Branch stepped(given.prompt, {}, {2, 5});
        Branch *const branches[] = {&stepped};
        for (const std::int32_t token : {given.ids.back(), 7, 9}) {
            const std::int32_t target = (token * 5 + 1) % given.model->info().vocabularySize;
            const Logits logits = given.model->step(branches, std::span(&token, 1));
            const LogitAttribution parts = given.model->attribute(attributed, token, target);
            const double tolerance = sumTolerance * spread(numbers(logits));
            QVERIFY(std::abs(sumOf(parts) - static_cast<double>(parts.logit)) <= sumTolerance * sizeOf(parts));
            QVERIFY(std::abs(capped(directory, sumOf(parts)) - static_cast<double>(logits(0, target)))
                <= tolerance + sumTolerance * sizeOf(parts));
        }
        QCOMPARE(attributed.nSteps(), 3);
        QCOMPARE(attributed.summaries().argmax, stepped.summaries().argmax);
        QCOMPARE(attributed.summaries().weight, stepped.summaries().weight);
    }

    void partsEqualTransformers_data()
    {
        QTest::addColumn<std::filesystem::path>("directory");
        QTest::addColumn<bool>("plain");
        for (const auto &[name, path] : goldenCheckpoints()) {
            if (!SafetensorsFile::open(path / "golden.safetensors")->tensors().contains("attribution.heads"))
                continue;
            QTest::addRow("%s", qPrintable(name)) << path << false;
            QTest::addRow("%s, torch's operations", qPrintable(name)) << path << true;
        }
    }

    void partsEqualTransformers()
    {
        QFETCH(std::filesystem::path, directory);
        QFETCH(bool, plain);
        const Case given(directory, plain);
        const LogitAttribution parts = given.attributed(integers(*given.golden, "attribution.target").front());
        const std::span<const float> heads = floats(*given.golden, "attribution.heads");
        const double tolerance = partTolerance * spread(heads);
        QCOMPARE_LE(largestDifference({parts.heads.data(), static_cast<std::size_t>(parts.heads.size())}, heads), tolerance);
        QCOMPARE_LE(largestDifference(parts.feedForward, floats(*given.golden, "attribution.feed_forward")), tolerance);
        QCOMPARE_LE(std::abs(static_cast<double>(parts.embedding - floats(*given.golden, "attribution.embedding").front())), tolerance);
    }

    void changedHeads()
    {
        const Case given(ownData("gptneox")); // attention and feed-forward beside each other: the last layer's parts do not depend on it
        const HeadId head{2, 1};
        const LogitAttribution whole = given.attributed(11);
        const LogitAttribution without = given.attributed(11, maskOf({head}, MaskKind::Zero));
        Intervention doubling = maskOf({head}, MaskKind::Scale);
        doubling.factor = 2;
        const LogitAttribution doubled = given.attributed(11, doubling);
        QCOMPARE(without.heads(2, 1), 0.0F);
        QVERIFY(std::abs(whole.heads(2, 1)) > 0.01F);
        // The norm's scale differs between the three, the shares do not.
        const auto share = [](const LogitAttribution &parts) { return static_cast<double>(parts.heads(2, 1) / parts.heads(2, 0)); };
        QVERIFY(std::abs(share(doubled) - 2 * share(whole)) < 1e-3 * std::abs(share(doubled)));
        QVERIFY(std::abs(sumOf(without) - static_cast<double>(without.logit)) <= sumTolerance * sizeOf(without));
    }

    void refusesWhatIsNotThere()
    {
        const Case given(ownData("llama"));
        QVERIFY(errorOf([&] { given.attributed(64); }).contains("The token id 64 is outside the vocabulary"));
        QVERIFY(errorOf([&] { given.attributed(1, maskOf({{3, 0}})); }).contains("no head 3:0"));
        const Case normed(ownData("minimax"));
        QVERIFY(errorOf([&] { normed.attributed(1); }).contains("'minimax' norms its residual stream"));
    }

private:
    QTemporaryDir m_scratch;

    void checkpoints()
    {
        QTest::addColumn<std::filesystem::path>("directory");
        std::vector<NamedFolder> all = goldenCheckpoints();
        std::ranges::copy(goldenCheckpoints2026(m_scratch.path().toStdString()), std::back_inserter(all));
        for (const auto &[name, path] : all) {
            if (path.filename() != "minimax") // which is refused
                QTest::addRow("%s", qPrintable(name)) << path;
        }
    }

    /// What the sum is rounded to: its parts can be much larger than it.
    static double sizeOf(const LogitAttribution &parts)
    {
        double size = parts.heads.cast<double>().abs().sum() + std::abs(static_cast<double>(parts.embedding))
            + std::abs(static_cast<double>(parts.rest));
        for (const float part : parts.feedForward)
            size += std::abs(static_cast<double>(part));
        return size;
    }
};

QTEST_GUILESS_MAIN(TestAttribution)
#include "tst_attribution.moc"
