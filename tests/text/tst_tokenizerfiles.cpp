// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/json.h"
#include "oracles.h"
#include "text/tokenizer.h"

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <random>

using namespace needlescope;

namespace {

const std::filesystem::path oracleFiles = needlescope::oracles();

void write(const std::filesystem::path &file, const std::string &content)
{
    std::ofstream(file, std::ios::binary) << content;
}

std::filesystem::path pathOf(const QTemporaryDir &directory)
{
    return directory.path().toStdString();
}

/// A small tokenizer that has one of everything; rows of the tests replace its parts.
nlohmann::json smallTokenizer()
{
    return nlohmann::json::parse(R"({
        "version": "1.0",
        "added_tokens": [{"id": 5, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"},
            {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "▁"}, "behavior": "MergedWithNext", "invert": false},
        "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [], "special_tokens": {"<s>": {"id": "<s>", "ids": [5], "tokens": ["<s>"]}}},
        "decoder": {"type": "Metaspace", "replacement": "▁"},
        "model": {"type": "BPE", "unk_token": "?", "vocab": {"?": 0, "▁": 1, "a": 2, "b": 3, "▁a": 4}, "merges": ["▁ a"]}
    })");
}

/// The message with which loading ends, empty if it does not.
std::string complaintOf(const std::filesystem::path &directory)
{
    try {
        Tokenizer::load(directory);
    } catch (const EngineError &error) {
        return error.what();
    }
    return {};
}

} // namespace

class TestTokenizerFiles : public QObject
{
    Q_OBJECT

private slots:
    void smallOne();
    void badParts_data();
    void badParts();
    void badFiles_data();
    void badFiles();
    void directoryInPlaceOfFile();
    void companions();
    void companionCases_data();
    void companionCases();
    void legacyPrefixes_data();
    void legacyPrefixes();
    void vocabAndMerges();
    void vocabAndMergesOfOtherClass();
    void vocabAndMergesAsTokenizerJson();
    void tekken();
    void tekkenThatIsWrong();
    void truncations();
    void randomDamage();
    void damagedSentencePiece();
    void invalidUtf8();
};

void TestTokenizerFiles::smallOne()
{
    QTemporaryDir directory;
    write(pathOf(directory) / "tokenizer.json", smallTokenizer().dump());
    const auto tokenizer = Tokenizer::load(pathOf(directory));
    const Encoding encoding = tokenizer->encode("a<s>b ac", SpecialTokens::Add);
    QCOMPARE(encoding.ids, (std::vector<std::int32_t>{5, 4, 5, 1, 3, 4, 0}));
    const std::vector<std::pair<std::size_t, std::size_t>> spans{{0, 0}, {0, 1}, {1, 4}, {4, 4}, {4, 5}, {5, 7}, {7, 8}};
    for (std::size_t i = 0; i < spans.size(); ++i)
        QCOMPARE(std::pair(encoding.spans[i].begin, encoding.spans[i].end), spans[i]);
    QCOMPARE(tokenizer->encode("", SpecialTokens::None).ids.size(), std::size_t(0));
    QCOMPARE(tokenizer->encode("", SpecialTokens::Add).ids, std::vector<std::int32_t>{5});
    QCOMPARE(tokenizer->decode(std::vector<std::int32_t>{5, 4, 3, 4, 99, -1}), std::string("ab a"));
    QCOMPARE(tokenizer->decode(std::vector<std::int32_t>{4, 5}, true), std::string("a<s>"));
    QCOMPARE(tokenizer->vocabularySize(), std::size_t(6));
    QCOMPARE(tokenizer->idOf("<s>"), 5);
    QCOMPARE(tokenizer->idOf("▁a"), 4);
    QCOMPARE(tokenizer->idOf("zzz"), -1);
}

void TestTokenizerFiles::badParts_data()
{
    QTest::addColumn<QString>("place"); // JSON pointer; what stands there is replaced
    QTest::addColumn<QByteArray>("value"); // empty: what stands there is removed
    QTest::addColumn<QString>("cause"); // the message has it
    QTest::newRow("no model") << "/model" << QByteArray() << "model";
    QTest::newRow("model is a list") << "/model" << QByteArray("[]") << "model";
    QTest::newRow("unknown model") << "/model/type" << QByteArray("\"WordPiece\"") << "WordPiece";
    QTest::newRow("model type a number") << "/model/type" << QByteArray("3") << "model.type";
    QTest::newRow("no vocabulary") << "/model/vocab" << QByteArray() << "model.vocab";
    QTest::newRow("vocabulary a text") << "/model/vocab" << QByteArray("\"x\"") << "model.vocab";
    QTest::newRow("id a text") << "/model/vocab/b" << QByteArray("\"x\"") << "token id";
    QTest::newRow("id negative") << "/model/vocab/b" << QByteArray("-1") << "token id";
    QTest::newRow("id a fraction") << "/model/vocab/b" << QByteArray("1.5") << "token id";
    QTest::newRow("id huge") << "/model/vocab/b" << QByteArray("99999999999") << "token id";
    QTest::newRow("id beyond 64 bits") << "/model/vocab/b" << QByteArray("99999999999999999999999") << "token id";
    QTest::newRow("id twice") << "/model/vocab/b" << QByteArray("2") << "same id";
    QTest::newRow("no merges") << "/model/merges" << QByteArray() << "model.merges";
    QTest::newRow("merges an object") << "/model/merges" << QByteArray("{}") << "model.merges";
    QTest::newRow("merge without a space") << "/model/merges/0" << QByteArray("\"ab\"") << "merges[0]";
    QTest::newRow("merge of three") << "/model/merges/0" << QByteArray("[\"a\", \"b\", \"c\"]") << "merges[0]";
    QTest::newRow("merge of strangers") << "/model/merges/0" << QByteArray("\"x y\"") << "merges[0]";
    QTest::newRow("merge a number") << "/model/merges/0" << QByteArray("1") << "merges[0]";
    QTest::newRow("random merging") << "/model/dropout" << QByteArray("0.1") << "dropout";
    QTest::newRow("unknown normalizer") << "/normalizer/normalizers/0/type" << QByteArray("\"Nonsense\"") << "Nonsense";
    QTest::newRow("normalizer without type") << "/normalizer" << QByteArray("{}") << "normalizer.type";
    QTest::newRow("normalizer a text") << "/normalizer" << QByteArray("\"NFC\"") << "normalizer";
    QTest::newRow("pattern a number") << "/normalizer/normalizers/1/pattern" << QByteArray("1") << "pattern";
    QTest::newRow("broken charsmap") << "/normalizer" << QByteArray(R"({"type": "Precompiled", "precompiled_charsmap": "AAAA"})")
                                     << "precompiled_charsmap";
    QTest::newRow("charsmap not base64") << "/normalizer" << QByteArray(R"({"type": "Precompiled", "precompiled_charsmap": "!"})")
                                         << "base64";
    QTest::newRow("unknown pre-tokenizer") << "/pre_tokenizer/type" << QByteArray("\"Nonsense\"") << "Nonsense";
    QTest::newRow("wrong expression") << "/pre_tokenizer/pattern/Regex" << QByteArray("\"(\"") << "regular expression";
    QTest::newRow("unknown behaviour") << "/pre_tokenizer/behavior" << QByteArray("\"Nonsense\"") << "Nonsense";
    QTest::newRow("metaspace contradiction")
        << "/pre_tokenizer"
        << QByteArray(R"({"type": "Metaspace", "replacement": "_", "add_prefix_space": false, "prepend_scheme": "always"})")
        << "prepend_scheme";
    QTest::newRow("metaspace of two characters")
        << "/pre_tokenizer" << QByteArray(R"({"type": "Metaspace", "replacement": "ab"})") << "replacement";
    QTest::newRow("unknown post-processor") << "/post_processor/type" << QByteArray("\"Nonsense\"") << "Nonsense";
    QTest::newRow("template without its token") << "/post_processor/special_tokens/<s>" << QByteArray() << "<s>";
    QTest::newRow("template with a stranger") << "/post_processor/special_tokens/<s>/ids" << QByteArray("[4000]") << "post_processor";
    QTest::newRow("template without text") << "/post_processor/single" << QByteArray("[]") << "single";
    QTest::newRow("unknown decoder") << "/decoder/type" << QByteArray("\"Nonsense\"") << "Nonsense";
    QTest::newRow("strip without count") << "/decoder" << QByteArray(R"({"type": "Strip", "content": "a", "start": -1, "stop": 0})")
                                         << "start";
    QTest::newRow("added tokens an object") << "/added_tokens" << QByteArray("{}") << "added_tokens";
    QTest::newRow("added token without id") << "/added_tokens/0/id" << QByteArray() << "id";
    QTest::newRow("added token with another's id") << "/added_tokens/0/id" << QByteArray("2") << "added_tokens[0]";
    QTest::newRow("added token with a huge id") << "/added_tokens/0/id" << QByteArray("4000000000") << "token id";
    QTest::newRow("flag a text") << "/added_tokens/0/lstrip" << QByteArray("\"yes\"") << "lstrip";
    QTest::newRow("unigram without scores") << "/model" << QByteArray(R"({"type": "Unigram", "unk_id": 0, "vocab": [["a"]]})")
                                            << "vocab[0][1]";
    QTest::newRow("unigram unknown outside") << "/model" << QByteArray(R"({"type": "Unigram", "unk_id": 7, "vocab": [["a", -1.0]]})")
                                             << "unk_id";
    QTest::newRow("unigram piece twice") << "/model" << QByteArray(R"({"type": "Unigram", "vocab": [["a", -1], ["a", -2]]})") << "vocab[1]";
}

void TestTokenizerFiles::badParts()
{
    QFETCH(QString, place);
    QFETCH(QByteArray, value);
    QFETCH(QString, cause);
    nlohmann::json json = smallTokenizer();
    const nlohmann::json::json_pointer pointer(place.toStdString());
    if (value.isEmpty())
        json.at(pointer.parent_pointer()).erase(pointer.back());
    else
        json[pointer] = nlohmann::json::parse(value.toStdString());
    QTemporaryDir directory;
    write(pathOf(directory) / "tokenizer.json", json.dump());
    const std::string complaint = complaintOf(pathOf(directory));
    QVERIFY2(QString::fromStdString(complaint).contains(cause), complaint.c_str());
    QVERIFY2(QString::fromStdString(complaint).contains("tokenizer.json"), complaint.c_str());
    QVERIFY2(complaint.ends_with('.'), complaint.c_str());
}

void TestTokenizerFiles::badFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("cause");
    const QByteArray deep = QByteArray(100000, '[');
    QByteArray nested = R"({"type": "NFC"})";
    for (int i = 0; i < 2000; ++i)
        nested = R"({"type": "Sequence", "normalizers": [)" + nested + "]}";
    QTest::newRow("empty") << "tokenizer.json" << QByteArray("") << "empty";
    QTest::newRow("cut short") << "tokenizer.json" << QByteArray("{\"model\": {\"vo") << "not JSON";
    QTest::newRow("not JSON") << "tokenizer.json" << QByteArray("\x80\x02binary") << "not JSON";
    QTest::newRow("a list") << "tokenizer.json" << QByteArray("[1]") << "not an object";
    QTest::newRow("number out of range") << "tokenizer.json" << QByteArray("{\"model\": 1e999}") << "out of range";
    QTest::newRow("deep and cut short") << "tokenizer.json" << deep << "not JSON";
    QTest::newRow("deep normalizer") << "tokenizer.json"
                                     << QByteArray(R"({"model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}, "normalizer": )"
                                            + nested + "}")
                                     << "nested";
    QTest::newRow("empty model") << "tokenizer.model" << QByteArray("") << "empty";
    QTest::newRow("not SentencePiece") << "tokenizer.model" << QByteArray("IQ== 0\nIg== 1\n") << "SentencePiece";
    QTest::newRow("no tokenizer") << "other.json" << QByteArray("{}") << "neither";
}

void TestTokenizerFiles::badFiles()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(QString, cause);
    QTemporaryDir directory;
    write(pathOf(directory) / name.toStdString(), content.toStdString());
    const std::string complaint = complaintOf(pathOf(directory));
    QVERIFY2(QString::fromStdString(complaint).contains(cause), complaint.c_str());
    QVERIFY2(complaint.starts_with(pathOf(directory).string()), complaint.c_str());
}

void TestTokenizerFiles::directoryInPlaceOfFile()
{
    QTemporaryDir directory;
    std::filesystem::create_directory(pathOf(directory) / "tokenizer.json");
    QVERIFY(complaintOf(pathOf(directory)).find("is not a file") != std::string::npos);
    QVERIFY(complaintOf(pathOf(directory) / "missing").find("neither") != std::string::npos);
}

/// tokenizer.model with the files that transformers writes beside it.
void TestTokenizerFiles::companions()
{
    const auto source = oracleFiles / "checkpoints" / "stories260K" / "tokenizer.model";
    if (!std::filesystem::exists(source))
        QSKIP("no oracleFiles beside the project");
    QTemporaryDir directory;
    std::filesystem::copy(source, pathOf(directory) / "tokenizer.model");
    write(pathOf(directory) / "tokenizer_config.json",
        R"({"add_bos_token": false, "add_eos_token": true, "added_tokens_decoder": {"512": {"content": "<pad>"}, "513": {"content": "<|user|>", "rstrip": true, "special": true}}})");
    const auto tokenizer = Tokenizer::load(pathOf(directory));
    QCOMPARE(tokenizer->vocabularySize(), std::size_t(514));
    const Encoding encoding = tokenizer->encode("<|user|>\n<s><pad>a", SpecialTokens::Add);
    QCOMPARE(std::vector(encoding.ids.begin(), encoding.ids.begin() + 3), (std::vector<std::int32_t>{513, 1, 512}));
    QCOMPARE(encoding.ids.back(), 2);
    QCOMPARE(encoding.spans[0].end, std::size_t(9));
    QCOMPARE(tokenizer->decode(encoding.ids), std::string("<pad>a"));

    write(pathOf(directory) / "tokenizer_config.json", R"({"eos_token": "<pad>"})");
    write(pathOf(directory) / "added_tokens.json", R"({"<pad>": 5})");
    QVERIFY(complaintOf(pathOf(directory)).find("<pad>") != std::string::npos);
    write(pathOf(directory) / "added_tokens.json", R"({"<pad>": 512})");
    QCOMPARE(Tokenizer::load(pathOf(directory))->encode("<pad>", SpecialTokens::None).ids, std::vector<std::int32_t>{512});
    write(pathOf(directory) / "tokenizer_config.json", R"({"added_tokens_decoder": {"x": {"content": "a"}}})");
    QVERIFY(complaintOf(pathOf(directory)).find("token id") != std::string::npos);
}

void TestTokenizerFiles::companionCases_data()
{
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QByteArray>("rows");
    const auto file = oracleFiles / "configs/tokenizers/expected.json";
    if (!std::filesystem::exists(file)) {
        QTest::newRow("absent") << QString() << QByteArray("[]");
        return;
    }
    std::ifstream stream(file);
    const auto cases = nlohmann::json::parse(stream);
    for (const auto &[name, rows] : cases.items())
        QTest::newRow(name.c_str()) << QString::fromStdString((file.parent_path() / name).string())
                                    << QByteArray::fromStdString(rows.dump());
}

/// Tokenizers whose truth lies in several files, with the ids of transformers.
void TestTokenizerFiles::companionCases()
{
    QFETCH(QString, directory);
    QFETCH(QByteArray, rows);
    if (directory.isEmpty())
        QSKIP("no oracleFiles beside the project");
    const auto tokenizer = Tokenizer::load(directory.toStdString());
    for (const auto &row : nlohmann::json::parse(rows.toStdString())) {
        const Encoding encoding = tokenizer->encode(row.at("text").get<std::string>(), SpecialTokens::Add);
        QCOMPARE(encoding.ids, row.at("ids").get<std::vector<std::int32_t>>());
    }
}

void TestTokenizerFiles::legacyPrefixes_data()
{
    QTest::addColumn<QByteArray>("model"); // config.json's model_type
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QStringList>("pieces"); // of "he<s> he", "he", "<s>he"
    const QStringList always{"▁he", "<s>", "▁", "▁he", "▁he", "<s>", "▁he"};
    const QStringList llama{"▁he", "<s>", "▁he", "▁he", "<s>", "▁he"};
    const QStringList first{"▁he", "<s>", "▁he", "▁he", "<s>", "he"};
    const QStringList never{"he", "<s>", "▁he", "he", "<s>", "he"};
    const QByteArray isLlama = R"("tokenizer_class": "LlamaTokenizerFast")";
    // As transformers 5.24 has them.
    QTest::newRow("nothing said") << QByteArray("llama") << QByteArray("{}") << always;
    QTest::newRow("not legacy") << QByteArray("llama") << QByteArray(R"({"legacy": false})") << first;
    QTest::newRow("only Llama's class minds") << QByteArray("llama") << QByteArray(R"({"legacy": false, "add_prefix_space": false})")
                                              << first;
    QTest::newRow("Llama") << QByteArray("llama") << "{" + isLlama + "}" << first;
    QTest::newRow("Llama, legacy") << QByteArray("llama") << "{" + isLlama + R"(, "legacy": true})" << llama;
    QTest::newRow("Llama, not legacy") << QByteArray("llama") << "{" + isLlama + R"(, "legacy": false})" << first;
    QTest::newRow("Llama, no prefix") << QByteArray("llama") << "{" + isLlama + R"(, "legacy": true, "add_prefix_space": false})" << never;
    QTest::newRow("Mistral") << QByteArray("mistral") << "{" + isLlama + "}" << always;
    QTest::newRow("Mistral, not legacy") << QByteArray("mistral") << "{" + isLlama + R"(, "legacy": false})" << first;
}

void TestTokenizerFiles::legacyPrefixes()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, config);
    const auto source = oracleFiles / "checkpoints" / "stories260K" / "tokenizer.model";
    if (!std::filesystem::exists(source))
        QSKIP("no oracleFiles beside the project");
    QTemporaryDir directory;
    std::filesystem::copy(source, pathOf(directory) / "tokenizer.model");
    write(pathOf(directory) / "config.json", "{\"model_type\": \"" + model.toStdString() + "\"}");
    write(pathOf(directory) / "tokenizer_config.json", config.toStdString());
    const auto tokenizer = Tokenizer::load(pathOf(directory));
    QStringList pieces;
    for (const std::string text : {"he<s> he", "he", "<s>he"}) {
        const Encoding encoding = tokenizer->encode(text, SpecialTokens::None);
        for (const std::int32_t id : encoding.ids) {
            for (const char *piece : {"▁he", "he", "▁", "<s>"}) {
                if (tokenizer->idOf(piece) == id)
                    pieces << piece;
            }
        }
        QCOMPARE(encoding.spans.front().begin, std::size_t(0));
        QCOMPARE(encoding.spans.back().end, text.size());
        if (!config.contains(R"("legacy": true)")) // there "<s>he" and "<s> he" are the same tokens
            QCOMPARE(tokenizer->decode(encoding.ids, true), text);
    }
    QTEST(pieces, "pieces");
}

void TestTokenizerFiles::vocabAndMerges()
{
    QTemporaryDir directory;
    write(pathOf(directory) / "vocab.json",
        R"({"a": 0, "b": 1, "Ġ": 2, "1": 3, "ab": 4, "Ġab": 5, "11": 6, "<|endoftext|>": 7, "é": 8, "Ã": 9, "©": 10})");
    write(pathOf(directory) / "merges.txt", "#version: 0.2\r\na b\r\nĠ ab\r\n1 1\r\n");
    const auto idsAs = [&](const std::string &config, const std::string &text) {
        write(pathOf(directory) / "tokenizer_config.json", config);
        return Tokenizer::load(pathOf(directory))->encode(text, SpecialTokens::Add).ids;
    };
    using Ids = std::vector<std::int32_t>;
    QCOMPARE(idsAs(R"({"tokenizer_class": "GPT2Tokenizer"})", "ab ab11<|endoftext|>"), (Ids{4, 5, 6, 7}));
    QCOMPARE(idsAs(R"({"tokenizer_class": "GPT2TokenizerFast", "add_prefix_space": true})", "ab"), (Ids{5}));
    QCOMPARE(idsAs(R"({"tokenizer_class": "GPT2Tokenizer", "add_bos_token": true})", "ab"), (Ids{7, 4}));
    // Qwen 2 parts digits and composes letters.
    QCOMPARE(idsAs(R"({"tokenizer_class": "Qwen2Tokenizer"})", "ab ab11<|endoftext|>"), (Ids{4, 5, 3, 3, 7}));
    QCOMPARE(idsAs(R"({"tokenizer_class": "Qwen2Tokenizer"})", "e\xCC\x81"), (Ids{9, 10}));
    QCOMPARE(Tokenizer::load(pathOf(directory))->decode(Ids{4, 7, 5}), std::string("ab ab"));
}

void TestTokenizerFiles::vocabAndMergesOfOtherClass()
{
    QTemporaryDir directory;
    write(pathOf(directory) / "vocab.json", R"({"a": 0})");
    write(pathOf(directory) / "merges.txt", "#version: 0.2\n");
    write(pathOf(directory) / "tokenizer_config.json", R"({"tokenizer_class": "CLIPTokenizer"})");
    const std::string complaint = complaintOf(pathOf(directory));
    QVERIFY2(QString::fromStdString(complaint).contains("'CLIPTokenizer'"), complaint.c_str());
    write(pathOf(directory) / "tokenizer_config.json", R"({"tokenizer_class": "GPT2Tokenizer"})");
    const std::string lacking = complaintOf(pathOf(directory));
    QVERIFY2(QString::fromStdString(lacking).contains("lacks the special token '<|endoftext|>'"), lacking.c_str());
}

void TestTokenizerFiles::vocabAndMergesAsTokenizerJson()
{
    const auto source = oracleFiles / "tokenizers" / "gpt2";
    if (!std::filesystem::exists(source))
        QSKIP("no oracleFiles beside the project");
    std::ifstream file(source / "tokenizer.json", std::ios::binary);
    const nlohmann::json model = nlohmann::json::parse(file).at("model");
    QTemporaryDir directory;
    write(pathOf(directory) / "vocab.json", model.at("vocab").dump());
    std::string merges = "#version: 0.2\n";
    for (const auto &merge : model.at("merges"))
        merges += (merge.is_string() ? merge.get<std::string>() : merge[0].get<std::string>() + " " + merge[1].get<std::string>()) + "\n";
    write(pathOf(directory) / "merges.txt", merges);
    write(pathOf(directory) / "tokenizer_config.json", R"({"tokenizer_class": "GPT2Tokenizer"})");
    const auto whole = Tokenizer::load(source);
    const auto apart = Tokenizer::load(pathOf(directory));
    QCOMPARE(apart->vocabularySize(), whole->vocabularySize());
    std::ifstream cases(source / "cases.inp", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(cases), {}};
    QVERIFY(!text.empty());
    const auto ids = whole->encode(text, SpecialTokens::Add).ids;
    QVERIFY(apart->encode(text, SpecialTokens::Add).ids == ids);
    QCOMPARE(apart->decode(ids), whole->decode(ids));
}

namespace {

/// Bytes, and a few pieces of them, behind 22 special tokens; the last piece lies behind the vocabulary's size.
nlohmann::json smallTekken()
{
    nlohmann::json file{{"config", {{"pattern", R"( ?\p{L}+|\p{N}|\s+)"}, {"default_num_special_tokens", 22}, {"version", "v3"}}}};
    const auto add = [&](const std::string &bytes) {
        file["vocab"].push_back({{"rank", file["vocab"].size()},
            {"token_bytes", QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())).toBase64().toStdString()},
            {"token_str", nullptr}});
    };
    for (int byte = 0; byte < 256; ++byte)
        add(std::string(1, static_cast<char>(byte)));
    for (const char *piece : {"bc", "ab", " a", "abc", "\xC3\xA9", "ca"})
        add(piece);
    file["config"]["default_vocab_size"] = 22 + 256 + 5;
    return file;
}

} // namespace

void TestTokenizerFiles::tekken()
{
    using Ids = std::vector<std::int32_t>;
    QTemporaryDir directory;
    nlohmann::json file = smallTekken();
    write(pathOf(directory) / "tekken.json", file.dump());
    auto tokenizer = Tokenizer::load(pathOf(directory));
    const auto byte = [](unsigned char value) { return 22 + value; };
    const Ids ids{1, 3, 22 + 259, 22 + 258, 22 + 256, byte('7'), byte('7'), 22 + 260, 20};
    QCOMPARE(tokenizer->encode("[INST]abc abc77\xC3\xA9<SPECIAL_20>", SpecialTokens::Add).ids, ids);
    QCOMPARE(tokenizer->encode("abc", SpecialTokens::None).ids, Ids{22 + 259}); // a piece is whole, though "bc" merges first
    QCOMPARE(tokenizer->encode("xabc", SpecialTokens::None).ids, (Ids{byte('x'), 22 + 259}));
    QCOMPARE(tokenizer->encode("ca", SpecialTokens::None).ids, (Ids{byte('c'), byte('a')}));
    QCOMPARE(tokenizer->decode(ids), std::string("abc abc77\xC3\xA9"));
    file["special_tokens"] = {{{"rank", 0}, {"token_str", "<unk>"}, {"is_control", true}},
        {{"rank", 1}, {"token_str", "<s>"}, {"is_control", true}}, {{"rank", 2}, {"token_str", "[THINK]"}, {"is_control", false}}};
    write(pathOf(directory) / "tekken.json", file.dump());
    tokenizer = Tokenizer::load(pathOf(directory));
    QCOMPARE(tokenizer->encode("[THINK]a", SpecialTokens::Add).ids, (Ids{1, 2, byte('a')}));
    QCOMPARE(tokenizer->decode(Ids{1, 2, byte('a')}), std::string("[THINK]a"));
}

void TestTokenizerFiles::tekkenThatIsWrong()
{
    const auto complaint = [](const std::function<void(nlohmann::json &)> &change) {
        QTemporaryDir directory;
        nlohmann::json file = smallTekken();
        change(file);
        write(pathOf(directory) / "tekken.json", file.dump());
        return QString::fromStdString(complaintOf(pathOf(directory)));
    };
    const auto says = [&](const QString &said, const char *part) { return said.contains("tekken.json") && said.contains(part); };
    QVERIFY(says(complaint([](auto &file) { file["config"].erase("pattern"); }), "pattern"));
    QVERIFY(says(complaint([](auto &file) { file["config"]["default_vocab_size"] = 5000; }), "fewer pieces"));
    QVERIFY(says(complaint([](auto &file) { file["config"]["default_vocab_size"] = -1; }), "default_vocab_size"));
    QVERIFY(says(complaint([](auto &file) { file["vocab"][65]["token_bytes"] = "?"; }), "65"));
    QVERIFY(says(complaint([](auto &file) { file["vocab"][257]["rank"] = 3; }), "257"));
    QVERIFY(says(complaint([](auto &file) { file["vocab"][258]["token_bytes"] = file["vocab"][257]["token_bytes"]; }), "there already"));
    QVERIFY(says(complaint([](auto &file) { file["special_tokens"] = {{{"rank", 4}, {"token_str", "<s>"}}}; }), "special_tokens"));
}

void TestTokenizerFiles::truncations()
{
    QTemporaryDir directory;
    const std::string whole = smallTokenizer().dump();
    for (std::size_t length = 0; length < whole.size(); length += 3) {
        write(pathOf(directory) / "tokenizer.json", whole.substr(0, length));
        QVERIFY2(!complaintOf(pathOf(directory)).empty(), whole.substr(0, length).c_str());
    }
}

/// Whatever single bytes become: the file loads and encodes, or there is an EngineError; nothing else.
void TestTokenizerFiles::randomDamage()
{
    QTemporaryDir directory;
    const std::string whole = smallTokenizer().dump();
    std::mt19937 random(3);
    int nLoaded = 0;
    for (int i = 0; i < 400; ++i) {
        std::string damaged = whole;
        for (unsigned n = 0; n < 1 + random() % 3; ++n)
            damaged[random() % damaged.size()]
                = static_cast<char>(i % 2 ? random() % 256 : static_cast<unsigned char>(whole[random() % whole.size()]));
        write(pathOf(directory) / "tokenizer.json", damaged);
        try {
            const auto tokenizer = Tokenizer::load(pathOf(directory));
            const std::string text = "ab a<s> cé";
            for (const TextSpan &span : tokenizer->encode(text, SpecialTokens::Add).spans)
                QVERIFY(span.begin <= span.end && span.end <= text.size());
            tokenizer->decode(std::vector<std::int32_t>{0, 1, 2, 3, 4, 5, 6});
            ++nLoaded;
        } catch (const EngineError &) {
        }
    }
    QVERIFY(nLoaded > 0);
}

void TestTokenizerFiles::damagedSentencePiece()
{
    const auto source = oracleFiles / "checkpoints" / "stories260K" / "tokenizer.model";
    if (!std::filesystem::exists(source))
        QSKIP("no oracleFiles beside the project");
    std::ifstream stream(source, std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(stream), {}};
    QTemporaryDir directory;
    for (std::size_t length = 1; length < whole.size(); length += 97) {
        write(pathOf(directory) / "tokenizer.model", whole.substr(0, length));
        const std::string complaint = complaintOf(pathOf(directory));
        QVERIFY2(complaint.find("tokenizer.model") != std::string::npos, complaint.c_str());
    }
}

void TestTokenizerFiles::invalidUtf8()
{
    for (const char *kind : {"gpt2", "llama2", "llama3", "phi3-mini"}) {
        const auto directory = oracleFiles / "tokenizers" / kind;
        if (!std::filesystem::exists(directory))
            QSKIP("no oracleFiles beside the project");
        const auto tokenizer = Tokenizer::load(directory);
        const std::string text = "a\xFF\xC3 b\xE2\x82\xF0\x9F\x98\x80\x80";
        const Encoding encoding = tokenizer->encode(text, SpecialTokens::None);
        for (const TextSpan &span : encoding.spans)
            QVERIFY(span.begin <= span.end && span.end <= text.size());
        QCOMPARE(encoding.spans.back().end, text.size());
        // Byte fallback, as the library has it, gives up a whole run of bytes that is not UTF-8; byte level gives up only the bad bytes.
        if (kind == std::string("gpt2") || kind == std::string("llama3"))
            QVERIFY(QString::fromStdString(tokenizer->decode(encoding.ids)).contains("😀"));
    }
}

QTEST_APPLESS_MAIN(TestTokenizerFiles)
#include "tst_tokenizerfiles.moc"
