// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "fixtures.h"
#include "model/modelconfig.h"
#include "naivetransformer.h"
#include "tinycheckpoint.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <random>

using namespace needlescope;

namespace {

/// Of the spread of logits: float32 sums in another order. The oracles' weights have a large spread, so that rounding grows from layer to
/// layer.
constexpr double orderTolerance = 2e-4;
constexpr double weightTolerance = 1e-4;

std::vector<std::int32_t> someIds(std::size_t n, int vocabularySize)
{
    std::mt19937 random(3);
    std::vector<std::int32_t> ids(n);
    for (std::int32_t &id : ids)
        id = static_cast<std::int32_t>(random() % static_cast<unsigned>(vocabularySize));
    return ids;
}

std::shared_ptr<const Transformer> load(
    const std::filesystem::path &directory, int block, bool plain = false, const std::string &plainDevice = torchDevice())
{
    LoadOptions options;
    options.prefillBlock = block;
    options.plain = plain;
    options.device = plain ? plainDevice : "cpu";
    return Transformer::load(directory, options);
}

std::vector<int> layersWithHeads(const ModelInfo &info)
{
    std::vector<int> layers;
    for (int layer = 0; layer < info.nLayers; ++layer) {
        if (info.hasHeads(layer))
            layers.push_back(layer);
    }
    return layers;
}

/// The checkpoint of @p from with zeros where o_proj takes the output of @p head, at @p to.
void writeWithoutHead(const std::filesystem::path &from, HeadId head, int nHeads, const std::filesystem::path &to)
{
    std::filesystem::create_directories(to);
    std::filesystem::copy_file(from / "config.json", to / "config.json", std::filesystem::copy_options::overwrite_existing);
    const auto file = SafetensorsFile::open(from / "model.safetensors");
    std::map<std::string, TensorView> tensors = file->tensors();
    TensorView &output = tensors.at("model.layers." + std::to_string(head.layer) + ".self_attn.o_proj.weight");
    std::vector<std::byte> bytes(output.bytes.begin(), output.bytes.end());
    const std::size_t rowBytes = bytes.size() / static_cast<std::size_t>(output.shape[0]);
    const std::size_t headBytes = rowBytes / static_cast<std::size_t>(nHeads);
    for (std::size_t row = 0; row < bytes.size(); row += rowBytes)
        std::fill_n(
            bytes.begin() + static_cast<std::ptrdiff_t>(row + headBytes * static_cast<std::size_t>(head.head)), headBytes, std::byte());
    output.bytes = bytes;
    writeSafetensors(to / "model.safetensors", tensors, {});
}

void compareLogits(std::span<const float> actual, std::span<const float> expected)
{
    QCOMPARE_LE(largestDifference(actual, expected), orderTolerance * spread(expected));
}

} // namespace

/// Every family's fast paths against its plain ones, on more tokens than its windows, blocks and key packs; families without a golden
/// checkpoint against a naive reference.
class TestFamilies : public QObject
{
    Q_OBJECT

private slots:
    void pathsAgree_data()
    {
        QTest::addColumn<std::filesystem::path>("directory");
        std::vector<NamedFolder> all = goldenCheckpoints();
        std::ranges::copy(goldenCheckpoints2026(m_directory.path().toStdString() + "/older"), std::back_inserter(all));
        for (const NamedFolder &folder : all) {
            if (!folder.name.contains("dynamic")) // whose rotations depend on what is read together
                QTest::addRow("%s", qPrintable(folder.name)) << folder.path;
        }
    }

    void pathsAgree()
    {
        QFETCH(std::filesystem::path, directory);
        const auto blocks = load(directory, 48);
        const ModelInfo &info = blocks->info();
        const std::vector<std::int32_t> ids = someIds(static_cast<std::size_t>(std::min(150, info.contextLength)), info.vocabularySize);
        const Transformer::Trace whole = load(directory, 48, true)->trace(ids, true);
        const std::span<const float> expected = numbers(whole.logits);
        compareLogits(numbers(blocks->trace(ids, false).logits), expected);
        compareLogits(numbers(load(directory, 150)->trace(ids, false).logits), expected); // BLAS
        compareLogits(numbers(load(directory, 48, true)->trace(ids, false).logits), expected);
        QCOMPARE_LE(largestDifference(blocks->trace(ids, true).attentions, whole.attentions), weightTolerance);
        for (const bool plain : {false, true})
            stepsEqualTrace(*load(directory, 48, plain), ids, whole);
    }

    void batchesEqualSingles_data() { pathsAgree_data(); }

    /// To the last bit, capture included.
    void batchesEqualSingles()
    {
        QFETCH(std::filesystem::path, directory);
        const auto model = load(directory, 48);
        const std::vector<std::int32_t> ids = someIds(90, model->info().vocabularySize);
        const auto prompt = model->prefill(ids);
        const std::vector<int> layers = layersWithHeads(model->info());
        const int first = layers.front();
        const int deepest = layers.back();
        const int h2 = std::min(2, model->info().nHeads - 1);
        const int h3 = std::min(3, model->info().nHeads - 1);
        Intervention halved = maskOf({{deepest, 1}}, MaskKind::Scale);
        halved.factor = 0.5F;
        Intervention windowed = maskOf({{first, 0}, {deepest, h2}}, MaskKind::Window);
        windowed.sinkTokens = 2;
        windowed.recentTokens = 5;
        const Intervention masks[] = {{}, maskOf({{first, 1}}), maskOf({{layers[layers.size() / 2], h2}}, MaskKind::Zero),
            maskOf({{deepest, 0}, {deepest, h3}}, MaskKind::Mean), halved, windowed};
        std::vector<Branch> together;
        for (const Intervention &mask : masks)
            together.emplace_back(prompt, mask, TokenSpan{80, 88});
        std::vector<Branch *> batch;
        for (Branch &branch : together)
            batch.push_back(&branch);
        for (int step = 0; step < 3; ++step) {
            const std::vector<std::int32_t> tokens(batch.size(), ids[static_cast<std::size_t>(step)]);
            const Logits logits = model->step(batch, tokens);
            for (std::size_t i = 0; i < batch.size(); ++i) {
                Branch alone(prompt, masks[i], TokenSpan{80, 88});
                Branch *const one[] = {&alone};
                Logits last;
                for (int before = 0; before <= step; ++before)
                    last = model->step(one, std::span(ids).subspan(static_cast<std::size_t>(before), 1));
                QCOMPARE(largestDifference(numbers(logits, static_cast<Eigen::Index>(i)), numbers(last)), 0.0);
                QCOMPARE(batch[i]->summaries().needleMass, alone.summaries().needleMass);
            }
        }
    }

    void stepsAtOnceEqualSteps_data() { pathsAgree_data(); }

    /// To the last bit, capture included, whatever was fed and taken back before.
    void stepsAtOnceEqualSteps()
    {
        QFETCH(std::filesystem::path, directory);
        const auto model = load(directory, 48);
        const std::vector<std::int32_t> ids = someIds(90, model->info().vocabularySize);
        const auto prompt = model->prefill(std::span(ids).first(70));
        const std::vector<int> layers = layersWithHeads(model->info());
        Intervention windowed = maskOf({{layers.front(), 0}, {layers.back(), 1}}, MaskKind::Window);
        windowed.sinkTokens = 2;
        windowed.recentTokens = 5;
        const Intervention masks[] = {windowed, maskOf({{layers.back(), 0}})};
        std::vector<Branch> together;
        for (const Intervention &mask : masks)
            together.emplace_back(prompt, mask, TokenSpan{50, 58});
        Branch *const batch[] = {&together[0], &together[0], &together[0], &together[0], &together[1], &together[1]};
        if (!model->canTryAhead()) {
            QVERIFY(errorOf([&] { model->step(batch, std::span(ids).first(6)); }).contains("keeps states"));
            return;
        }
        model->step(batch, std::span(ids).last(6));
        together[0].takeBack(3);
        together[1].takeBack(2);
        const std::vector<std::int32_t> fed{ids[71], ids[72], ids[73], ids[74], ids[75], ids[76]};
        const Logits logits = model->step(batch, fed);
        for (const std::size_t i : {0U, 1U}) {
            Branch alone(prompt, masks[i], TokenSpan{50, 58});
            std::vector<std::int32_t> own(fed.begin() + (i == 0 ? 0 : 4), fed.begin() + (i == 0 ? 4 : 6));
            if (i == 0)
                own.insert(own.begin(), ids[84]); // what was not taken back
            const Logits expected = feed(*model, alone, own);
            const auto n = static_cast<Eigen::Index>(i == 0 ? 4 : 2);
            QCOMPARE(largestDifference(numbers(logits.middleRows(i == 0 ? 0 : 4, n)), numbers(expected.bottomRows(n))), 0.0);
            QCOMPARE(together[i].nSteps(), alone.nSteps());
            QCOMPARE(together[i].summaries().argmax, alone.summaries().argmax);
            QCOMPARE(together[i].summaries().weight, alone.summaries().weight);
            QCOMPARE(together[i].summaries().needleMass, alone.summaries().needleMass);
            const HeadId last{layers.back(), 0};
            QCOMPARE(model->attentionRow(together[i], alone.nSteps() - 1, last), model->attentionRow(alone, alone.nSteps() - 1, last));
        }
    }

    void reuseEqualsFresh_data() { pathsAgree_data(); }

    /// To the last bit, wherever the new prompt parts from the old one.
    void reuseEqualsFresh()
    {
        QFETCH(std::filesystem::path, directory);
        LoadOptions options;
        options.prefillBlock = 8;
        options.prefillBlocks = 2;
        const auto model = Transformer::load(directory, options);
        const auto n = static_cast<std::size_t>(std::min(110, model->info().contextLength - 24));
        const std::vector<std::int32_t> ids = someIds(n, model->info().vocabularySize);
        const auto old = model->prefill(ids);
        for (const std::size_t same : {n / 20, n * 2 / 3, n - 1}) {
            std::vector<std::int32_t> other(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(same));
            other.insert(other.end(), 21, ids[0]);
            const auto reused = model->prefill(other, {}, {}, old);
            const auto again = model->prefill(std::span(other).first(same + 3), {}, {}, reused);
            const auto fresh = model->prefill(other);
            const auto freshAgain = model->prefill(std::span(other).first(same + 3));
            for (const auto &[a, b] : {std::pair(reused, fresh), std::pair(again, freshAgain)}) {
                Branch ofReused(a, {}, {});
                Branch ofFresh(b, {}, {});
                QCOMPARE(largestDifference(numbers(feed(*model, ofReused, std::span(ids).first(3))),
                             numbers(feed(*model, ofFresh, std::span(ids).first(3)))),
                    0.0);
            }
        }
    }

    void layersWithoutHeads()
    {
        const std::filesystem::path directory = oracle("checkpoints2026/qwen3-next");
        if (!std::filesystem::exists(directory))
            QSKIP("the oracles are not there");
        const auto model = load(directory, 48);
        QCOMPARE(model->info().headlessLayers, (std::vector{0, 1, 2}));
        const std::vector<std::int32_t> ids = someIds(20, model->info().vocabularySize);
        const auto refused = [](const QString &error) { return error.contains("Layer 1 of 'qwen3-next' keeps a state"); };
        QVERIFY(refused(errorOf([&] { model->prefill(ids, maskOf({{1, 0}})); })));
        Branch masked(model->prefill(ids), maskOf({{1, 0}}), {});
        Branch *const branches[] = {&masked};
        QVERIFY(refused(errorOf([&] { model->step(branches, std::span(ids).first(1)); })));
        Branch plain(model->prefill(ids), {}, {});
        feed(*model, plain, std::span(ids).first(2));
        QVERIFY(refused(errorOf([&] { model->attentionRow(plain, 0, {1, 0}); })));
        QCOMPARE(plain.summaries().nSteps, 2);
        QCOMPARE(plain.summaries().weight[0], 0.0F);
    }

    void headsBesideStates_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("plain");
        for (const char *name : {"falcon-h1", "kimi-linear", "minimax"}) {
            QTest::addRow("%s, our loops", name) << name << false;
            QTest::addRow("%s, torch's operations", name) << name << true;
        }
    }

    /// A head that is switched off equals one that o_proj does not read, while the states of all layers go on.
    void headsBesideStates()
    {
        QFETCH(QString, name);
        QFETCH(bool, plain);
        const auto model = load(ownData(name), 8, plain);
        const ModelInfo &info = model->info();
        const int last = layersWithHeads(info).back();
        const std::vector<std::int32_t> ids = someIds(40, info.vocabularySize);
        constexpr std::size_t nPrompt = 29;
        const Logits whole = model->trace(ids, false).logits;
        for (const HeadId head : {HeadId{layersWithHeads(info).front(), 1}, HeadId{last, 2}}) {
            const std::filesystem::path without = std::filesystem::path(m_directory.path().toStdString()) / "without";
            writeWithoutHead(ownData(name), head, info.nHeads, without);
            const Transformer::Trace expected = load(without, 8, plain)->trace(ids, true);
            QCOMPARE_GT(largestDifference(numbers(whole), numbers(expected.logits)), 0.01 * spread(numbers(whole)));
            const Logits lastRows = expected.logits.bottomRows(static_cast<Eigen::Index>(ids.size() - nPrompt));

            const Intervention mask = maskOf({head}, MaskKind::Zero, MaskScope::Everywhere);
            const Transformer::Trace masked = model->trace(ids, true, mask);
            compareLogits(numbers(masked.logits), numbers(expected.logits));
            QCOMPARE_LE(largestDifference(masked.attentions, expected.attentions), weightTolerance);
            Branch branch(model->prefill(std::span(ids).first(nPrompt), mask), mask, {});
            Branch *const one[] = {&branch};
            const std::int64_t taken = model->bytesOfStep(one);
            compareLogits(numbers(feed(*model, branch, std::span(ids).subspan(nPrompt))), numbers(lastRows));
            const std::size_t ofSummaries = branch.summaries().argmax.size() * (sizeof(std::int32_t) + 4 * sizeof(float));
            QCOMPARE(branch.bytes() - static_cast<std::int64_t>(ofSummaries), taken);
            if (head.layer + 1 < info.nLayers)
                continue;
            // Nothing that the last layer keeps of a prompt depends on its heads.
            const Intervention later = maskOf({head}, MaskKind::Zero);
            const auto prompt = model->prefill(std::span(ids).first(nPrompt));
            Branch changed(prompt, later, {});
            Branch unchanged(prompt, {}, {});
            Branch *const branches[] = {&unchanged, &changed};
            for (std::size_t i = nPrompt; i < ids.size(); ++i) {
                const Logits together = model->step(branches, std::vector{ids[i], ids[i]});
                compareLogits(numbers(together, 0), numbers(whole, static_cast<Eigen::Index>(i)));
                compareLogits(numbers(together, 1), numbers(expected.logits, static_cast<Eigen::Index>(i)));
            }
        }
    }

    void naiveReference_data()
    {
        QTest::addColumn<QByteArray>("changes");
        QTest::addColumn<QString>("dtype");
        const auto row = [](const char *name, const char *changes) {
            for (const char *dtype : {"F32", "BF16", "F16"})
                QTest::addRow("%s, %s", name, dtype) << QByteArray(changes) << QString(dtype);
        };
        row("llama", "{}");
        row("qwen2", R"({"model_type": "qwen2"})");
        row("qwen2, tied", R"({"model_type": "qwen2", "tie_word_embeddings": true})");
        row("qwen3", R"({"model_type": "qwen3"})");
        row("gemma", R"({"model_type": "gemma", "hidden_act": "gelu", "tie_word_embeddings": true})");
        row("qwen2_moe",
            R"({"model_type": "qwen2_moe", "num_experts": 6, "num_experts_per_tok": 3, "moe_intermediate_size": 9, "mlp_only_layers": [1],
                "shared_expert_intermediate_size": 21, "norm_topk_prob": false})");
        row("qwen3_moe",
            R"({"model_type": "qwen3_moe", "num_experts": 5, "num_experts_per_tok": 2, "moe_intermediate_size": 12, "mlp_only_layers": [1],
                "norm_topk_prob": true})");
    }

    void naiveReference()
    {
        QFETCH(QByteArray, changes);
        QFETCH(QString, dtype);
        const TinyCheckpoint checkpoint(nlohmann::json::parse(changes.toStdString()));
        const std::filesystem::path directory = std::filesystem::path(m_directory.path().toStdString()) / "m";
        checkpoint.write(directory, dtype.toStdString());
        const std::vector<std::int32_t> ids = someIds(70, 64);
        const Logits expected = naivePass(checkpoint, ids).logits.cast<float>().array();
        const std::string plainDevice = dtype == "F32" ? torchDevice() : "cpu"; // a GPU computes in the weights' own type
        for (const int block : {16, 70}) {
            for (const bool plain : {false, true}) {
                const auto model = load(directory, block, plain, plainDevice);
                const Transformer::Trace whole = model->trace(ids, true);
                compareLogits(numbers(whole.logits), numbers(expected));
                compareLogits(numbers(model->trace(ids, false).logits), numbers(expected));
                stepsEqualTrace(*model, ids, whole);
            }
        }
    }

    void sameModel_data()
    {
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("other");
        const auto row
            = [](const char *name, const char *one, const char *other) { QTest::newRow(name) << QByteArray(one) << QByteArray(other); };
        row("theta among the parameters", R"({"rope_theta": 5e5})", R"({"rope_parameters": {"rope_theta": 5e5, "rope_type": "default"}})");
        row("rope_scaling counts", R"({"rope_scaling": {"type": "linear", "factor": 4}})",
            R"({"rope_scaling": {"rope_type": "linear", "type": "dynamic", "factor": 4}, "rope_parameters": {"rope_type": "default"}})");
        row("a null factor", R"({"rope_scaling": {"rope_type": "yarn", "factor": 8, "original_max_position_embeddings": 64}})",
            R"({"rope_scaling": {"rope_type": "yarn", "factor": null, "original_max_position_embeddings": 64}})");
        row("temperatures that cancel", R"({"rope_scaling": {"rope_type": "yarn", "factor": 8, "attention_factor": 1}})",
            R"({"rope_scaling": {"rope_type": "yarn", "factor": 8, "mscale": 0.7, "mscale_all_dim": 0.7}})");
        row("original length outside", R"({"rope_scaling": {"rope_type": "yarn", "factor": 8, "original_max_position_embeddings": 32}})",
            R"({"rope_scaling": {"rope_type": "yarn", "factor": 8, "original_max_position_embeddings": 64},
                "original_max_position_embeddings": 32})");
        row("mistral's window", R"({"model_type": "mistral"})", R"({"model_type": "mistral", "sliding_window": 4096})");
        row("mistral's layer types", R"({"model_type": "mistral", "sliding_window": 8, "layer_types": ["full_attention", "full_attention",
            "full_attention"]})",
            "{}");
        row("mistral without a window", R"({"model_type": "mistral", "sliding_window": null})", "{}");
        row("mistral's layer types in a model that sees", R"({"model_type": "mistral3", "text_config": {"model_type": "mistral",
            "hidden_size": 24, "head_dim": 10, "intermediate_size": 37, "num_attention_heads": 4, "num_hidden_layers": 3, "num_key_value_heads": 2,
            "vocab_size": 64, "sliding_window": 8, "layer_types": ["full_attention", "full_attention", "full_attention"]}})",
            R"({"model_type": "mistral", "sliding_window": 8})");
        row("a share of heads that llama does not read", R"({"partial_rotary_factor": 0.5})", "{}");
        row("such a share among the parameters", R"({"rope_parameters": {"rope_type": "default", "partial_rotary_factor": 0.5}})", "{}");
        row("a flag that is null", R"({"rope_scaling": {"rope_type": "yarn", "factor": 8, "truncate": null}})",
            R"({"rope_scaling": {"rope_type": "yarn", "factor": 8, "truncate": false}})");
        row("granite without multipliers", R"({"model_type": "granite", "attention_multiplier": 0.31622776601683794})", "{}");
        row("ministral3 whose queries do not grow",
            R"({"model_type": "ministral3", "rope_parameters": {"rope_type": "default", "llama_4_scaling_beta": 0}})", "{}");
        row("smollm3 that rotates all", R"({"model_type": "smollm3", "no_rope_layers": [1, 1, 1], "rope_theta": 10000})", "{}");
        row("smollm3's interval", R"({"model_type": "smollm3", "no_rope_layer_interval": 2})",
            R"({"model_type": "smollm3", "no_rope_layers": [1, 0, 1], "rope_theta": 2e6})");
        row("numbers that are none", R"({"initializer_range": {"__float__": "Infinity"}})", "{}");
        row("hunyuan's base", R"({"model_type": "hunyuan_v1_dense", "rope_scaling": {"type": "dynamic", "alpha": 16, "factor": 1}})",
            R"({"model_type": "hunyuan_v1_dense", "rope_theta": 320000})"); // 10000 * 16^(10 / 8)
    }

    /// Two configs of the same numbers.
    void sameModel()
    {
        QFETCH(QByteArray, one);
        QFETCH(QByteArray, other);
        const std::vector<std::int32_t> ids = someIds(70, 64);
        std::vector<Logits> logits;
        for (const QByteArray &changes : {one, other}) {
            TinyCheckpoint checkpoint(nlohmann::json::parse(changes.toStdString()));
            for (int layer = 0; layer < 3; ++layer) { // which most families do not look at
                const std::string attention = "model.layers." + std::to_string(layer) + ".self_attn.";
                checkpoint.tensors[attention + "query_layernorm.weight"] = checkpoint.tensors[attention + "key_layernorm.weight"]
                    = {{10}, std::vector<float>(10, 1.5F)};
            }
            const std::filesystem::path directory = std::filesystem::path(m_directory.path().toStdString()) / "same";
            checkpoint.write(directory);
            logits.push_back(load(directory, 48)->trace(ids, false).logits);
        }
        compareLogits(numbers(logits[0]), numbers(logits[1]));
    }

    void notUnderstood_data()
    {
        QTest::addColumn<QByteArray>("changes");
        QTest::addColumn<QString>("expected");
        const auto row
            = [](const char *name, const char *changes, const char *expected) { QTest::newRow(name) << QByteArray(changes) << expected; };
        row("a set for each type of layer", R"({"rope_parameters": {"full_attention": {"rope_type": "default"}}})", "rope_parameters");
        row("one set where there are two", R"({"model_type": "olmo3", "rope_parameters": {"rope_type": "default"}})", "rope_parameters");
        row("layers of another kind", R"({"model_type": "qwen3", "layer_types": ["full_attention", "linear_attention", "full_attention"]})",
            "layer_types");
        row("a window that is not there",
            R"({"model_type": "qwen3", "layer_types": ["full_attention", "sliding_attention", "full_attention"]})", "sliding_window");
        row("packed weights", R"({"quantization_config": {"quant_method": "awq"}})", "quantization_config");
        row("packed weights of a text part",
            R"({"model_type": "gemma3", "text_config": {"quantization_config": {"quant_method": "compressed-tensors"}}})",
            "quantization_config");
        row("su of another family", R"({"rope_scaling": {"type": "su", "factor": 2}})", "one of default, linear");
        row("both directions", R"({"model_type": "gemma", "use_bidirectional_attention": true})", "use_bidirectional_attention");
        row("three experts of rivals", R"({"model_type": "phimoe", "num_local_experts": 4, "num_experts_per_tok": 3})",
            "num_experts_per_tok");
        row("rotations of another kind", R"({"model_type": "phimoe", "rope_scaling": {"type": "linear", "factor": 2}})", "longrope");
        row("layers with more experts", R"({"model_type": "hunyuan_v1_moe", "num_experts": 4, "moe_topk": [1, 2, 1]})", "moe_topk");
        row("a layer of its own width", R"({"model_type": "gemma4_text", "per_layer_config": {"1": {"intermediate_size": 8}}})",
            "intermediate_size");
        row("both directions of gemma4", R"({"model_type": "gemma4_text", "use_bidirectional_attention": "all"})",
            "use_bidirectional_attention");
        row("keys that no layer has", R"({"model_type": "gemma4_text", "num_kv_shared_layers": 1})", "num_kv_shared_layers");
        row("another activation between states", R"({"model_type": "falcon_h1", "hidden_act": "gelu"})", "hidden_act");
        row("heads that do not fill the state", R"({"model_type": "falcon_h1", "mamba_d_ssm": 25, "mamba_n_heads": 4})", "mamba_n_heads");
        row("too few multipliers", R"({"model_type": "falcon_h1", "mamba_d_ssm": 24, "mamba_n_heads": 4, "ssm_multipliers": [1, 2]})",
            "ssm_multipliers");
        row("keys turned round", R"({"model_type": "falcon_h1", "mamba_d_ssm": 24, "mamba_n_heads": 4, "key_multiplier": -1})",
            "key_multiplier");
        row("latent keys that are rotated",
            R"({"model_type": "kimi_linear", "qk_rope_head_dim": 4, "qk_nope_head_dim": 6, "mla_use_nope": false})", "mla_use_nope");
        row("a layer that neither attends nor remembers", R"({"model_type": "kimi_linear", "qk_rope_head_dim": 4, "qk_nope_head_dim": 6,
            "linear_attn_config": {"full_attn_layers": [2], "kda_layers": [1]}})",
            "kda_layers");
        row("an odd part of heads that is rotated", R"({"model_type": "stablelm", "partial_rotary_factor": 0.3})", "partial_rotary_factor");
        row("such a part of stretched rotations",
            R"({"model_type": "glm", "partial_rotary_factor": 0.3, "rope_scaling": {"rope_type": "yarn", "factor": 8}})",
            "partial_rotary_factor");
        row("a part of heads where all of them turn", R"({"partial_rotary_factor": 0.5, "rope_scaling": {"type": "linear", "factor": 2}})",
            "partial_rotary_factor");
        row("another activation between states of Bamba", R"({"model_type": "bamba", "attn_layer_indices": [1], "hidden_act": "gelu"})",
            "hidden_act");
        row("another activation in front of the delta rule", R"({"model_type": "qwen3_next", "hidden_act": "gelu"})", "hidden_act");
        row("blocks that add to the residual stream itself", R"({"model_type": "minimax_text_01", "attn_type_list": [0, 1, 0]})",
            "postnorm");
        row("layers of a third kind", R"({"model_type": "minimax_m1", "postnorm": true, "attn_type_list": [0, 1, 2]})", "attn_type_list");
        row("experts that every token takes",
            R"({"model_type": "minimax_m1", "postnorm": true, "attn_type_list": [0, 1, 0], "shared_intermediate_size": [0, 8, 0]})",
            "shared_intermediate_size");
        row("an unknown growth", R"({"model_type": "ministral3", "rope_parameters": {"rope_type": "default"}})", "llama_4_scaling_beta");
    }

    /// Keys that are absent, and keys of which one counts more, as transformers 5.24 has them.
    void defaults()
    {
        const auto read = [](const char *keys) {
            nlohmann::json config{
                {"hidden_size", 48}, {"intermediate_size", 32}, {"num_attention_heads", 32}, {"num_hidden_layers", 4}, {"vocab_size", 64}};
            config.update(nlohmann::json::parse(keys));
            return readArchitecture(ModelConfig("config.json", config));
        };
        const Architecture dots = read(R"({"model_type": "dots1", "head_dim": 4, "n_routed_experts": 4, "num_experts_per_tok": 2,
            "moe_intermediate_size": 8, "num_attention_heads": 64})");
        QVERIFY(!dots.mixture.normalized);
        QCOMPARE(dots.nKvHeads, 32);
        const Architecture lite = read(R"({"model_type": "glm4_moe_lite"})");
        QCOMPARE(lite.mixture.weightScale, 1.8F);
        QCOMPARE(lite.mixture.dShared, 1536);
        QCOMPARE(lite.latent.dQuery, 768);
        const Architecture miniMax = read(R"({"model_type": "minimax_m2", "rotary_dim": 64})");
        QCOMPARE(miniMax.nKvHeads, 8);
        QCOMPARE(miniMax.rope.size, 64);
        QCOMPARE(miniMax.rope.theta, 5e6);
        QCOMPARE(read(R"({"model_type": "deepseek_v3"})").contextLength, 4096);
        QVERIFY(!read(R"({"model_type": "deepseek_v3", "norm_topk_prob": null})").mixture.normalized);
        const char *const bamba = R"({"model_type": "bamba", "num_attention_heads": 8, "head_dim": 8, "attn_layer_indices": [0, 1, 2, 3],
            "partial_rotary_factor": 1})";
        QCOMPARE(read(bamba).rope.size, 4);
        const Architecture lfm = read(R"({"model_type": "lfm2", "head_dim": 4, "block_ff_dim": 24, "block_auto_adjust_ff_dim": false,
            "tie_word_embeddings": true, "tie_embedding": false})");
        QCOMPARE(lfm.dFeedForward, 24);
        QVERIFY(!lfm.tied);
        const Architecture neoX = read(R"({"model_type": "gpt_neox", "hidden_size": 256, "partial_rotary_factor": 1, "rope_theta": 500})");
        QCOMPARE(neoX.rope.size, 2);
        QCOMPARE(neoX.rope.theta, 10000.0);
    }

    /// In a sentence that names the key.
    void notUnderstood()
    {
        QFETCH(QByteArray, changes);
        QFETCH(QString, expected);
        const std::filesystem::path directory = std::filesystem::path(m_directory.path().toStdString()) / "unknown";
        TinyCheckpoint checkpoint;
        checkpoint.config.update(nlohmann::json::parse(changes.toStdString()));
        checkpoint.write(directory);
        const QString error = errorOf([&] { load(directory, 48); });
        QVERIFY2(error.contains(expected) && error.contains("config.json") && error.endsWith('.'), qPrintable(error));
    }

    /// A model that is tied, of which a file keeps the unembedding alone.
    void embeddingByItsOtherName()
    {
        const std::filesystem::path directory = std::filesystem::path(m_directory.path().toStdString()) / "tied";
        const std::vector<std::int32_t> ids = someIds(20, 64);
        TinyCheckpoint checkpoint(nlohmann::json{{"tie_word_embeddings", true}});
        checkpoint.write(directory);
        const Logits expected = load(directory, 48)->trace(ids, false).logits;
        auto embedding = checkpoint.tensors.extract("model.embed_tokens.weight");
        embedding.key() = "lm_head.weight";
        checkpoint.tensors.insert(std::move(embedding));
        checkpoint.write(directory);
        QCOMPARE(largestDifference(numbers(load(directory, 48)->trace(ids, false).logits), numbers(expected)), 0.0);
    }

    /// As OpenAI's own GPT-2 checkpoints name their tensors.
    void namesWithoutPrefix()
    {
        const std::filesystem::path original = ownData("gpt2");
        const std::filesystem::path directory = std::filesystem::path(m_directory.path().toStdString()) / "openai";
        std::filesystem::create_directory(directory);
        std::filesystem::copy_file(original / "config.json", directory / "config.json");
        const auto file = SafetensorsFile::open(original / "model.safetensors");
        std::map<std::string, TensorView> renamed;
        for (const auto &[name, view] : file->tensors())
            renamed.emplace(name.substr(std::string("transformer.").size()), view);
        writeSafetensors(directory / "model.safetensors", renamed, {});
        const std::vector<std::int32_t> ids = someIds(20, 64);
        QCOMPARE(largestDifference(
                     numbers(load(directory, 48)->trace(ids, false).logits), numbers(load(original, 48)->trace(ids, false).logits)),
            0.0);
    }

    /// As Moonshot's own checkpoints have it, whose layers are counted from 1.
    void kimiOnTheHub()
    {
        const std::filesystem::path original = ownData("kimi-linear");
        const std::filesystem::path directory = std::filesystem::path(m_directory.path().toStdString()) / "moonshot";
        std::filesystem::create_directory(directory);
        nlohmann::json config = nlohmann::json::parse(std::ifstream(original / "config.json"));
        config["linear_attn_config"] = {{"full_attn_layers", {2}}, {"kda_layers", {1, 3}}, {"head_dim", config["linear_head_dim"]},
            {"num_heads", config["linear_num_heads"]}, {"short_conv_kernel_size", config["linear_conv_kernel_dim"]}};
        for (const char *key : {"layer_types", "mlp_layer_types", "linear_head_dim", "linear_num_heads", "linear_conv_kernel_dim"})
            config.erase(key);
        config.update({{"first_k_dense_replace", 1}, {"moe_layer_freq", 1}, {"mla_use_nope", true}, {"rope_theta", 10000},
            {"rope_scaling", nullptr}, {"moe_router_activation_func", "sigmoid"}, {"use_grouped_topk", true}});
        std::ofstream(directory / "config.json") << config;
        const auto file = SafetensorsFile::open(original / "model.safetensors");
        std::map<std::string, TensorView> renamed;
        for (const auto &[name, view] : file->tensors()) {
            const std::string dense = "model.layers.0.block_sparse_moe.";
            renamed.emplace(name.starts_with(dense) ? "model.layers.0.mlp." + name.substr(dense.size()) : name, view);
        }
        QVERIFY(renamed.contains("model.layers.0.mlp.gate_proj.weight"));
        writeSafetensors(directory / "model.safetensors", renamed, {});
        const auto model = load(directory, 48);
        QCOMPARE(model->info().headlessLayers, (std::vector{0, 2}));
        const std::vector<std::int32_t> ids = someIds(20, 64);
        QCOMPARE(largestDifference(numbers(model->trace(ids, false).logits), numbers(load(original, 48)->trace(ids, false).logits)), 0.0);
    }

    /// As MiniMaxAI's own checkpoints have it, whose file rotates what rotary_dim says.
    void miniMaxOnTheHub()
    {
        const std::filesystem::path original = ownData("minimax");
        const std::filesystem::path directory = std::filesystem::path(m_directory.path().toStdString()) / "minimaxai";
        std::filesystem::create_directory(directory);
        nlohmann::json config = nlohmann::json::parse(std::ifstream(original / "config.json"));
        config.update({{"model_type", "minimax_text_01"}, {"postnorm", true}, {"attn_type_list", {0, 1, 0}},
            {"shared_intermediate_size", 0}, {"rotary_dim", config["head_dim"]}});
        for (const auto &[ours, theirs] : {std::pair{"full_attn", "full_attention"}, {"linear_attn", "linear_attention"}, {"mlp", "mlp"}}) {
            for (const char *factor : {"alpha", "beta"}) {
                const std::string key = std::string(ours) + "_" + factor + "_factor";
                config["layernorm_" + std::string(theirs) + "_" + factor] = config[key];
                config.erase(key);
            }
        }
        config.erase("layer_types");
        const auto file = SafetensorsFile::open(original / "model.safetensors");
        std::map<std::string, TensorView> tensors;
        for (const auto &[name, view] : file->tensors()) {
            if (!name.ends_with("decay") && !name.ends_with("slope_rate"))
                tensors.emplace(name, view);
        }
        writeSafetensors(directory / "model.safetensors", tensors, {});
        const std::vector<std::int32_t> ids = someIds(20, 64);
        const auto logits = [&](const nlohmann::json &of) {
            std::ofstream(directory / "config.json") << of;
            return load(directory, 48)->trace(ids, false).logits;
        };
        QCOMPARE(largestDifference(numbers(logits(config)), numbers(load(original, 48)->trace(ids, false).logits)), 0.0);

        config["rotary_dim"] = 4;
        const Logits partly = logits(config);
        config.erase("rotary_dim");
        config["partial_rotary_factor"] = 0.5;
        QCOMPARE(largestDifference(numbers(partly), numbers(logits(config))), 0.0);
        config.erase("partial_rotary_factor");
        QCOMPARE_GT(largestDifference(numbers(partly), numbers(logits(config))), 0.01);
    }

    /// What a file says of the rates at which states fade must be what its config says.
    void ratesOfAnotherModel()
    {
        const std::filesystem::path directory = std::filesystem::path(m_directory.path().toStdString()) / "rates";
        std::filesystem::create_directory(directory);
        std::filesystem::copy_file(ownData("minimax") / "config.json", directory / "config.json");
        const auto file = SafetensorsFile::open(ownData("minimax") / "model.safetensors");
        std::map<std::string, TensorView> tensors = file->tensors();
        tensors.at("model.layers.0.self_attn.slope_rate").bytes = tensors.at("model.layers.2.self_attn.slope_rate").bytes;
        writeSafetensors(directory / "model.safetensors", tensors, {});
        const QString error = errorOf([&] { load(directory, 48); });
        QVERIFY2(error.contains("'model.layers.0.self_attn.slope_rate'") && error.contains("other numbers"), qPrintable(error));
    }

    void positionsEnd()
    {
        const auto model = load(ownData("gpt2"), 48);
        const std::vector<std::int32_t> ids(257, 5);
        const QString error = errorOf([&] { model->prefill(ids); });
        QVERIFY2(error.contains("256 positions, but prompt and answer have 257 tokens"), qPrintable(error));
        Branch branch(model->prefill(std::span(ids).first(256)), {}, {});
        Branch *const branches[] = {&branch};
        QVERIFY(errorOf([&] { model->step(branches, std::span(ids).first(1)); }).contains("256 positions"));
    }

private:
    QTemporaryDir m_directory;

    /// Decodes the last tokens of @p ids on a prompt of the others: logits, and the attention rows of every head.
    static void stepsEqualTrace(const Transformer &model, std::span<const std::int32_t> ids, const Transformer::Trace &trace)
    {
        constexpr std::size_t nSteps = 5;
        const std::size_t n = ids.size();
        Branch branch(model.prefill(ids.first(n - nSteps)), {}, {});
        Branch *const branches[] = {&branch};
        for (std::size_t step = 0; step < nSteps; ++step) {
            const std::size_t position = n - nSteps + step;
            const Logits logits = model.step(branches, ids.subspan(position, 1));
            QCOMPARE_LE(largestDifference(numbers(logits), numbers(trace.logits, static_cast<Eigen::Index>(position))),
                orderTolerance * spread(numbers(trace.logits)));
        }
        const ModelInfo &info = model.info();
        std::size_t map = 0;
        for (const int layer : layersWithHeads(info)) {
            for (int head = 0; head < info.nHeads; ++head, map += n * n) {
                const std::vector<float> row = model.attentionRow(branch, nSteps - 1, {layer, head});
                QCOMPARE_LE(largestDifference(row, std::span(trace.attentions).subspan(map + (n - 1) * n, n)), weightTolerance);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestFamilies)
#include "tst_families.moc"
