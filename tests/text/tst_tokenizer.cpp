// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/json.h"
#include "oracles.h"
#include "text/tokenizer.h"

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

using namespace needlescope;

namespace {

const std::filesystem::path oracleFiles = needlescope::oracles();

std::string contentOf(const std::filesystem::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

QByteArray shown(const std::vector<std::int32_t> &ids)
{
    QByteArray text;
    for (const std::int32_t id : ids)
        text += QByteArray::number(id) + ' ';
    return text;
}

/// The 46 texts of a case file; they stand between separator lines.
std::vector<std::string> textsOf(const std::filesystem::path &file)
{
    const std::string separator = "\n__ggml_vocab_test__\n";
    const std::string all = contentOf(file);
    std::vector<std::string> texts;
    for (std::size_t at = 0;;) {
        const std::size_t end = all.find(separator, at);
        if (end == std::string::npos)
            return texts;
        texts.push_back(all.substr(at, end - at));
        at = end + separator.size();
    }
}

std::vector<std::vector<std::int32_t>> idLinesOf(const std::filesystem::path &file)
{
    std::istringstream all(contentOf(file));
    std::vector<std::vector<std::int32_t>> lines;
    for (std::string line; std::getline(all, line);) {
        std::istringstream words(line);
        lines.emplace_back(std::istream_iterator<std::int32_t>(words), std::istream_iterator<std::int32_t>());
    }
    return lines;
}

/// Valid UTF-8 of every length class, with much white space and punctuation.
std::string randomText(std::mt19937 &random, int nCharacters)
{
    QString text;
    for (int i = 0; i < nCharacters; ++i) {
        const auto kind = random() % 10;
        char32_t c = kind < 2 ? U' '
            : kind < 6        ? static_cast<char32_t>(1 + random() % 0x7F)
            : kind < 8        ? static_cast<char32_t>(0x80 + random() % 0x780)
            : kind < 9        ? static_cast<char32_t>(0x800 + random() % 0xF800)
                              : static_cast<char32_t>(0x10000 + random() % 0x100000);
        if (c >= 0xD800 && c < 0xE000)
            c -= 0x1000;
        text += QString::fromUcs4(&c, 1);
    }
    return text.toStdString();
}

/// Spans in order that leave no byte of @p text out.
bool cover(const Encoding &encoding, std::string_view text)
{
    std::size_t reached = 0;
    for (const TextSpan &span : encoding.spans) {
        if (span.begin > reached || span.end < span.begin || span.end > text.size())
            return false;
        reached = std::max(reached, span.end);
    }
    return reached == text.size();
}

} // namespace

class TestTokenizer : public QObject
{
    Q_OBJECT

private slots:
    void oracleCases_data();
    void oracleCases();
    void retrieverSamples_data();
    void retrieverSamples();
    void roundTrip_data();
    void roundTrip();
    void stories260k();
    void longText_data();
    void longText();
    void tokensOfSpan_data();
    void tokensOfSpan();
};

void TestTokenizer::oracleCases_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"gpt2", "llama2", "llama3", "phi3-mini"})
        QTest::newRow(kind) << kind;
}

void TestTokenizer::oracleCases()
{
    QFETCH(QString, kind);
    const auto directory = oracleFiles / "tokenizers" / kind.toStdString();
    if (!std::filesystem::exists(directory))
        QSKIP("no oracleFiles beside the project");
    const auto tokenizer = Tokenizer::load(directory);
    const auto texts = textsOf(directory / "cases.inp");
    const auto expected = idLinesOf(directory / "ids.out");
    QCOMPARE(texts.size(), std::size_t(46));
    QCOMPARE(expected.size(), std::size_t(46));
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Encoding encoding = tokenizer->encode(texts[i], SpecialTokens::None);
        QVERIFY2(encoding.ids == expected[i],
            "case " + QByteArray::number(i) + " \"" + texts[i].c_str() + "\": " + shown(encoding.ids) + "instead of " + shown(expected[i]));
        QVERIFY2(cover(encoding, texts[i]), texts[i].c_str());
    }
}

void TestTokenizer::retrieverSamples_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("gH") << "gH";
    QTest::newRow("gL") << "gL";
}

void TestTokenizer::retrieverSamples()
{
    QFETCH(QString, model);
    const auto directory = oracleFiles / "retriever";
    if (!std::filesystem::exists(directory))
        QSKIP("no oracleFiles beside the project");
    const auto tokenizer = Tokenizer::load(directory / "models" / model.toStdString());
    const auto samples = nlohmann::json::parse(contentOf(directory / "goldens" / (model.toStdString() + "_samples.json"))).at("samples");
    QVERIFY(!samples.empty());
    for (const auto &sample : samples) {
        const auto text = sample.at("prompt_text").get<std::string>();
        const auto expected = sample.at("prompt_ids").get<std::vector<std::int32_t>>();
        const Encoding encoding = tokenizer->encode(text, SpecialTokens::None);
        QCOMPARE(shown(encoding.ids), shown(expected));
        const auto output = sample.at("output_text").get<std::string>();
        QCOMPARE(tokenizer->decode(tokenizer->encode(output, SpecialTokens::None).ids), output);
        // The needle is found through its characters, where the golden data has it.
        const auto statement = sample.at("needle_statement").get<std::string>();
        const std::size_t at = text.find(statement);
        QVERIFY(at != std::string::npos);
        const TokenSpan tokens = tokensOf(encoding, {at, at + statement.size()});
        QCOMPARE(tokens.begin, sample.at("statement_start").get<int>());
        QCOMPARE(tokens.end, sample.at("statement_end").get<int>());
    }
}

void TestTokenizer::roundTrip_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("gpt2") << "gpt2";
    QTest::newRow("llama3") << "llama3";
    QTest::newRow("phi3-mini") << "phi3-mini";
}

void TestTokenizer::roundTrip()
{
    QFETCH(QString, kind);
    const auto directory = oracleFiles / "tokenizers" / kind.toStdString();
    if (!std::filesystem::exists(directory))
        QSKIP("no oracleFiles beside the project");
    const auto tokenizer = Tokenizer::load(directory);
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
        const std::string text = randomText(random, 1 + i % 60);
        const Encoding encoding = tokenizer->encode(text, SpecialTokens::None);
        QCOMPARE(QByteArray::fromStdString(tokenizer->decode(encoding.ids)), QByteArray::fromStdString(text));
        QVERIFY(cover(encoding, text));
    }
}

void TestTokenizer::stories260k()
{
    const auto directory = oracleFiles / "checkpoints" / "stories260K";
    if (!std::filesystem::exists(directory))
        QSKIP("no oracleFiles beside the project");
    const auto tokenizer = Tokenizer::load(directory);
    QCOMPARE(tokenizer->vocabularySize(), std::size_t(512));
    const std::string text = "Once upon a time, there was a little girl named Zoë.";
    const Encoding encoding = tokenizer->encode(text, SpecialTokens::Add);
    QCOMPARE(encoding.ids.front(), 1);
    QVERIFY(cover(encoding, text));
    QCOMPARE(tokenizer->decode(encoding.ids), text);
    QVERIFY(tokenizer->decode(encoding.ids, true).starts_with("<s>"));
}

void TestTokenizer::longText_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"gpt2", "llama2", "llama3", "phi3-mini"})
        QTest::newRow(kind) << kind;
}

void TestTokenizer::longText()
{
    QFETCH(QString, kind);
    const auto directory = oracleFiles / "tokenizers" / kind.toStdString();
    if (!std::filesystem::exists(directory))
        QSKIP("no oracleFiles beside the project");
    const auto tokenizer = Tokenizer::load(directory);
    std::string text;
    while (text.size() < 256 * 1024)
        text += "The startup had 1,204 founders — café owners, mostly — who'd written 37% of it in Paul's kitchen.\n\n";
    QElapsedTimer timer;
    timer.start();
    const Encoding encoding = tokenizer->encode(text, SpecialTokens::None);
    const qint64 elapsed = timer.elapsed();
    qInfo("%s: 256 KB to %zu tokens in %lld ms", qPrintable(kind), encoding.ids.size(), static_cast<long long>(elapsed));
    QVERIFY(cover(encoding, text));
    QCOMPARE(QByteArray::fromStdString(tokenizer->decode(encoding.ids)), QByteArray::fromStdString(text));
    // Tens of milliseconds in truth; a quadratic encoder takes minutes. The margin is for sanitizers and busy machines.
    QVERIFY(elapsed < 5000);
}

void TestTokenizer::tokensOfSpan_data()
{
    QTest::addColumn<int>("begin");
    QTest::addColumn<int>("end");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::newRow("one token") << 0 << 3 << 1 << 2;
    QTest::newRow("touches two") << 2 << 4 << 1 << 3;
    QTest::newRow("inside one") << 4 << 5 << 2 << 3;
    QTest::newRow("gap between tokens") << 6 << 7 << 0 << 0;
    QTest::newRow("across the gap") << 5 << 8 << 2 << 4;
    QTest::newRow("empty") << 4 << 4 << 0 << 0;
    QTest::newRow("all") << 0 << 100 << 1 << 4;
}

void TestTokenizer::tokensOfSpan()
{
    QFETCH(int, begin);
    QFETCH(int, end);
    const Encoding encoding{{1, 5, 6, 7}, {{0, 0}, {0, 3}, {3, 6}, {7, 9}}};
    const TokenSpan tokens = tokensOf(encoding, {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)});
    QTEST(tokens.begin, "first");
    QTEST(tokens.end, "last");
}

QTEST_APPLESS_MAIN(TestTokenizer)
#include "tst_tokenizer.moc"
