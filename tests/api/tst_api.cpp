// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/headid.h"
#include "api/intervention.h"
#include "api/message.h"
#include "api/study.h"
#include "errorof.h"

#include <QTest>

#include <algorithm>

using namespace needlescope;

class TestApi : public QObject
{
    Q_OBJECT

private slots:
    void headsAreReadAsPeopleWriteThem_data();
    void headsAreReadAsPeopleWriteThem();
    void whatIsNoHeadIsNamed_data();
    void whatIsNoHeadIsNamed();
    void maskSortsAndDropsRepeats();
    void namesOfEnumerationsAreChecked();
    void messagesSurviveAnyCut();
    void streamsThatAreNotOursAreRefused();
    void arraysKeepTheirShape();
    void valuesMayGrow();
    void arraysSurviveText();
    void argumentsOfSentencesAreTranslated();
    void sentencesArePatterns();
    void integersAreReadExactly_data();
    void integersAreReadExactly();
};

void TestApi::headsAreReadAsPeopleWriteThem_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"16:19", "16-19", "L16H19", "l16h19"})
        QTest::newRow(text) << text;
}

void TestApi::headsAreReadAsPeopleWriteThem()
{
    QFETCH(QString, text);
    const HeadId id = parseHeadId(text.toStdString());
    QVERIFY(id == (HeadId{16, 19}));
    QCOMPARE(toString(id), std::string("L16H19"));
    QCOMPARE(toFileKey(id), std::string("16-19"));
}

void TestApi::whatIsNoHeadIsNamed_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "16", "16:", ":19", "16:19:2", "a:b", "-1:2", "16:-2", "99999999999:1"})
        QTest::newRow(text) << text;
}

void TestApi::whatIsNoHeadIsNamed()
{
    QFETCH(QString, text);
    QVERIFY(errorOf([&] { parseHeadId(text.toStdString()); }).contains("'" + text + "'"));
}

void TestApi::maskSortsAndDropsRepeats()
{
    const Intervention mask = maskOf(parseHeadIds("3:6,3:3,3:6"));
    QVERIFY((mask.heads == std::vector<HeadId>{{3, 3}, {3, 6}}));
    QVERIFY(mask.masks({3, 6}));
    QVERIFY(!mask.masks({3, 7}));
    QVERIFY(nlohmann::json(mask).get<Intervention>() == mask);
}

void TestApi::namesOfEnumerationsAreChecked()
{
    QVERIFY(enumFromName<MaskKind>("zero") == MaskKind::Zero);
    QVERIFY_EXCEPTION_THROWN(enumFromName<MaskKind>("none"), EngineError);
    const QString sentence = errorOf([] { enumFromName<MaskKind>(std::string_view("ze\0ro", 5)); });
    QVERIFY(sentence.endsWith("use one of uniform, zero, mean, window, scale.")); // not cut at the zero
    QVERIFY_EXCEPTION_THROWN(nlohmann::json("").get<Outcome>(), EngineError);
}

void TestApi::messagesSurviveAnyCut()
{
    std::vector<std::uint8_t> stream;
    for (std::int64_t id = 1; id <= 3; ++id) {
        const auto frame = encodeFrame({id, "token", nlohmann::json(DecodedToken{7, std::string("caf\u00e9"), -0.5F})});
        stream.insert(stream.end(), frame.begin(), frame.end());
    }
    for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
        FrameReader reader;
        std::int64_t seen = 0;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            reader.feed(std::span(stream).subspan(at, std::min(piece, stream.size() - at)));
            while (const auto message = reader.next()) {
                QCOMPARE(message->id, ++seen);
                QCOMPARE(message->body.get<DecodedToken>().text, std::string("caf\u00e9"));
            }
        }
        QCOMPARE(seen, std::int64_t(3));
    }
}

void TestApi::streamsThatAreNotOursAreRefused()
{
    const std::string text = "HTTP/1.1 200 OK\r\n";
    FrameReader huge;
    huge.feed(std::span(reinterpret_cast<const std::uint8_t *>(text.data()), text.size()));
    QVERIFY_EXCEPTION_THROWN(huge.next(), EngineError);

    FrameReader noMap;
    const std::vector<std::uint8_t> frame{1, 0, 0, 0, 0xff};
    noMap.feed(frame);
    QVERIFY_EXCEPTION_THROWN(noMap.next(), EngineError);
}

void TestApi::integersAreReadExactly_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("isHead");
    QTest::newRow("integers") << QByteArray("[16, 19]") << true;
    QTest::newRow("integers with a point") << QByteArray("[16.0, 1.9e1]") << true;
    QTest::newRow("the largest") << QByteArray("[2147483647, 0]") << true;
    QTest::newRow("one more") << QByteArray("[2147483648, 0]") << false;
    QTest::newRow("one more with a point") << QByteArray("[2147483648.0, 0]") << false;
    QTest::newRow("beyond any integer") << QByteArray("[1.7e22, 0]") << false;
    QTest::newRow("beyond 64 bits") << QByteArray("[0, 99999999999999999999]") << false;
    QTest::newRow("half") << QByteArray("[0.5, 0]") << false;
    QTest::newRow("text") << QByteArray("[\"16\", 0]") << false;
}

/// The library would convert any number.
void TestApi::integersAreReadExactly()
{
    QFETCH(QByteArray, head);
    QFETCH(bool, isHead);
    const auto json = nlohmann::json::parse(head.toStdString());
    if (isHead) {
        const HeadId id = json.get<HeadId>();
        QCOMPARE(id.layer, static_cast<int>(json.at(0).get<double>()));
        QVERIFY(nlohmann::json(id) == json);
    } else {
        QVERIFY_THROWS_EXCEPTION(nlohmann::json::type_error, json.get<HeadId>());
    }
    QCOMPARE(nlohmann::json(std::uint64_t(1) << 63).get<std::uint64_t>(), std::uint64_t(1) << 63);
    QVERIFY_THROWS_EXCEPTION(nlohmann::json::type_error, nlohmann::json(std::uint64_t(1) << 63).get<std::int64_t>());
    QVERIFY_THROWS_EXCEPTION(nlohmann::json::type_error, nlohmann::json(-1).get<unsigned>());
}

void TestApi::arraysKeepTheirShape()
{
    HeadArray scores(2, 3);
    scores << 0, 1, 2, 3, 4, 5;
    ScoreMap map = scoreMapOfArray(scores);
    map.frequency = scores / 10;
    const auto back = nlohmann::json::from_cbor(nlohmann::json::to_cbor(nlohmann::json(map))).get<ScoreMap>();
    QVERIFY((back.score == map.score).all());
    QVERIFY((back.frequency == map.frequency).all());
    QVERIFY(rankedHeads(back).front() == (HeadId{1, 2}));

    auto cut = headArrayToJson(scores);
    cut["heads"] = 4;
    QVERIFY_EXCEPTION_THROWN(headArrayFromJson(cut), EngineError);

    // Extents whose product is that of nothing.
    auto trace = nlohmann::json(HeadSummaries{});
    for (const auto &[steps, layers, heads] : {std::tuple{-1, -1, 0}, std::tuple{1 << 22, 1 << 21, 1 << 21}, std::tuple{-2, 0, 5}}) {
        trace["steps"] = steps;
        trace["layers"] = layers;
        trace["heads"] = heads;
        QVERIFY_EXCEPTION_THROWN(trace.get<HeadSummaries>(), EngineError);
    }
}

/// What an older or newer side sends is read as far as it is known.
void TestApi::valuesMayGrow()
{
    const auto study = nlohmann::json::parse(R"({"kind": "mask-curve", "colour": "blue", "masks": {"draws": 7}})").get<StudyRequest>();
    QVERIFY(study.kind == StudyKind::MaskCurve);
    QCOMPARE(study.masks.draws, 7);
    QCOMPARE(study.decoding.maxTokens, 50);
    for (const auto &json : {nlohmann::json::object(), nlohmann::json{{"later", {1, 2, 3}}}}) {
        json.get<ModelInfo>();
        json.get<Needle>();
        json.get<PromptRequest>();
        json.get<Prompt>();
        json.get<GenerationRequest>();
        json.get<DecodeTrace>();
        json.get<AttentionRequest>();
        json.get<SampleResult>();
        json.get<StudySummary>();
        json.get<StudyUpdate>();
        json.get<RunHeader>();
        json.get<RunInfo>();
        json.get<ScoreMap>();
        json.get<Intervention>();
        json.get<Progress>();
        QCOMPARE(json.get<Hello>().protocol, 0);
    }
}

/// The header of a run is text; arrays in it come back.
void TestApi::arraysSurviveText()
{
    HeadArray scores(2, 2);
    scores << 0.1F, 1.0F / 3, 2, -1;
    const std::string text = nlohmann::json(scoreMapOfArray(scores)).dump();
    QVERIFY((nlohmann::json::parse(text).get<ScoreMap>().score == scores).all());
}

/// A literal and a sentence are words, a string is a name; and so they are behind the pipe.
void TestApi::argumentsOfSentencesAreTranslated()
{
    const Sentence sentence("{} of '{}': {}", "heads", std::string("heads"), Sentence("it has {}", 2));
    QCOMPARE(sentence.text(), std::string("heads of 'heads': it has 2"));
    const auto german = [](const std::string &pattern) {
        return pattern == "heads" ? "Köpfe" : pattern == "it has {}" ? "er hat {}" : pattern;
    };
    const auto received = nlohmann::json::from_cbor(nlohmann::json::to_cbor(nlohmann::json(sentence))).get<Sentence>();
    QCOMPARE(received.text(german), std::string("Köpfe of 'heads': er hat 2"));
    QCOMPARE(nlohmann::json("as an older engine says it").get<Sentence>().text(german), std::string("as an older engine says it"));
}

void TestApi::sentencesArePatterns()
{
    const EngineError error("'{}' has {} layers.", std::string("a {brace}"), 32);
    QCOMPARE(std::string(error.what()), std::string("'a {brace}' has 32 layers."));
    const auto in = [](const std::string &german) { return [german](const std::string &) { return german; }; };
    QCOMPARE(error.sentence().text(in("{1} Schichten hat '{0}'.")), std::string("32 Schichten hat 'a {brace}'."));
    QCOMPARE(error.sentence().text(in("{5} wrong")), std::string(error.what()));
    QCOMPARE(std::string(EngineError("just {a} sentence").what()), std::string("just {a} sentence"));
}

QTEST_APPLESS_MAIN(TestApi)
#include "tst_api.moc"
