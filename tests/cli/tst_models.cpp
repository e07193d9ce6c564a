// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>

using namespace needlescope;
using nlohmann::json;

/// The real program beside a Hugging Face cache such as huggingface_hub makes: blobs, snapshots of links to them, refs.
class TestModels : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void listsWhatIsThereAndItsState();
    void opensByName();
    void cacheIsWhereTheLibrariesLook_data();
    void cacheIsWhereTheLibrariesLook();
    void missingNameIsTold();

private:
    QString snapshot(const QString &cache, const QString &folder, const QString &revision) const;
    void put(const QString &snapshot, const QString &name, const QByteArray &content) const;
    QProcessEnvironment environment(const QString &variable, const QString &value) const;
    static json modelNamed(const json &list, const char *name);

    QTemporaryDir m_folder;
    QString m_cache;
};

QString TestModels::snapshot(const QString &cache, const QString &folder, const QString &revision) const
{
    const QString root = cache + "/" + folder;
    QDir().mkpath(root + "/blobs");
    QDir().mkpath(root + "/refs");
    QDir().mkpath(root + "/snapshots/" + revision);
    return root + "/snapshots/" + revision;
}

void TestModels::put(const QString &snapshot, const QString &name, const QByteArray &content) const
{
    const QString blob = QString::number(qHash(content), 16);
    QFile file(snapshot + "/../../blobs/" + blob);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    QVERIFY(QFile::link("../../blobs/" + blob, snapshot + "/" + name));
}

/// Without whatever models this machine has.
QProcessEnvironment TestModels::environment(const QString &variable, const QString &value) const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
        environment.remove(name);
    environment.insert("HOME", m_folder.filePath("home"));
    environment.insert("OLLAMA_MODELS", m_folder.filePath("ollama"));
    environment.insert(variable, value);
    return environment;
}

json TestModels::modelNamed(const json &list, const char *name)
{
    for (const auto &model : list.at("models")) {
        if (model.at("name") == name)
            return model;
    }
    return nullptr;
}

void TestModels::initTestCase()
{
    const QDir demo(NEEDLESCOPE_SOURCE_DIR "/resources/models/demo");
    if (!demo.exists("config.json"))
        QSKIP("resources/models/demo is absent");
    m_cache = m_folder.filePath("hub");
    // An older revision that is not whole, and the one that main names.
    put(snapshot(m_cache, "models--acme--tides", "0ld"), "config.json", "{}");
    const QString whole = snapshot(m_cache, "models--acme--tides", "n3w");
    for (const QString &name : demo.entryList(QDir::Files)) {
        QFile file(demo.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        put(whole, name, file.readAll());
    }
    std::ofstream((m_cache + "/models--acme--tides/refs/main").toStdString()) << "n3w";

    const QString pickled = snapshot(m_cache, "models--acme--pickled", "1");
    put(pickled, "config.json", R"({"model_type": "llama"})");
    put(pickled, "pytorch_model.bin", "PK");
    const QString sharded = snapshot(m_cache, "models--acme--sharded", "1");
    put(sharded, "config.json", R"({"model_type": "qwen2"})");
    put(sharded, "model.safetensors.index.json", R"({"weight_map": {"a": "one.safetensors", "b": "two.safetensors"}})");
    put(sharded, "one.safetensors", "1");
    put(snapshot(m_cache, "models--strange", "1"), "config.json", R"({"model_type": "rwkv"})");
    put(snapshot(m_cache, "models--acme--empty", "1"), "README.md", "nothing");
    snapshot(m_cache, "datasets--acme--books", "1");
    QDir().mkpath(m_cache + "/models--acme--interrupted");
}

void TestModels::listsWhatIsThereAndItsState()
{
    const auto result = run({"models", "--json"}, {}, environment("HF_HUB_CACHE", m_cache));
    QVERIFY2(result.code == 0, result.err);
    const auto list = result.parsed();
    QCOMPARE(list.at("models")[0].at("name").get<std::string>(), std::string("demo"));
    QVERIFY(list.at("models")[0].at("shipped").get<bool>());
    const auto stateOf = [&](const char *name) { return modelNamed(list, name).at("state").get<std::string>(); };
    QCOMPARE(stateOf("demo"), std::string("complete"));
    QCOMPARE(stateOf("acme/tides"), std::string("complete"));
    QCOMPARE(stateOf("acme/pickled"), std::string("without safetensors"));
    QCOMPARE(stateOf("acme/sharded"), std::string("without safetensors"));
    QCOMPARE(stateOf("acme/empty"), std::string("without config.json"));
    QCOMPARE(stateOf("strange"), std::string("unknown family"));
    const auto &models = list.at("models");
    QCOMPARE(std::count_if(models.begin(), models.end(), [](const json &model) { return !model.at("shipped").get<bool>(); }), 5);
    QVERIFY(run({"models"}, {}, environment("HF_HUB_CACHE", m_cache)).out.contains("acme/tides"));
}

void TestModels::opensByName()
{
    const auto environmentOfCache = environment("HF_HUB_CACHE", m_cache);
    const auto info = run({"info", "acme/tides", "--json"}, {}, environmentOfCache);
    QVERIFY2(info.code == 0, info.err);
    QCOMPARE(info.parsed().at("name").get<std::string>(), std::string("acme/tides"));
    QVERIFY(info.parsed().at("directory").get<std::string>().ends_with("models--acme--tides/snapshots/n3w"));
    const auto ids = run({"tokenize", "acme/tides"}, "The tide", environmentOfCache);
    QVERIFY2(ids.code == 0, ids.err);
    const auto text = run({"tokenize", "acme/tides", "--decode"}, ids.out, environmentOfCache);
    QVERIFY2(text.out.contains("The tide"), text.out);
}

void TestModels::cacheIsWhereTheLibrariesLook_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("folder");
    QTest::newRow("HF_HUB_CACHE") << "HF_HUB_CACHE"
                                  << "";
    QTest::newRow("HF_HOME") << "HF_HOME"
                             << "/hub";
    QTest::newRow("XDG_CACHE_HOME") << "XDG_CACHE_HOME"
                                    << "/huggingface/hub";
    QTest::newRow("HOME") << "HOME"
                          << "/.cache/huggingface/hub";
}

void TestModels::cacheIsWhereTheLibrariesLook()
{
    QFETCH(QString, variable);
    QFETCH(QString, folder);
    const QString root = m_folder.filePath("root of " + variable);
    put(snapshot(root + folder, "models--here", "1"), "config.json", "{}");
    const auto result = run({"models", "--json"}, {}, environment(variable, root));
    QVERIFY2(result.code == 0, result.err);
    QVERIFY(!modelNamed(result.parsed(), "here").is_null());
}

void TestModels::missingNameIsTold()
{
    const auto result = run({"info", "acme/nowhere"}, {}, environment("HF_HUB_CACHE", m_cache));
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("acme/nowhere"), result.err);
}

QTEST_APPLESS_MAIN(TestModels)
#include "tst_models.moc"
