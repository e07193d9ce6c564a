// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/json.h"
#include "fixtures.h"

#include <QTest>

#include <fstream>

using namespace needlescope;

namespace {

/// The tolerances that the oracle's README suggests for a float32 engine.
constexpr double logitTolerance = 2e-3;
constexpr double weightTolerance = 5e-4;

nlohmann::json readJson(const QString &file)
{
    return nlohmann::json::parse(std::ifstream(oracle(file)));
}

/// Ids up to the first step whose margin is within the tolerance.
std::vector<std::int32_t> certain(const std::vector<std::int32_t> &ids, const nlohmann::json &margins)
{
    std::size_t n = 0;
    while (n < ids.size() && margins.at(n).get<double>() >= logitTolerance)
        ++n;
    return {ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(n)};
}

} // namespace

/// A trained model with retrieval heads: what its heads look at, and what it says under masks.
class TestRetriever : public QObject
{
    Q_OBJECT

private slots:
    void demoUnderChanges_data()
    {
        QTest::addColumn<bool>("plain");
        QTest::newRow("our loops") << false;
        QTest::newRow("torch's operations") << true;
    }

    /// The shipped demo model, its copying heads changed in every way, against transformers with such a change.
    void demoUnderChanges()
    {
        QFETCH(bool, plain);
        LoadOptions options;
        options.plain = plain;
        const auto model = Transformer::load(NEEDLESCOPE_SOURCE_DIR "/resources/models/demo", options);
        const auto golden = SafetensorsFile::open(ownData("retriever.safetensors"));
        const nlohmann::json cases = nlohmann::json::parse(std::ifstream(ownData("retriever.json")));
        const auto heads = cases.at("heads").get<std::vector<HeadId>>();
        QCOMPARE(cases.at("runs").size(), std::size_t(18));
        for (const nlohmann::json &run : cases.at("runs"))
            compareChange(*model, run, heads, *golden);
    }

    void headsLookWhereTheyDid_data() { models(); }

    void headsLookWhereTheyDid()
    {
        if (!std::filesystem::exists(oracle("retriever")))
            QSKIP("the oracles are absent");
        QFETCH(QString, model);
        const auto transformer = Transformer::load(oracle("retriever/models/" + model));
        const auto golden = SafetensorsFile::open(oracle("retriever/goldens/" + model + "_samples.safetensors"));
        const nlohmann::json samples = readJson("retriever/goldens/" + model + "_samples.json").at("samples");
        for (const nlohmann::json &sample : samples)
            compareSample(*transformer, sample, *golden);
    }

    void masksChangeTheAnswer_data() { models(); }

    void masksChangeTheAnswer()
    {
        if (!std::filesystem::exists(oracle("retriever")))
            QSKIP("the oracles are absent");
        QFETCH(QString, model);
        const auto transformer = Transformer::load(oracle("retriever/models/" + model));
        const auto golden = SafetensorsFile::open(oracle("retriever/goldens/" + model + "_masks.safetensors"));
        const nlohmann::json masks = readJson("retriever/goldens/" + model + "_masks.json");
        const nlohmann::json samples = readJson("retriever/goldens/" + model + "_samples.json").at("samples");
        const std::size_t most = model == "gL" ? 2 : 8; // its prompts are long
        for (std::size_t i = 0; i < most; ++i) {
            const std::string id = masks.at("sample_ids").at(i).get<std::string>();
            const auto sample = std::find_if(samples.begin(), samples.end(), [&](const nlohmann::json &s) { return s.at("id") == id; });
            const auto ids = sample->at("prompt_ids").get<std::vector<std::int32_t>>();
            compareRuns(*transformer, ids, masks, id, MaskScope::Decode, *golden);
            compareRuns(*transformer, ids, masks, id, MaskScope::Everywhere, *golden);
        }
    }

private:
    static void models()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("gH") << "gH";
        QTest::newRow("gL") << "gL";
    }

    static Intervention changeOf(const nlohmann::json &run, const std::vector<HeadId> &heads)
    {
        if (!run.contains("kind"))
            return {};
        Intervention change = maskOf(
            heads, enumFromName<MaskKind>(run.at("kind").get<std::string>()), enumFromName<MaskScope>(run.at("scope").get<std::string>()));
        change.factor = run.value("factor", 1.0F);
        change.sinkTokens = run.value("sinks", 0);
        change.recentTokens = run.value("recent", 0);
        return change;
    }

    /// Feeds the golden answer, so that every step can be compared.
    static void compareChange(
        const Transformer &model, const nlohmann::json &run, const std::vector<HeadId> &heads, const SafetensorsFile &golden)
    {
        const std::string name = run.at("name").get<std::string>() + ".";
        const auto ids = run.at("prompt_ids").get<std::vector<std::int32_t>>();
        const Intervention change = changeOf(run, heads);
        const std::vector<std::int32_t> output = integers(golden, name + "output_ids");
        std::vector<std::int32_t> fed{ids.back()};
        fed.insert(fed.end(), output.begin(), output.end() - 1);

        Branch branch(prefillBut1(model, ids, change), change, {});
        Branch *const branches[] = {&branch};
        for (std::size_t step = 0; step < fed.size(); ++step) {
            const Logits logits = model.step(branches, std::span(fed).subspan(step, 1));
            Eigen::Index best = 0;
            const double highest = logits.row(0).maxCoeff(&best);
            QVERIFY2(std::abs(highest - static_cast<double>(floats(golden, name + "logit")[step])) < logitTolerance, name.c_str());
            if (static_cast<double>(floats(golden, name + "margin")[step]) >= logitTolerance)
                QCOMPARE(static_cast<std::int32_t>(best), output[step]);
        }
        const HeadSummaries &summaries = branch.summaries();
        QCOMPARE_LE(largestDifference(summaries.weight, floats(golden, name + "weight")), weightTolerance);
        const std::vector<std::int32_t> argmax = integers(golden, name + "argmax");
        for (std::size_t i = 0; i < argmax.size(); ++i) {
            if (static_cast<double>(floats(golden, name + "gap")[i]) > weightTolerance)
                QCOMPARE(summaries.argmax[i], argmax[i]);
        }
        const std::span<const float> rows = floats(golden, name + "rows");
        for (std::size_t head = 0; head < heads.size(); ++head)
            QCOMPARE_LE(largestDifference(model.attentionRow(branch, 0, heads[head]), rows.subspan(head * ids.size(), ids.size())),
                weightTolerance);
    }

    static void compareSample(const Transformer &model, const nlohmann::json &sample, const SafetensorsFile &golden)
    {
        const std::string id = sample.at("id").get<std::string>();
        const auto ids = sample.at("prompt_ids").get<std::vector<std::int32_t>>();
        const auto output = sample.at("output_ids").get<std::vector<std::int32_t>>();
        const std::vector<std::int32_t> argmax = integers(golden, id + ".argmax");
        const std::span<const float> weight = floats(golden, id + ".weight");
        const std::span<const float> margin = floats(golden, id + ".margin");
        std::vector<std::int32_t> fed{ids.back()};
        fed.insert(fed.end(), output.begin(), output.end() - 1);

        Branch branch(prefillBut1(model, ids), {}, {});
        Branch *const branches[] = {&branch};
        for (std::size_t step = 0; step < fed.size(); ++step) {
            const Logits logits = model.step(branches, std::span(fed).subspan(step, 1));
            Eigen::Index best = 0;
            QVERIFY(std::abs(static_cast<double>(logits.row(0).maxCoeff(&best)) - sample.at("logit_best").at(step).get<double>())
                < logitTolerance);
            if (sample.at("logit_margin").at(step).get<double>() >= logitTolerance)
                QCOMPARE(static_cast<std::int32_t>(best), output[step]);
            if (sample.at("full_rows").get<bool>())
                QCOMPARE_LE(largestDifference(numbers(logits),
                                floats(golden, id + ".logits").subspan(step * numbers(logits).size(), numbers(logits).size())),
                    logitTolerance);
        }
        const HeadSummaries &summaries = branch.summaries();
        QCOMPARE(summaries.argmax.size(), argmax.size());
        QCOMPARE_LE(largestDifference(summaries.weight, weight), weightTolerance);
        for (std::size_t i = 0; i < argmax.size(); ++i) {
            if (static_cast<double>(margin[i]) > weightTolerance)
                QCOMPARE(summaries.argmax[i], argmax[i]);
        }
        if (sample.at("full_rows").get<bool>())
            compareRows(model, branch, floats(golden, id + ".attn"), ids.size() + fed.size() - 1);
    }

    static void compareRows(const Transformer &model, const Branch &branch, std::span<const float> expected, std::size_t width)
    {
        const HeadSummaries &s = branch.summaries();
        for (int step = 0; step < s.nSteps; ++step) {
            for (int head = 0; head < s.nLayers * s.nHeads; ++head) {
                const HeadId id{head / s.nHeads, head % s.nHeads};
                const std::vector<float> row = model.attentionRow(branch, step, id);
                QCOMPARE_LE(largestDifference(row, expected.subspan(s.index(step, id) * width, row.size())), weightTolerance);
            }
        }
    }

    /// All runs of one sample and scope; where only decoding is masked, they share the prompt and decode together.
    static void compareRuns(const Transformer &model, const std::vector<std::int32_t> &ids, const nlohmann::json &masks,
        const std::string &sample, MaskScope scope, const SafetensorsFile &golden)
    {
        std::vector<const nlohmann::json *> runs;
        std::vector<Branch> branches;
        std::shared_ptr<const PromptCache> prompt;
        for (const nlohmann::json &run : masks.at("runs")) {
            if (run.at("sample") != sample || run.at("scope") != nameOf(scope))
                continue;
            const auto set = std::find_if(masks.at("sets").begin(), masks.at("sets").end(),
                [&](const nlohmann::json &candidate) { return candidate.at("name") == run.at("set"); });
            const Intervention mask
                = maskOf(set->at("heads").get<std::vector<HeadId>>(), enumFromName<MaskKind>(run.at("kind").get<std::string>()), scope);
            prompt = model.prefill(std::span(ids).first(ids.size() - 1), mask, {}, prompt);
            branches.emplace_back(prompt, mask, TokenSpan());
            runs.push_back(&run);
        }
        QCOMPARE(runs.size(), std::size_t(20));
        std::vector<Branch *> batch;
        for (Branch &branch : branches)
            batch.push_back(&branch);
        const std::vector<std::int32_t> first(batch.size(), ids.back());
        const GreedyLimits limits{
            masks.at("meta").at("mask_max_new").get<int>(), {masks.at("meta").at("mask_stop_id").get<std::int32_t>()}};
        const std::vector<GreedyOutput> outputs = decodeGreedily(model, batch, first, limits);

        std::vector<Branch> again;
        std::vector<Branch *> batchAgain;
        for (const Branch *branch : batch)
            again.emplace_back(std::make_shared<const PromptCache>(branch->prompt()), branch->intervention(), TokenSpan());
        for (Branch &branch : again)
            batchAgain.push_back(&branch);
        const Logits logits = model.step(batchAgain, first);
        for (std::size_t i = 0; i < runs.size(); ++i) {
            const auto row = numbers(logits, static_cast<Eigen::Index>(i));
            const auto goldenRow = runs[i]->at("row").get<std::size_t>();
            QCOMPARE_LE(
                largestDifference(row, floats(golden, "first_step_logits").subspan(goldenRow * row.size(), row.size())), logitTolerance);
            const std::vector<std::int32_t> expected
                = certain(runs[i]->at("output_ids").get<std::vector<std::int32_t>>(), runs[i]->at("logit_margin"));
            std::vector<std::int32_t> actual = outputs[i].ids;
            actual.resize(std::min(actual.size(), expected.size()));
            QCOMPARE(actual, expected);
            if (expected.size() == runs[i]->at("output_ids").size())
                QCOMPARE(outputs[i].stopped, runs[i]->at("stopped").get<bool>());
        }
    }
};

QTEST_GUILESS_MAIN(TestRetriever)
#include "tst_retriever.moc"
