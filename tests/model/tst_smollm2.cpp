// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures.h"

#include "api/json.h"
#include "measures/retrievalscore.h"
#include "realmodel.h"

#include <QTest>

#include <algorithm>
#include <fstream>

using namespace needlescope;
using nlohmann::json;

namespace {

/// The reference computes in float32 from the same numbers; logits are around 20.
constexpr double logitTolerance = 5e-3;
constexpr double weightTolerance = 2e-4;
/// Where best and second lie closer, float32 in another order may turn them.
constexpr double least = 1e-2;
constexpr double leastAttention = 5e-4;

} // namespace

/// A real model from its GGUF against transformers: answers, what every head looked at, scores, masks.
class TestSmolLm2 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void samplesAreEqual();
    void masksAreEqual();
    void roundingTurnsFewCopies();

private:
    static json readOracle(const char *name) { return json::parse(std::ifstream(oracle(QString("smollm2/%1").arg(name)))); }

    /// As far as the margins of @p expected are wide enough.
    static void compareOutput(const std::vector<std::int32_t> &output, const json &expected)
    {
        const auto ids = expected.at("output_ids").get<std::vector<std::int32_t>>();
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (expected.at("logit_margin").at(i).get<double>() < least)
                return;
            QVERIFY(i < output.size());
            QCOMPARE(output[i], ids[i]);
        }
        QCOMPARE(output.size(), ids.size());
    }

    std::shared_ptr<const Transformer> m_model;
};

void TestSmolLm2::initTestCase()
{
    if (realModel().empty())
        QSKIP("SmolLM2 is not here; sh packaging/realmodel.sh gets it");
    m_model = Transformer::load(realModel());
    QCOMPARE(m_model->info().nLayers, 30);
    QCOMPARE(m_model->info().nHeads, 9);
    QCOMPARE(m_model->info().dtype, std::string("q4_1"));
    if (!std::filesystem::exists(oracle("smollm2")))
        QSKIP("the oracles are absent");
}

void TestSmolLm2::samplesAreEqual()
{
    const auto golden = SafetensorsFile::open(oracle("smollm2/samples.safetensors"));
    const json samples = readOracle("samples.json").at("samples");
    for (const json &sample : samples) {
        const std::string id = sample.at("id").get<std::string>();
        const auto ids = sample.at("prompt_ids").get<std::vector<std::int32_t>>();
        const auto output = sample.at("output_ids").get<std::vector<std::int32_t>>();
        const TokenSpan needle{sample.at("needle_start").get<int>(), sample.at("needle_end").get<int>()};
        Branch branch(prefillBut1(*m_model, ids), {}, needle);
        Branch *const branches[] = {&branch};
        std::vector<std::int32_t> fed{ids.back()};
        fed.insert(fed.end(), output.begin(), output.end() - 1);
        std::vector<std::int32_t> decoded;
        for (std::size_t step = 0; step < fed.size(); ++step) {
            const Logits logits = m_model->step(branches, std::span(fed).subspan(step, 1));
            Eigen::Index best = 0;
            logits.row(0).maxCoeff(&best);
            decoded.push_back(static_cast<std::int32_t>(best));
            if (step == 0)
                QCOMPARE_LE(largestDifference(numbers(logits), floats(*golden, id + ".first_logits")), logitTolerance);
        }
        compareOutput(decoded, sample);

        const HeadSummaries &summaries = branch.summaries();
        QCOMPARE_LE(largestDifference(summaries.weight, floats(*golden, id + ".weight")), weightTolerance);
        const std::vector<std::int32_t> argmax = integers(*golden, id + ".argmax");
        const std::span<const float> margin = floats(*golden, id + ".margin");
        std::size_t compared = 0;
        for (std::size_t i = 0; i < argmax.size(); ++i) {
            if (static_cast<double>(margin[i]) < leastAttention)
                continue;
            ++compared;
            QCOMPARE(summaries.argmax[i], argmax[i]);
        }
        QVERIFY(compared > argmax.size() / 2);

        const HeadArray scores = headScores(ScoreRule::Reference, ids, needle, decoded, summaries);
        for (int layer = 0; layer < 30; ++layer) {
            for (int head = 0; head < 9; ++head) {
                const double expected
                    = sample.at("head_score").at(static_cast<std::size_t>(layer)).at(static_cast<std::size_t>(head)).get<double>();
                QVERIFY2(std::abs(static_cast<double>(scores(layer, head)) - expected) < 1e-4,
                    qPrintable(
                        QString("%1 L%2H%3: %4, not %5").arg(id.c_str()).arg(layer).arg(head).arg(scores(layer, head)).arg(expected)));
            }
        }
    }
}

void TestSmolLm2::masksAreEqual()
{
    const json masks = readOracle("masks.json");
    const json samples = readOracle("samples.json").at("samples");
    const auto golden = SafetensorsFile::open(oracle("smollm2/samples.safetensors"));
    const std::span<const float> firstLogits = floats(*golden, "masks.first_logits");
    for (const json &run : masks.at("runs")) {
        const auto sample = std::ranges::find_if(samples, [&](const json &s) { return s.at("id") == run.at("sample"); });
        const auto set = std::ranges::find_if(masks.at("sets"), [&](const json &s) { return s.at("name") == run.at("set"); });
        std::vector<HeadId> heads;
        for (const json &head : set->at("heads"))
            heads.push_back({head.at(0).get<int>(), head.at(1).get<int>()});
        const Intervention mask = maskOf(
            heads, enumFromName<MaskKind>(run.at("kind").get<std::string>()), enumFromName<MaskScope>(run.at("scope").get<std::string>()));
        const auto ids = sample->at("prompt_ids").get<std::vector<std::int32_t>>();
        const auto prompt = prefillBut1(*m_model, ids, mask);
        const auto row = run.at("row").get<std::size_t>();
        Branch first(prompt, mask, {}, Capture::Nothing);
        const Logits logits = feed(*m_model, first, std::span(ids).last(1));
        QCOMPARE_LE(
            largestDifference(numbers(logits), firstLogits.subspan(row * numbers(logits).size(), numbers(logits).size())), logitTolerance);
        Branch branch(prompt, mask, {}, Capture::Nothing);
        Branch *const branches[] = {&branch};
        const int most = static_cast<int>(run.at("output_ids").size()); // some were made with a lower limit
        const auto outputs
            = decodeGreedily(*m_model, branches, std::span(ids).last(1), {most, {sample->at("stop_id").get<std::int32_t>()}, 0});
        compareOutput(outputs.front().ids, run);
    }
}

/// On cpu-bf16: the same answer, and no head whose score differs by more than one copied token.
void TestSmolLm2::roundingTurnsFewCopies()
{
    LoadOptions options;
    options.device = "cpu-bf16";
    const auto rounded = Transformer::load(realModel(), options);
    const json sample = readOracle("samples.json").at("samples").front();
    const auto ids = sample.at("prompt_ids").get<std::vector<std::int32_t>>();
    const TokenSpan needle{sample.at("needle_start").get<int>(), sample.at("needle_end").get<int>()};
    Branch branch(prefillBut1(*rounded, ids), {}, needle);
    Branch *const branches[] = {&branch};
    const auto outputs = decodeGreedily(*rounded, branches, std::span(ids).last(1), {40, {sample.at("stop_id").get<std::int32_t>()}, 0});
    QCOMPARE(outputs.front().ids, sample.at("output_ids").get<std::vector<std::int32_t>>());
    const HeadArray scores = headScores(ScoreRule::Reference, ids, needle, outputs.front().ids, branch.summaries());
    const double copy = 1.0 / needle.size();
    for (int layer = 0; layer < 30; ++layer) {
        for (int head = 0; head < 9; ++head)
            QCOMPARE_LE(std::abs(static_cast<double>(scores(layer, head))
                            - sample.at("head_score").at(static_cast<std::size_t>(layer)).at(static_cast<std::size_t>(head)).get<double>()),
                copy + 1e-4);
    }
}

QTEST_GUILESS_MAIN(TestSmolLm2)
#include "tst_smollm2.moc"
