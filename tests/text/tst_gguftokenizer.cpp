// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/json.h"
#include "errorof.h"
#include "files/gguf.h"
#include "oracles.h"
#include "realmodel.h"
#include "text/chattemplate.h"
#include "text/gguftokenizer.h"
#include "text/tokenizer.h"

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

using Ids = std::vector<std::int32_t>;

std::string contentOf(const fs::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

QByteArray shown(const Ids &ids)
{
    QByteArray text;
    for (const std::int32_t id : ids)
        text += QByteArray::number(id) + ' ';
    return text;
}

/// llama.cpp's folder `models` with ggml-vocab-NAME.gguf and its texts and ids, where the environment names it.
fs::path vocabularies()
{
    const char *chosen = std::getenv("NEEDLESCOPE_VOCABULARIES");
    return chosen ? chosen : "/nowhere";
}

/// Our own files; made by make-gguf-tokenizers.py beside them.
fs::path smallFiles()
{
    return NEEDLESCOPE_SOURCE_DIR "/tests/data/tokenizers";
}

} // namespace

class TestGgufTokenizer : public QObject
{
    Q_OBJECT

private slots:
    void smallFiles_data();
    void smallFiles();
    void chatTemplate();
    void refusals_data();
    void refusals();
    void vocabulary_data();
    void vocabulary();
    void smolLm2Texts();
};

void TestGgufTokenizer::smallFiles_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"smollm", "llama-bpe", "gpt-4o", "spm"})
        QTest::newRow(name) << name;
}

void TestGgufTokenizer::smallFiles()
{
    QFETCH(QString, name);
    const auto tokenizer = Tokenizer::load(::smallFiles() / (name.toStdString() + ".gguf"));
    const auto cases = nlohmann::json::parse(contentOf(::smallFiles() / "expected.json")).at(name.toStdString());
    QVERIFY(cases.size() > 10);
    for (const auto &row : cases) {
        const auto text = row.at("text").get<std::string>();
        const Encoding encoding = tokenizer->encode(text, SpecialTokens::None);
        QCOMPARE(shown(encoding.ids), shown(row.at("ids").get<Ids>()));
        QCOMPARE(QByteArray::fromStdString(tokenizer->decode(encoding.ids, true)), QByteArray::fromStdString(text));
        QCOMPARE(encoding.spans.empty() ? 0 : encoding.spans.back().end, text.size());
    }
    // BOS is added where the file or, in its silence, llama.cpp says so.
    const bool addsBos = name == "llama-bpe" || name == "spm";
    QCOMPARE(shown(tokenizer->encode("", SpecialTokens::Add).ids), addsBos ? QByteArray("1 ") : QByteArray());
}

void TestGgufTokenizer::chatTemplate()
{
    const fs::path file = ::smallFiles() / "smollm.gguf";
    const auto chat = readChatTemplate(file);
    QVERIFY(chat.present && chat.chat);
    QCOMPARE(chat.bos, std::string("<|im_start|>"));
    QCOMPARE(chat.chat->render(std::nullopt, "the"), std::string("<|im_start|>user\nthe<|im_end|>\n<|im_start|>assistant\n"));
    QVERIFY(!readChatTemplate(::smallFiles() / "spm.gguf").present);
}

void TestGgufTokenizer::refusals_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QByteArray>("value"); // empty: the key is missing
    QTest::addColumn<QString>("cause");
    QTest::newRow("pre not known") << "smollm"
                                   << "pre" << QByteArray(R"("of-tomorrow")") << "of-tomorrow";
    QTest::newRow("no pre") << "smollm"
                            << "pre" << QByteArray() << "pre is missing";
    for (const char *model : {"bert", "t5", "rwkv", "plamo2"})
        QTest::addRow("%s", model) << "smollm"
                                   << "model" << '"' + QByteArray(model) + '"' << model;
    QTest::newRow("no tokenizer") << "smollm"
                                  << "model" << QByteArray() << "has no tokenizer";
    QTest::newRow("no tokens") << "smollm"
                               << "tokens" << QByteArray() << "tokens is missing";
    QTest::newRow("a token twice") << "spm"
                                   << "tokens" << QByteArray(R"(["a", "a"])") << "'a' twice";
    QTest::newRow("no merges") << "smollm"
                               << "merges" << QByteArray() << "merges is missing";
    QTest::newRow("merge of a stranger") << "smollm"
                                         << "merges" << QByteArray(R"(["q qqq"])") << "vocabulary";
    QTest::newRow("no scores") << "spm"
                               << "scores" << QByteArray() << "scores is missing";
    QTest::newRow("few scores") << "spm"
                                << "scores" << QByteArray("[0.5]") << "shorter";
    QTest::newRow("few types") << "spm"
                               << "token_type" << QByteArray("[1]") << "shorter";
    QTest::newRow("BOS is no id") << "spm"
                                  << "bos_token_id" << QByteArray(R"("<s>")") << "bos_token_id";
    QTest::newRow("BOS missing") << "llama-bpe"
                                 << "bos_token_id" << QByteArray() << "names no token";
    QTest::newRow("flag is a number") << "spm"
                                      << "add_space_prefix" << QByteArray("1") << "add_space_prefix";
    QTest::newRow("white space removed") << "spm"
                                         << "remove_extra_whitespaces" << QByteArray("true") << "remove_extra_whitespaces";
}

void TestGgufTokenizer::refusals()
{
    QFETCH(QString, file);
    QFETCH(QString, key);
    QFETCH(QByteArray, value);
    QFETCH(QString, cause);
    nlohmann::json metadata = GgufFile::open(::smallFiles() / (file.toStdString() + ".gguf"))->metadata();
    metadata.erase("tokenizer.ggml." + key.toStdString());
    if (!value.isEmpty())
        metadata["tokenizer.ggml." + key.toStdString()] = nlohmann::json::parse(value.toStdString());
    const QString complaint = errorOf([&] { readGgufTokenizer(metadata, "some.gguf"); });
    QVERIFY2(complaint.contains(cause) && complaint.contains("some.gguf"), qPrintable(complaint));
}

void TestGgufTokenizer::vocabulary_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"command-r", "deepseek-coder", "deepseek-llm", "falcon", "gemma-4", "gpt-2", "llama-bpe", "llama-spm", "mpt",
             "phi-3", "qwen2", "qwen35", "refact", "starcoder"})
        QTest::newRow(name) << name;
}

void TestGgufTokenizer::vocabulary()
{
    QFETCH(QString, name);
    const fs::path file = vocabularies() / ("ggml-vocab-" + name.toStdString() + ".gguf");
    if (!fs::exists(file))
        QSKIP("NEEDLESCOPE_VOCABULARIES names no folder with llama.cpp's vocabularies");
    const auto tokenizer = Tokenizer::load(file);
    const std::string separator = "\n__ggml_vocab_test__\n";
    const std::string all = contentOf(file.string() + ".inp");
    std::istringstream expected(contentOf(file.string() + ".out"));
    int nTexts = 0;
    int nEqual = 0;
    for (std::size_t at = 0, end = 0; (end = all.find(separator, at)) != std::string::npos; at = end + separator.size()) {
        const std::string text = all.substr(at, end - at);
        std::string line;
        std::getline(expected, line);
        std::istringstream words(line);
        const Ids ids{std::istream_iterator<std::int32_t>(words), std::istream_iterator<std::int32_t>()};
        const Encoding encoding = tokenizer->encode(text, SpecialTokens::None);
        ++nTexts;
        if (encoding.ids == ids)
            ++nEqual;
        else
            qWarning("\"%s\": %s instead of %s", text.c_str(), shown(encoding.ids).constData(), shown(ids).constData());
    }
    QVERIFY(nTexts > 40);
    QCOMPARE(nEqual, nTexts);
}

void TestGgufTokenizer::smolLm2Texts()
{
    const fs::path cases = oracles() / "smollm2" / "tokens.json";
    if (!fs::exists(realModel()) || !fs::exists(cases))
        QSKIP("no SmolLM2 here");
    const auto tokenizer = Tokenizer::load(realModel());
    for (const auto &row : nlohmann::json::parse(contentOf(cases))) {
        const auto text = row.at("text").get<std::string>();
        const Encoding encoding = tokenizer->encode(text, SpecialTokens::None);
        QCOMPARE(shown(encoding.ids), shown(row.at("ids").get<Ids>()));
        QCOMPARE(QByteArray::fromStdString(tokenizer->decode(encoding.ids, true)), QByteArray::fromStdString(text));
    }
    const auto chat = readChatTemplate(realModel());
    QVERIFY(chat.present && chat.chat);
    QCOMPARE(chat.chat->family, ChatFamily::ChatMl);
}

QTEST_APPLESS_MAIN(TestGgufTokenizer)
#include "tst_gguftokenizer.moc"
