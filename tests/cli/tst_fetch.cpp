// SPDX-License-Identifier: GPL-3.0-or-later
#include "hubserver.h"
#include "program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>
#include <unistd.h>

using namespace needlescope;

namespace {

/// Bytes that do not repeat soon.
QByteArray noise(qsizetype n, quint32 seed = 1)
{
    QByteArray bytes(n, '\0');
    for (char &byte : bytes) {
        seed = seed * 1664525 + 1013904223;
        byte = static_cast<char>(seed >> 24);
    }
    return bytes;
}

} // namespace

/// The real program and a real HTTP server.
class TestFetch : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void fetchesIntoTheLibrariesLayout();
    void fetchedModelOpens();
    void listInPagesIsRead();
    void planFetchesNothing();
    void nothingIsFetchedTwice();
    void laterRevisionTakesTheName();

    void takesOnlyWhatIsRead_data();
    void takesOnlyWhatIsRead();
    void refusesWhatItCannotChoose_data();
    void refusesWhatItCannotChoose();

    void brokenOffIsContinued_data();
    void brokenOffIsContinued();
    void laterProgramContinues();
    void stoppedProgramKeepsWhatArrived();
    void serverWithoutRanges();
    void wrongHashIsThrownAway_data();
    void wrongHashIsThrownAway();
    void wrongPartIsFetchedAgain();
    void wrongSizes_data();
    void wrongSizes();

    void refusals_data();
    void refusals();
    void busyServerIsAskedAgain();
    void nobodyThere();
    void offline();

    void tokenStaysOnItsHost();
    void tokenOfTheFile();
    void diskTooSmall();
    void diskFull();
    void unwritableCache();

private:
    void addModel(const QByteArray &repo);
    QString file(const QString &name) const { return m_folder->filePath(name); }
    QString snapshot(const QByteArray &repo, const QString &name) const;
    QByteArray contentOf(const QString &path) const;
    QStringList blobs() const;
    Result fetch(const QString &model, const QStringList &more = {});

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<HubServer> m_hub;
    QProcessEnvironment m_environment;
    const QByteArray m_weights = noise(300000);
};

void TestFetch::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_hub = std::make_unique<HubServer>();
    m_environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : m_environment.keys()) {
        if (name.startsWith("HF_") || name.startsWith("HUGGING") || name.toLower().endsWith("_proxy") || name == "XDG_CACHE_HOME")
            m_environment.remove(name);
    }
    m_environment.insert("HOME", m_folder->path());
    m_environment.insert("HF_HOME", file("hf"));
    m_environment.insert("HF_ENDPOINT", m_hub->address());
    addModel("acme/tides");
}

void TestFetch::addModel(const QByteArray &repo)
{
    m_hub->repos[repo] = {{"config.json", {R"({"model_type": "llama"})"}}, {"tokenizer.json", {noise(5000, 2), true}},
        {"tokenizer_config.json", {"{}"}}, {"model.safetensors", {m_weights, true}}, {"README.md", {"A model"}},
        {"pytorch_model.bin", {noise(1000, 3), true}}, {"onnx/model.onnx", {noise(1000, 4), true}}};
}

QString TestFetch::snapshot(const QByteArray &repo, const QString &name) const
{
    return file("hf/hub/models--" + QString(repo).replace('/', "--") + "/snapshots/" + m_hub->commit + "/" + name);
}

QByteArray TestFetch::contentOf(const QString &path) const
{
    QFile opened(path);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : "cannot be read";
}

QStringList TestFetch::blobs() const
{
    return QDir(file("hf/hub/models--acme--tides/blobs")).entryList(QDir::Files);
}

Result TestFetch::fetch(const QString &model, const QStringList &more)
{
    return run(QStringList{"fetch", model} + more, {}, m_environment);
}

// What is fetched

void TestFetch::fetchesIntoTheLibrariesLayout()
{
    const auto result = fetch("acme/tides");
    QVERIFY2(result.code == 0, result.err);
    QCOMPARE(QString(result.out.trimmed()), QFileInfo(snapshot("acme/tides", ".")).canonicalFilePath());
    QVERIFY2(result.err.contains("model.safetensors, 300.0 kB") && result.err.contains("are free"), result.err);
    const QString root = file("hf/hub/models--acme--tides");
    QCOMPARE(contentOf(root + "/refs/main"), m_hub->commit);
    QStringList expected;
    for (const char *name : {"config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"}) {
        const auto &served = m_hub->repos["acme/tides"][name];
        const QString hash = served.large ? HubServer::sha256(served.content) : HubServer::gitHash(served.content);
        QCOMPARE(contentOf(root + "/blobs/" + hash), served.content);
        QCOMPARE(QString::fromUtf8(contentOf(snapshot("acme/tides", name))), QString::fromUtf8(served.content));
        char target[256] = "";
        QVERIFY(::readlink(qPrintable(snapshot("acme/tides", name)), target, sizeof target - 1) > 0);
        QCOMPARE(QString(target), "../../blobs/" + hash);
        expected += hash;
    }
    expected.sort();
    QCOMPARE(blobs(), expected);
    QCOMPARE(QDir(snapshot("acme/tides", ".")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 4);
}

void TestFetch::fetchedModelOpens()
{
    const QDir demo(NEEDLESCOPE_SOURCE_DIR "/resources/models/demo");
    for (const QString &name : demo.entryList(QDir::Files))
        m_hub->repos["acme/demo"][name.toUtf8()] = {contentOf(demo.filePath(name)), name.endsWith(".safetensors")};
    QVERIFY(m_hub->repos["acme/demo"].contains("config.json"));
    const auto fetched = fetch(m_hub->address() + "/acme/demo/tree/main", {"--json"});
    QVERIFY2(fetched.code == 0, fetched.err);
    QCOMPARE(fetched.parsed().at("model").get<std::string>(), std::string("acme/demo"));
    const auto info = run({"info", "acme/demo", "--json"}, {}, m_environment);
    QVERIFY2(info.code == 0, info.err);
    QCOMPARE(info.parsed().at("name").get<std::string>(), std::string("acme/demo"));
}

void TestFetch::listInPagesIsRead()
{
    m_hub->tellsSiblings = false;
    const auto result = fetch("acme/tides");
    QVERIFY2(result.code == 0, result.err);
    QCOMPARE(contentOf(snapshot("acme/tides", "model.safetensors")), m_weights);
    QCOMPARE(contentOf(snapshot("acme/tides", "tokenizer_config.json")), QByteArray("{}"));
}

void TestFetch::planFetchesNothing()
{
    const auto result = fetch("acme/tides", {"--plan", "--json"});
    QVERIFY2(result.code == 0, result.err);
    const auto plan = result.parsed();
    QCOMPARE(plan.at("files").size(), std::size_t{4});
    const auto bytes = m_weights.size() + 5000 + 2 + m_hub->repos["acme/tides"]["config.json"].content.size();
    QCOMPARE(plan.at("bytes").get<qint64>(), bytes);
    QCOMPARE(plan.at("bytesToGet").get<qint64>(), bytes);
    QVERIFY(plan.at("freeBytes").get<qint64>() > 0);
    QVERIFY(m_hub->requestsFor("model.safetensors").isEmpty());
    QVERIFY(!QDir(file("hf/hub")).exists());
}

void TestFetch::nothingIsFetchedTwice()
{
    QCOMPARE(fetch("acme/tides").code, 0);
    const auto again = fetch("acme/tides", {"--json"});
    QVERIFY2(again.code == 0, again.err);
    QCOMPARE(again.parsed().at("bytesToGet").get<qint64>(), 0);
    QCOMPARE(m_hub->requestsFor("config.json").size(), 1);
}

void TestFetch::laterRevisionTakesTheName()
{
    QCOMPARE(fetch("acme/tides").code, 0);
    m_hub->commit = QByteArray(40, '8');
    m_hub->repos["acme/tides"]["model.safetensors"].content = noise(2000, 9);
    m_hub->refusals = {"403 Forbidden"};
    m_hub->refusedTarget = "/store/" + HubServer::sha256(noise(2000, 9));
    QCOMPARE(fetch("acme/tides").code, 1);
    QCOMPARE(contentOf(file("hf/hub/models--acme--tides/refs/main")), QByteArray(40, '7')); // what was whole stays
    const auto result = fetch("acme/tides");
    QVERIFY2(result.code == 0, result.err);
    QCOMPARE(contentOf(file("hf/hub/models--acme--tides/refs/main")), QByteArray(40, '8'));
    QCOMPARE(contentOf(snapshot("acme/tides", "model.safetensors")), noise(2000, 9));
    QCOMPARE(m_hub->requestsFor("config.json").size(), 1); // it has not changed
}

void TestFetch::takesOnlyWhatIsRead_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QStringList>("files"); // of the repository
    QTest::addColumn<QStringList>("taken");
    QTest::addColumn<QString>("opens");
    const QStringList text{"config.json", "tokenizer.model"};
    QTest::newRow("safetensors before GGUF") << "a/b" << text + QStringList{"model.safetensors", "b.gguf"}
                                             << text + QStringList{"model.safetensors"} << "a/b";
    QTest::newRow("shards of the index") << "a/b"
                                         << text
            + QStringList{"model.safetensors.index.json", "one.safetensors", "two.safetensors", "consolidated.safetensors"}
                                         << text + QStringList{"model.safetensors.index.json", "one.safetensors", "two.safetensors"}
                                         << "a/b";
    QTest::newRow("one file before the index") << "a/b"
                                               << text + QStringList{"model.safetensors", "model.safetensors.index.json", "one.safetensors"}
                                               << text + QStringList{"model.safetensors"} << "a/b";
    QTest::newRow("only GGUF") << "a/b" << text + QStringList{"b-Q8_0.gguf", "mmproj-b.gguf", "b.bin"} << QStringList{"b-Q8_0.gguf"}
                               << "a/b";
    QTest::newRow("named GGUF") << "a/b/b-Q4.gguf" << text + QStringList{"b-Q8.gguf", "b-Q4.gguf", "model.safetensors"}
                                << QStringList{"b-Q4.gguf"} << "a/b/b-Q4.gguf";
    const QStringList parts{"Q8/b-00001-of-00002.gguf", "Q8/b-00002-of-00002.gguf"};
    QTest::newRow("all parts") << "a/b/Q8/b-00002-of-00002.gguf" << parts + QStringList{"Q4/b-00001-of-00002.gguf", "Q8/c.gguf"} << parts
                               << "a/b/Q8/b-00001-of-00002.gguf";
    QTest::newRow("parts are one model") << "a/b" << parts << parts << "a/b";
    QTest::newRow("name alone") << "b" << text + QStringList{"model.safetensors"} << text + QStringList{"model.safetensors"} << "b";
    QTest::newRow("odd names") << "a/b/b %2F+ü.gguf" << QStringList{"b %2F+ü.gguf"} << QStringList{"b %2F+ü.gguf"} << "a/b/b %2F+ü.gguf";
    QTest::newRow("outside") << "a/b" << text + QStringList{"model.safetensors", "../config.json", "/tokenizer.json", "x/../tokenizer.json"}
                             << text + QStringList{"model.safetensors"} << "a/b";
}

void TestFetch::takesOnlyWhatIsRead()
{
    QFETCH(QString, model);
    QFETCH(QStringList, files);
    QFETCH(QStringList, taken);
    QFETCH(QString, opens);
    const QByteArray repo = model.startsWith("a/") ? "a/b" : "b";
    for (const QString &name : files)
        m_hub->repos[repo][name.toUtf8()] = {"content of " + name.toUtf8(), name.endsWith("f") || name.endsWith("s")};
    m_hub->repos[repo]["training_args.bin"] = {"pickled", true};
    if (files.contains("model.safetensors.index.json"))
        m_hub->repos[repo]["model.safetensors.index.json"].content
            = R"({"weight_map": {"x": "two.safetensors", "y": "one.safetensors", "z": "two.safetensors"}})";
    const auto result = fetch(model, {"--json"});
    QVERIFY2(result.code == 0, result.err);
    QCOMPARE(QString::fromStdString(result.parsed().at("model").get<std::string>()), opens);
    QStringList found;
    const QDir folder(snapshot(repo, "."));
    for (const QString &name : files) {
        if (QFile::exists(folder.filePath(name)))
            found += name;
    }
    QCOMPARE(found, taken);
    for (const QString &name : taken)
        QCOMPARE(contentOf(folder.filePath(name)), m_hub->repos[repo][name.toUtf8()].content);
    QCOMPARE(result.parsed().at("files").size(), static_cast<std::size_t>(taken.size()));
    QVERIFY(m_hub->requestsFor("training_args.bin").isEmpty());
}

void TestFetch::refusesWhatItCannotChoose_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("told");
    QTest::newRow("several GGUF") << "a/b" << QStringList{"b-Q4.gguf", "b-Q8.gguf"}
                                  << "holds 2 GGUF models; name one of them after it, as in 'a/b/b-Q4.gguf': b-Q4.gguf, b-Q8.gguf";
    QTest::newRow("pickles") << "a/b" << QStringList{"config.json", "pytorch_model.bin"} << "neither safetensors nor GGUF";
    QTest::newRow("named pickle") << "a/b/pytorch_model.bin" << QStringList{"pytorch_model.bin", "model.safetensors"}
                                  << "nothing else is fetched";
    QTest::newRow("no such file") << "a/b/c.gguf" << QStringList{"b-Q4.gguf", "b-Q8.gguf"}
                                  << "holds no file 'c.gguf', but b-Q4.gguf, b-Q8.gguf";
    QTest::newRow("part missing") << "a/b" << QStringList{"b-00001-of-00002.gguf"} << "1 of the 2 parts";
    QTest::newRow("shard missing") << "a/b" << QStringList{"model.safetensors.index.json", "one.safetensors"}
                                   << "lacks the file 'two.safetensors'";
    QTest::newRow("no repository") << "a/c" << QStringList{"x"} << "'a/c' does not exist on 'http://127.0.0.1";
    QTest::newRow("empty") << "a/b" << QStringList{} << "does not exist";
    for (const char *name : {"a/b/../c", "../a", "a//b", "a/b c/x", "a-/-b", "a/b/c\\d", "a/b/x/"})
        QTest::newRow(name) << QString(name) << QStringList{"model.safetensors"}
                            << (QString(name).endsWith("x/") ? "nothing else is fetched" : "is not a model's name");
    QTest::newRow("revision") << "https://huggingface.co/a/b/tree/v2" << QStringList{"x"} << "only 'main' is fetched";
}

void TestFetch::refusesWhatItCannotChoose()
{
    QFETCH(QString, model);
    QFETCH(QStringList, files);
    QFETCH(QString, told);
    for (const QString &name : files)
        m_hub->repos["a/b"][name.toUtf8()] = {"content", true};
    if (files.contains("model.safetensors.index.json"))
        m_hub->repos["a/b"]["model.safetensors.index.json"].content = R"({"weight_map": {"x": "two.safetensors", "y": "one.safetensors"}})";
    const auto result = fetch(model);
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains(told.toUtf8()), result.err);
    QVERIFY(!QFile::exists(file("hf/hub/models--a--b/snapshots")));
}

// What goes wrong

void TestFetch::brokenOffIsContinued_data()
{
    QTest::addColumn<QList<qsizetype>>("breaks");
    QTest::addColumn<bool>("tellsLength");
    QTest::newRow("once") << QList<qsizetype>{100000} << true;
    QTest::newRow("at once, then later") << QList<qsizetype>{0, 50000} << true;
    QTest::newRow("often") << QList<qsizetype>{10000, 20000, 30000, 40000, 50000, 60000} << true;
    QTest::newRow("unknown length") << QList<qsizetype>{100000} << false;
}

void TestFetch::brokenOffIsContinued()
{
    QFETCH(QList<qsizetype>, breaks);
    QFETCH(bool, tellsLength);
    m_hub->breaks["model.safetensors"] = breaks;
    m_hub->tellsLength = tellsLength;
    const auto result = fetch("acme/tides");
    QVERIFY2(result.code == 0, result.err);
    QCOMPARE(contentOf(snapshot("acme/tides", "model.safetensors")), m_weights);
    QList<QByteArray> ranges;
    qsizetype from = 0;
    for (const qsizetype bytes : breaks) {
        from += bytes;
        ranges += from > 0 ? "bytes=" + QByteArray::number(from) + "-" : QByteArray();
    }
    QList<QByteArray> asked;
    for (const auto &request : m_hub->requestsFor("model.safetensors")) {
        if (request.target.startsWith("/store/"))
            asked += request.headers.value("range");
    }
    QCOMPARE(asked.mid(1), ranges);
}

void TestFetch::laterProgramContinues()
{
    m_hub->breaks["model.safetensors"] = {150000, 0, 0, 0, 0};
    const auto first = fetch("acme/tides");
    QCOMPARE(first.code, 1);
    QVERIFY2(first.err.contains("broke while 'acme/tides/model.safetensors' was fetched"), first.err);
    const QString blob = HubServer::sha256(m_weights);
    QVERIFY(!blobs().contains(blob));
    QVERIFY(!QFile::exists(snapshot("acme/tides", "model.safetensors")));
    QCOMPARE(contentOf(file("hf/hub/models--acme--tides/blobs/" + blob + ".incomplete")), m_weights.left(150000));
    const auto plan = fetch("acme/tides", {"--plan", "--json"});
    QCOMPARE(plan.parsed().at("bytesToGet").get<qint64>(), m_weights.size() - 150000);
    const auto second = fetch("acme/tides");
    QVERIFY2(second.code == 0, second.err);
    QCOMPARE(m_hub->requestsFor("model.safetensors").last().headers.value("range"), QByteArray("bytes=150000-"));
    QCOMPARE(contentOf(snapshot("acme/tides", "model.safetensors")), m_weights);
    QVERIFY(!blobs().contains(blob + ".incomplete"));
}

void TestFetch::stoppedProgramKeepsWhatArrived()
{
    m_hub->pauseMs = 50;
    QProcess program;
    program.setProcessEnvironment(m_environment);
    program.start(NEEDLESCOPE_CLI, {"fetch", "acme/tides"});
    const QString incomplete = file("hf/hub/models--acme--tides/blobs/" + HubServer::sha256(m_weights) + ".incomplete");
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(incomplete).size() > 20000, 20000);
    ::kill(static_cast<pid_t>(program.processId()), SIGINT);
    QVERIFY(program.waitForFinished(10000));
    QCOMPARE(program.exitCode(), 1);
    QVERIFY(program.readAllStandardError().contains("Stopped."));
    const QByteArray kept = contentOf(incomplete);
    QVERIFY(kept.size() > 20000 && kept.size() < m_weights.size() && m_weights.startsWith(kept));
    m_hub->pauseMs = 0;
    QCOMPARE(fetch("acme/tides").code, 0);
    QCOMPARE(m_hub->requestsFor("model.safetensors").last().headers.value("range"), "bytes=" + QByteArray::number(kept.size()) + "-");
}

void TestFetch::serverWithoutRanges()
{
    m_hub->knowsRanges = false;
    m_hub->breaks["model.safetensors"] = {100000};
    const auto result = fetch("acme/tides");
    QVERIFY2(result.code == 0, result.err);
    QCOMPARE(contentOf(snapshot("acme/tides", "model.safetensors")), m_weights);
}

void TestFetch::wrongHashIsThrownAway_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("large") << QByteArray("model.safetensors");
    QTest::newRow("small") << QByteArray("config.json");
}

void TestFetch::wrongHashIsThrownAway()
{
    QFETCH(QByteArray, name);
    const auto &served = m_hub->repos["acme/tides"][name];
    QByteArray wrong = served.content;
    wrong[wrong.size() / 2] = static_cast<char>(wrong[wrong.size() / 2] ^ 1);
    m_hub->wrongContents[name] = wrong;
    const auto result = fetch("acme/tides");
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("'" + name + "' arrived with another hash than the hub tells"), result.err);
    const QString blob = served.large ? HubServer::sha256(served.content) : HubServer::gitHash(served.content);
    QVERIFY(!blobs().contains(blob));
    QCOMPARE(QFileInfo(file("hf/hub/models--acme--tides/blobs/" + blob + ".incomplete")).size(), 0);
    QVERIFY(!QFile::exists(snapshot("acme/tides", name)));
    QVERIFY(!QFile::exists(file("hf/hub/models--acme--tides/refs/main")));
    m_hub->wrongContents.clear();
    QCOMPARE(fetch("acme/tides").code, 0);
    QCOMPARE(contentOf(snapshot("acme/tides", name)), served.content);
}

void TestFetch::wrongPartIsFetchedAgain()
{
    const QString blob = file("hf/hub/models--acme--tides/blobs/" + HubServer::sha256(m_weights));
    QVERIFY(QDir().mkpath(QFileInfo(blob).path()));
    for (const QByteArray &part : {noise(1000, 77), noise(m_weights.size(), 78), noise(m_weights.size() + 5, 79)}) {
        QFile::remove(blob);
        QFile incomplete(blob + ".incomplete");
        QVERIFY(incomplete.open(QIODevice::WriteOnly));
        incomplete.write(part);
        incomplete.close();
        const auto result = fetch("acme/tides");
        QVERIFY2(result.code == 0, result.err);
        QCOMPARE(contentOf(blob), m_weights);
    }
}

void TestFetch::wrongSizes_data()
{
    QTest::addColumn<qint64>("told");
    QTest::addColumn<QByteArray>("sentence");
    QTest::newRow("more than told") << qint64{299999} << QByteArray("More of 'model.safetensors' arrives than the 299999 bytes");
    QTest::newRow("less than told") << qint64{300001}
                                    << QByteArray("'model.safetensors' ends after 300000 bytes where the hub tells 300001");
}

void TestFetch::wrongSizes()
{
    QFETCH(qint64, told);
    QFETCH(QByteArray, sentence);
    m_hub->wrongSizes["model.safetensors"] = told;
    const auto result = fetch("acme/tides");
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains(sentence), result.err);
    QVERIFY(!blobs().contains(HubServer::sha256(m_weights)));
}

void TestFetch::refusals_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("401") << QByteArray("401 Unauthorized") << QByteArray()
                         << QByteArray("does not exist on 'HUB', or is not for everybody; check the name, or set HF_TOKEN");
    QTest::newRow("401 with a token") << QByteArray("401 Unauthorized") << QByteArray("hf_mine")
                                      << QByteArray("does not accept the token of HF_TOKEN");
    QTest::newRow("401, no repository") << QByteArray("401 Unauthorized\r\nX-Error-Code: RepoNotFound") << QByteArray("hf_mine")
                                        << QByteArray("does not exist on 'HUB', or is not for everybody");
    QTest::newRow("gated") << QByteArray("403 Forbidden\r\nX-Error-Code: GatedRepo") << QByteArray("hf_mine")
                           << QByteArray("is gated: accept its conditions at HUB/acme/tides");
    QTest::newRow("404") << QByteArray("404 Not Found") << QByteArray()
                         << QByteArray("'acme/tides' does not exist on 'HUB'; check the name.");
    QTest::newRow("429, for long") << QByteArray("429 Too Many Requests\r\nRetry-After: 3600") << QByteArray()
                                   << QByteArray("asks to wait for 3600 s");
    QTest::newRow("418") << QByteArray("418 I'm a teapot") << QByteArray() << QByteArray("'HUB' answers with status 418 for 'acme/tides'");
    QTest::newRow("away from http") << QByteArray("302 Found\r\nLocation: file:///etc/passwd") << QByteArray()
                                    << QByteArray("is not https, and is not followed");
    QTest::newRow("in a circle") << QByteArray("302 Found\r\nLocation: /round") << QByteArray() << QByteArray("without an end");
}

void TestFetch::refusals()
{
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, token);
    QFETCH(QByteArray, told);
    m_hub->refusals = QList<QByteArray>(20, status);
    if (!token.isEmpty())
        m_environment.insert("HF_TOKEN", token);
    QElapsedTimer time;
    time.start();
    const auto result = fetch("acme/tides");
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains(told.replace("HUB", m_hub->address().toUtf8())), result.err);
    QCOMPARE(result.err.count('\n'), 1);
    QVERIFY(!token.isEmpty() ? !result.err.contains(token) : true);
    QVERIFY2(time.elapsed() < 10000, "it waited for what will not pass");
}

void TestFetch::busyServerIsAskedAgain()
{
    m_hub->refusals = {"429 Too Many Requests\r\nRetry-After: 1", "503 Busy\r\nRetry-After: 0", "500 Oh"};
    QElapsedTimer time;
    time.start();
    auto result = fetch("acme/tides");
    QVERIFY2(result.code == 0, result.err);
    QVERIFY(time.elapsed() >= 1000);
    QCOMPARE(m_hub->requests().first().headers.value("user-agent").left(12), QByteArray("needlescope/"));
    m_hub->refusals = QList<QByteArray>(20, "429 Too Many Requests\r\nRetry-After: 0");
    result = fetch("acme/tides");
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("had too many requests"), result.err);
    QVERIFY(m_hub->refusals.size() > 10);
}

void TestFetch::nobodyThere()
{
    const QString address = m_hub->address();
    m_hub.reset();
    QElapsedTimer time;
    time.start();
    const auto result = fetch("acme/tides");
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("'" + address.toUtf8() + "' cannot be reached"), result.err);
    QVERIFY(time.elapsed() < 10000);
    m_environment.insert("HF_ENDPOINT", "ftp://127.0.0.1");
    QVERIFY(fetch("acme/tides").err.contains("HF_ENDPOINT is 'ftp://127.0.0.1'"));
}

void TestFetch::offline()
{
    m_environment.insert("HF_HUB_OFFLINE", "1");
    const auto result = fetch("acme/tides");
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("HF_HUB_OFFLINE"), result.err);
    QVERIFY(m_hub->requests().isEmpty());
}

void TestFetch::tokenStaysOnItsHost()
{
    HubServer store;
    store.repos = m_hub->repos;
    m_hub->store = &store;
    m_hub->token = "hf_secret";
    m_environment.insert("HF_TOKEN", "hf_secret\n");
    const auto result = fetch("acme/tides");
    QVERIFY2(result.code == 0, result.err);
    QCOMPARE(contentOf(snapshot("acme/tides", "model.safetensors")), m_weights);
    for (const auto &request : m_hub->requests())
        QCOMPARE(request.headers.value("authorization"), QByteArray("Bearer hf_secret"));
    QVERIFY(store.requests().size() >= 2);
    for (const auto &request : store.requests())
        QVERIFY(!request.headers.contains("authorization"));
}

void TestFetch::tokenOfTheFile()
{
    m_hub->token = "hf_filed";
    QCOMPARE(fetch("acme/tides").code, 1);
    QVERIFY(QDir().mkpath(file("hf")));
    QFile token(file("hf/token"));
    QVERIFY(token.open(QIODevice::WriteOnly));
    token.write("hf_filed\n");
    token.close();
    const auto result = fetch("acme/tides");
    QVERIFY2(result.code == 0, result.err);
}

void TestFetch::diskTooSmall()
{
    m_hub->wrongSizes["model.safetensors"] = qint64{1} << 58;
    const auto result = fetch("acme/tides");
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("make room, or set HF_HUB_CACHE"), result.err);
    QVERIFY(m_hub->requestsFor("config.json").isEmpty());
    QVERIFY(!QDir(file("hf/hub")).exists());
}

/// To a program, files that may not grow and a disk without room differ in the number of the error alone.
void TestFetch::diskFull()
{
    const QString limited = "trap '' XFSZ; ulimit -f 200; exec \"$0\" fetch acme/tides";
    const auto result = runProgram("/bin/sh", {"-c", limited, NEEDLESCOPE_CLI}, {}, m_environment);
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("because the disk is full") && result.err.contains("what has arrived is kept"), result.err);
    QVERIFY(!QFile::exists(snapshot("acme/tides", "model.safetensors")));
    QVERIFY(QFile::exists(snapshot("acme/tides", "config.json"))); // what came before is whole
    const auto later = fetch("acme/tides");
    QVERIFY2(later.code == 0, later.err);
    const QByteArray range = m_hub->requestsFor("model.safetensors").last().headers.value("range");
    QCOMPARE(range, "bytes=" + QByteArray::number(200 * 512) + "-");
    QCOMPARE(contentOf(snapshot("acme/tides", "model.safetensors")), m_weights);
}

void TestFetch::unwritableCache()
{
    QFile(file("file")).open(QIODevice::WriteOnly);
    m_environment.insert("HF_HUB_CACHE", file("file"));
    const auto result = fetch("acme/tides");
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("cannot be written"), result.err);
}

QTEST_APPLESS_MAIN(TestFetch)
#include "tst_fetch.moc"
