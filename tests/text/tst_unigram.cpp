// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/json.h"
#include "text/tokenizer.h"

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <random>

using namespace needlescope;

namespace {

/// Reads field @p wanted of a serialized protocol buffer message (only what a SentencePiece model has).
std::string protoField(std::string_view message, std::uint64_t wanted)
{
    std::size_t at = 0;
    const auto varint = [&] {
        std::uint64_t value = 0;
        for (int shift = 0; at < message.size(); shift += 7) {
            const auto byte = static_cast<unsigned char>(message[at++]);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80)
                break;
        }
        return value;
    };
    while (at < message.size()) {
        const std::uint64_t key = varint();
        switch (key & 7) {
        case 0:
            varint();
            break;
        case 1:
            at += 8;
            break;
        case 5:
            at += 4;
            break;
        default: {
            const std::uint64_t length = varint();
            if (key >> 3 == wanted)
                return std::string(message.substr(at, length));
            at += length;
        }
        }
    }
    return {};
}

/// Sentences of invented words with accents, ligatures, full-width letters and combining marks.
std::string sentence(std::mt19937 &random)
{
    static const QStringList syllables{
        "ka", "lo", "mi", "né", "ru", "ßa", "ti", "漢", "e\u0301", "ﬁ", "Ｑ", "²", "q\u0323\u0307", "가", "x\u200d"};
    QString text;
    for (unsigned word = 0; word < 3 + random() % 6; ++word) {
        text += word > 0 ? " " : "";
        for (unsigned i = 0; i < 1 + random() % 3; ++i)
            text += syllables[static_cast<qsizetype>(random() % static_cast<unsigned>(syllables.size()))];
    }
    return text.toStdString();
}

} // namespace

/// The SentencePiece library as the oracle of our Unigram model and Precompiled normalizer: one small model, trained here, in both forms.
class TestUnigram : public QObject
{
    Q_OBJECT

private slots:
    void equalsSentencePiece_data();
    void equalsSentencePiece();
};

void TestUnigram::equalsSentencePiece_data()
{
    QTest::addColumn<bool>("byteFallback");
    QTest::addColumn<QString>("normalization");
    QTest::newRow("unknown token") << false << "identity";
    QTest::newRow("byte fallback") << true << "identity";
    QTest::newRow("NFKC map") << true << "nmt_nfkc";
    QTest::newRow("NFKC map with case folding") << false << "nmt_nfkc_cf";
}

void TestUnigram::equalsSentencePiece()
{
    QFETCH(bool, byteFallback);
    QFETCH(QString, normalization);
    QTemporaryDir directory;
    const std::filesystem::path path = directory.path().toStdString();
    std::mt19937 random(5);
    {
        std::ofstream corpus(path / "corpus.txt");
        for (int i = 0; i < 400; ++i)
            corpus << sentence(random) << '\n';
    }
    const std::string options = "--input=" + (path / "corpus.txt").string() + " --model_prefix=" + (path / "m").string()
        + " --model_type=unigram --hard_vocab_limit=false --character_coverage=0.98 --remove_extra_whitespaces=false --minloglevel=2 "
          "--num_threads=1"
        + " --vocab_size=" + (byteFallback ? "340" : "90") + " --byte_fallback=" + (byteFallback ? "true" : "false")
        + " --normalization_rule_name=" + normalization.toStdString();
    QVERIFY(sentencepiece::SentencePieceTrainer::Train(options).ok());
    sentencepiece::SentencePieceProcessor reference;
    QVERIFY(reference.Load((path / "m.model").string()).ok());

    nlohmann::json vocabulary = nlohmann::json::array();
    for (int id = 0; id < reference.GetPieceSize(); ++id)
        vocabulary.push_back({reference.IdToPiece(id), static_cast<double>(reference.GetScore(id))});
    const std::string map = protoField(protoField(reference.serialized_model_proto(), 3), 2);
    nlohmann::json json{
        {"model", {{"type", "Unigram"}, {"unk_id", reference.unk_id()}, {"byte_fallback", byteFallback}, {"vocab", vocabulary}}},
        {"pre_tokenizer", {{"type", "Metaspace"}, {"replacement", "▁"}, {"prepend_scheme", "always"}}},
        {"decoder", {{"type", "Metaspace"}, {"replacement", "▁"}}}};
    if (!map.empty())
        json["normalizer"] = {{"type", "Precompiled"}, {"precompiled_charsmap", QByteArray::fromStdString(map).toBase64().toStdString()}};
    std::ofstream(path / "tokenizer.json") << json.dump();

    const auto tokenizer = Tokenizer::load(path);
    for (int i = 0; i < 300; ++i) {
        const std::string text = sentence(random) + (i % 3 == 0 ? " 𝔘zż" : "");
        const std::vector<int> expected = reference.EncodeAsIds(text);
        const Encoding encoding = tokenizer->encode(text, SpecialTokens::None);
        QVERIFY2(encoding.ids == expected, text.c_str());
        QCOMPARE(encoding.spans.back().end, text.size());
    }
}

QTEST_APPLESS_MAIN(TestUnigram)
#include "tst_unigram.moc"
