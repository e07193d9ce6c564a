// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "fixtures.h"
#include "tinycheckpoint.h"

#include "files/safetensors.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <random>

using namespace needlescope;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

/// The same numbers, summed in another order.
constexpr double logitTolerance = 1e-5;

/// What a byte of E4M3 stands for, from its definition.
float float8(unsigned byte)
{
    const int exponent = static_cast<int>(byte >> 3 & 15);
    const int mantissa = static_cast<int>(byte & 7);
    const double size = exponent == 0 ? std::ldexp(mantissa, -9) : std::ldexp(8 + mantissa, exponent - 10);
    return static_cast<float>(byte & 0x80 ? -size : size);
}

constexpr std::array<float, 8> fourBits{0, 0.5F, 1, 1.5F, 2, 3, 4, 6};

float mxfp4(unsigned nibble, int exponent)
{
    const double size = std::ldexp(static_cast<double>(fourBits[nibble & 7]), exponent - 127);
    return static_cast<float>(nibble & 8 ? -size : size);
}

/// What becomes a model.safetensors.
class Tensors
{
public:
    template <typename T>
    void add(const std::string &name, const std::string &dtype, const std::vector<std::int64_t> &shape, const std::vector<T> &numbers)
    {
        const auto bytes = std::as_bytes(std::span(numbers));
        m_tensors[name] = {dtype, shape, {bytes.begin(), bytes.end()}};
    }
    void add(const std::string &name, const TinyCheckpoint::Tensor &tensor) { add(name, "F32", tensor.shape, tensor.numbers); }
    void erase(const std::string &name) { m_tensors.erase(name); }

    fs::path write(const fs::path &directory, const Json &config) const
    {
        fs::create_directories(directory);
        std::ofstream(directory / "config.json") << config;
        std::map<std::string, TensorView> views;
        for (const auto &[name, tensor] : m_tensors)
            views[name] = {tensor.dtype, tensor.shape, tensor.bytes};
        writeSafetensors(directory / "model.safetensors", views);
        return directory;
    }

private:
    struct Tensor
    {
        std::string dtype;
        std::vector<std::int64_t> shape;
        std::vector<std::byte> bytes;
    };
    std::map<std::string, Tensor> m_tensors;
};

const Json tinySizes{{"hidden_size", 64}, {"num_hidden_layers", 2}, {"num_attention_heads", 4}, {"num_key_value_heads", 2},
    {"head_dim", 16}, {"intermediate_size", 96}};

Json with(Json config, const Json &changes)
{
    config.update(changes);
    return config;
}

/// A checkpoint twice: with numbers of 8 bits and their scales, and with what these stand for.
struct Pair
{
    Tensors quantized;
    Tensors plain;
    Json config;
};

/// @p blockRows 0: one scale a tensor, of @p scaleShape.
Pair float8Pair(std::int64_t blockRows, std::int64_t blockColumns, const std::vector<std::int64_t> &scaleShape)
{
    const TinyCheckpoint tiny(tinySizes);
    Pair pair{{}, {}, tiny.config};
    std::mt19937 random(3);
    for (const auto &[name, tensor] : tiny.tensors) {
        const bool isLinear = name.find("_proj.weight") != std::string::npos;
        if (!isLinear) {
            pair.quantized.add(name, tensor);
            pair.plain.add(name, tensor);
            continue;
        }
        const std::int64_t rows = tensor.shape[0];
        const std::int64_t columns = tensor.shape[1];
        const std::int64_t height = blockRows > 0 ? blockRows : rows;
        const std::int64_t width = blockRows > 0 ? blockColumns : columns;
        const std::int64_t across = (columns + width - 1) / width;
        std::vector<float> scales(static_cast<std::size_t>((rows + height - 1) / height * across));
        for (float &scale : scales)
            scale = std::uniform_real_distribution<float>(0.05F, 0.3F)(random);
        std::vector<std::uint8_t> bytes;
        std::vector<float> numbers;
        for (std::int64_t i = 0; i < rows * columns; ++i) {
            const unsigned byte = (random() & 0x80) | (random() % 0x48); // numbers below 4, denormal ones too
            bytes.push_back(static_cast<std::uint8_t>(byte));
            numbers.push_back(float8(byte) * scales[static_cast<std::size_t>(i / columns / height * across + i % columns / width)]);
        }
        pair.plain.add(name, "F32", tensor.shape, numbers);
        pair.quantized.add(name, "F8_E4M3", tensor.shape, bytes);
        const auto shape = blockRows > 0 ? std::vector<std::int64_t>{(rows + height - 1) / height, across} : scaleShape;
        pair.quantized.add(name + "_scale_inv", "F32", shape, scales);
        if (blockRows == 0)
            pair.quantized.add(name.substr(0, name.size() - 6) + "activation_scale", "F32", {}, std::vector<float>{0.5F});
    }
    return pair;
}

Json float8Config(const Json &blockSize)
{
    return {{"quantization_config", {{"quant_method", "fp8"}, {"activation_scheme", "dynamic"}, {"weight_block_size", blockSize}}}};
}

/// gpt-oss, whose experts have numbers of 4 bits.
Pair mxfp4Pair()
{
    TinyCheckpoint tiny(tinySizes);
    Pair pair{{}, {}, tiny.config};
    constexpr std::int64_t nExperts = 3;
    pair.config.update(
        {{"model_type", "gpt_oss"}, {"architectures", {"GptOssForCausalLM"}}, {"num_local_experts", nExperts}, {"num_experts_per_tok", 2},
            {"attention_bias", true}, {"sliding_window", 8}, {"rope_parameters", {{"rope_type", "default"}, {"rope_theta", 10000}}}});
    std::mt19937 random(4);
    const auto both = [&](const std::string &name, const std::vector<std::int64_t> &shape) {
        std::int64_t n = 1;
        for (const std::int64_t extent : shape)
            n *= extent;
        std::vector<float> numbers(static_cast<std::size_t>(n));
        for (float &number : numbers)
            number = std::normal_distribution<float>(0, 0.3F)(random);
        pair.quantized.add(name, "F32", shape, numbers);
        pair.plain.add(name, "F32", shape, numbers);
    };
    const auto expert = [&](const std::string &name, std::int64_t in, std::int64_t out) {
        std::vector<std::uint8_t> blocks;
        std::vector<std::uint8_t> scales;
        std::vector<float> numbers(static_cast<std::size_t>(nExperts * in * out)); // (experts, in, out)
        for (std::int64_t block = 0; block < nExperts * out * in / 32; ++block) {
            const int exponent = 123 + static_cast<int>(random() % 4);
            scales.push_back(static_cast<std::uint8_t>(exponent));
            for (int i = 0; i < 32; ++i) {
                const unsigned nibble = random() & 15;
                i % 2 == 0 ? blocks.push_back(static_cast<std::uint8_t>(nibble))
                           : void(blocks.back() |= static_cast<std::uint8_t>(nibble << 4));
                const std::int64_t place = block * 32 + i; // (experts, out, in)
                const std::int64_t e = place / in / out;
                numbers[static_cast<std::size_t>((e * in + place % in) * out + place / in % out)] = mxfp4(nibble, exponent);
            }
        }
        pair.plain.add(name, "F32", {nExperts, in, out}, numbers);
        pair.quantized.add(name + "_blocks", "U8", {nExperts, out, in / 32, 16}, blocks);
        pair.quantized.add(name + "_scales", "U8", {nExperts, out, in / 32}, scales);
        both(name + "_bias", {nExperts, out});
    };
    for (const auto &[name, tensor] : tiny.tensors) {
        if (name.find(".mlp.") != std::string::npos)
            continue;
        pair.quantized.add(name, tensor);
        pair.plain.add(name, tensor);
    }
    for (int layer = 0; layer < 2; ++layer) {
        const std::string prefix = "model.layers." + std::to_string(layer) + ".";
        both(prefix + "self_attn.q_proj.bias", {64});
        both(prefix + "self_attn.k_proj.bias", {32});
        both(prefix + "self_attn.v_proj.bias", {32});
        both(prefix + "self_attn.o_proj.bias", {64});
        both(prefix + "self_attn.sinks", {4});
        both(prefix + "mlp.router.weight", {nExperts, 64});
        both(prefix + "mlp.router.bias", {nExperts});
        expert(prefix + "mlp.experts.gate_up_proj", 64, 2 * 96);
        expert(prefix + "mlp.experts.down_proj", 96, 64);
    }
    return pair;
}

const Json mxfp4Config{{"quantization_config", {{"quant_method", "mxfp4"}, {"modules_to_not_convert", {"model.layers.*.self_attn"}}}}};

} // namespace

/// Checkpoints whose safetensors keep weights in 8 or 4 bits.
class TestQuantization : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsItsWidenedNumbers_data();
    void equalsItsWidenedNumbers();
    void checkpointsAreEqual_data();
    void checkpointsAreEqual();
    void whatIsWrongIsASentence();

private:
    fs::path folder(const char *name) const { return fs::path(m_folder.path().toStdString()) / name; }

    QTemporaryDir m_folder;
};

void TestQuantization::equalsItsWidenedNumbers_data()
{
    QTest::addColumn<Pair>("pair");
    QTest::addColumn<Json>("quantization");
    QTest::addColumn<std::string>("dtype");
    QTest::newRow("blocks larger than the matrices") << float8Pair(128, 128, {}) << float8Config({128, 128}) << std::string("fp8");
    QTest::newRow("blocks of a part") << float8Pair(40, 32, {}) << float8Config({40, 32}) << std::string("fp8");
    QTest::newRow("blocks below ours") << float8Pair(24, 20, {}) << float8Config({24, 20}) << std::string("fp8");
    QTest::newRow("one scale") << float8Pair(0, 0, {}) << float8Config(nullptr) << std::string("fp8");
    QTest::newRow("one scale in a list") << float8Pair(0, 0, {1}) << float8Config(nullptr) << std::string("fp8");
    QTest::newRow("mxfp4") << mxfp4Pair() << mxfp4Config << std::string("mxfp4");
}

void TestQuantization::equalsItsWidenedNumbers()
{
    QFETCH(Pair, pair);
    QFETCH(Json, quantization);
    QFETCH(std::string, dtype);
    const auto expected = Transformer::load(pair.plain.write(folder("plain"), pair.config));
    const fs::path directory = pair.quantized.write(folder("quantized"), with(pair.config, quantization));
    const std::vector<std::int32_t> ids = someIds(40);
    const Logits right = expected->trace(ids, false).logits;
    for (const bool plain : {false, true}) {
        const auto model = Transformer::load(directory, withBlock(16, plain));
        QCOMPARE(model->info().dtype, dtype);
        QCOMPARE(model->info().parameters, expected->info().parameters);
        QCOMPARE_LE(largestDifference(numbers(model->trace(ids, false).logits), numbers(right)), logitTolerance * spread(numbers(right)));
    }
}

void TestQuantization::checkpointsAreEqual_data()
{
    QTest::addColumn<fs::path>("directory");
    for (const fs::directory_entry &entry : fs::directory_iterator(testData("quantized")))
        QTest::addRow("%s", entry.path().filename().c_str()) << entry.path();
}

/// As transformers saves them (make-quantized.py).
void TestQuantization::checkpointsAreEqual()
{
    QFETCH(fs::path, directory);
    const auto golden = SafetensorsFile::open(directory / "golden.safetensors");
    const std::span<const float> logits = floats(*golden, "logits");
    const std::vector<std::int32_t> ids = integers(*golden, "input_ids");
    for (const bool plain : {false, true}) {
        const auto model = Transformer::load(directory, withBlock(16, plain));
        QCOMPARE_LE(largestDifference(numbers(model->trace(ids, false).logits), logits), 1e-3 * spread(logits)); // as in tst_oracles
    }
}

void TestQuantization::whatIsWrongIsASentence()
{
    const auto refused = [&](const Pair &pair, const Json &quantization, std::initializer_list<const char *> parts) {
        const fs::path directory = pair.quantized.write(folder("wrong"), with(pair.config, quantization));
        const QString error = errorOf([&] { Transformer::load(directory); });
        for (const char *part : parts)
            QVERIFY2(error.contains(part) && error.endsWith('.'), qPrintable(error));
    };
    const std::string weight = "model.layers.1.mlp.up_proj.weight";
    Pair pair = float8Pair(32, 32, {});
    refused(pair, Json::object(), {"F8_E4M3"});
    refused(pair, float8Config({32, 64}), {"weight_scale_inv", "shape"});
    refused(pair, float8Config(nullptr), {"weight_scale_inv", "shape"});
    refused(pair, float8Config({32}), {"weight_block_size"});
    refused(pair, {{"quantization_config", {{"quant_method", "awq"}}}}, {"config.json", "quantization_config", "get the model"});
    refused(pair, {{"quantization_config", {{"quant_method", "fp8"}, {"fmt", "e5m2"}}}}, {"quantization_config", "e4m3"});
    pair.quantized.erase(weight + "_scale_inv");
    refused(pair, float8Config({32, 32}), {"lack the tensor", "up_proj.weight_scale_inv"});
    pair = float8Pair(32, 32, {});
    std::vector<std::uint8_t> bytes(96 * 64, 0x30);
    bytes[77] = 0xff;
    pair.quantized.add(weight, "F8_E4M3", {96, 64}, bytes);
    refused(pair, float8Config({32, 32}), {"up_proj.weight", "not numbers", "model.safetensors"});

    const fs::path whole = testData("quantized/qwen3-moe");
    const auto file = SafetensorsFile::open(whole / "model.safetensors");
    const auto changed = [&](const std::function<void(std::map<std::string, TensorView> &, Json &)> &change) {
        std::map<std::string, TensorView> tensors = file->tensors();
        Json config = Json::parse(std::ifstream(whole / "config.json"));
        change(tensors, config);
        std::ofstream(folder("wrong") / "config.json") << config;
        writeSafetensors(folder("wrong") / "model.safetensors", tensors);
        return errorOf([&] { Transformer::load(folder("wrong")); });
    };
    const QString without = changed([](auto &tensors, Json &) { tensors.erase("model.layers.0.mlp.experts.gate_up_proj_scale_inv"); });
    QVERIFY2(without.contains("lack the tensor") && without.contains("experts.0.gate_proj.weight_scale_inv"), qPrintable(without));
    const QString unfilled = changed([](auto &, Json &config) { config["quantization_config"]["weight_block_size"] = {24, 8}; });
    QVERIFY2(unfilled.contains("scale"), qPrintable(unfilled));

    pair = mxfp4Pair();
    const std::string experts = "model.layers.0.mlp.experts.down_proj";
    pair.quantized.add(experts + "_scales", "U8", {3, 64, 3}, std::vector<std::uint8_t>(3 * 64 * 3, 255));
    refused(pair, mxfp4Config, {"down_proj_scales", "not numbers"});
    pair.quantized.erase(experts + "_scales");
    refused(pair, mxfp4Config, {"lack the tensor", "down_proj_scales"});
    refused(mxfp4Pair(), Json::object(), {"lack the tensor", "gate"});
}

QTEST_GUILESS_MAIN(TestQuantization)

#include "tst_quantization.moc"
