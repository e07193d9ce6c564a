// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "fixtures.h"
#include "tinycheckpoint.h"

#include "files/digest.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include <algorithm>
#include <fstream>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

void writeText(const fs::path &file, const std::string &text)
{
    std::ofstream(file, std::ios::binary) << text;
}

/// A safetensors file with this header and so many bytes of data.
std::string withHeader(const std::string &header, std::size_t dataBytes)
{
    std::uint64_t size = header.size();
    return std::string(reinterpret_cast<const char *>(&size), sizeof size) + header + std::string(dataBytes, '\0');
}

/// What a user is told: one sentence that contains @p expected.
void verifySentence(const QString &error, const QString &expected)
{
    QVERIFY2(error.contains(expected), qPrintable("'" + error + "' lacks '" + expected + "'"));
    QVERIFY2(error.endsWith('.') || error.endsWith('"'), qPrintable(error));
    QVERIFY2(!error.contains('\n'), qPrintable(error));
}

} // namespace

/// config.json and safetensors: what is read, and what is said about files that cannot be.
class TestModelFiles : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_directory.reset(); }

    void writesWhatItReads()
    {
        const std::vector<float> numbers{1, 2, 3, 4, 5, 6};
        const std::vector<std::uint8_t> flags{1, 0, 1};
        writeSafetensors(path("a.safetensors"),
            {{"a", {"U8", {3}, std::as_bytes(std::span(flags))}}, {"numbers", {"F32", {2, 3}, std::as_bytes(std::span(numbers))}},
                {"nothing", {"F32", {0, 4}, {}}}},
            {{"made by", "a test"}});
        const auto file = SafetensorsFile::open(path("a.safetensors"));
        QCOMPARE(file->tensors().size(), std::size_t(3));
        const std::span<const float> read = floats(*file, "numbers");
        QCOMPARE(std::vector<float>(read.begin(), read.end()), numbers);
        QCOMPARE(reinterpret_cast<std::uintptr_t>(read.data()) % alignof(float), std::uintptr_t(0));
        QCOMPARE(file->tensor("a").bytes[2], std::byte(1));
        QCOMPARE(file->tensor("nothing").elements(), 0);
        QCOMPARE(std::distance(fs::directory_iterator(path("")), {}), 1); // no temporary file is left
        verifySentence(errorOf([&] { file->tensor("b"); }), "the tensor 'b' is missing");
        verifySentence(errorOf([&] { writeSafetensors(path("no/such/a.safetensors"), {}); }), "Cannot write");
    }

    void sha256_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("three letters") << QByteArray("abc");
        QTest::newRow("zeros") << QByteArray(1000, '\0');
        QTest::newRow("more than a buffer") << QByteArray(3'000'001, 'x');
    }

    /// Against Qt's.
    void sha256()
    {
        QFETCH(QByteArray, bytes);
        const std::string expected = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
        QCOMPARE(sha256Of({bytes.constData(), static_cast<std::size_t>(bytes.size())}), expected);
        Sha256 inParts;
        for (qsizetype begin = 0; begin < bytes.size(); begin += 977)
            inParts.add(std::as_bytes(
                std::span(bytes.constData() + begin, static_cast<std::size_t>(std::min<qsizetype>(977, bytes.size() - begin)))));
        QCOMPARE(inParts.hexadecimal(), expected);
    }

    void badSafetensors_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const std::string &bytes, const char *expected) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << expected;
        };
        const std::string good = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
        row("empty", "", "it has only 0 bytes");
        row("shorter than the length", "abc", "it has only 3 bytes");
        row("length beyond the file", std::string(8, '\xff'), "header is longer than the file");
        row("header cut", withHeader(good, 8).substr(0, 20), "header is longer than the file");
        row("header no JSON", withHeader("{]", 8), "not a JSON object");
        row("header a list", withHeader("[]", 8), "not a JSON object");
        row("header not UTF-8", withHeader("{\"\xff\xfe\":3}", 8), "not a JSON object");
        row("entry a number", withHeader(R"({"a":3})", 8), "lacks dtype, shape or data_offsets");
        row("no shape", withHeader(R"({"a":{"dtype":"F32","data_offsets":[0,8]}})", 8), "lacks dtype, shape or data_offsets");
        row("one offset", withHeader(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}})", 8), "lacks dtype, shape or data_offsets");
        row("offset negative", withHeader(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}})", 8),
            "lacks dtype, shape or data_offsets");
        row("offsets swapped", withHeader(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8), "lies outside the file");
        row("data cut", withHeader(good, 7), "lies outside the file");
        row("size unequal to shape", withHeader(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8), "does not fit its shape");
        row("shape overflows", withHeader(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}})", 8),
            "does not fit its shape");
        row("shape negative", withHeader(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8), "not a number");
        row("shape beyond 64 bits", withHeader(R"({"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}})", 8),
            "not a number");
        row("unknown type", withHeader(R"({"a":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}})", 8), "unknown type 'F4'");
        row("overlap",
            withHeader(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8),
            "'a' and 'b' overlap");
    }

    void badSafetensors()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        writeText(path("model.safetensors"), bytes.toStdString());
        const QString error = errorOf([&] { SafetensorsFile::open(path("model.safetensors")); });
        verifySentence(error, expected);
        QVERIFY(error.contains("model.safetensors"));
    }

    void truncatedAnywhere()
    {
        const TinyCheckpoint checkpoint;
        checkpoint.write(path("m"));
        const auto size = fs::file_size(path("m/model.safetensors"));
        for (std::uintmax_t cut = 0; cut < size; cut += size / 50 + 1) {
            checkpoint.write(path("m"));
            fs::resize_file(path("m/model.safetensors"), cut);
            verifySentence(errorOf([&] { Transformer::load(path("m")); }), "model.safetensors");
        }
    }

    void badConfig_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QByteArray>("value"); // empty: removed
        const auto row = [](const char *name, const char *key, const char *value) { QTest::newRow(name) << key << QByteArray(value); };
        row("no type", "model_type", "");
        row("unknown type", "model_type", "\"rwkv\"");
        row("type a number", "model_type", "4");
        row("no layers", "num_hidden_layers", "");
        row("zero layers", "num_hidden_layers", "0");
        row("negative layers", "num_hidden_layers", "-3");
        row("half a layer", "num_hidden_layers", "2.5");
        row("layers a text", "num_hidden_layers", "\"3\"");
        row("layers huge", "num_hidden_layers", "1e300");
        row("zero heads", "num_attention_heads", "0");
        row("heads beyond 64 bits", "num_attention_heads", "99999999999999999999999");
        row("heads not divisible", "num_key_value_heads", "3");
        row("zero KV heads", "num_key_value_heads", "0");
        row("head_dim one", "head_dim", "1");
        row("head_dim odd", "head_dim", "9");
        row("hidden size zero", "hidden_size", "0");
        row("vocabulary negative", "vocab_size", "-1");
        row("epsilon zero", "rms_norm_eps", "0");
        row("epsilon a text", "rms_norm_eps", "\"x\"");
        row("theta negative", "rope_theta", "-1");
        row("theta beyond double", "rope_theta", "1e999");
        row("activation", "hidden_act", "\"mystery\"");
        row("bias a number", "attention_bias", "1");
        row("architectures a text", "architectures", "\"x\"");
        row("end token negative", "eos_token_id", "-2");
        row("end token a text", "eos_token_id", "[\"x\"]");
        row("scaling a list", "rope_scaling", "[]");
        row("scaling unknown", "rope_scaling", R"({"rope_type": "su", "factor": 2})");
        row("scaling without factor", "rope_scaling", R"({"rope_type": "linear"})");
        row("scaling of zero", "rope_scaling", R"({"type": "linear", "factor": 0})");
        row("llama3 without its keys", "rope_scaling", R"({"rope_type": "llama3", "factor": 2})");
    }

    void badConfig()
    {
        QFETCH(QString, key);
        QFETCH(QByteArray, value);
        TinyCheckpoint checkpoint;
        checkpoint.write(path("m"));
        checkpoint.config.erase(key.toStdString());
        std::string text = checkpoint.config.dump();
        if (!value.isEmpty())
            text.insert(1, "\"" + key.toStdString() + "\":" + value.toStdString() + ",");
        writeText(path("m/config.json"), text);
        const QString error = errorOf([&] { Transformer::load(path("m")); });
        verifySentence(error, "config.json");
        if (!value.contains("1e999")) // no JSON at all
            QVERIFY2(error.contains(key) || error.contains("'" + key + "'"), qPrintable(error));
    }

    void badDirectory_data()
    {
        QTest::addColumn<std::function<void(const fs::path &)>>("spoil");
        QTest::addColumn<QString>("expected");
        using Spoil = std::function<void(const fs::path &)>;
        const auto row = [](const char *name, const Spoil &spoil, const char *expected) { QTest::newRow(name) << spoil << expected; };
        row(
            "missing", [](const fs::path &d) { fs::remove_all(d); }, "is not a directory");
        row(
            "a file", [](const fs::path &d) { fs::remove_all(d), writeText(d, "x"); }, "is not a directory");
        row(
            "empty", [](const fs::path &d) { fs::remove_all(d), fs::create_directory(d); }, "holds no model.safetensors");
        row(
            "git-lfs pointer",
            [](const fs::path &d) { writeText(d / "model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"); },
            "is a pointer of git-lfs");
        row(
            "shards without an index",
            [](const fs::path &d) { fs::rename(d / "model.safetensors", d / "model-00001-of-00002.safetensors"); },
            "('model-00001-of-00002.safetensors') but no model.safetensors.index.json");
        row(
            "unfinished", [](const fs::path &d) { fs::rename(d / "model.safetensors", d / "model.safetensors.incomplete"); },
            "unfinished download ('model.safetensors.incomplete')");
        row(
            "adapter",
            [](const fs::path &d) {
                fs::remove(d / "model.safetensors");
                writeText(d / "adapter_config.json", "{}");
            },
            "holds an adapter");
        row(
            "folder of the cache",
            [](const fs::path &d) {
                fs::remove(d / "model.safetensors");
                fs::create_directories(d / "snapshots/abc");
            },
            "snapshots/abc' in it");
        row(
            "no config", [](const fs::path &d) { fs::remove(d / "config.json"); }, "config.json': No such file");
        row(
            "config empty", [](const fs::path &d) { writeText(d / "config.json", ""); }, "not a JSON object");
        row(
            "config garbage", [](const fs::path &d) { writeText(d / "config.json", "{\"a\": Nothing}"); }, "not a JSON object");
        row(
            "config without end",
            [](const fs::path &d) {
                writeText(d / "config.json", R"({"num_hidden_layers": )" + std::string(300000, '[') + std::string(300000, ']') + "}");
            },
            "nested too deep");
        row(
            "config a directory", [](const fs::path &d) { fs::remove(d / "config.json"), fs::create_directory(d / "config.json"); },
            "config.json");
        row(
            "generation config garbage", [](const fs::path &d) { writeText(d / "generation_config.json", "[]"); },
            "generation_config.json");
        const auto rename = [](const fs::path &d, const char *name) { fs::rename(d / "model.safetensors", d / name); };
        row(
            "pickled", [=](const fs::path &d) { rename(d, "pytorch_model.bin"); }, "convert them once with");
        row(
            "index garbage", [=](const fs::path &d) { rename(d, "a"), writeText(d / "model.safetensors.index.json", "{"); }, "weight_map");
        row(
            "index points outside",
            [=](const fs::path &d) {
                rename(d, "../outside.safetensors");
                writeText(d / "model.safetensors.index.json", R"({"weight_map": {"a": "../outside.safetensors"}})");
            },
            "outside the model's directory");
        row(
            "index points nowhere",
            [=](const fs::path &d) {
                rename(d, "a");
                writeText(d / "model.safetensors.index.json", R"({"weight_map": {"a": "b.safetensors"}})");
            },
            "b.safetensors");
    }

    void badDirectory()
    {
        QFETCH(std::function<void(const fs::path &)>, spoil);
        QFETCH(QString, expected);
        TinyCheckpoint().write(path("m"));
        spoil(path("m"));
        verifySentence(errorOf([&] { Transformer::load(path("m")); }), expected);
    }

    void noPermission()
    {
        if (geteuid() == 0)
            QSKIP("root may read everything");
        TinyCheckpoint().write(path("m"));
        fs::permissions(path("m/model.safetensors"), fs::perms::none);
        verifySentence(errorOf([&] { Transformer::load(path("m")); }), "Permission denied");
        fs::permissions(path("m"), fs::perms::none);
        const QString error = errorOf([&] { Transformer::load(path("m")); });
        fs::permissions(path("m"), fs::perms::owner_all);
        verifySentence(error, "Permission denied");
    }

    void badWeights_data()
    {
        QTest::addColumn<std::function<void(TinyCheckpoint &)>>("spoil");
        QTest::addColumn<QString>("expected");
        using Spoil = std::function<void(TinyCheckpoint &)>;
        for (const auto &[name, tensor] : TinyCheckpoint(nlohmann::json{{"num_hidden_layers", 1}}).tensors) {
            QTest::addRow("without %s", name.c_str())
                << Spoil([n = name](TinyCheckpoint &c) { c.tensors.erase(n); }) << "lack the tensor '" + QString::fromStdString(name);
            QTest::addRow("shape of %s", name.c_str()) << Spoil([n = name](TinyCheckpoint &c) {
                ++c.tensors[n].shape[0];
                c.tensors[n].numbers.resize(c.tensors[n].numbers.size() * 2);
                c.tensors[n].numbers.resize(static_cast<std::size_t>(c.tensors[n].shape[0])
                    * (c.tensors[n].shape.size() == 2 ? static_cast<std::size_t>(c.tensors[n].shape[1]) : 1));
            }) << "where config.json asks for";
        }
        QTest::newRow("bias expected") << Spoil([](TinyCheckpoint &c) { c.config["attention_bias"] = true; })
                                       << "lack the tensor 'model.layers.0.self_attn.q_proj.bias'";
        QTest::newRow("more layers") << Spoil([](TinyCheckpoint &c) { c.config["num_hidden_layers"] = 2; }) << "lack the tensor";
    }

    void badWeights()
    {
        QFETCH(std::function<void(TinyCheckpoint &)>, spoil);
        QFETCH(QString, expected);
        TinyCheckpoint checkpoint(nlohmann::json{{"num_hidden_layers", 1}});
        spoil(checkpoint);
        checkpoint.write(path("m"));
        verifySentence(errorOf([&] { Transformer::load(path("m")); }), expected);
    }

    void weightsOfAnotherType()
    {
        const TinyCheckpoint checkpoint;
        checkpoint.write(path("m"));
        const auto file = SafetensorsFile::open(path("m/model.safetensors")); // stays mapped while it is replaced
        std::map<std::string, TensorView> tensors = file->tensors();
        tensors.at("model.layers.1.mlp.up_proj.weight").dtype = "I32";
        writeSafetensors(path("m/model.safetensors"), tensors);
        verifySentence(errorOf([&] { Transformer::load(path("m")); }), "Weights of the type I32 are not supported");
    }

    void describesTheModel()
    {
        TinyCheckpoint checkpoint;
        checkpoint.config["eos_token_id"] = {2, 5};
        checkpoint.write(path("tiny"), "BF16");
        const ModelInfo info = Transformer::load(path("tiny/"))->info();
        QCOMPARE(info.name, std::string("tiny"));
        QCOMPARE(info.architecture, std::string("LlamaForCausalLM"));
        QCOMPARE(info.nLayers, 3);
        QCOMPARE(info.nHeads, 4);
        QCOMPARE(info.nKvHeads, 2);
        QCOMPARE(info.dHead, 10);
        QCOMPARE(info.dtype, std::string("bf16"));
        QCOMPARE(info.stopIds, (std::vector<std::int32_t>{2, 5}));
        QCOMPARE(info.weightBytes, 2 * info.parameters);
        QCOMPARE(info.kvBytesPerToken, 2 * 3 * 2 * 10 * 4); // keys and values, layers, KV heads, dHead, float32
        QCOMPARE(info.hash.size(), std::size_t(64));

        checkpoint.tensors.at("model.norm.weight").numbers[3] += 1;
        checkpoint.write(path("other"), "BF16");
        QVERIFY(Transformer::load(path("other"))->info().hash != info.hash);
        QCOMPARE(Transformer::load(path("tiny"))->info().hash, info.hash);
    }

    void shardsAreOneModel()
    {
        const TinyCheckpoint checkpoint;
        checkpoint.write(path("one"));
        checkpoint.write(path("many"), "F32", 3);
        const std::vector<std::int32_t> ids{1, 5, 9, 33, 7};
        const auto one = Transformer::load(path("one"));
        const auto many = Transformer::load(path("many"));
        QCOMPARE(many->info().parameters, one->info().parameters);
        QCOMPARE(largestDifference(numbers(many->trace(ids, false).logits), numbers(one->trace(ids, false).logits)), 0.0);
    }

    /// Mixtral with a tensor for each expert, and with one for all of them as transformers 5 writes it.
    void expertsInOneTensor()
    {
        TinyCheckpoint one(nlohmann::json{{"model_type", "mixtral"}, {"architectures", {"MixtralForCausalLM"}}, {"num_local_experts", 3},
            {"num_experts_per_tok", 2}, {"sliding_window", nullptr}});
        TinyCheckpoint all = one;
        using Tensor = TinyCheckpoint::Tensor;
        const auto take = [](TinyCheckpoint &checkpoint, const std::string &name) {
            Tensor tensor = checkpoint.tensors.at(name);
            checkpoint.tensors.erase(name);
            return tensor;
        };
        for (int layer = 0; layer < 3; ++layer) {
            const std::string prefix = "model.layers." + std::to_string(layer) + ".";
            const std::string experts = prefix + "mlp.experts.";
            Tensor gate = take(one, prefix + "mlp.gate_proj.weight");
            Tensor up = take(one, prefix + "mlp.up_proj.weight");
            Tensor down = take(one, prefix + "mlp.down_proj.weight");
            for (const char *name : {"gate", "up", "down"})
                take(all, prefix + "mlp." + name + "_proj.weight");
            Tensor stackedGateUp{{3, 2 * gate.shape[0], gate.shape[1]}, {}};
            Tensor stackedDown{{3, down.shape[0], down.shape[1]}, {}};
            for (int expert = 0; expert < 3; ++expert) {
                const std::string own = prefix + "block_sparse_moe.experts." + std::to_string(expert) + ".";
                one.tensors[own + "w1.weight"] = gate;
                one.tensors[own + "w3.weight"] = up;
                one.tensors[own + "w2.weight"] = down;
                stackedGateUp.numbers.insert(stackedGateUp.numbers.end(), gate.numbers.begin(), gate.numbers.end());
                stackedGateUp.numbers.insert(stackedGateUp.numbers.end(), up.numbers.begin(), up.numbers.end());
                stackedDown.numbers.insert(stackedDown.numbers.end(), down.numbers.begin(), down.numbers.end());
                for (Tensor *tensor : {&gate, &up, &down})
                    std::rotate(tensor->numbers.begin(), tensor->numbers.begin() + 5, tensor->numbers.end());
            }
            const Tensor &query = one.tensors.at(prefix + "self_attn.q_proj.weight");
            const Tensor router{{3, query.shape[1]}, {query.numbers.begin(), query.numbers.begin() + 3 * query.shape[1]}};
            one.tensors[prefix + "block_sparse_moe.gate.weight"] = router;
            all.tensors[prefix + "mlp.gate.weight"] = router;
            all.tensors[experts + "gate_up_proj"] = stackedGateUp;
            all.tensors[experts + "down_proj"] = stackedDown;
        }
        one.write(path("one"));
        all.write(path("all"));
        const std::vector<std::int32_t> ids{1, 9, 33, 4, 60, 17};
        const auto traceOf = [&](const char *name) { return Transformer::load(path(name))->trace(ids, false); };
        QCOMPARE(largestDifference(numbers(traceOf("one").logits), numbers(traceOf("all").logits)), 0.0);
    }

    void reportsAndStops()
    {
        TinyCheckpoint().write(path("m"));
        Progress last;
        Work work;
        work.progress = [&](const Progress &progress) { last = progress; };
        Transformer::load(path("m"), {}, work);
        QCOMPARE(last.activity, Activity::Loading);
        QCOMPARE(last.done, 3);
        QCOMPARE(last.total, 3);
        std::stop_source source;
        source.request_stop();
        QVERIFY_EXCEPTION_THROWN(Transformer::load(path("m"), {}, {source.get_token()}), Cancelled);
    }

    void unknownDevice()
    {
        TinyCheckpoint().write(path("m"));
        LoadOptions options;
        options.device = "tpu";
        verifySentence(errorOf([&] { Transformer::load(path("m"), options); }), "'tpu' is not a device");
    }

private:
    fs::path path(const std::string &name) const { return fs::path(m_directory->path().toStdString()) / name; }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestModelFiles)
#include "tst_modelfiles.moc"
