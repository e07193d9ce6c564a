// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/json.h"
#include "api/utf8.h"
#include "text/addedtokens.h"
#include "text/bpe.h"
#include "text/decoder.h"
#include "text/normalizer.h"
#include "text/postprocessor.h"
#include "text/pretokenizer.h"
#include "text/regex.h"

#include <QtTest>

#include <stdexcept>

using namespace needlescope;

namespace {

const std::string fileName = "tokenizer.json";

/// "piece@begin-end" for each piece, with the bytes of the input that it stands for.
QStringList shown(const std::vector<AlignedText> &pieces)
{
    QStringList list;
    for (const AlignedText &piece : pieces) {
        const TextSpan span = piece.originOf(0, piece.text.size());
        list << QStringLiteral("%1@%2-%3").arg(QString::fromStdString(piece.text)).arg(span.begin).arg(span.end);
    }
    return list;
}

nlohmann::json parsed(const QByteArray &json)
{
    return nlohmann::json::parse(json.toStdString());
}

} // namespace

class TestTokenizerParts : public QObject
{
    Q_OBJECT

private slots:
    void utf8_data();
    void utf8();
    void regexes_data();
    void regexes();
    void refusedRegexes_data();
    void refusedRegexes();
    void normalizers_data();
    void normalizers();
    void preTokenizers_data();
    void preTokenizers();
    void decoders_data();
    void decoders();
    void postProcessors_data();
    void postProcessors();
    void addedTokens_data();
    void addedTokens();
    void normalizedTokensAreDecodedSo();
    void bpe_data();
    void bpe();
};

void TestTokenizerParts::utf8_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("ascii") << QByteArray("abc") << "abc";
    QTest::newRow("whole characters") << QByteArray("é€😀") << "é€😀";
    QTest::newRow("cut short") << QByteArray("a\xF0\x9F\x98") << "a\uFFFD";
    QTest::newRow("cut short, then more") << QByteArray("\xE2\x82z") << "\uFFFDz";
    QTest::newRow("continuation alone") << QByteArray("\x80\x80") << "\uFFFD\uFFFD";
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << "\uFFFD\uFFFD";
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << "\uFFFD\uFFFD\uFFFD";
}

void TestTokenizerParts::utf8()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(toValidUtf8(bytes.toStdString())), text);
    QCOMPARE(isValidUtf8(bytes.toStdString()), !text.contains(QChar(0xFFFD)));
}

void TestTokenizerParts::regexes_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("parts"); // matches in angle brackets
    QTest::newRow("gaps and matches") << "b+"
                                      << "abbc"
                                      << "a<bb>c";
    QTest::newRow("empty matches cut") << "x*"
                                       << "axb"
                                       << "<>a<x>b<>";
    QTest::newRow("white space has no U+180E") << "\\s"
                                               << "a \u180E\u0085b"
                                               << "a< >\u180E<\u0085>b";
    QTest::newRow("words have marks") << "\\w+"
                                      << "ne\u0301e-²"
                                      << "<ne\u0301e>-²";
    QTest::newRow("word boundary beside a mark") << "\\be\u0301\\b"
                                                 << "e\u0301 e\u0301"
                                                 << "<e\u0301> <e\u0301>";
    QTest::newRow("hex digits") << "[\\h]+"
                                << "fg 1"
                                << "<f>g <1>";
    QTest::newRow("lines") << "^a$"
                           << "a\na"
                           << "<a>\n<a>";
    QTest::newRow("dot stops at a line's end") << ".+"
                                               << "a\nb"
                                               << "<a>\n<b>";
    QTest::newRow("open lower bound") << "a{,2}b"
                                      << "aaab"
                                      << "a<aab>";
    QTest::newRow("class in class") << "[^(\\s|[.,])]+"
                                    << "a.b c"
                                    << "<a>.<b> <c>";
    QTest::newRow("case without regard") << "(?i:'S|'t)"
                                         << "a's"
                                         << "a<'s>";
    QTest::newRow("property") << "\\p{Han}+"
                              << "a漢字b"
                              << "a<漢字>b";
    QTest::newRow("BLOOM") << " ?[^(\\s|[.,!?…。，、।۔،])]+"
                           << "Hello, big world."
                           << "<Hello>,< big>< world>.";
    QTest::newRow("GPT-4o")
        << R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|)"
           R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|)"
           R"(\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)"
        << "HelloWorld's  1234"
        << "<Hello><World's>< >< ><123><4>";
    QTest::newRow("DeepSeek-V3") << R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+|)"
                                    R"( ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)"
                                 << "a foo_bar[x] !!\n"
                                 << "<a>< foo><_bar><[x><]>< !!\n>";
    QTest::newRow("unicode escape") << "\\u00e9"
                                    << "é"
                                    << "<é>";
}

void TestTokenizerParts::regexes()
{
    QFETCH(QString, pattern);
    QFETCH(QString, text);
    const std::string utf8 = text.toStdString();
    QString parts;
    for (const TextPart &part : Regex::fromOniguruma(pattern.toStdString()).partsOf(utf8)) {
        const QString piece = QString::fromStdString(utf8.substr(part.begin, part.end - part.begin));
        parts += part.isMatch ? "<" + piece + ">" : piece;
    }
    QTEST(parts, "parts");
}

void TestTokenizerParts::refusedRegexes_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::newRow("unbalanced") << QByteArray("(a");
    QTest::newRow("intersection") << QByteArray("[a-z&&[^b]]");
    QTest::newRow("negated set in a class") << QByteArray("[\\W]");
    QTest::newRow("negated class in a class") << QByteArray("[a[^b]]");
    QTest::newRow("Ruby's (?m)") << QByteArray("(?m:.)");
    QTest::newRow("unknown property") << QByteArray("\\p{Nonsense}");
    QTest::newRow("trailing backslash") << QByteArray("a\\");
    QTest::newRow("not UTF-8") << QByteArray("\xFF");
}

void TestTokenizerParts::refusedRegexes()
{
    QFETCH(QByteArray, pattern);
    QVERIFY_EXCEPTION_THROWN(Regex::fromOniguruma(pattern.toStdString()), std::invalid_argument);
}

void TestTokenizerParts::normalizers_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("normalized");
    QTest::addColumn<int>("last"); // the byte of the input where the last byte of the output begins
    QTest::newRow("NFC") << QByteArray(R"({"type": "NFC"})") << "xe\u0301z"
                         << "x\u00e9z" << 4;
    QTest::newRow("NFC, nothing to do") << QByteArray(R"({"type": "NFC"})") << "x\u00e9z"
                                        << "x\u00e9z" << 3;
    QTest::newRow("NFD") << QByteArray(R"({"type": "NFD"})") << "x\u00e9z"
                         << "xe\u0301z" << 3;
    QTest::newRow("NFD, Hangul") << QByteArray(R"({"type": "NFD"})") << "\uac00z"
                                 << "\u1100\u1161z" << 3;
    QTest::newRow("NFKC") << QByteArray(R"({"type": "NFKC"})") << "\ufb01\u00b2z"
                          << "fi2z" << 5;
    QTest::newRow("NFKD") << QByteArray(R"({"type": "NFKD"})") << "\ufb01\u00e9z"
                          << "fie\u0301z" << 5;
    QTest::newRow("lower case") << QByteArray(R"({"type": "Lowercase"})") << "AÉΣİz"
                                << "aéσi\u0307z" << 7;
    QTest::newRow("strip both") << QByteArray(R"({"type": "Strip", "strip_left": true, "strip_right": true})") << " \u3000ab\t"
                                << "ab" << 5;
    QTest::newRow("strip left") << QByteArray(R"({"type": "Strip", "strip_left": true, "strip_right": false})") << " a "
                                << "a " << 2;
    QTest::newRow("strip all") << QByteArray(R"({"type": "Strip", "strip_left": false, "strip_right": true})") << "  "
                               << "" << -1;
    QTest::newRow("prepend") << QByteArray(R"({"type": "Prepend", "prepend": "_"})") << "ab"
                             << "_ab" << 1;
    QTest::newRow("prepend to nothing") << QByteArray(R"({"type": "Prepend", "prepend": "_"})") << ""
                                        << "" << -1;
    QTest::newRow("replace") << QByteArray(R"({"type": "Replace", "pattern": {"String": "."}, "content": "--"})") << "a.b.c"
                             << "a--b--c" << 4;
    QTest::newRow("replace by pattern") << QByteArray(R"({"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "$0"})") << "a   b c"
                                        << "a$0b c" << 6;
    QTest::newRow("accents") << QByteArray(R"({"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "StripAccents"}]})")
                             << "\u00e9z"
                             << "ez" << 2;
    QTest::newRow("bytes") << QByteArray(R"({"type": "ByteLevel"})") << " é"
                           << "ĠÃ©" << 2;
}

void TestTokenizerParts::normalizers()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, text);
    QFETCH(int, last);
    const nlohmann::json component = parsed(json);
    AlignedText aligned = AlignedText::unchanged(text.toStdString(), 0);
    Normalizer::read(JsonView(component, fileName, "normalizer"))->apply(aligned);
    QTEST(QString::fromStdString(aligned.text), "normalized");
    QCOMPARE(aligned.origin.size(), aligned.text.size());
    QCOMPARE(aligned.empty() ? -1 : static_cast<int>(aligned.origin.back().begin), last);
    for (std::size_t i = 1; i < aligned.origin.size(); ++i)
        QVERIFY(aligned.origin[i - 1].begin <= aligned.origin[i].begin);
}

void TestTokenizerParts::preTokenizers_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("pieces");
    const auto split = [](const char *pattern, const char *behavior, bool invert = false) {
        return QByteArray(R"({"type": "Split", "pattern": )") + pattern + R"(, "behavior": ")" + behavior + R"(", "invert": )"
            + (invert ? "true" : "false") + "}";
    };
    const char *dash = R"({"String": "-"})";
    QTest::newRow("removed") << split(dash, "Removed") << "-a--b" << QStringList{"a@1-2", "b@4-5"};
    QTest::newRow("isolated") << split(dash, "Isolated") << "a--b" << QStringList{"a@0-1", "-@1-2", "-@2-3", "b@3-4"};
    QTest::newRow("merged with previous") << split(dash, "MergedWithPrevious") << "a--b" << QStringList{"a-@0-2", "-@2-3", "b@3-4"};
    QTest::newRow("merged with next") << split(dash, "MergedWithNext") << "a--b" << QStringList{"a@0-1", "-@1-2", "-b@2-4"};
    QTest::newRow("contiguous") << split(dash, "Contiguous") << "a--b" << QStringList{"a@0-1", "--@1-3", "b@3-4"};
    QTest::newRow("inverted") << split(R"({"Regex": "[a-c]+"})", "Removed", true) << "ab-c" << QStringList{"ab@0-2", "c@3-4"};
    QTest::newRow("special characters in a string") << split(R"({"String": ".*"})", "Removed") << "a.*b" << QStringList{"a@0-1", "b@3-4"};

    QTest::newRow("byte level") << QByteArray(R"({"type": "ByteLevel", "add_prefix_space": false, "use_regex": true})") << "It's  é\n"
                                << QStringList{"It@0-2", "'s@2-4", "Ġ@4-5", "ĠÃ©@5-8", "Ċ@8-9"};
    QTest::newRow("byte level, prefix") << QByteArray(R"({"type": "ByteLevel", "add_prefix_space": true, "use_regex": false})") << "a b"
                                        << QStringList{"ĠaĠb@0-3"};
    QTest::newRow("white space") << QByteArray(R"({"type": "Whitespace"})") << "Hey, you_2!?"
                                 << QStringList{"Hey@0-3", ",@3-4", "you_2@5-10", "!?@10-12"};
    QTest::newRow("white space split") << QByteArray(R"({"type": "WhitespaceSplit"})") << " a,\u3000b " << QStringList{"a,@1-3", "b@6-7"};
    QTest::newRow("digits") << QByteArray(R"({"type": "Digits", "individual_digits": false})") << "a12b"
                            << QStringList{"a@0-1", "12@1-3", "b@3-4"};
    QTest::newRow("single digits") << QByteArray(R"({"type": "Digits", "individual_digits": true})") << "a1²"
                                   << QStringList{"a@0-1", "1@1-2", "²@2-4"};
    QTest::newRow("punctuation") << QByteArray(R"({"type": "Punctuation"})") << "a!$、b"
                                 << QStringList{"a@0-1", "!@1-2", "$@2-3", "、@3-6", "b@6-7"};
    QTest::newRow("punctuation, contiguous") << QByteArray(R"({"type": "Punctuation", "behavior": "Contiguous"})") << "a!?b"
                                             << QStringList{"a@0-1", "!?@1-3", "b@3-4"};
    QTest::newRow("delimiter") << QByteArray(R"({"type": "CharDelimiterSplit", "delimiter": "|"})") << "a||b"
                               << QStringList{"a@0-1", "b@3-4"};

    const auto metaspace = [](const char *options) { return QByteArray(R"({"type": "Metaspace", "replacement": "▁")") + options + "}"; };
    QTest::newRow("metaspace") << metaspace("") << "a  b" << QStringList{"▁a@0-1", "▁@1-2", "▁b@2-4"};
    QTest::newRow("metaspace, legacy") << metaspace(R"(, "add_prefix_space": false)") << "a b" << QStringList{"a@0-1", "▁b@1-3"};
    QTest::newRow("metaspace, first, no split")
        << metaspace(R"(, "prepend_scheme": "first", "split": false)") << "a b" << QStringList{"▁a▁b@0-3"};
    QTest::newRow("metaspace, starts with a space") << metaspace("") << " a" << QStringList{"▁a@0-2"};
    QTest::newRow("metaspace, not at the beginning")
        << QByteArray(R"({"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"String": "-"}, "behavior": "Removed"},
               {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first"}]})")
        << "a-b" << QStringList{"▁a@0-1", "b@2-3"};
}

void TestTokenizerParts::preTokenizers()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, text);
    const nlohmann::json component = parsed(json);
    std::vector<AlignedText> pieces{AlignedText::unchanged(text.toStdString(), 0)};
    PreTokenizer::read(JsonView(component, fileName, "pre_tokenizer"))->apply(pieces);
    QTEST(shown(pieces), "pieces");
}

void TestTokenizerParts::decoders_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QStringList>("pieces");
    QTest::addColumn<QString>("text");
    QTest::newRow("byte level") << QByteArray(R"({"type": "ByteLevel"})") << QStringList{"Ġa", "Ã", "©"} << " aé";
    QTest::newRow("byte level, half a character") << QByteArray(R"({"type": "ByteLevel"})") << QStringList{"a", "Ã"} << "a\uFFFD";
    QTest::newRow("byte level, added token") << QByteArray(R"({"type": "ByteLevel"})") << QStringList{"a", "<|x y|>"} << "a<|x y|>";
    QTest::newRow("metaspace") << QByteArray(R"({"type": "Metaspace", "replacement": "▁"})") << QStringList{"▁a", "▁b"} << "a b";
    QTest::newRow("metaspace, never") << QByteArray(R"({"type": "Metaspace", "replacement": "▁", "prepend_scheme": "never"})")
                                      << QStringList{"▁a", "▁b"} << " a b";
    QTest::newRow("byte fallback") << QByteArray(R"({"type": "ByteFallback"})") << QStringList{"a", "<0xC3>", "<0xA9>", "b"} << "aéb";
    QTest::newRow("byte fallback, half") << QByteArray(R"({"type": "ByteFallback"})") << QStringList{"<0xE2>", "<0x82>", "b"}
                                         << "\uFFFD\uFFFDb";
    QTest::newRow("strip") << QByteArray(R"({"type": "Strip", "content": " ", "start": 1, "stop": 2})") << QStringList{"  a   "} << " a ";
    QTest::newRow("strip more than there is") << QByteArray(R"({"type": "Strip", "content": " ", "start": 3, "stop": 3})")
                                              << QStringList{" "} << "";
    QTest::newRow("replace") << QByteArray(R"({"type": "Replace", "pattern": {"String": "▁"}, "content": " "})") << QStringList{"▁a", "▁▁b"}
                             << " a  b";
    QTest::newRow("sequence") << QByteArray(
        R"({"type": "Sequence", "decoders": [{"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]})")
                              << QStringList{" a", " b"} << "a b";
}

void TestTokenizerParts::decoders()
{
    QFETCH(QByteArray, json);
    QFETCH(QStringList, pieces);
    const nlohmann::json component = parsed(json);
    std::vector<std::string> strings;
    for (const QString &piece : pieces)
        strings.push_back(piece.toStdString());
    Decoder::read(JsonView(component, fileName, "decoder"))->apply(strings);
    QString text;
    for (const std::string &string : strings)
        text += QString::fromStdString(string);
    QTEST(text, "text");
}

void TestTokenizerParts::postProcessors_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QList<int>>("before");
    QTest::addColumn<QList<int>>("after");
    const QByteArray bos
        = R"({"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
        "pair": [], "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}})";
    const QByteArray eos
        = R"({"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
        "pair": [], "special_tokens": {"</s>": {"id": "</s>", "ids": [2, 3], "tokens": ["</s>", "x"]}}})";
    QTest::newRow("template") << bos << QList<int>{1} << QList<int>{};
    QTest::newRow("sequence") << QByteArray(R"({"type": "Sequence", "processors": [{"type": "ByteLevel"}, )" + bos + ", " + eos + "]}")
                              << QList<int>{1} << QList<int>{2, 3};
    QTest::newRow("roberta") << QByteArray(R"({"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0]})") << QList<int>{0}
                             << QList<int>{2};
}

void TestTokenizerParts::postProcessors()
{
    QFETCH(QByteArray, json);
    const nlohmann::json component = parsed(json);
    const InsertedTokens inserted = readPostProcessor(JsonView(component, fileName, "post_processor"));
    QTEST(QList<int>(inserted.before.begin(), inserted.before.end()), "before");
    QTEST(QList<int>(inserted.after.begin(), inserted.after.end()), "after");
}

void TestTokenizerParts::addedTokens_data()
{
    QTest::addColumn<QByteArray>("flags");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("sections");
    // The token is <t>; a normalizer turns the text into lower case. The token's sections show in brackets.
    QTest::newRow("plain") << QByteArray() << "a <t> b" << QStringList{"a @0-2", "[<t>]@2-5", " b@5-7"};
    QTest::newRow("in the original text") << QByteArray() << "a<T>" << QStringList{"a<t>@0-4"};
    QTest::newRow("in the normalized text") << QByteArray(R"("normalized": true)") << "a<T>" << QStringList{"a@0-1", "[<t>]@1-4"};
    QTest::newRow("lstrip") << QByteArray(R"("lstrip": true)") << "a \n<t> b" << QStringList{"a@0-1", "[ \n<t>]@1-6", " b@6-8"};
    QTest::newRow("rstrip") << QByteArray(R"("rstrip": true)") << "<t> \n<t>b" << QStringList{"[<t> \n]@0-5", "[<t>]@5-8", "b@8-9"};
    QTest::newRow("both between two") << QByteArray(R"("lstrip": true, "rstrip": true)") << "<t> <t>"
                                      << QStringList{"[<t> ]@0-4", "[<t>]@4-7"};
    QTest::newRow("single word") << QByteArray(R"("single_word": true)") << "a<t> é<t> <t>,"
                                 << QStringList{"a<t> é<t> @0-11", "[<t>]@11-14", ",@14-15"};
    QTest::newRow("longest of two") << QByteArray() << "<t>x<t>xy" << QStringList{"[<t>x]@0-4", "[<t>x]@4-8", "y@8-9"};
    QTest::newRow("only the token") << QByteArray() << "<t>" << QStringList{"[<t>]@0-3"};
    QTest::newRow("nothing") << QByteArray() << "" << QStringList{};
}

void TestTokenizerParts::addedTokens()
{
    QFETCH(QByteArray, flags);
    QFETCH(QString, text);
    const nlohmann::json entry
        = parsed(R"({"content": "<t>", "normalized": false)" + (flags.isEmpty() ? QByteArray() : ", " + flags) + "}");
    // A flag that stands twice counts as it stands last, so that rows only name what differs.
    AddedToken token = AddedToken::read(JsonView(entry, fileName, "added_tokens[0]"));
    token.id = 7;
    AddedToken longer;
    longer.content = "<t>x";
    longer.id = 8;
    const nlohmann::json lower{{"type", "Lowercase"}};
    const auto normalizer = Normalizer::read(JsonView(lower, fileName, "normalizer"));
    const AddedTokens tokens({token, longer}, normalizer.get());
    QCOMPARE(tokens.idOf("<t>"), 7);
    QCOMPARE(tokens.highestId(), 8);
    std::vector<AlignedText> pieces;
    for (AddedTokens::Section &section : tokens.cut(text.toStdString(), normalizer.get())) {
        if (section.id >= 0)
            section.text.text = "[" + section.text.text + "]",
            section.text.origin.insert(section.text.origin.end(), 2, section.text.origin.back());
        pieces.push_back(section.text);
    }
    QTEST(shown(pieces), "sections");
}

void TestTokenizerParts::normalizedTokensAreDecodedSo()
{
    AddedToken plain;
    plain.content = "<A>";
    plain.id = 7;
    AddedToken normalized;
    normalized.content = "<B>";
    normalized.id = 8;
    normalized.normalized = true;
    const nlohmann::json lower{{"type", "Lowercase"}};
    const auto normalizer = Normalizer::read(JsonView(lower, fileName, "normalizer"));
    const AddedTokens tokens({plain, normalized}, normalizer.get());
    QCOMPARE(tokens.find(7)->decoded, std::string("<A>"));
    QCOMPARE(tokens.find(8)->decoded, std::string("<b>"));
}

void TestTokenizerParts::bpe_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tokens"); // "id:begin-end"
    // a=1 b=2 c=3 ab=4 bc=5 abc=6 <0xC3>=7 <0xA9>=8 <unk>=0; merges: b c, a b, ab c
    QTest::newRow("best rank first") << QByteArray() << "abc"
                                     << "1:0-1 5:1-3";
    QTest::newRow("whole word though no merge leads there") << QByteArray(R"("ignore_merges": true)") << "abc"
                                                            << "6:0-3";
    QTest::newRow("left one of equals first") << QByteArray() << "bcbc"
                                              << "5:0-2 5:2-4";
    QTest::newRow("no unknown token: left out") << QByteArray() << "axc"
                                                << "1:0-1 3:2-3";
    QTest::newRow("unknown") << QByteArray(R"("unk_token": "<unk>")") << "xxa"
                             << "0:0-1 0:1-2 1:2-3";
    QTest::newRow("unknown, fused") << QByteArray(R"("unk_token": "<unk>", "fuse_unk": true)") << "xéa"
                                    << "0:0-3 1:3-4";
    QTest::newRow("bytes") << QByteArray(R"("unk_token": "<unk>", "byte_fallback": true)") << "aé"
                           << "1:0-1 7:1-2 8:2-3";
    QTest::newRow("bytes missing") << QByteArray(R"("unk_token": "<unk>", "byte_fallback": true)") << "ü"
                                   << "0:0-2";
}

void TestTokenizerParts::bpe()
{
    QFETCH(QByteArray, options);
    QFETCH(QString, text);
    const nlohmann::json model
        = parsed(R"({"vocab": {"<unk>": 0, "a": 1, "b": 2, "c": 3, "ab": 4, "bc": 5, "abc": 6, "<0xC3>": 7, "<0xA9>": 8},
        "merges": ["b c", ["a", "b"], "ab c"])"
            + (options.isEmpty() ? QByteArray() : ", " + options) + "}");
    std::vector<Token> tokens;
    Bpe(JsonView(model, fileName, "model")).tokenize(text.toStdString(), tokens);
    QStringList list;
    for (const Token &token : tokens)
        list << QStringLiteral("%1:%2-%3").arg(token.id).arg(token.begin).arg(token.end);
    QTEST(list.join(' '), "tokens");
}

QTEST_APPLESS_MAIN(TestTokenizerParts)
#include "tst_tokenizerparts.moc"
