// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "fixtures.h"
#include "ggufbuilder.h"

#include "api/json.h"
#include "model/ggufmodel.h"
#include "model/kernels.h"
#include "model/product.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <random>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

/// Of the spread of the golden logits, as in tst_oracles: the same forward pass.
constexpr double logitTolerance = 1e-3;
constexpr double weightTolerance = 1e-4;

struct PackedRows
{
    kernels::WeightRows w;
    std::size_t nRows = 0;
    std::span<const float> values;
};

/// Rows of packed weights with their right numbers.
PackedRows packedRows(const SafetensorsFile &file, const std::string &type)
{
    const TensorView &raw = file.tensor(type + ".raw");
    const TensorView &values = file.tensor(type + ".values");
    return {{raw.bytes.data(), enumFromName<WeightType>(type), static_cast<std::size_t>(values.shape[1])},
        static_cast<std::size_t>(values.shape[0]), floats(file, type + ".values")};
}

fs::path familyFile(const std::string &name)
{
    return testData("gguf/models") / (name + ".gguf");
}

/// Of the files that make-gguf-models.py made.
std::vector<std::string> familyNames()
{
    std::vector<std::string> names;
    for (const fs::directory_entry &entry : fs::directory_iterator(testData("gguf/models"))) {
        if (entry.path().extension() == ".gguf")
            names.push_back(entry.path().stem().string());
    }
    std::ranges::sort(names);
    return names;
}

/// Puts the rows of @p from behind each other where all of them are there; expert by expert where they have some.
void fuse(GgufParts &parts, const std::vector<std::string> &from, const std::string &to)
{
    if (!std::ranges::all_of(from, [&](const std::string &name) { return parts.tensors.contains(name); }))
        return;
    GgufParts::Tensor all = parts.tensors.at(from.front());
    const bool hasExperts = all.shape.size() == 3;
    const std::int64_t nExperts = hasExperts ? all.shape.front() : 1;
    all.bytes.clear();
    all.shape[hasExperts ? 1 : 0] = 0;
    for (std::int64_t expert = 0; expert < nExperts; ++expert) {
        for (const std::string &name : from) {
            const std::vector<char> &bytes = parts.tensors.at(name).bytes;
            const auto size = static_cast<std::ptrdiff_t>(bytes.size()) / nExperts;
            all.bytes.insert(all.bytes.end(), bytes.begin() + size * expert, bytes.begin() + size * (expert + 1));
        }
    }
    for (const std::string &name : from) {
        all.shape[hasExperts ? 1 : 0] += parts.tensors.at(name).shape[hasExperts ? 1 : 0];
        parts.tensors.erase(name);
    }
    parts.tensors[to] = all;
}

std::vector<char> bytesOf(const std::vector<float> &numbers)
{
    const auto *bytes = reinterpret_cast<const char *>(numbers.data());
    return {bytes, bytes + numbers.size() * sizeof(float)};
}

/// A half that is a power of two, 0 to 24 places behind the point.
std::uint16_t halfOfPower(int places)
{
    return static_cast<std::uint16_t>(places <= 14 ? (15 - places) << 10 : 1 << (24 - places));
}

/// Random blocks whose numbers are about @p size large.
class RandomBlocks
{
public:
    RandomBlocks(WeightType type, float size)
        : m_type(type)
        , m_stored(*tensorType(nameOf(type)))
    {
        const std::vector<char> bytes = blocks(64, 0);
        std::vector<float> numbers(64 * m_stored.blockSize);
        kernels::widen({bytes.data(), type, m_stored.blockSize}, 0, numbers.size(), numbers.data());
        double squares = 0;
        for (const float number : numbers)
            squares += static_cast<double>(number) * static_cast<double>(number);
        m_places = static_cast<int>(
            std::lround(std::log2(std::sqrt(squares / static_cast<double>(numbers.size())) / static_cast<double>(size))));
    }

    std::vector<char> numbers(std::int64_t n) { return blocks(static_cast<std::size_t>(n) / m_stored.blockSize, m_places); }

private:
    /// Where a block keeps the halves that all its numbers are multiplied with.
    std::vector<std::size_t> halves() const
    {
        switch (m_type) {
        case WeightType::Q4_1:
        case WeightType::Q5_1:
        case WeightType::Q4_K:
        case WeightType::Q5_K:
            return {0, 2};
        case WeightType::Q2_K:
            return {80, 82};
        case WeightType::Q3_K:
            return {108};
        case WeightType::Q6_K:
            return {208};
        default:
            return {0};
        }
    }

    std::vector<char> blocks(std::size_t n, int places)
    {
        std::vector<char> bytes(n * m_stored.blockBytes);
        for (char &byte : bytes)
            byte = static_cast<char>(m_random());
        for (std::size_t block = 0; block < n; ++block) {
            char *const begin = bytes.data() + block * m_stored.blockBytes;
            if (m_type == WeightType::MXFP4) {
                *begin = static_cast<char>(127 - places);
                continue;
            }
            const std::uint16_t half = halfOfPower(places);
            for (const std::size_t at : halves())
                std::memcpy(begin + at, &half, sizeof half);
        }
        return bytes;
    }

    WeightType m_type;
    const TensorType &m_stored;
    std::mt19937 m_random{11};
    int m_places = 0;
};

/// A model of the family of @p name whose sizes are sixteen times those of its file, so that rows are whole blocks, with random weights;
/// matrices are of @p type where their rows are.
GgufParts widenedModel(const std::string &name, WeightType type)
{
    GgufParts parts(familyFile(name));
    for (const char *key : {"embedding_length", "feed_forward_length", "expert_feed_forward_length", "expert_shared_feed_forward_length",
             "attention.key_length", "attention.value_length", "attention.key_length_mla", "attention.value_length_mla",
             "attention.q_lora_rank", "attention.kv_lora_rank", "rope.dimension_count", "ssm.inner_size", "ssm.state_size",
             "kda.head_dim"}) {
        if (nlohmann::json &value = parts.key(key); !value.is_null())
            value = 16 * value.get<std::uint32_t>();
    }
    std::mt19937 random(7);
    std::normal_distribution<float> distribution;
    RandomBlocks blocks(type, 0.06F);
    const auto blockSize = static_cast<std::int64_t>(tensorType(nameOf(type))->blockSize);
    for (auto &[tensorName, tensor] : parts.tensors) {
        for (std::size_t i = tensorName == "position_embd.weight" ? 1 : 0; i < tensor.shape.size(); ++i)
            tensor.shape[i] *= tensor.shape[i] % 8 == 0 ? 16 : 1;
        if (tensorName.ends_with("ssm_in.weight")) { // whose last rows are one of each head
            const auto nHeads = parts.key("ssm.time_step_rank").get<std::int64_t>();
            tensor.shape[0] = 16 * (tensor.shape[0] - nHeads) + nHeads;
        }
        const std::int64_t n = tensor.elements();
        const bool isMatrix = tensor.type == "BF16" && tensorName != "position_embd.weight";
        if (isMatrix && tensor.shape.back() % blockSize == 0) {
            tensor = {std::string(nameOf(type)), tensor.shape, blocks.numbers(n)};
            continue;
        }
        const bool isNorm = tensorName.find("norm") != std::string::npos && tensorName.ends_with(".weight");
        const float middle = isNorm ? 1 : tensorName.ends_with("ssm_a") ? -1.5F : 0; // which is below 0
        std::vector<float> numbers;
        for (std::int64_t i = 0; i < n; ++i)
            numbers.push_back(middle + (isMatrix ? 0.06F : 0.2F) * distribution(random));
        tensor = {"F32", tensor.shape, bytesOf(numbers)};
    }
    return parts;
}

std::vector<float> randomNumbers(std::size_t n)
{
    std::mt19937 random(5);
    std::normal_distribution<float> distribution;
    std::vector<float> numbers(n);
    for (float &number : numbers)
        number = distribution(random);
    return numbers;
}

} // namespace

/// GGUF files: their blocks, their models, and what is wrong with some.
class TestGguf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blocksAreWidened_data() { blockRows(); }
    void blocksAreWidened();
    void packedRowsAreMultiplied_data() { blockRows(); }
    void packedRowsAreMultiplied();
    void checkpointAndItsGgufAreEqual_data();
    void checkpointAndItsGgufAreEqual();
    void packedModelEqualsItsWidenedNumbers();
    void oraclesAreEqual_data();
    void oraclesAreEqual();
    void familiesAreEqual_data();
    void familiesAreEqual();
    void olderFormsAreEqual();
    void fusedProjectionsAreEqual_data() { familiesAreEqual_data(); }
    void fusedProjectionsAreEqual();
    void whatFamiliesDoNotSayIsRefused();
    void bentFamiliesAreSentences_data() { familiesAreEqual_data(); }
    void bentFamiliesAreSentences();
    void packedFamiliesEqualTheirNumbers_data();
    void packedFamiliesEqualTheirNumbers();
    void whatIsWidenedTakesMemory();
    void partsAreOneModel();
    void whatIsNotUnderstoodIsRefused();
    void truncatedAndBentFilesAreSentences();
    void numberThatIsNoneIsNamed();
    void whatKeysLeaveOutIsAsInLlamaCpp();
    void firstMistralNeedsItsWindow();
    void stopIdsAreThoseOfTheKeys();

private:
    void blockRows();
    void equalsGolden(const std::string &name, const GgufParts &parts);
    fs::path file(const char *name) const { return fs::path(m_folder.path().toStdString()) / name; }

    QTemporaryDir m_folder;
};

void TestGguf::blockRows()
{
    QTest::addColumn<fs::path>("path");
    QTest::addColumn<std::string>("type");
    for (const fs::path &path : {testData("gguf/blocks.safetensors"), oracle("gguf/blocks.safetensors")}) {
        std::error_code error;
        if (!fs::exists(path, error))
            continue;
        const auto blocks = SafetensorsFile::open(path);
        for (const auto &[name, view] : blocks->tensors()) {
            if (name.ends_with(".raw"))
                QTest::addRow("%s of %s", name.c_str(), path.parent_path().parent_path().filename().c_str())
                    << path << name.substr(0, name.size() - 4);
        }
    }
}

void TestGguf::blocksAreWidened()
{
    QFETCH(fs::path, path);
    QFETCH(std::string, type);
    const auto blocks = SafetensorsFile::open(path);
    const PackedRows rows = packedRows(*blocks, type);
    std::vector<float> widened(rows.values.size(), NAN);
    kernels::widen(rows.w, 0, widened.size(), widened.data());
    QVERIFY(std::memcmp(widened.data(), rows.values.data(), widened.size() * sizeof(float)) == 0); // to the bit
    std::fill(widened.begin(), widened.end(), NAN);
    kernels::widen(rows.w, rows.w.size, 2 * rows.w.size, widened.data());
    QVERIFY(std::memcmp(widened.data(), rows.values.data() + rows.w.size, rows.w.size * sizeof(float)) == 0);
}

void TestGguf::packedRowsAreMultiplied()
{
    QFETCH(fs::path, path);
    QFETCH(std::string, type);
    const auto blocks = SafetensorsFile::open(path);
    const PackedRows rows = packedRows(*blocks, type);
    const std::size_t size = rows.w.size;
    constexpr std::size_t nInputs = 9; // more than a tile of four, and one over
    const std::vector<float> x = randomNumbers(nInputs * size);
    std::vector<float> together(nInputs * rows.nRows, NAN);
    kernels::dotRows(x.data(), nInputs, size, rows.w, 0, rows.nRows, together.data(), rows.nRows);

    std::vector<float> packed(kernels::packedSize(nInputs, size), NAN);
    kernels::packRows(x.data(), nInputs, size, size, 0, (nInputs + kernels::panelRows() - 1) / kernels::panelRows(), packed.data());
    std::vector<float> scratch(kernels::productScratch(nInputs), NAN);
    std::vector<float> product(nInputs * rows.nRows, NAN);
    kernels::product(packed.data(), nInputs, rows.w, 0, rows.nRows, product.data(), rows.nRows, scratch.data());

    for (std::size_t r = 0; r < nInputs; ++r) {
        std::vector<float> alone(rows.nRows, NAN);
        kernels::dotRows(x.data() + r * size, 1, size, rows.w, 0, rows.nRows, alone.data(), rows.nRows);
        for (std::size_t o = 0; o < rows.nRows; ++o) {
            double expected = 0;
            double magnitude = 0;
            for (std::size_t k = 0; k < size; ++k) {
                const double term = static_cast<double>(x[r * size + k]) * static_cast<double>(rows.values[o * size + k]);
                expected += term;
                magnitude += std::abs(term);
            }
            const double tolerance = 1e-6 * magnitude; // sums of float32 in another order
            QCOMPARE(alone[o], together[r * rows.nRows + o]); // to the last bit
            QCOMPARE_LE(std::abs(static_cast<double>(alone[o]) - expected), tolerance);
            QCOMPARE_LE(std::abs(static_cast<double>(product[r * rows.nRows + o]) - expected), tolerance);
        }
    }
}

void TestGguf::checkpointAndItsGgufAreEqual_data()
{
    QTest::addColumn<bool>("plain");
    QTest::newRow("our loops") << false;
    QTest::newRow("torch's operations") << true;
}

void TestGguf::checkpointAndItsGgufAreEqual()
{
    QFETCH(bool, plain);
    const fs::path directory = ownData("llama");
    const fs::path path = ggufOfLlama(directory, "F32").write(file("llama.gguf"));
    const auto golden = SafetensorsFile::open(directory / "golden.safetensors");
    const std::span<const float> logits = floats(*golden, "logits");
    LoadOptions options;
    options.plain = plain;
    const auto model = Transformer::load(path, options);
    QCOMPARE(model->info().dtype, std::string("f32"));
    QCOMPARE(model->info().stopIds, std::vector<std::int32_t>{2});
    const std::vector<std::int32_t> ids = integers(*golden, "input_ids");
    const auto trace = model->trace(ids, true);
    QCOMPARE_LE(largestDifference(numbers(trace.logits), logits), logitTolerance * spread(logits));
    QCOMPARE_LE(largestDifference(trace.attentions, floats(*golden, "attentions")), weightTolerance);
    decodesAs(*model, integers(*golden, "greedy_ids"), static_cast<int>(ids.size()), logitTolerance * spread(logits));
    QVERIFY(model->info().hash != Transformer::load(directory)->info().hash);
}

void TestGguf::packedModelEqualsItsWidenedNumbers()
{
    const fs::path path = ggufOfLlama(ownData("llama"), "Q8_0").write(file("llama-q8.gguf"));
    const auto ours = Transformer::load(path);
    QCOMPARE(ours->info().dtype, std::string("q8_0"));
    LoadOptions options;
    options.plain = true; // widens the whole model
    const auto widened = Transformer::load(path, options);
    const std::vector<std::int32_t> ids = someIds(40);
    const auto expected = widened->trace(ids, true);
    const auto trace = ours->trace(ids, true);
    const double tolerance = 1e-5 * spread(numbers(expected.logits)); // float32 in another order
    QCOMPARE_LE(largestDifference(numbers(trace.logits), numbers(expected.logits)), tolerance);
    QCOMPARE_LE(largestDifference(trace.attentions, expected.attentions), 1e-5);

    Branch one(prefillBut1(*ours, ids), {}, {});
    const Logits step = feed(*ours, one, std::span(ids).last(1));
    QCOMPARE_LE(largestDifference(numbers(step, 0), numbers(expected.logits, static_cast<Eigen::Index>(ids.size()) - 1)), tolerance);
}

void TestGguf::oraclesAreEqual_data()
{
    QTest::addColumn<fs::path>("path");
    QTest::addColumn<fs::path>("directory");
    std::error_code error;
    const fs::path folder = oracle("gguf");
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const fs::path path = entry->path();
        if (path.extension() == ".gguf")
            QTest::addRow("%s", path.stem().c_str()) << path << oracle("checkpoints2026") / path.stem();
    }
    QTest::newRow("") << fs::path() << fs::path();
}

void TestGguf::oraclesAreEqual()
{
    QFETCH(fs::path, path);
    QFETCH(fs::path, directory);
    if (path.empty())
        return; // the last row stands where the cases are absent
    const auto golden = SafetensorsFile::open(directory / "golden.safetensors");
    const std::span<const float> logits = floats(*golden, "logits");
    std::shared_ptr<const Transformer> model;
    const QString error = errorOf([&] { model = Transformer::load(path); });
    if (error.contains("a family that Needlescope knows"))
        QSKIP(qPrintable(error));
    QVERIFY2(model, qPrintable(error));
    const std::vector<std::int32_t> ids = integers(*golden, "input_ids");
    const auto trace = model->trace(ids, true);
    QCOMPARE_LE(largestDifference(numbers(trace.logits), logits), logitTolerance * spread(logits));
    QCOMPARE_LE(largestDifference(trace.attentions, floats(*golden, "attentions")), weightTolerance);
    decodesAs(*model, integers(*golden, "greedy_ids"), static_cast<int>(ids.size()), logitTolerance * spread(logits));
}

void TestGguf::familiesAreEqual_data()
{
    QTest::addColumn<std::string>("name");
    for (const std::string &name : familyNames())
        QTest::addRow("%s", name.c_str()) << name;
}

/// Files by llama.cpp's converter (make-gguf-models.py).
void TestGguf::familiesAreEqual()
{
    QFETCH(std::string, name);
    const auto golden = SafetensorsFile::open(testData("gguf/models/golden.safetensors"));
    const std::span<const float> logits = floats(*golden, name + ".logits");
    const std::vector<std::int32_t> ids = integers(*golden, name + ".input_ids");
    const double tolerance = logitTolerance * spread(logits);
    for (const bool plain : {false, true}) {
        LoadOptions options;
        options.plain = plain;
        std::shared_ptr<const Transformer> model;
        const QString error = errorOf([&] { model = Transformer::load(familyFile(name), options); });
        QVERIFY2(model, qPrintable(error));
        QCOMPARE_LE(largestDifference(numbers(model->trace(ids, false).logits), logits), tolerance);
        decodesAs(*model, integers(*golden, name + ".greedy_ids"), static_cast<int>(ids.size()), tolerance);
    }
}

/// What the file of @p name computes, from @p parts.
void TestGguf::equalsGolden(const std::string &name, const GgufParts &parts)
{
    const auto golden = SafetensorsFile::open(testData("gguf/models/golden.safetensors"));
    const std::span<const float> logits = floats(*golden, name + ".logits");
    std::shared_ptr<const Transformer> model;
    const QString error = errorOf([&] { model = Transformer::load(parts.write(file("other.gguf"))); });
    QVERIFY2(model, qPrintable(error));
    const auto trace = model->trace(integers(*golden, name + ".input_ids"), false);
    QCOMPARE_LE(largestDifference(numbers(trace.logits), logits), logitTolerance * spread(logits));
}

/// As files made in 2024 and 2025 keep them.
void TestGguf::olderFormsAreEqual()
{
    GgufParts deepSeek(familyFile("deepseek3")); // keys and values of all heads from one projection
    deepSeek.key("attention.key_length") = deepSeek.key("attention.key_length_mla");
    deepSeek.key("attention.value_length") = deepSeek.key("attention.value_length_mla");
    deepSeek.key("attention.head_count_kv") = deepSeek.key("attention.head_count");
    deepSeek.key("attention.key_length_mla") = deepSeek.key("attention.value_length_mla") = nullptr;
    for (const std::string layer : {"blk.0.", "blk.1."}) {
        const GgufParts::Tensor keys = deepSeek.tensors.at(layer + "attn_k_b.weight"); // (heads, latent, plain)
        const GgufParts::Tensor values = deepSeek.tensors.at(layer + "attn_v_b.weight"); // (heads, values, latent)
        GgufParts::Tensor &both = deepSeek.tensors[layer + "attn_kv_b.weight"];
        const std::int64_t nHeads = keys.shape[0];
        const std::int64_t latent = keys.shape[1];
        both = {keys.type, {nHeads * (keys.shape[2] + values.shape[1]), latent}, {}};
        const std::size_t size = keys.bytes.size() / static_cast<std::size_t>(nHeads * latent * keys.shape[2]); // of a number
        const auto take = [&](const GgufParts::Tensor &from, std::int64_t index, std::int64_t n) {
            const auto begin = from.bytes.begin() + static_cast<std::ptrdiff_t>(size) * index;
            both.bytes.insert(both.bytes.end(), begin, begin + static_cast<std::ptrdiff_t>(size) * n);
        };
        for (std::int64_t head = 0; head < nHeads; ++head) {
            for (std::int64_t i = 0; i < keys.shape[2] * latent; ++i)
                take(keys, (head * latent + i % latent) * keys.shape[2] + i / latent, 1);
            take(values, head * values.shape[1] * latent, values.shape[1] * latent);
        }
        deepSeek.tensors.erase(layer + "attn_k_b.weight");
        deepSeek.tensors.erase(layer + "attn_v_b.weight");
    }
    equalsGolden("deepseek3", deepSeek);

    GgufParts qwen(familyFile("qwen3next")); // projections of the delta rule key head by key head
    const GgufParts::Tensor qkv = qwen.tensors.at("blk.0.attn_qkv.weight");
    const GgufParts::Tensor gate = qwen.tensors.at("blk.0.attn_gate.weight");
    const auto nKeyHeads = qwen.key("ssm.group_count").get<std::int64_t>();
    const auto dKey = qwen.key("ssm.state_size").get<std::int64_t>();
    const std::int64_t ofValues = gate.shape[0] / nKeyHeads; // rows of a key head's values
    GgufParts::Tensor &fused = qwen.tensors["blk.0.ssm_in.weight"];
    fused = {qkv.type, {qkv.shape[0] + gate.shape[0], qkv.shape[1]}, {}};
    const auto row = static_cast<std::ptrdiff_t>(gate.bytes.size()) / gate.shape[0];
    const auto take = [&](const GgufParts::Tensor &from, std::int64_t first, std::int64_t n) {
        fused.bytes.insert(fused.bytes.end(), from.bytes.begin() + row * first, from.bytes.begin() + row * (first + n));
    };
    for (std::int64_t head = 0; head < nKeyHeads; ++head) {
        take(qkv, head * dKey, dKey);
        take(qkv, (nKeyHeads + head) * dKey, dKey);
        take(qkv, 2 * nKeyHeads * dKey + head * ofValues, ofValues);
        take(gate, head * ofValues, ofValues);
    }
    qwen.tensors.erase("blk.0.attn_qkv.weight");
    qwen.tensors.erase("blk.0.attn_gate.weight");
    equalsGolden("qwen3next", qwen);
}

/// As the converter's --fuse-qkv and --fuse-gate-up-exps leave them.
void TestGguf::fusedProjectionsAreEqual()
{
    QFETCH(std::string, name);
    GgufParts parts(familyFile(name));
    for (const std::string layer : {"blk.0.", "blk.1.", "blk.2.", "blk.3."}) {
        for (const std::string suffix : {".weight", ".bias"})
            fuse(parts, {layer + "attn_q" + suffix, layer + "attn_k" + suffix, layer + "attn_v" + suffix}, layer + "attn_qkv" + suffix);
        if (!parts.tensors.contains(layer + "ffn_gate_exps.bias")) // which nobody fuses
            fuse(parts, {layer + "ffn_gate_exps.weight", layer + "ffn_up_exps.weight"}, layer + "ffn_gate_up_exps.weight");
    }
    equalsGolden(name, parts);
}

void TestGguf::whatFamiliesDoNotSayIsRefused()
{
    const auto refused = [&](const char *name, const char *part, const std::function<void(GgufParts &)> &change) {
        GgufParts parts(familyFile(name));
        change(parts);
        const QString error = errorOf([&] { Transformer::load(parts.write(file("unsaid.gguf"))); });
        QVERIFY2(error.contains(part) && error.contains("unsaid.gguf"), qPrintable(name + (": " + error)));
    };
    const auto with = [](const char *key, const nlohmann::json &value) { return [=](GgufParts &parts) { parts.key(key) = value; }; };
    refused("deepseek2", "yarn_log_multiplier", with("rope.scaling.yarn_log_multiplier", nullptr));
    refused("deepseek2", "expert_gating_func", with("expert_gating_func", 3));
    refused("deepseek3", "groups that its 256 experts", [](GgufParts &parts) {
        parts.key("expert_count") = 256;
        parts.key("expert_group_count") = nullptr;
    });
    refused("deepseek3", "exp_probs_b", with("expert_gating_func", 1)); // nobody corrects softmax there
    refused("glm4moe", "expert_gating_func", with("expert_gating_func", 1));
    refused("olmoe", "expert_group_count", with("expert_group_count", 2));
    refused("llama4", "sliding_window", with("attention.sliding_window", 0));
    refused("lfm2moe", "expert_gating_func", with("expert_gating_func", nullptr));
    refused("cohere2", "freq_base_swa", with("rope.freq_base_swa", 5.0));
    refused("gptneox", "use_parallel_residual", with("use_parallel_residual", nullptr));
    refused("qwen35", "recurrent_layers", with("attention.recurrent_layers", {true}));
    refused("qwen35", "inner_size", with("ssm.inner_size", 50));
    refused("granitehybrid", "half of a head", [](GgufParts &parts) { // which makes it a Bamba
        parts.key("rope.scaling.finetuned") = true;
        parts.key("logit_scale") = nullptr;
    });
    refused("bamba", "half of a head", with("rope.dimension_count", nullptr));
    refused("falcon-h1", "no output.weight", [](GgufParts &parts) { parts.tensors.erase("output.weight"); });
    refused("falcon-h1", "biases of queries and keys", [](GgufParts &parts) {
        parts.tensors["blk.0.attn_q.bias"] = {"F32", {32}, std::vector<char>(128)};
    });
    refused("kimi-linear", "expert_gating_func", with("expert_gating_func", nullptr));
    refused("phimoe", "sliding_window", with("attention.sliding_window", nullptr));
    refused("phimoe", "Phi-3.5 MoE alone", with("context_length", 65536));
    refused("granitehybrid", "head_count_kv", with("attention.head_count_kv", {2, 1}));
    refused("gemma4", "rope_freqs", [](GgufParts &parts) { parts.tensors.erase("rope_freqs.weight"); });
    refused("gemma4", "sliding_window_pattern", with("attention.sliding_window_pattern", nullptr));
    refused("apertus", "xielu.alpha_p", [](GgufParts &parts) { parts.keys["xielu.alpha_p"] = nullptr; });
    refused("glm4", "final_logit_softcapping", with("final_logit_softcapping", 30.0)); // as any key that no file of the family has
    refused("glm4", "attn_sinks", [](GgufParts &parts) { parts.tensors["blk.0.attn_sinks.weight"] = {"F32", {4}, std::vector<char>(16)}; });
    refused("qwen3moe", "expert_used_count", with("expert_used_count", nullptr));
}

/// Each key of each family as what it is not.
void TestGguf::bentFamiliesAreSentences()
{
    QFETCH(std::string, name);
    const GgufParts whole(familyFile(name));
    for (const auto &[key, value] : whole.keys.items()) {
        if (key.starts_with("tokenizer.") || key.starts_with("general."))
            continue;
        for (const nlohmann::json &other : {nlohmann::json(), nlohmann::json("many"), nlohmann::json(true), nlohmann::json(0),
                 nlohmann::json(4294967295U), nlohmann::json(-1e30), nlohmann::json{1, 2, 3}, nlohmann::json{false}}) {
            GgufParts bent = whole;
            bent.keys[key] = other;
            const QString error = errorOf([&] { Transformer::load(bent.write(file("bent.gguf"))); }); // opens, or says why not
            QVERIFY2(error.isEmpty() || error.contains("bent.gguf") || error.contains("memory"), qPrintable((key + ": ").c_str() + error));
        }
    }
}

void TestGguf::packedFamiliesEqualTheirNumbers_data()
{
    QTest::addColumn<std::string>("name");
    for (const char *name : {"qwen3moe", "gpt-oss", "glm4", "glm4moe", "deepseek2", "deepseek3", "llama4", "qwen3next", "qwen35", "cohere2",
             "starcoder2", "gpt2", "lfm2moe", "falcon-h1", "kimi-linear"})
        QTest::addRow("%s", name) << std::string(name);
}

/// Each family, widened until its rows are whole blocks, in each packed type: equal to the same numbers in float32.
void TestGguf::packedFamiliesEqualTheirNumbers()
{
    QFETCH(std::string, name);
    for (const auto &[type, typeName] : EnumNames<WeightType>::names) {
        if (!isPacked(type) || tensorType(typeName)->ggufId < 0)
            continue;
        const GgufParts packed = widenedModel(name, type);
        GgufParts plain = packed;
        int nPacked = 0;
        for (auto &[tensorName, tensor] : plain.tensors) {
            if (tensor.type == "F32")
                continue;
            ++nPacked;
            std::vector<float> numbers(static_cast<std::size_t>(tensor.elements()));
            kernels::widen({tensor.bytes.data(), type, static_cast<std::size_t>(tensor.shape.back())}, 0, numbers.size(), numbers.data());
            tensor = {"F32", tensor.shape, bytesOf(numbers)};
        }
        QVERIFY(nPacked > 5);
        const auto ours = Transformer::load(packed.write(file("packed.gguf")));
        const auto expected = Transformer::load(plain.write(file("plain.gguf")));
        const std::vector<std::int32_t> ids{3, 14, 15, 9, 26, 5, 35, 8, 9, 7, 9, 3};
        const Logits right = expected->trace(ids, false).logits;
        const double tolerance = 1e-4 * spread(numbers(right)); // float32 in another order
        QVERIFY2(largestDifference(numbers(ours->trace(ids, false).logits), numbers(right)) <= tolerance, typeName.data());
        Branch one(prefillBut1(*ours, ids), {}, {});
        const Logits step = feed(*ours, one, std::span(ids).last(1));
        QVERIFY2(
            largestDifference(numbers(step, 0), numbers(right, static_cast<Eigen::Index>(ids.size()) - 1)) <= tolerance, typeName.data());
    }
}

/// Latent keys are kept the other way round, so that they cannot stay packed.
void TestGguf::whatIsWidenedTakesMemory()
{
    GgufParts parts = widenedModel("deepseek3", WeightType::Q8_0);
    const std::int64_t packed = Transformer::load(parts.write(file("packed.gguf")))->info().weightBytes;
    std::int64_t saved = 0;
    for (auto &[name, tensor] : parts.tensors) {
        if (!name.ends_with("attn_k_b.weight") && !name.ends_with("attn_v_b.weight"))
            continue;
        QCOMPARE(tensor.type, std::string("Q8_0"));
        saved += tensor.elements() * 4 - static_cast<std::int64_t>(tensor.bytes.size());
        tensor = {"F32", tensor.shape, std::vector<char>(static_cast<std::size_t>(tensor.elements()) * 4)};
    }
    QCOMPARE_GT(saved, 0);
    QCOMPARE(packed, Transformer::load(parts.write(file("plain.gguf")))->info().weightBytes);
}

void TestGguf::partsAreOneModel()
{
    const auto whole = GgufFile::open(ggufOfLlama(ownData("llama"), "F32").write(file("whole.gguf")));
    const auto part = [&](const char *name, std::uint32_t number, std::size_t begin, std::size_t end) {
        GgufBuilder builder;
        builder.add("split.no", number);
        builder.add("split.count", std::uint32_t{2});
        builder.add("split.tensors.count", static_cast<std::uint32_t>(whole->tensors().size()));
        if (number == 0) {
            for (const auto &[key, value] : whole->metadata().items()) {
                if (value.is_string())
                    builder.add(key, value.get<std::string>());
                else if (value.is_number_float())
                    builder.add(key, value.get<float>());
                else
                    builder.add(key, value.get<std::uint32_t>());
            }
        }
        std::size_t i = 0;
        for (const auto &[tensor, view] : whole->tensors()) {
            if (i >= begin && i < end)
                builder.tensor(tensor, view);
            ++i;
        }
        return builder.write(file(name));
    };
    const fs::path first = part("split-00001-of-00002.gguf", 0, 0, 10);
    QVERIFY(errorOf([&] { Transformer::load(first); }).contains("split-00002-of-00002.gguf' is missing"));
    const fs::path second = part("split-00002-of-00002.gguf", 1, 10, 1000);
    const auto ids = someIds(20);
    const auto model = Transformer::load(first);
    const auto expected = Transformer::load(whole->path());
    QVERIFY((model->trace(ids, false).logits == expected->trace(ids, false).logits).all());
    QVERIFY(errorOf([&] { Transformer::load(second); }).contains("open the first part"));
    part("split-00002-of-00002.gguf", 1, 10, 11); // of another model
    QVERIFY(errorOf([&] { Transformer::load(first); }).contains("tensors where the first one says"));
}

void TestGguf::whatIsNotUnderstoodIsRefused()
{
    const auto refused = [&](const std::function<void(GgufBuilder &)> &change, const char *part) {
        GgufBuilder builder = ggufOfLlama(ownData("llama"), "F32");
        change(builder);
        const QString error = errorOf([&] { Transformer::load(builder.write(file("bent.gguf"))); });
        QVERIFY2(error.contains(part) && error.contains("bent.gguf"), qPrintable(error));
    };
    const std::vector<char> four(16);
    refused([&](GgufBuilder &b) { b.tensor("blk.0.attn_sinks.weight", "F32", {4}, four); }, "attn_sinks");
    refused([](GgufBuilder &b) { b.add("llama.attention.clamp_kqv", 8.0F); }, "clamp_kqv");
    refused([](GgufBuilder &b) { b.add("llama.rope.scaling.type", "spiral"); }, "rope.scaling.type");
    refused([&](GgufBuilder &b) { b.tensor("blk.9.attn_norm.weight", "F32", {4}, four); }, "blk.9.attn_norm.weight");
    refused([](GgufBuilder &b) { b.add("llama.final_logit_softcapping", 30.0F); }, "final_logit_softcapping"); // no Llama has it
    refused([](GgufBuilder &b) { b.add("llama.attention.value_length", "wide"); }, "attention.value_length");
    refused([](GgufBuilder &b) { b.add("llama.attention.causal", false); }, "attention.causal");
    refused([](GgufBuilder &b) { b.add("tokenizer.ggml.tokens", std::vector<std::string>(500, "a")); }, "500 tokens");
    refused([](GgufBuilder &b) { b.version = 1; }, "version 1");
    refused([](GgufBuilder &b) { b.add(std::string(300, 'k'), 1.0F); }, "a name of 300 bytes");
    GgufBuilder other;
    other.add("general.architecture", "bert");
    QVERIFY(errorOf([&] { Transformer::load(other.write(file("bert.gguf"))); }).contains("'bert'"));
    GgufBuilder endless;
    endless.add("general.architecture", std::string(300, 'b'));
    QVERIFY(errorOf([&] { Transformer::load(endless.write(file("endless.gguf"))); }).contains("no general.architecture"));
    GgufBuilder iq;
    iq.add("general.architecture", "llama");
    const QString type = errorOf([&] {
        GgufBuilder builder = ggufOfLlama(ownData("llama"), "F32");
        builder.tensor("v.odd.weight", "IQ2_XXS", {1, 256}, std::vector<char>(66)); // of pictures
        Transformer::load(builder.write(file("iq.gguf")));
    });
    QVERIFY2(type.isEmpty(), qPrintable(type)); // nobody needs it
}

void TestGguf::truncatedAndBentFilesAreSentences()
{
    const std::vector<char> whole = ggufOfLlama(ownData("llama"), "Q8_0").bytes();
    const auto write = [&](const std::vector<char> &bytes) {
        std::ofstream(file("bad.gguf"), std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return file("bad.gguf");
    };
    for (std::size_t size = 0; size < whole.size(); size += size < 3000 ? 7 : 1777) {
        const QString error = errorOf([&] {
            Transformer::load(write({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}));
        });
        QVERIFY2(error.contains("bad.gguf"), qPrintable(QString::number(size) + error));
    }
    std::mt19937 random(2);
    for (int i = 0; i < 300; ++i) {
        std::vector<char> bent = whole;
        for (int k = 0; k < 3; ++k)
            bent[random() % 2500] = static_cast<char>(random());
        errorOf([&] { Transformer::load(write(bent)); }); // opens, or says why not
    }
    std::vector<char> absurd = whole;
    const std::uint64_t huge = std::uint64_t{1} << 62;
    std::memcpy(absurd.data() + 24, &huge, sizeof huge); // the length of the first key
    QVERIFY(errorOf([&] { Transformer::load(write(absurd)); }).contains("truncated"));
}

void TestGguf::numberThatIsNoneIsNamed()
{
    const GgufBuilder builder = ggufOfLlama(ownData("llama"), "Q8_0");
    const std::string name = "blk.1.ffn_up.weight";
    const auto whole = GgufFile::open(builder.write(file("whole.gguf")));
    const auto place = whole->tensors().at(name).bytes.data() - whole->bytes().data();
    std::vector<char> bytes = builder.bytes();
    const std::uint16_t notANumber = 0x7e00; // the scale of the first block
    std::memcpy(bytes.data() + place, &notANumber, sizeof notANumber);
    std::ofstream(file("nan.gguf"), std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const auto model = Transformer::load(file("nan.gguf"));
    const QString error = errorOf([&] { model->trace(someIds(20), false); });
    QVERIFY2(error.contains("blk.1.ffn_up.weight") && error.contains("nan.gguf") && error.contains("not numbers"), qPrintable(error));
}

/// Of metadata alone, without weights but the embedding.
void TestGguf::whatKeysLeaveOutIsAsInLlamaCpp()
{
    const auto read = [&](const std::string &family, const std::function<void(GgufBuilder &)> &add, bool layerNorm = false) {
        GgufBuilder b;
        b.add("general.architecture", family);
        for (const auto &[key, number] : {std::pair{"embedding_length", 64U}, {"feed_forward_length", 64U}, {"attention.head_count", 4U},
                 {"attention.head_count_kv", 2U}})
            b.add(family + "." + key, std::uint32_t(number));
        b.add(family + (layerNorm ? ".attention.layer_norm_epsilon" : ".attention.layer_norm_rms_epsilon"), 1e-5F);
        b.tensor("token_embd.weight", "F32", {4, 64}, std::vector<char>(4 * 64 * 4));
        add(b);
        return readArchitecture(Checkpoint::open(b.write(file("keys.gguf"))));
    };
    const auto sizes = [](const std::string &family, unsigned layers, unsigned context) {
        return [=](GgufBuilder &b) {
            b.add(family + ".block_count", std::uint32_t(layers));
            b.add(family + ".context_length", std::uint32_t(context));
        };
    };
    QCOMPARE(read("phi3", sizes("phi3", 32, 4096)).windows, std::vector<int>(32, 2047));
    QVERIFY(read("phi3", sizes("phi3", 32, 8192)).windows.empty());
    QCOMPARE(read("gemma2", sizes("gemma2", 2, 8192)).windows, (std::vector<int>{4096, 0}));
    QCOMPARE(read("stablelm", sizes("stablelm", 2, 4096), true).rope.size, 16);
    const auto scaled = [&](const char *type, float factor, float old) {
        return read("llama", [&](GgufBuilder &b) {
            sizes("llama", 2, 4096)(b);
            if (type != nullptr)
                b.add("llama.rope.scaling.type", type);
            b.add("llama.rope.scaling.factor", factor);
            b.add("llama.rope.scale_linear", old);
        }).rope;
    };
    QCOMPARE(scaled(nullptr, 4, 1).factor, 4.0);
    QVERIFY(scaled("none", 4, 4).scaling == RopeParameters::Scaling::None);
    QVERIFY(scaled(nullptr, 0, 4).scaling == RopeParameters::Scaling::None);
    const Architecture plain = read("llama", sizes("llama", 2, 4096));
    QCOMPARE(plain.rope.theta, 10000.0);
    QCOMPARE(plain.dHead, 16);
    for (const char *family : {"smollm3", "mistral3", "seed_oss", "qwen3"}) { // whose config.json have other bases and heads by default
        const Architecture a = read(family, sizes(family, 4, 4096));
        QCOMPARE(a.rope.theta, 10000.0);
        QCOMPARE(a.dHead, 16);
    }
    const auto experts = [&](std::uint32_t nChosen) {
        return read("llama", [&](GgufBuilder &b) {
            sizes("llama", 2, 4096)(b);
            b.add("llama.expert_count", std::uint32_t{4});
            if (nChosen > 0)
                b.add("llama.expert_used_count", nChosen);
        });
    };
    QCOMPARE(experts(2).rope.theta, 10000.0); // Mixtral's config.json: a million
    QVERIFY(errorOf([&] { experts(0); }).contains("expert_used_count"));
    const auto gemma3 = read("gemma3", [&](GgufBuilder &b) {
        sizes("gemma3", 3, 4096)(b);
        b.add("gemma3.vision.block_count", std::uint32_t{27});
        b.add("gemma3.mm.tokens_per_image", std::uint32_t{256});
        b.add("gemma3.rope.local.freq_base", 20000.0F);
        b.add("gemma3.rope.global.freq_base", 500000.0F);
        b.add("gemma3.attention.sliding_window", std::uint32_t{512});
        b.add("gemma3.attention.sliding_window_pattern", std::vector<std::int32_t>{1, 0, 1});
    });
    QCOMPARE(gemma3.windows, (std::vector<int>{512, 0, 512}));
    QCOMPARE(gemma3.rope.theta, 500000.0);
    QCOMPARE(gemma3.otherRopes.front().theta, 20000.0);
    QVERIFY(errorOf([&] { read("llama", sizes("llama", 2, 4096), true); }).contains("layer_norm_rms_epsilon"));
    const QString pattern = errorOf([&] {
        read("gemma2", [&](GgufBuilder &b) {
            sizes("gemma2", 2, 8192)(b);
            b.add("gemma2.attention.sliding_window_pattern", "all");
        });
    });
    QVERIFY2(pattern.contains("sliding_window_pattern"), qPrintable(pattern));
}

void TestGguf::firstMistralNeedsItsWindow()
{
    const auto read = [&](std::uint32_t dFeedForward, const std::function<void(GgufBuilder &)> &add) {
        GgufBuilder b;
        b.add("general.architecture", "llama");
        b.add("llama.context_length", std::uint32_t{32768});
        b.add("llama.block_count", std::uint32_t{32});
        b.add("llama.embedding_length", std::uint32_t{128});
        b.add("llama.feed_forward_length", dFeedForward);
        b.add("llama.attention.head_count", std::uint32_t{32});
        b.add("llama.attention.head_count_kv", std::uint32_t{8});
        b.add("llama.attention.layer_norm_rms_epsilon", 1e-5F);
        b.tensor("token_embd.weight", "F32", {4, 128}, std::vector<char>(4 * 128 * 4));
        add(b);
        return readArchitecture(Checkpoint::open(b.write(file("mistral.gguf"))));
    };
    const auto nothing = [](GgufBuilder &) {};
    const QString error = errorOf([&] { read(14336, nothing); });
    QVERIFY2(error.contains("Mistral 7B v0.1") && error.contains("mistral.gguf") && error.contains("safetensors"), qPrintable(error));
    QVERIFY(errorOf([&] { read(14336, [](GgufBuilder &b) { b.add("llama.rope.freq_base", 10000.0F); }); }).contains("Mistral 7B v0.1"));
    const auto window = [](GgufBuilder &b) { b.add("llama.attention.sliding_window", std::uint32_t{4096}); };
    QCOMPARE(read(14336, window).windows, std::vector<int>(32, 4096));
    QVERIFY(read(14336, [](GgufBuilder &b) { b.add("llama.rope.freq_base", 1e6F); }).windows.empty()); // v0.2 has none
    QVERIFY(read(11008, nothing).windows.empty());
}

void TestGguf::stopIdsAreThoseOfTheKeys()
{
    GgufBuilder builder = ggufOfLlama(ownData("llama"), "F32"); // its eos_token_id is 2
    builder.add("tokenizer.ggml.eot_token_id", std::uint32_t{5});
    builder.add("tokenizer.ggml.eom_token_id", std::uint32_t{4294967295U}); // none, as some files say it
    const auto checkpoint = Checkpoint::open(builder.write(file("stops.gguf")));
    QCOMPARE(readArchitecture(checkpoint).stopIds, (std::vector<std::int32_t>{2, 5}));
}

QTEST_GUILESS_MAIN(TestGguf)
#include "tst_gguf.moc"
