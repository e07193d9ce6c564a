// SPDX-License-Identifier: GPL-3.0-or-later
#include "oracles.h"
#include "program.h"
#include "tensors.h"

#include "archive/runfile.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>
#include <memory>

using namespace needlescope;
using nlohmann::json;

namespace {

const std::string oracleFiles = needlescope::oracles().string();

json readJson(const std::string &file)
{
    std::ifstream stream(file);
    return json::parse(stream);
}

const json &byId(const json &samples, const std::string &id)
{
    return *std::find_if(samples.begin(), samples.end(), [&](const json &sample) { return sample.at("id") == id; });
}

std::string modelOf(const std::string &name)
{
    return oracleFiles + "/retriever/models/" + name;
}

/// Values that were printed with 6 decimals in the golden file.
bool equalScores(const json &actual, const json &golden)
{
    for (std::size_t layer = 0; layer < golden.size(); ++layer) {
        for (std::size_t head = 0; head < golden[layer].size(); ++head) {
            if (std::abs(actual.at(layer).at(head).get<double>() - golden[layer][head].get<double>()) > 1e-5)
                return false;
        }
    }
    return actual.size() == golden.size();
}

double largestDifference(const std::vector<float> &a, const std::vector<float> &b)
{
    double largest = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}

} // namespace

#define NEEDS_ORACLES()                                                                                                                    \
    if (m_samples.empty())                                                                                                                 \
    QSKIP("../shared/oracles/retriever is absent")

/// Runs the real program, as seldom as may be: each start costs most of a second.
class TestCli : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void wrongUsageExitsWith2_data();
    void wrongUsageExitsWith2();
    void failureExitsWith1_data();
    void failureExitsWith1();
    void infoTellsTheArchitecture();
    void tokenizesWithoutAModel();
    void generatesAsTheGoldens_data();
    void generatesAsTheGoldens();
    void masksAsTheGoldens_data();
    void masksAsTheGoldens();
    void masksWholeGroups();
    void findsTheNeedleInAHaystack();
    void tracesAsTheGoldens();
    void interruptedDetectionContinues();

private:
    QString file(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QString write(const char *name, const std::string &text) const;
    QStringList detectArguments(const QString &runFile, const QString &scores) const;
    std::size_t killAfter(const QStringList &arguments, const QString &runFile, std::size_t nSamples, int signal);

    QTemporaryDir m_folder;
    std::map<std::string, json> m_samples; ///< by model
};

void TestCli::initTestCase()
{
    if (!QDir(QString::fromStdString(oracleFiles + "/retriever")).exists())
        return; // what needs it skips by itself
    for (const char *model : {"gH", "gL"})
        m_samples[model] = readJson(oracleFiles + "/retriever/goldens/" + model + "_samples.json").at("samples");
}

QString TestCli::write(const char *name, const std::string &text) const
{
    std::ofstream(file(name).toStdString()) << text;
    return file(name);
}

void TestCli::wrongUsageExitsWith2_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString model = QStringLiteral("demo");
    QTest::newRow("no subcommand") << QStringList{};
    QTest::newRow("no model") << QStringList{"info"};
    QTest::newRow("no prompt") << QStringList{"generate", model};
    QTest::newRow("a mask that is none") << QStringList{"generate", model, "--prompt-file", "/dev/null", "--mask", "3"};
    QTest::newRow("span behind the end") << QStringList{"generate", model, "--prompt-file", "/dev/null", "--needle-span", "3:900"};
    QTest::newRow("no such study option") << QStringList{"mask-curve", model, "--rule", "qr"};
}

void TestCli::wrongUsageExitsWith2()
{
    QFETCH(QStringList, arguments);
    const auto result = run(arguments);
    QCOMPARE(result.code, 2);
    QVERIFY(result.out.isEmpty());
    QVERIFY(!result.err.isEmpty());
}

void TestCli::failureExitsWith1_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const QString model = QStringLiteral("demo");
    const QString empty = file("empty");
    QDir().mkdir(empty);
    QTest::newRow("no such model") << QStringList{"info", "/nonexistent/model"} << "/nonexistent/model";
    QTest::newRow("empty directory") << QStringList{"info", empty} << "model.safetensors";
    QTest::newRow("no tokenizer") << QStringList{"tokenize", empty} << "tokenizer";
    QTest::newRow("ids that are none") << QStringList{"trace", model, "--ids", write("no.json", "{\"ids\": \"a\"}"), "--out", file("o")}
                                       << "no.json";
    QTest::newRow("ids outside the vocabulary")
        << QStringList{"trace", model, "--ids", write("big.json", "[1, 99999]"), "--out", file("o")} << "99999";
    QTest::newRow("a device that is none") << QStringList{"info", model, "--device", "tpu"} << "use cpu, cpu-bf16, cuda";
    QTest::newRow("a head that is none") << QStringList{"generate", model, "--prompt-ids", write("two.json", "[1, 5]"), "--mask", "8:0"}
                                         << "8 layers of 8 heads";
    QTest::newRow("scores that are none") << QStringList{"generate", model, "--prompt-ids", write("two.json", "[1, 5]"), "--mask-top", "3",
        "--scores", write("scores.json", "[]")}
                                          << "scores.json";
}

void TestCli::failureExitsWith1()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);
    const auto result = run(arguments);
    QCOMPARE(result.code, 1);
    QVERIFY(result.out.isEmpty());
    QVERIFY2(result.err.contains(named.toUtf8()), result.err);
    QCOMPARE(result.err.count('\n'), 1);
}

void TestCli::infoTellsTheArchitecture()
{
    const auto info = run({"info", "demo", "--json", "--context", "100"}).parsed();
    QCOMPARE(info.at("architecture").get<std::string>(), std::string("LlamaForCausalLM"));
    QCOMPARE(info.at("layers").get<int>(), 8);
    QCOMPARE(info.at("heads").get<int>(), 8);
    QCOMPARE(info.at("kv_heads").get<int>(), 8);
    QCOMPARE(info.at("context").get<int>(), 1088);
    QCOMPARE(info.at("dtype").get<std::string>(), std::string("bf16"));
    const auto &memory = info.at("memory");
    QCOMPARE(memory.at("context").get<int>(), 100);
    // Keys and values of 8 layers of 8 heads of 32 dimensions in float32.
    QCOMPARE(memory.at("kv_cache").get<int>(), 100 * 2 * 8 * 8 * 32 * 4);
}

void TestCli::tokenizesWithoutAModel()
{
    NEEDS_ORACLES();
    QDir().mkdir(file("tokenizer"));
    QFile::copy(QString::fromStdString(modelOf("gH")) + "/tokenizer.json", file("tokenizer/tokenizer.json"));
    const auto &sample = m_samples["gH"].at(0);
    const auto text = QByteArray::fromStdString(sample.at("prompt_text"));
    const auto encoded = run({"tokenize", file("tokenizer"), "--no-special"}, text);
    QVERIFY2(encoded.code == 0, encoded.err);
    QCOMPARE(encoded.parsed().at("ids").get<std::vector<int>>(), sample.at("prompt_ids").get<std::vector<int>>());
    const auto decoded = run({"tokenize", file("tokenizer"), "--decode"}, encoded.out);
    QCOMPARE(run({"tokenize", file("tokenizer"), "--no-special"}, decoded.out).out, encoded.out);
}

void TestCli::generatesAsTheGoldens_data()
{
    QTest::addColumn<std::string>("model");
    QTest::addColumn<std::string>("id");
    QTest::newRow("gH, one that succeeds") << std::string("gH") << std::string("s01");
    QTest::newRow("gH, no stop token") << std::string("gH") << std::string("s33");
    QTest::newRow("gL, 1,000 tokens") << std::string("gL") << std::string("s13");
}

void TestCli::generatesAsTheGoldens()
{
    NEEDS_ORACLES();
    QFETCH(std::string, model);
    QFETCH(std::string, id);
    const auto &sample = byId(m_samples[model], id);
    const auto span = QString("%1:%2").arg(sample.at("needle_start").get<int>()).arg(sample.at("needle_end").get<int>());
    const auto result = run({"generate", QString::fromStdString(modelOf(model)), "--json", "--prompt-ids",
        write("prompt.json", json{{"ids", sample.at("prompt_ids")}}.dump()), "--needle-span", span, "--stop-ids",
        QString::number(sample.at("stop_id").get<int>()), "--max-tokens", QString::number(sample.at("max_new").get<int>())});
    QVERIFY2(result.code == 0, result.err);
    const auto output = result.parsed();
    QCOMPARE(output.at("output_ids").get<std::vector<int>>(), sample.at("output_ids").get<std::vector<int>>());
    QVERIFY(equalScores(output.at("scores"), sample.at("head_score")));
    QVERIFY(std::abs(output.at("recall").get<double>() - sample.at("rouge1_recall").get<double>()) < 1e-5);

    const Tensors goldens(oracleFiles + "/retriever/goldens/" + model + "_samples.safetensors");
    const auto argmax = goldens.values<std::int32_t>(id + ".argmax", "I32");
    const auto margin = goldens.values<float>(id + ".margin", "F32");
    const auto flat = output.at("argmax").flatten();
    QCOMPARE(flat.size(), argmax.size());
    const auto &steps = output.at("argmax");
    const std::size_t nLayers = steps[0].size();
    const std::size_t nHeads = steps[0][0].size();
    for (std::size_t i = 0; i < argmax.size(); ++i) {
        // Below this margin the oracle's README allows another position.
        if (margin[i] > 5e-4F)
            QCOMPARE(steps[i / nHeads / nLayers][i / nHeads % nLayers][i % nHeads].get<std::int32_t>(), argmax[i]);
    }
}

void TestCli::masksAsTheGoldens_data()
{
    QTest::addColumn<std::string>("model");
    QTest::addColumn<std::string>("set");
    QTest::addColumn<std::string>("kind");
    QTest::addColumn<std::string>("scope");
    QTest::newRow("top 3, as the reference code")
        << std::string("gH") << std::string("top3") << std::string("uniform") << std::string("decode");
    QTest::newRow("top 3, zeroed everywhere") << std::string("gH") << std::string("top3") << std::string("zero")
                                              << std::string("everywhere");
    QTest::newRow("random 5") << std::string("gL") << std::string("random5b") << std::string("uniform") << std::string("everywhere");
}

void TestCli::masksAsTheGoldens()
{
    NEEDS_ORACLES();
    QFETCH(std::string, model);
    QFETCH(std::string, set);
    QFETCH(std::string, kind);
    QFETCH(std::string, scope);
    const auto goldens = readJson(oracleFiles + "/retriever/goldens/" + model + "_masks.json");
    const auto id = goldens.at("sample_ids").at(0);
    const auto &runs = goldens.at("runs");
    const auto golden = std::find_if(runs.begin(), runs.end(), [&](const json &candidate) {
        return candidate.at("sample") == id && candidate.at("set") == set && candidate.at("kind") == kind && candidate.at("scope") == scope;
    });
    QVERIFY(golden != runs.end());
    // Above the oracle's tolerance, so that every token must be the same.
    QVERIFY(golden->at("min_logit_margin").get<double>() > 2e-3);
    QStringList heads;
    for (const auto &entry : goldens.at("sets")) {
        if (entry.at("name") != set)
            continue;
        for (const auto &head : entry.at("heads"))
            heads += QString("%1:%2").arg(head.at(0).get<int>()).arg(head.at(1).get<int>());
    }
    const auto result = run({"generate", QString::fromStdString(modelOf(model)), "--json", "--prompt-ids",
        write("prompt.json", byId(m_samples[model], id).at("prompt_ids").dump()), "--mask", heads.join(','), "--mask-kind",
        QString::fromStdString(kind), "--mask-scope", QString::fromStdString(scope), "--stop-ids", "4", "--max-tokens", "32"});
    QVERIFY2(result.code == 0, result.err);
    QCOMPARE(result.parsed().at("output_ids").get<std::vector<int>>(), golden->at("output_ids").get<std::vector<int>>());
}

void TestCli::masksWholeGroups()
{
    NEEDS_ORACLES();
    // 8 query heads share 4 key/value heads.
    const QStringList generate{"generate", QString::fromStdString(oracleFiles + "/checkpoints/stories260K"), "--json", "--prompt-ids",
        write("two.json", "[1, 5, 9]"), "--max-tokens", "2"};
    const auto result = run(generate + QStringList{"--mask-groups", "3:1,0:3", "--mask", "1:5"});
    QVERIFY2(result.code == 0, result.err);
    QCOMPARE(result.parsed().at("intervention").at("heads").dump(), std::string("[[0,6],[0,7],[1,5],[3,2],[3,3]]"));
    const auto outside = run(generate + QStringList{"--mask-groups", "3:4"});
    QCOMPARE(outside.code, 2);
    QVERIFY2(outside.err.contains("5 layers of 4 groups"), outside.err);
}

void TestCli::findsTheNeedleInAHaystack()
{
    NEEDS_ORACLES();
    const auto &sample = byId(m_samples["gL"], "s01");
    auto text = sample.at("prompt_text").get<std::string>();
    text.erase(0, std::string("<bos> ").size());
    const auto statement = sample.at("needle_statement").get<std::string>();
    text.erase(text.find(statement), statement.size());
    const auto result = run({"generate", QString::fromStdString(modelOf("gL")), "--json", "--needle", QString::fromStdString(statement),
        "--question", QString::fromStdString(sample.at("question")), "--haystack", write("haystack.txt", text), "--length", "300",
        "--depth", "40", "--frame", "{context} {question}\nAnswer :", "--stop-ids", "4"});
    QVERIFY2(result.code == 0, result.err);
    const auto output = result.parsed();
    const auto &span = output.at("needle_span");
    const auto ids = output.at("prompt_ids").get<std::vector<int>>();
    QVERIFY(ids.size() <= 300);
    // The words of the answer, which the command found by itself, are where the span says.
    const auto tokenized
        = run({"tokenize", QString::fromStdString(modelOf("gL")), "--no-special"}, QByteArray::fromStdString(sample.at("needle")));
    QCOMPARE(std::vector<int>(ids.begin() + span.at(0).get<int>(), ids.begin() + span.at(1).get<int>()),
        tokenized.parsed().at("ids").get<std::vector<int>>());
    QVERIFY(output.at("outcome").is_string());
}

void TestCli::tracesAsTheGoldens()
{
    NEEDS_ORACLES();
    const std::string directory = oracleFiles + "/checkpoints/llama-gqa";
    const Tensors golden(directory + "/golden.safetensors");
    const auto ids = golden.values<std::int64_t>("input_ids", "I64");
    const auto out = file("trace.safetensors");
    const auto result = run({"trace", QString::fromStdString(directory), "--ids", write("ids.json", json(ids).dump()), "--out", out,
        "--attentions", "--greedy", "24"});
    QVERIFY2(result.code == 0, result.err);
    const Tensors trace(out.toStdString());
    for (const char *name : {"logits", "attentions", "greedy_ids"})
        QCOMPARE(trace.shape(name), golden.shape(name));
    // float32 against float32 in another order of summation; the logits spread over tens.
    QVERIFY(largestDifference(trace.values<float>("logits", "F32"), golden.values<float>("logits", "F32")) < 1e-2);
    QVERIFY(largestDifference(trace.values<float>("attentions", "F32"), golden.values<float>("attentions", "F32")) < 1e-4);
    QCOMPARE(trace.values<std::int64_t>("greedy_ids", "I64"), golden.values<std::int64_t>("greedy_ids", "I64"));
}

QStringList TestCli::detectArguments(const QString &runFile, const QString &scores) const
{
    return {"detect", QString::fromStdString(modelOf("gH")), "--json", "--needles", file("needles.jsonl"), "--haystack", file("words.txt"),
        "--lengths", "150,250", "--depths", "0,20,40,60,80,100", "--frame", "{context} {question}\nAnswer :", "--stop-ids", "4", "--full",
        "--run", runFile, "--scores", scores};
}

/// Starts a detection, sends it a signal once @p nSamples are on disk, and returns how many are there in the end.
std::size_t TestCli::killAfter(const QStringList &arguments, const QString &runFile, std::size_t nSamples, int signal)
{
    QProcess process;
    process.start(QStringLiteral(NEEDLESCOPE_CLI), arguments);
    QElapsedTimer timer;
    timer.start();
    const auto onDisk = [&]() -> std::size_t {
        try {
            return RunFile::openReadOnly(runFile.toStdString()).samples().size();
        } catch (const EngineError &) {
            return 0; // not there yet
        }
    };
    while (onDisk() < nSamples && timer.elapsed() < 20000)
        process.waitForFinished(5);
    if (process.state() == QProcess::Running) // else there is no process of this number
        ::kill(static_cast<pid_t>(process.processId()), signal);
    process.waitForFinished();
    if (signal == SIGTERM && process.exitCode() != 1)
        return 0;
    return onDisk();
}

void TestCli::interruptedDetectionContinues()
{
    NEEDS_ORACLES();
    std::string needles;
    for (const char *id : {"s00", "s05", "s10", "s17", "s20"}) {
        const auto &sample = byId(m_samples["gH"], id);
        needles
            += json{{"needle", sample.at("needle_statement")}, {"question", sample.at("question")}, {"real_needle", sample.at("needle")}}
                   .dump()
            + "\n";
    }
    write("needles.jsonl", needles);
    write("words.txt", m_samples["gH"].at(0).at("prompt_text").get<std::string>().substr(6));

    const auto whole = run(detectArguments(file("whole.needle"), file("whole.json")));
    QVERIFY2(whole.code == 0, whole.err);
    QCOMPARE(whole.parsed().at("samples").get<int>(), 60);
    QVERIFY(whole.parsed().at("counted").get<int>() > 30);

    const auto arguments = detectArguments(file("parts.needle"), file("parts.json"));
    const auto killed = killAfter(arguments, file("parts.needle"), 5, SIGKILL);
    QVERIFY(killed >= 5 && killed < 60);
    const auto stopped = killAfter(arguments, file("parts.needle"), killed + 5, SIGTERM);
    QVERIFY(stopped >= killed + 5 && stopped < 60);
    const auto rest = run(arguments);
    QVERIFY2(rest.code == 0, rest.err);
    QCOMPARE(rest.parsed().at("resumed").get<std::size_t>(), stopped);
    QVERIFY(rest.parsed().at("map") == whole.parsed().at("map"));
    QVERIFY(readJson(file("parts.json").toStdString()) == readJson(file("whole.json").toStdString()));
    QCOMPARE(RunFile::openReadOnly(file("parts.needle").toStdString()).samples().size(), std::size_t{60});
}

QTEST_APPLESS_MAIN(TestCli)
#include "tst_cli.moc"
