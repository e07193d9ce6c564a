// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "fixtures.h"
#include "tinycheckpoint.h"

#include "model/placement.h"
#include "model/rope.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <numeric>

using namespace needlescope;

namespace {

/// Of the spread of logits: the same float32 numbers added up in another order.
constexpr double orderTolerance = 2e-5;
/// Of attention weights, for the same reason.
constexpr double weightTolerance = 2e-5;

void compareLogits(const Logits &actual, const Logits &expected)
{
    QCOMPARE_LE(largestDifference(numbers(actual), numbers(expected)), orderTolerance * spread(numbers(expected)));
}

const Intervention uniformEverywhere = maskOf({{0, 1}, {2, 3}}, MaskKind::Uniform, MaskScope::Everywhere);
const Intervention zeroEverywhere = maskOf({{0, 1}, {1, 0}, {2, 3}}, MaskKind::Zero, MaskScope::Everywhere);
const Intervention meanEverywhere = maskOf({{0, 0}, {1, 2}}, MaskKind::Mean, MaskScope::Everywhere);

Intervention scaled(std::vector<HeadId> heads, float factor, MaskScope scope = MaskScope::Decode)
{
    Intervention mask = maskOf(std::move(heads), MaskKind::Scale, scope);
    mask.factor = factor;
    return mask;
}

Intervention windowed(std::vector<HeadId> heads, int sinks, int recent, MaskScope scope = MaskScope::Decode)
{
    Intervention mask = maskOf(std::move(heads), MaskKind::Window, scope);
    mask.sinkTokens = sinks;
    mask.recentTokens = recent;
    return mask;
}

} // namespace

/// Prompt caches, branches, interventions and capture on random weights: every fast path against a plainer one.
class TestTransformer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        TinyCheckpoint().write(path("m"));
        m_model = Transformer::load(path("m"), withBlock(16));
    }

    void stepsEqualTrace_data()
    {
        QTest::addColumn<Intervention>("intervention");
        QTest::addColumn<bool>("plain");
        for (const bool plain : {false, true}) {
            const char *kind = plain ? "torch's operations" : "our loops";
            QTest::addRow("no mask, %s", kind) << Intervention() << plain;
            QTest::addRow("uniform, %s", kind) << uniformEverywhere << plain;
            QTest::addRow("zero, %s", kind) << zeroEverywhere << plain;
        }
    }

    void stepsEqualTrace()
    {
        QFETCH(Intervention, intervention);
        QFETCH(bool, plain);
        const auto model = Transformer::load(path("m"), withBlock(16, plain));
        const std::vector<std::int32_t> ids = someIds(90); // more steps than a tail has room for at first
        constexpr std::size_t nPrompt = 37;
        const Transformer::Trace trace = model->trace(ids, true, intervention);
        compareLogits(model->trace(ids, false, intervention).logits, trace.logits);

        const TokenSpan needle{5, 9};
        Branch branch(model->prefill(std::span(ids).first(nPrompt), intervention), intervention, needle);
        const Logits logits = feed(*model, branch, std::span(ids).subspan(nPrompt));
        compareLogits(logits, trace.logits.bottomRows(static_cast<Eigen::Index>(ids.size() - nPrompt)));
        verifyCapture(*model, branch, trace, ids.size());
    }

    void onePromptTokenOrNone()
    {
        const std::vector<std::int32_t> ids = someIds(4);
        for (const std::size_t nPrompt : {0, 1}) {
            Branch branch(m_model->prefill(std::span(ids).first(nPrompt)), maskOf({{1, 1}}, MaskKind::Mean), {});
            const Logits logits = feed(*m_model, branch, std::span(ids).subspan(nPrompt));
            QVERIFY(logits.isFinite().all());
            QCOMPARE(branch.nSteps(), static_cast<int>(ids.size() - nPrompt));
        }
    }

    void longPromptsUseBlas()
    {
        // 300 rows go through BLAS at once; 16 go through our loops.
        const auto large = Transformer::load(path("m"), withBlock(300));
        const std::vector<std::int32_t> ids = someIds(300);
        compareLogits(large->trace(ids, false).logits, m_model->trace(ids, false).logits);
    }

    void keyBlocksDoNotShow()
    {
        // More keys than the 512 of a block of the running softmax, against the whole map.
        const std::vector<std::int32_t> ids = someIds(1100);
        compareLogits(m_model->trace(ids, false).logits, m_model->trace(ids, true).logits);
    }

    void reusedPromptsAreEqual_data()
    {
        QTest::addColumn<Intervention>("intervention");
        QTest::newRow("no mask") << Intervention();
        QTest::newRow("decode only") << maskOf({{0, 1}}, MaskKind::Mean);
        QTest::newRow("uniform") << uniformEverywhere;
        QTest::newRow("zero") << zeroEverywhere;
        QTest::newRow("mean") << meanEverywhere;
        QTest::newRow("scale") << scaled({{0, 0}, {1, 2}}, 0.5F, MaskScope::Everywhere);
        QTest::newRow("window") << windowed({{0, 0}, {1, 2}}, 2, 9, MaskScope::Everywhere);
    }

    void reusedPromptsAreEqual()
    {
        QFETCH(Intervention, intervention);
        const std::vector<std::int32_t> old = someIds(70);
        std::vector<std::int32_t> ids = old;
        ids[45] = (ids[45] + 1) % 64; // the first 45 are shared: two whole blocks of 16
        ids.push_back(3);
        const auto oldCache = m_model->prefill(old, intervention);
        const auto reused = m_model->prefill(ids, intervention, {}, oldCache);
        const auto fresh = m_model->prefill(ids, intervention);
        const Intervention masks[] = {intervention, maskOf({{0, 2}, {2, 1}}, MaskKind::Mean)};
        for (const Intervention &mask : masks) {
            if (mask.scope == MaskScope::Decode && intervention.scope == MaskScope::Everywhere)
                continue;
            Branch a(reused, mask, {});
            Branch b(fresh, mask, {});
            QCOMPARE(
                largestDifference(numbers(feed(*m_model, a, std::span(ids).first(3))), numbers(feed(*m_model, b, std::span(ids).first(3)))),
                0.0);
        }
        QCOMPARE(m_model->prefill(ids, intervention, {}, fresh), fresh);

        int firstReported = -1;
        Work work;
        work.progress = [&](const Progress &progress) {
            QCOMPARE(progress.activity, Activity::Reading);
            firstReported = firstReported < 0 ? static_cast<int>(progress.done) : firstReported;
        };
        m_model->prefill(ids, intervention, work, oldCache);
        // Four blocks are read together, the last ones of which are fewer.
        QCOMPARE(firstReported, intervention.kind == MaskKind::Mean && intervention.scope == MaskScope::Everywhere ? 64 : 71);
    }

    void reuseNeedsTheSameMask()
    {
        const std::vector<std::int32_t> ids = someIds(40);
        const auto unmasked = m_model->prefill(ids);
        QVERIFY(m_model->prefill(ids, zeroEverywhere, {}, unmasked) != unmasked);
        for (const auto &[mask, other] : {std::pair(scaled({{0, 0}}, 2, MaskScope::Everywhere), scaled({{0, 0}}, 3, MaskScope::Everywhere)),
                 std::pair(windowed({{0, 0}}, 2, 9, MaskScope::Everywhere), windowed({{0, 0}}, 2, 8, MaskScope::Everywhere))}) {
            const auto masked = m_model->prefill(ids, mask);
            QCOMPARE(m_model->prefill(ids, mask, {}, masked), masked);
            Branch read(m_model->prefill(ids, other, {}, masked), other, {});
            Branch fresh(m_model->prefill(ids, other), other, {});
            QCOMPARE(largestDifference(numbers(feed(*m_model, read, ids)), numbers(feed(*m_model, fresh, ids))), 0.0);
            QVERIFY(!errorOf([&] { Branch(masked, other, {}); }).isEmpty());
        }
        QVERIFY(!errorOf([&] { Branch(unmasked, zeroEverywhere, {}); }).isEmpty());
        QVERIFY(!errorOf([&] { Branch(m_model->prefill(ids, zeroEverywhere), {}, {}); }).isEmpty());
        Branch(unmasked, maskOf({{0, 1}}), {});
    }

    void zeroEqualsZeroedRowsOfOutput()
    {
        TinyCheckpoint checkpoint;
        for (const HeadId head : zeroEverywhere.heads)
            zeroOutput(checkpoint, head);
        checkpoint.write(path("zeroed"));
        const auto zeroed = Transformer::load(path("zeroed"));
        const std::vector<std::int32_t> ids = someIds(50);
        compareLogits(m_model->trace(ids, false, zeroEverywhere).logits, zeroed->trace(ids, false).logits);
    }

    /// The mean is checked against its definition, from the trace's attention and the weights, and against o_proj with a bias of it.
    void meanEqualsBiasOfMeanOutput()
    {
        const std::vector<std::int32_t> ids = someIds(50);
        const HeadId head{0, 3};
        TinyCheckpoint checkpoint(nlohmann::json{{"attention_bias", true}});
        for (int layer = 0; layer < 3; ++layer) {
            const std::string prefix = "model.layers." + std::to_string(layer) + ".self_attn.";
            for (const auto &[name, size] : {std::pair("q", 40), std::pair("k", 20), std::pair("v", 20), std::pair("o", 24)})
                checkpoint.tensors[prefix + name + "_proj.bias"] = {{size}, std::vector<float>(static_cast<std::size_t>(size), 0.0F)};
        }
        const std::vector<double> mean = meanOutputOfFirstLayer(checkpoint, m_model->trace(ids, true).attentions, ids, head.head);
        const std::vector<float> &output = checkpoint.tensors.at("model.layers.0.self_attn.o_proj.weight").numbers;
        for (std::size_t row = 0; row < 24; ++row) {
            double sum = 0;
            for (std::size_t i = 0; i < 10; ++i)
                sum += mean[i] * static_cast<double>(output[row * 40 + static_cast<std::size_t>(head.head) * 10 + i]);
            checkpoint.tensors.at("model.layers.0.self_attn.o_proj.bias").numbers[row] = static_cast<float>(sum);
        }
        zeroOutput(checkpoint, head);
        checkpoint.write(path("biased"));
        const auto biased = Transformer::load(path("biased"));
        const Intervention mask = maskOf({head}, MaskKind::Mean, MaskScope::Everywhere);
        const Logits expected = biased->trace(ids, false).logits;
        compareLogits(m_model->trace(ids, false, mask).logits, expected);

        Branch branch(m_model->prefill(std::span(ids), mask), mask, {});
        Branch sameBranch(biased->prefill(std::span(ids)), {}, {});
        compareLogits(feed(*m_model, branch, std::span(ids).first(5)), feed(*biased, sameBranch, std::span(ids).first(5)));
    }

    void decodeScopeLeavesThePromptAlone()
    {
        const std::vector<std::int32_t> ids = someIds(40);
        const Intervention mask = maskOf({{0, 1}, {1, 2}}, MaskKind::Zero);
        QCOMPARE(largestDifference(numbers(m_model->trace(ids, false, mask).logits), numbers(m_model->trace(ids, false).logits)), 0.0);
        const auto prompt = m_model->prefill(ids, mask);
        QCOMPARE(m_model->prefill(ids, {}, {}, prompt), prompt);
        Branch masked(prompt, mask, {});
        Branch unmasked(prompt, {}, {});
        QVERIFY(largestDifference(
                    numbers(feed(*m_model, masked, std::span(ids).first(1))), numbers(feed(*m_model, unmasked, std::span(ids).first(1))))
            > 0.01);
    }

    void batchesEqualSingles_data()
    {
        QTest::addColumn<bool>("plain");
        QTest::addColumn<QString>("device");
        QTest::newRow("our loops") << false << "cpu";
        QTest::newRow("our loops, rounded") << false << "cpu-bf16";
        QTest::newRow("torch's operations") << true << "cpu";
    }

    /// Different masks, prompts, lengths and tails in one batch; with our loops equal to the last bit.
    void batchesEqualSingles()
    {
        QFETCH(bool, plain);
        QFETCH(QString, device);
        LoadOptions options = withBlock(16, plain);
        options.device = device.toStdString();
        TinyCheckpoint().write(path("bf16"), "BF16");
        const auto model = Transformer::load(path("bf16"), options);
        const std::shared_ptr<const PromptCache> prompts[]
            = {model->prefill(someIds(33)), model->prefill(someIds(61, 2)), model->prefill({})};
        const Intervention masks[] = {{}, maskOf({{0, 1}, {2, 0}}), maskOf({{1, 1}}, MaskKind::Zero),
            maskOf({{1, 3}, {2, 2}}, MaskKind::Mean), scaled({{1, 3}}, 0.5F), windowed({{0, 2}, {1, 3}}, 2, 9), windowed({{1, 3}}, 0, 4)};
        std::vector<Branch> together;
        std::vector<Branch> alone;
        for (int i = 0; i < (plain ? 21 : 150); ++i) { // 150: more than one batch of our loops
            together.emplace_back(prompts[i % 3], masks[i % 7], TokenSpan{3, 8});
            alone.emplace_back(prompts[i % 3], masks[i % 7], TokenSpan{3, 8});
        }
        std::vector<Branch *> batch;
        std::vector<Logits> expected;
        const std::vector<std::int32_t> ids = someIds(6, 9);
        for (std::size_t i = 0; i < alone.size(); ++i) {
            const std::size_t ahead = i % 2; // some tails are longer
            feed(*model, together[i], std::span(ids).first(ahead));
            expected.push_back(feed(*model, alone[i], std::span(ids).first(ahead + 3)).bottomRows(3));
            batch.push_back(&together[i]);
        }
        for (std::size_t step = 0; step < 3; ++step) {
            std::vector<std::int32_t> tokens;
            for (std::size_t i = 0; i < batch.size(); ++i)
                tokens.push_back(ids[i % 2 + step]);
            const Logits logits = model->step(batch, tokens);
            for (std::size_t i = 0; i < batch.size(); ++i) {
                const Logits row = logits.row(static_cast<Eigen::Index>(i));
                const Logits expectedRow = expected[i].row(static_cast<Eigen::Index>(step));
                if (plain)
                    compareLogits(row, expectedRow);
                else
                    QCOMPARE(largestDifference(numbers(row), numbers(expectedRow)), 0.0);
            }
        }
        if (plain)
            return;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            QCOMPARE(together[i].summaries().argmax, alone[i].summaries().argmax);
            QCOMPARE(together[i].summaries().weight, alone[i].summaries().weight);
            QCOMPARE(together[i].summaries().needleMass, alone[i].summaries().needleMass);
        }
    }

    /// Masks that begin to differ in every layer, on one prompt: rows are shared until they part, and tokens part some of them midway.
    void sharedRowsEqualTheirOwn()
    {
        const std::vector<std::int32_t> ids = someIds(50);
        const auto prompt = m_model->prefill(ids);
        std::vector<Intervention> masks{{}, maskOf({}, MaskKind::Zero), maskOf({{0, 2}, {1, 1}, {2, 0}}), maskOf({{0, 2}, {1, 1}, {2, 3}})};
        for (const MaskKind kind : {MaskKind::Uniform, MaskKind::Zero, MaskKind::Mean}) {
            for (int head = 0; head < 12; ++head)
                masks.push_back(maskOf({{head / 4, head % 4}}, kind));
        }
        for (const int layer : {0, 1, 2}) { // the same heads of which only the numbers differ
            const std::vector<HeadId> heads{{layer, 1}, {layer, 2}};
            masks.insert(
                masks.end(), {scaled(heads, 0.5F), scaled(heads, 2), windowed(heads, 2, 9), windowed(heads, 2, 20), windowed(heads, 0, 9)});
        }
        const auto fed = [&](std::size_t branch) { return someIds(5, branch % 5 < 3 ? 7 : 8); };
        std::vector<Branch> together;
        std::vector<Branch *> batch;
        together.reserve(masks.size());
        for (const Intervention &mask : masks)
            batch.push_back(&together.emplace_back(prompt, mask, TokenSpan{3, 8}));
        std::vector<Logits> logits;
        for (std::size_t step = 0; step < 5; ++step) {
            std::vector<std::int32_t> tokens;
            for (std::size_t i = 0; i < masks.size(); ++i)
                tokens.push_back(step < 2 ? ids[step] : fed(i)[step]);
            logits.push_back(m_model->step(batch, tokens));
        }
        for (std::size_t i = 0; i < masks.size(); ++i) {
            Branch alone(prompt, masks[i], {3, 8});
            std::vector<std::int32_t> tokens = fed(i);
            std::copy_n(ids.begin(), 2, tokens.begin());
            const Logits expected = feed(*m_model, alone, tokens);
            for (std::size_t step = 0; step < 5; ++step) {
                QCOMPARE(largestDifference(
                             numbers(logits[step], static_cast<Eigen::Index>(i)), numbers(expected, static_cast<Eigen::Index>(step))),
                    0.0);
                for (int head = 0; head < 12; ++head) {
                    const HeadId id{head / 4, head % 4};
                    QCOMPARE(m_model->attentionRow(together[i], static_cast<int>(step), id),
                        m_model->attentionRow(alone, static_cast<int>(step), id));
                }
            }
            QCOMPARE(together[i].summaries().argmax, alone.summaries().argmax);
            QCOMPARE(together[i].summaries().weight, alone.summaries().weight);
            QCOMPARE(together[i].summaries().needleMass, alone.summaries().needleMass);
        }
    }

    void narrowWeightsEqualWideOnes_data()
    {
        QTest::addColumn<QString>("dtype");
        QTest::addColumn<int>("block");
        for (const char *dtype : {"BF16", "F16"}) {
            QTest::addRow("%s, our loops", dtype) << dtype << 16;
            QTest::addRow("%s, BLAS", dtype) << dtype << 300;
        }
    }

    void narrowWeightsEqualWideOnes()
    {
        QFETCH(QString, dtype);
        QFETCH(int, block);
        TinyCheckpoint().write(path("narrow"), dtype.toStdString());
        const auto narrow = Transformer::load(path("narrow"), withBlock(block));
        const auto wide = Transformer::load(path("m"), withBlock(block));
        QCOMPARE(narrow->info().dtype, dtype.toLower().toStdString());
        const std::vector<std::int32_t> ids = someIds(280);
        compareLogits(narrow->trace(ids, false).logits, wide->trace(ids, false).logits);
    }

    void stopsWhenAsked()
    {
        std::stop_source source;
        source.request_stop();
        const std::vector<std::int32_t> ids = someIds(20);
        QVERIFY_EXCEPTION_THROWN(m_model->prefill(ids, {}, {source.get_token()}), Cancelled);
        Branch branch(m_model->prefill(ids), {}, {});
        Branch *const branches[] = {&branch};
        QVERIFY_EXCEPTION_THROWN(decodeGreedily(*m_model, branches, std::span(ids).first(1), {}, {source.get_token()}), Cancelled);
    }

    void refusesWhatItCannotDo()
    {
        const std::vector<std::int32_t> ids = someIds(5);
        Branch branch(m_model->prefill(ids), {}, {});
        Branch wrongHead(m_model->prefill(ids), maskOf({{0, 4}}), {});
        Branch *const branches[] = {&branch};
        Branch *const wrongHeads[] = {&wrongHead};
        const std::int32_t outside[] = {64};
        const std::int32_t negative[] = {-1};
        QVERIFY(errorOf([&] { m_model->prefill(outside); }).contains("The token id 64 is outside the vocabulary"));
        QVERIFY(errorOf([&] { m_model->trace(negative, false); }).contains("The token id -1"));
        QVERIFY(errorOf([&] { m_model->step(branches, outside); }).contains("The token id 64"));
        QVERIFY(errorOf([&] { m_model->step(branches, std::span(ids).first(2)); }).contains("2 tokens for 1 branches"));
        QVERIFY(errorOf([&] { m_model->step(wrongHeads, std::span(ids).first(1)); }).contains("no head 0:4"));
        QVERIFY(errorOf([&] { m_model->prefill(ids, maskOf({{3, 0}}, MaskKind::Zero, MaskScope::Everywhere)); }).contains("no head 3:0"));
        QCOMPARE(branch.nSteps(), 0);
        feed(*m_model, branch, std::span(ids).first(1));
        QVERIFY(errorOf([&] { m_model->attentionRow(branch, 1, {0, 0}); }).contains("no decoded step 1"));
        QVERIFY(errorOf([&] { m_model->attentionRow(branch, 0, {0, -1}); }).contains("no head"));
    }

    void refusesWhatDoesNotFit()
    {
        // A megabyte of keys and values a token.
        TinyCheckpoint(
            {{"num_hidden_layers", 1}, {"num_attention_heads", 512}, {"num_key_value_heads", 512}, {"head_dim", 256}, {"hidden_size", 2}})
            .write(path("wide"), "BF16");
        const auto wide = Transformer::load(path("wide"));
        const std::vector<std::int32_t> ids(1'000'000, 1); // a terabyte
        const QString error = errorOf([&] { wide->prefill(ids); });
        QVERIFY2(error.contains("1000000 tokens 1048.6 GB), but only"), qPrintable(error));
        QVERIFY2(error.contains("use at most"), qPrintable(error));

        const auto prompt = wide->prefill(std::span(ids).first(1));
        std::vector<Branch> answers; // 64 tokens of 1.5 MB each, keys, values and queries
        for (int i = 0; i < 10000; ++i)
            answers.emplace_back(prompt, Intervention(), TokenSpan());
        std::vector<Branch *> batch;
        for (Branch &answer : answers)
            batch.push_back(&answer);
        const QString tooMany = errorOf([&] { wide->step(batch, std::span(ids).first(batch.size())); });
        QVERIFY2(
            tooMany.contains("To decode 10000 answers together") && tooMany.contains("answers 1006.6 GB), but only"), qPrintable(tooMany));
        QVERIFY2(tooMany.contains("decode at most"), qPrintable(tooMany));
    }

    /// Weights that are a hole in a file: they have a size and take no room.
    void refusesWeightsThatDoNotFit()
    {
        TinyCheckpoint().write(path("large"));
        const std::filesystem::path file = path("large") / "model.safetensors";
        nlohmann::json config = nlohmann::json::parse(std::ifstream(path("large") / "config.json"));
        config["vocab_size"] = 1 << 24;
        config["hidden_size"] = 1 << 17;
        config["num_hidden_layers"] = 1;
        config["tie_word_embeddings"] = true;
        std::ofstream(path("large") / "config.json") << config;
        nlohmann::json header;
        std::int64_t end = 0;
        const auto add = [&](const std::string &name, const std::vector<std::int64_t> &shape) {
            const std::int64_t begin = end;
            end += 4 * std::accumulate(shape.begin(), shape.end(), std::int64_t(1), std::multiplies());
            header[name] = {{"dtype", "F32"}, {"shape", shape}, {"data_offsets", {begin, end}}};
        };
        const std::int64_t d = 1 << 17;
        add("model.embed_tokens.weight", {1 << 24, d});
        const std::string layer = "model.layers.0.";
        for (const auto &[name, rows] : {std::pair("q", 40), std::pair("k", 20), std::pair("v", 20)})
            add(layer + "self_attn." + name + "_proj.weight", {rows, d});
        add(layer + "self_attn.o_proj.weight", {d, 40});
        add(layer + "mlp.gate_proj.weight", {37, d});
        add(layer + "mlp.up_proj.weight", {37, d});
        add(layer + "mlp.down_proj.weight", {d, 37});
        for (const std::string &name : {layer + "input_layernorm", layer + "post_attention_layernorm", std::string("model.norm")})
            add(name + ".weight", {d});
        std::string text = header.dump();
        text.resize((text.size() + 7) / 8 * 8, ' '); // aligned, as safetensors writes it
        const std::uint64_t size = text.size();
        std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char *>(&size), sizeof size) << text;
        std::error_code tooLarge;
        std::filesystem::resize_file(file, sizeof size + text.size() + static_cast<std::uintmax_t>(end), tooLarge);
        if (tooLarge)
            QSKIP("this file system holds no file of 8.8 TB");

        const QString error = errorOf([&] { Transformer::load(path("large")); });
        if (error.contains("Cannot allocate memory"))
            QSKIP("this process has no room for 8.8 TB of addresses, as under the thread sanitizer");
        QVERIFY2(error.contains("'large' needs 8796.") && error.contains("GB of memory (weights 8796."), qPrintable(error));
        QVERIFY2(error.contains("use a smaller model"), qPrintable(error));
        LoadOptions asking;
        asking.checkMemory = false;
        QCOMPARE(Transformer::load(path("large"), asking)->info().vocabularySize, 1 << 24);
    }

    void layersGoWhereTheyFit_data()
    {
        using Devices = std::vector<std::size_t>;
        QTest::addColumn<std::vector<std::int64_t>>("freeBytes");
        QTest::addColumn<Devices>("expected");
        QTest::newRow("one for all") << std::vector<std::int64_t>{2000} << Devices{0, 0, 0, 0, 0, 0, 0, 0};
        QTest::newRow("the first that can hold all") << std::vector<std::int64_t>{500, 1500, 3000} << Devices{1, 1, 1, 1, 1, 1, 1, 1};
        QTest::newRow("two alike, output and embedding count") << std::vector<std::int64_t>{1000, 1000} << Devices{0, 0, 0, 0, 1, 1, 1, 1};
        QTest::newRow("in proportion") << std::vector<std::int64_t>{400, 1130} << Devices{0, 1, 1, 1, 1, 1, 1, 1};
        QTest::newRow("one without room is left out") << std::vector<std::int64_t>{900, 10, 900} << Devices{0, 0, 0, 0, 2, 2, 2, 2};
    }

    void layersGoWhereTheyFit()
    {
        QFETCH(std::vector<std::int64_t>, freeBytes);
        QFETCH(std::vector<std::size_t>, expected);
        const WeightSizes sizes{100, std::vector<std::int64_t>(8, 100), 100};
        QCOMPARE(placeLayers(sizes, freeBytes), expected);
    }

    void refusesLayersThatFitNowhere()
    {
        const std::int64_t gigabyte = 1'000'000'000;
        const WeightSizes sizes{gigabyte, std::vector<std::int64_t>(8, 10 * gigabyte), gigabyte};
        const std::int64_t freeBytes[] = {40 * gigabyte, 48 * gigabyte};
        const QString error = errorOf([&] { placeLayers(sizes, freeBytes); });
        QVERIFY2(error.contains("need 82.0 GB") && error.contains("(40.0 GB + 48.0 GB)") && error.contains("74.8 GB"), qPrintable(error));
    }

    void dynamicRopeStretchesWithTheSequence()
    {
        RopeParameters parameters;
        parameters.size = 8;
        parameters.contextLength = 100;
        parameters.scaling = RopeParameters::Scaling::Dynamic;
        parameters.factor = 2;
        const Rope rope(parameters);
        QVERIFY(!rope.dependsOnLength(100));
        QVERIFY(rope.dependsOnLength(101));
        for (const int length : {50, 250}) {
            // transformers 4.45, _compute_dynamic_ntk_parameters
            const double theta = length <= 100 ? 10000 : 10000 * std::pow(2.0 * length / 100 - 1, 8.0 / 6.0);
            RotationTable table;
            rope.append(table, 7, length);
            for (int i = 0; i < 4; ++i) {
                const double angle = 7 * std::pow(theta, -2.0 * i / 8);
                QVERIFY(std::abs(static_cast<double>(table.cosines[static_cast<std::size_t>(i)]) - std::cos(angle)) < 1e-6);
                QVERIFY(std::abs(static_cast<double>(table.sines[static_cast<std::size_t>(i)]) - std::sin(angle)) < 1e-6);
            }
        }
    }

private:
    std::filesystem::path path(const std::string &name) const { return std::filesystem::path(m_directory.path().toStdString()) / name; }

    static void verifyCapture(const Transformer &model, const Branch &branch, const Transformer::Trace &trace, std::size_t n)
    {
        const HeadSummaries &s = branch.summaries();
        QCOMPARE(s.argmax.size(), static_cast<std::size_t>(s.nSteps * s.nLayers * s.nHeads));
        for (int step = 0; step < s.nSteps; step += 7) {
            const std::size_t nKeys = n - static_cast<std::size_t>(s.nSteps - step - 1);
            for (int head = 0; head < s.nLayers * s.nHeads; ++head) {
                const HeadId id{head / s.nHeads, head % s.nHeads};
                const std::vector<float> row = model.attentionRow(branch, step, id);
                const std::span<const float> expected
                    = std::span(trace.attentions).subspan((static_cast<std::size_t>(head) * n + nKeys - 1) * n, nKeys);
                QCOMPARE_LE(largestDifference(row, expected), weightTolerance);

                const auto best = std::max_element(row.begin(), row.end());
                const std::size_t i = s.index(step, id);
                QCOMPARE(s.argmax[i], static_cast<std::int32_t>(best - row.begin())); // the first of equal ones
                QCOMPARE(s.weight[i], *best);
                QCOMPARE(s.sinkMass[i], row[0]);
                const double needle = std::accumulate(row.begin() + 5, row.begin() + 9, 0.0);
                const double recent = std::accumulate(row.end() - 32, row.end(), 0.0);
                QVERIFY(std::abs(static_cast<double>(s.needleMass[i]) - needle) < 1e-6);
                QVERIFY(std::abs(static_cast<double>(s.recentMass[i]) - recent) < 1e-6);
                if (branch.intervention().kind == MaskKind::Uniform && branch.intervention().masks(id))
                    QCOMPARE(row, std::vector<float>(nKeys, 1.0F / static_cast<float>(nKeys)));
            }
        }
    }

    static void zeroOutput(TinyCheckpoint &checkpoint, HeadId head)
    {
        std::vector<float> &output
            = checkpoint.tensors.at("model.layers." + std::to_string(head.layer) + ".self_attn.o_proj.weight").numbers;
        for (std::size_t row = 0; row < 24; ++row)
            std::fill_n(output.begin() + static_cast<std::ptrdiff_t>(row * 40) + head.head * 10, 10, 0.0F);
    }

    /// sum over i and j of attention(i, j) * v(j) / n, in double.
    static std::vector<double> meanOutputOfFirstLayer(
        const TinyCheckpoint &checkpoint, const std::vector<float> &attentions, const std::vector<std::int32_t> &ids, int head)
    {
        const std::vector<float> &embedding = checkpoint.tensors.at("model.embed_tokens.weight").numbers;
        const std::vector<float> &norm = checkpoint.tensors.at("model.layers.0.input_layernorm.weight").numbers;
        const std::vector<float> &values = checkpoint.tensors.at("model.layers.0.self_attn.v_proj.weight").numbers;
        const std::size_t n = ids.size();
        std::vector<double> mean(10, 0.0);
        for (std::size_t j = 0; j < n; ++j) {
            const float *x = embedding.data() + static_cast<std::size_t>(ids[j]) * 24;
            double squares = 0;
            for (std::size_t k = 0; k < 24; ++k)
                squares += static_cast<double>(x[k]) * static_cast<double>(x[k]) / 24;
            double seen = 0; // by all queries
            for (std::size_t i = j; i < n; ++i)
                seen += static_cast<double>(attentions[(static_cast<std::size_t>(head) * n + i) * n + j]);
            for (std::size_t d = 0; d < 10; ++d) {
                const float *row = values.data() + (static_cast<std::size_t>(head / 2) * 10 + d) * 24;
                double v = 0;
                for (std::size_t k = 0; k < 24; ++k)
                    v += static_cast<double>(x[k]) / std::sqrt(squares + 1e-5) * static_cast<double>(norm[k]) * static_cast<double>(row[k]);
                mean[d] += seen * v / static_cast<double>(n);
            }
        }
        return mean;
    }

    QTemporaryDir m_directory;
    std::shared_ptr<const Transformer> m_model;
};

QTEST_GUILESS_MAIN(TestTransformer)
#include "tst_transformer.moc"
