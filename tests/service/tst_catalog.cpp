// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "resources/hubcache.h"
#include "resources/localmodels.h"
#include "resources/runfolder.h"
#include "service/catalog.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <cstring>

using namespace needlescope;

namespace {

template <typename T>
QByteArray bytesOf(T value)
{
    static_assert(std::endian::native == std::endian::little);
    return {reinterpret_cast<const char *>(&value), sizeof value};
}

QByteArray text(const QByteArray &value)
{
    return bytesOf(std::uint64_t(value.size())) + value;
}

QByteArray textValue(const QByteArray &key, const QByteArray &value)
{
    return text(key) + bytesOf(std::uint32_t{8}) + text(value);
}

QByteArray numberValue(const QByteArray &key, std::uint32_t value)
{
    return text(key) + bytesOf(std::uint32_t{4}) + bytesOf(value);
}

QByteArray numbersValue(const QByteArray &key, const std::vector<std::uint32_t> &values)
{
    QByteArray bytes = text(key) + bytesOf(std::uint32_t{9}) + bytesOf(std::uint32_t{4}) + bytesOf(std::uint64_t(values.size()));
    for (const std::uint32_t value : values)
        bytes += bytesOf(value);
    return bytes;
}

/// A GGUF file of version 3 without tensors.
QByteArray gguf(const std::vector<QByteArray> &values)
{
    QByteArray bytes = "GGUF" + bytesOf(std::uint32_t{3}) + bytesOf(std::uint64_t{0}) + bytesOf(std::uint64_t(values.size()));
    for (const QByteArray &value : values)
        bytes += value;
    return bytes;
}

QByteArray llama()
{
    return gguf(
        {textValue("general.architecture", "llama"), numberValue("llama.block_count", 30), numberValue("llama.attention.head_count", 9)});
}

QByteArray manifest(const QByteArray &layers)
{
    return R"({"schemaVersion": 2, "config": {"digest": "sha256:00"}, "layers": [)" + layers + "]}";
}

QByteArray layer(const char *type, const QByteArray &digest)
{
    return QByteArray(R"({"mediaType": "application/vnd.ollama.image.)") + type + R"(", "digest": ")" + digest + "\"}";
}

const QByteArray hex(64, 'a');

} // namespace

/// A home with models of every kind, some of them broken.
class TestCatalog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void namesAreFound_data();
    void namesAreFound();
    void unknownNamesStayPaths_data();
    void unknownNamesStayPaths();
    void severalFilesAreListed();
    void shippedComeFirst();
    void runsAreFoundInTheHome();
    void ollamasFolderIsThatOfItsVariable();
    void everyListedNameOpensWhatIsListed();
    void listTellsWhatFilesSay();
    void brokenOnesDoNotBreakTheList();
    void sameNamesAreToldApart();

private:
    QString home(const QString &name) const { return m_home.filePath(name); }
    void write(const QString &name, const QByteArray &content) const;
    static const CatalogModel *listed(const std::vector<CatalogModel> &models, const char *name);

    QTemporaryDir m_home;
};

void TestCatalog::write(const QString &name, const QByteArray &content) const
{
    const QString path = home(name);
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

const CatalogModel *TestCatalog::listed(const std::vector<CatalogModel> &models, const char *name)
{
    const auto found = std::find_if(models.begin(), models.end(), [&](const CatalogModel &model) { return model.name == name; });
    return found == models.end() ? nullptr : &*found;
}

void TestCatalog::initTestCase()
{
    for (const char *name :
        {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "OLLAMA_MODELS", "NEEDLESCOPE_RUNS"})
        qunsetenv(name);
    qputenv("HOME", m_home.path().toUtf8());
    qputenv("NEEDLESCOPE_RESOURCES", home("shipped").toUtf8());
    write("shipped/models/another/config.json", R"({"model_type": "qwen3", "num_hidden_layers": 2, "num_attention_heads": 4})");
    write("shipped/models/demo/config.json", R"({"model_type": "llama", "num_hidden_layers": 8, "num_attention_heads": 8})");
    write("shipped/models/demo/model.safetensors", "0123456789");

    const QString own = ".local/share/needlescope/models/";
    write(own + "small.gguf", llama());
    write(own + "demo.gguf", llama()); // hidden by the shipped one
    write(own + "parts-00001-of-00002.gguf", gguf({textValue("general.architecture", "qwen2moe"), numberValue("split.count", 2)}));
    write(own + "parts-00002-of-00002.gguf", gguf({numberValue("split.no", 1), numberValue("split.count", 2)}));
    write(own + "lonely-00001-of-00003.gguf", gguf({textValue("general.architecture", "llama"), numberValue("split.count", 3)}));
    write(own + "folder/only.gguf", llama());
    write(own + "folder/mmproj-only.gguf", llama());
    write(own + "checkpoint/config.json", R"({"model_type": "gpt2", "n_layer": 12, "n_head": 12})");
    write(own + "checkpoint/model.safetensors", "x");
    write(own + "cut.gguf", llama().chopped(3));
    write(own + "no.gguf", "this is text");
    write(own + "empty.gguf", "");
    write(own + "notes.txt", "nothing");
    write(own + ".hidden.gguf", llama());
    QVERIFY(QFile::link(home("nowhere"), home(own + "dangling.gguf")));
    QVERIFY(QFile::link(home(own + "loop.gguf"), home(own + "loop.gguf")));
    QVERIFY(QDir().mkpath(home(own + "directory.gguf")));

    const QString hub = ".cache/huggingface/hub/models--";
    write(hub + "acme--one/snapshots/1/one-Q8_0.gguf",
        gguf({textValue("general.architecture", "gemma2"), numberValue("gemma2.block_count", 26),
            numbersValue("gemma2.attention.head_count", {4, 8, 2})}));
    write(hub + "acme--one/snapshots/1/config.json", R"({"model_type": "gemma2"})");
    write(hub + "acme--many/snapshots/1/Q4/many-00001-of-00002.gguf", llama());
    write(hub + "acme--many/snapshots/1/Q4/many-00002-of-00002.gguf", llama());
    write(hub + "acme--many/snapshots/1/many-Q8.gguf", llama());
    write(hub + "acme--both/snapshots/1/config.json", R"({"model_type": "llama"})");
    write(hub + "acme--both/snapshots/1/model.safetensors", "x");
    write(hub + "acme--both/snapshots/1/both.gguf", llama());
    write(hub + "plain/snapshots/1/plain.gguf", gguf({textValue("general.architecture", "mamba")}));

    write(".lmstudio/models/lm/studio/model.gguf", llama());
    write(".lmstudio/models/acme/one/one-Q4.gguf", llama()); // hidden by the hub's
    write(".lmstudio/models/lm/studio/mmproj-model.gguf", llama());
    write(".cache/lm-studio/models/old/place/model.gguf", llama());
    write(".lmstudio/models/lm/none/readme.md", "");

    const QString tags = ".ollama/models/manifests/";
    write(".ollama/models/blobs/sha256-" + hex, llama());
    const QByteArray model = layer("model", "sha256:" + hex);
    write(tags + "registry.ollama.ai/library/llama3.2/latest", manifest(layer("template", "sha256:" + QByteArray(64, 'b')) + "," + model));
    write(tags + "registry.ollama.ai/library/llama3.2/1b", manifest(model));
    write(tags + "registry.ollama.ai/someone/theirs/latest", manifest(model));
    write(tags + "hf.co/org/name/Q4_K_M", manifest(model));
    write(tags + "registry.ollama.ai/library/gone/latest", manifest(layer("model", "sha256:" + QByteArray(64, 'c'))));
    write(tags + "registry.ollama.ai/library/outside/latest", manifest(layer("model", "sha256:../../../../small")));
    write(tags + "registry.ollama.ai/library/two/latest", manifest(model + "," + model));
    write(tags + "registry.ollama.ai/library/none/latest", manifest(layer("license", "sha256:" + hex)));
    write(tags + "registry.ollama.ai/library/text/latest", "not JSON");
    write(tags + "registry.ollama.ai/library/odd/latest", R"({"layers": [7, {"mediaType": 1}, null]})");
    write(tags + "registry.ollama.ai/stray", manifest(model));

    write("elsewhere/a.gguf", llama());
    write("elsewhere/sha256-blob", llama());
}

void TestCatalog::namesAreFound_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *name, const QString &path) { QTest::newRow(name) << QString(name) << path; };
    const QString own = ".local/share/needlescope/models/";
    const QString hub = ".cache/huggingface/hub/models--";
    row("demo", "shipped/models/demo");
    row("small", own + "small.gguf");
    row("small.gguf", own + "small.gguf");
    row("demo.gguf", own + "demo.gguf");
    row("parts", own + "parts-00001-of-00002.gguf");
    row("folder", own + "folder/only.gguf");
    row("folder/only.gguf", own + "folder/only.gguf");
    row("checkpoint", own + "checkpoint");
    row("acme/one", hub + "acme--one/snapshots/1/one-Q8_0.gguf");
    row("acme/one/one-Q8_0.gguf", hub + "acme--one/snapshots/1/one-Q8_0.gguf");
    row("acme/many/many-Q8.gguf", hub + "acme--many/snapshots/1/many-Q8.gguf");
    row("acme/many/Q4/many-00001-of-00002.gguf", hub + "acme--many/snapshots/1/Q4/many-00001-of-00002.gguf");
    row("acme/both", hub + "acme--both/snapshots/1");
    row("acme/both/both.gguf", hub + "acme--both/snapshots/1/both.gguf");
    row("plain", hub + "plain/snapshots/1/plain.gguf");
    row("plain/plain.gguf", hub + "plain/snapshots/1/plain.gguf");
    row("lm/studio", ".lmstudio/models/lm/studio/model.gguf");
    row("lm/studio/model.gguf", ".lmstudio/models/lm/studio/model.gguf");
    row("acme/one/one-Q4.gguf", ".lmstudio/models/acme/one/one-Q4.gguf");
    row("old/place", ".cache/lm-studio/models/old/place/model.gguf");
    const QString blob = ".ollama/models/blobs/sha256-" + hex;
    row("llama3.2", blob);
    row("llama3.2:latest", blob);
    row("llama3.2:1b", blob);
    row("someone/theirs", blob);
    row("hf.co/org/name:Q4_K_M", blob);
    row("~/elsewhere", "elsewhere/a.gguf");
    row("~/elsewhere/a.gguf", "elsewhere/a.gguf");
    row("~/elsewhere/sha256-blob", "elsewhere/sha256-blob");
    row("~/shipped/models/demo", "shipped/models/demo");
}

void TestCatalog::namesAreFound()
{
    QFETCH(QString, name);
    QFETCH(QString, path);
    QCOMPARE(QString::fromStdString(modelDirectory(name.toStdString()).string()), home(path));
}

void TestCatalog::unknownNamesStayPaths_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"nobody", "acme/nobody", "acme/one/other.gguf", "acme/both/config.json", "../shipped", "llama3.2:7b", "two",
             "none", "outside", "gone", "text", "odd", "dangling", "folder/../small.gguf", "hf.co/org/name", "/nowhere/at/all",
             "~someone/x", "x-00001-of-00002.gguf"})
        QTest::newRow(name) << QString(name);
}

void TestCatalog::unknownNamesStayPaths()
{
    QFETCH(QString, name);
    QCOMPARE(QString::fromStdString(modelDirectory(name.toStdString()).string()), name);
}

void TestCatalog::severalFilesAreListed()
{
    const QString sentence = errorOf([] { modelDirectory("acme/many"); });
    QVERIFY2(sentence.contains("Q4/many-00001-of-00002.gguf, many-Q8.gguf") && sentence.contains("'acme/many/Q4/many-00001-of-00002.gguf'"),
        qPrintable(sentence));
    QVERIFY(!sentence.contains("00002-of-00002"));
}

void TestCatalog::shippedComeFirst()
{
    const auto models = modelCatalog();
    QVERIFY(models.size() > 2);
    QCOMPARE(models[0].name, std::string("demo"));
    QCOMPARE(models[1].name, std::string("another"));
    const auto later = [](const CatalogModel &a, const CatalogModel &b) { return a.origin < b.origin; };
    QVERIFY(std::is_sorted(models.begin(), models.end(), later));
    for (const CatalogModel &model : models)
        QCOMPARE(model.shipped, model.origin == ModelOrigin::Shipped);
}

void TestCatalog::runsAreFoundInTheHome()
{
    QCOMPARE(QString::fromStdString(runPath("~/mine.needle").string()), home("mine.needle"));
}

void TestCatalog::ollamasFolderIsThatOfItsVariable()
{
    QVERIFY(QFile::rename(home(".ollama"), home("moved")));
    QCOMPARE(modelDirectory("llama3.2"), std::filesystem::path("llama3.2"));
    qputenv("OLLAMA_MODELS", "~/moved/models");
    QCOMPARE(QString::fromStdString(modelDirectory("llama3.2").string()), home("moved/models/blobs/sha256-" + hex));
    qunsetenv("OLLAMA_MODELS");
    QVERIFY(QFile::rename(home("moved"), home(".ollama")));
}

void TestCatalog::everyListedNameOpensWhatIsListed()
{
    const auto models = modelCatalog();
    for (const CatalogModel &model : models)
        QCOMPARE(QString::fromStdString(modelDirectory(model.name).string()), QString::fromStdString(model.directory));
    const auto count = [&](ModelOrigin origin) {
        return std::count_if(models.begin(), models.end(), [&](const CatalogModel &model) { return model.origin == origin; });
    };
    QCOMPARE(count(ModelOrigin::Shipped), 2);
    QCOMPARE(count(ModelOrigin::Own), 10);
    QCOMPARE(count(ModelOrigin::HubCache), 6);
    QCOMPARE(count(ModelOrigin::LmStudio), 3);
    QCOMPARE(count(ModelOrigin::Ollama), 4);
}

void TestCatalog::listTellsWhatFilesSay()
{
    const auto models = modelCatalog();
    const auto *small = listed(models, "small");
    QVERIFY(small);
    QCOMPARE(small->family, std::string("llama"));
    QCOMPARE(small->nLayers, 30);
    QCOMPARE(small->nHeads, 9);
    QCOMPARE(small->weightBytes, std::int64_t(llama().size()));
    QCOMPARE(small->state, ModelState::Complete);
    const auto *one = listed(models, "acme/one"); // its layers differ
    QVERIFY(one);
    QCOMPARE(one->nLayers, 26);
    QCOMPARE(one->nHeads, 8);
    const auto *parts = listed(models, "parts");
    QVERIFY(parts);
    QCOMPARE(parts->family, std::string("qwen2moe"));
    QCOMPARE(parts->state, ModelState::Complete);
    QCOMPARE(parts->weightBytes,
        QFileInfo(home(".local/share/needlescope/models/parts-00001-of-00002.gguf")).size()
            + QFileInfo(home(".local/share/needlescope/models/parts-00002-of-00002.gguf")).size());
    const auto *gpt2 = listed(models, "checkpoint");
    QVERIFY(gpt2);
    QCOMPARE(gpt2->nLayers, 12);
    QCOMPARE(gpt2->nHeads, 12);
    QCOMPARE(gpt2->weightBytes, std::int64_t{1});
    const auto *mamba = listed(models, "plain");
    QVERIFY(mamba);
    QCOMPARE(mamba->state, ModelState::UnknownFamily);
}

void TestCatalog::brokenOnesDoNotBreakTheList()
{
    const auto models = modelCatalog();
    for (const char *name : {"cut", "no", "empty", "lonely"}) {
        const auto *model = listed(models, name);
        QVERIFY2(model, name);
        QCOMPARE(model->state, ModelState::Unreadable);
    }
    for (const char *name : {"dangling", "loop", "directory", "notes", ".hidden", "lm/none", "gone:latest", "outside:latest"})
        QVERIFY2(!listed(models, name), name);
}

void TestCatalog::sameNamesAreToldApart()
{
    const auto models = modelCatalog();
    QCOMPARE(listed(models, "demo")->origin, ModelOrigin::Shipped);
    QCOMPARE(listed(models, "acme/one")->origin, ModelOrigin::HubCache);
    QVERIFY(listed(models, qPrintable(home(".local/share/needlescope/models/demo.gguf"))));
    QVERIFY(listed(models, qPrintable(home(".lmstudio/models/acme/one/one-Q4.gguf"))));
}

QTEST_APPLESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
