// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/json.h"
#include "oracles.h"
#include "text/chattemplate.h"
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

/// Where the program keeps the models that it fetched.
fs::path smolLm2()
{
    if (const char *chosen = std::getenv("NEEDLESCOPE_SMOLLM2"))
        return chosen;
    if (const char *data = std::getenv("XDG_DATA_HOME"))
        return fs::path(data) / "needlescope/models/smollm2.gguf";
    const char *home = std::getenv("HOME");
    return fs::path(home ? home : "/") / ".local/share/needlescope/models/smollm2.gguf";
}

} // namespace

class TestGgufTokenizer : public QObject
{
    Q_OBJECT

private slots:
    void vocabulary_data();
    void vocabulary();
    void smolLm2Texts();
};

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
    if (!fs::exists(smolLm2()) || !fs::exists(cases))
        QSKIP("no SmolLM2 here");
    const auto tokenizer = Tokenizer::load(smolLm2());
    for (const auto &row : nlohmann::json::parse(contentOf(cases))) {
        const auto text = row.at("text").get<std::string>();
        const Encoding encoding = tokenizer->encode(text, SpecialTokens::None);
        QCOMPARE(shown(encoding.ids), shown(row.at("ids").get<Ids>()));
        QCOMPARE(QByteArray::fromStdString(tokenizer->decode(encoding.ids, true)), QByteArray::fromStdString(text));
    }
    const auto chat = readChatTemplate(smolLm2());
    QVERIFY(chat.present && chat.chat);
    QCOMPARE(chat.chat->family, ChatFamily::ChatMl);
}

QTEST_APPLESS_MAIN(TestGgufTokenizer)
#include "tst_gguftokenizer.moc"
