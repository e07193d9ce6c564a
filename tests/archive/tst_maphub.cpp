// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/maphub.h"
#include "errorof.h"
#include "measures/compare.h"
#include "measures/statistics.h"
#include "oracles.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

fs::path written(const QTemporaryDir &folder, const QByteArray &content, const char *name = "map.dat")
{
    const auto file = fs::path(folder.path().toStdString()) / name;
    std::ofstream(file, std::ios::binary).write(content.constData(), content.size());
    return file;
}

} // namespace

/// Maps of others, told apart by what they hold: all files here have one name.
class TestMapHub : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forms_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("format");
        QTest::addColumn<float>("l1h2");
        QTest::addColumn<float>("l0h1");
        QTest::addColumn<bool>("noted");
        QTest::newRow("the paper's lists") << QByteArray(
            R"({"0-0": [0, 0], "0-1": [0, 0.5], "1-2": [1, 0.5], "1-0": [], "0-2": [0], "1-1": [0]})")
                                           << "scores" << 0.75F << 0.25F << true;
        QTest::newRow("flat numbers") << QByteArray(R"({"0-1": 0.25, "1-2": 1.75})") << "scores" << 1.75F << 0.25F << true;
        QTest::newRow("profile") << QByteArray(R"({"model": "m NaN", "p": NaN, "seed": 3, "n_samples": 9, "n_kv_heads": 1,
            "argmax_scores": [[0, 0.25, 0], [0, 0, 0.5]], "copy_scores": [[9, 9, 9], [9, 9, 9]]})")
                                 << "profile" << 0.5F << 0.25F << false;
        QTest::newRow("rankings without scores")
            << QByteArray(R"({"head_rankings": [[1, 2], [0, 1]]})") << "rankings" << 1.0F << 0.5F << true;
        QTest::newRow("rankings with scores") << QByteArray(
            R"({"head_rankings": [{"layer": 1, "head": 2, "score": 0.9}, {"layer": 0, "head": 1, "score": 0.2}]})")
                                              << "rankings" << 0.9F << 0.2F << true;
        QTest::newRow("QRHead YAML") << QByteArray("model: x\nattn_head_set: \"1-2,0-1\"\ntop: 3\n") << "qrhead-yaml" << 1.0F << 1.0F
                                     << true;
        QTest::newRow("QRHead JSON") << QByteArray(R"([["1-2", 0.8], ["0-1", 0.1]])") << "qrhead-json" << 0.8F << 0.1F << true;
        QTest::newRow("list of heads") << QByteArray("[[1, 2], [0, 1]]") << "head-list" << 1.0F << 1.0F << true;
        QTest::newRow("gates") << QByteArray("0.1\t0.2\t-0.5\n1.0\t0\t1.25\n") << "duo-attention" << 1.25F << 0.2F << true;
        QTest::newRow("CSV") << QByteArray(
            "# Retrieval heads\r\n# model: tiny\r\n# model hash: ab\r\nlayer,head,score\r\n0,1,0.25\r\n1,2,0.5\r\n")
                             << "csv" << 0.5F << 0.25F << false;
        QTest::newRow("CSV of another measure") << QByteArray("head,layer,drop\n1,0,-0.25\n2,1,3\n") << "csv" << 3.0F << -0.25F << true;
    }

    void forms()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, format);
        QFETCH(float, l1h2);
        QFETCH(float, l0h1);
        QFETCH(bool, noted);
        const QTemporaryDir folder;
        const auto file = written(folder, content);
        const ImportedMap imported = readMap(file);
        QCOMPARE(QString::fromStdString(imported.format), format);
        QCOMPARE(imported.map.nLayers(), 2);
        QCOMPARE(imported.map.nHeads(), 3);
        QCOMPARE(imported.map.score(1, 2), l1h2);
        QCOMPARE(imported.map.score(0, 1), l0h1);
        QCOMPARE(!imported.notes.empty(), noted);
        QCOMPARE(imported.map.provenance.source, file.string());
        if (format == QLatin1String("csv") && !noted)
            QCOMPARE(imported.map.provenance.modelHash, std::string("ab"));
    }

    void shippedRunsAreMaps()
    {
        const ImportedMap imported = readMap(fs::path(NEEDLESCOPE_SOURCE_DIR "/resources/runs/demo.needle"));
        QCOMPARE(imported.format, std::string("run"));
        QCOMPARE(imported.map.provenance.modelName, std::string("demo"));
        QVERIFY(imported.map.score(6, 6) > 0.5F);
    }

    void gatesGoToTheHeadsOfTheirGroup()
    {
        const QTemporaryDir folder;
        written(folder, R"({"num_attention_heads": 4, "sink_size": 128, "recent_size": 256})", "config.json");
        const ImportedMap imported = readMap(written(folder, "0.25\t0.5\n1\t0\n"));
        QCOMPARE(imported.map.nHeads(), 4);
        QCOMPARE(imported.map.headsPerGroup, 2);
        QCOMPARE(imported.map.score(0, 2), 0.5F);
        QCOMPARE(imported.map.measure, std::string("gate"));
    }

    void whatIsWrittenIsReadAgain()
    {
        HeadArray scores = HeadArray::Zero(2, 4);
        scores(1, 3) = 0.9F;
        scores(0, 0) = 1.0F / 3;
        ScoreMap map = scoreMapOfArray(scores);
        map.headsPerGroup = 2;
        const QTemporaryDir folder;
        const auto headKv = fs::path(folder.path().toStdString()) / "heads.json";
        writeHeadKv(headKv, map);
        QVERIFY((readMap(headKv).map.score == scores).all());
        const auto duo = fs::path(folder.path().toStdString()) / "full_attention_heads.tsv";
        writeDuoAttention(duo, map, 64, 256);
        const ImportedMap gates = readMap(duo);
        QCOMPARE(gates.map.nHeads(), 4);
        QCOMPARE(gates.map.score(1, 2), 0.9F); // the group's best
        QCOMPARE(gates.map.score(1, 0), 0.0F);
    }

    void badFilesGetASentence_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("empty") << QByteArray() << "in no form";
        QTest::newRow("text") << QByteArray("Once upon a time") << "in no form";
        QTest::newRow("other JSON") << QByteArray(R"({"a": 1})") << "in no form";
        QTest::newRow("ragged gates") << QByteArray("0.1\t0.2\n1.0\n") << "Line 2";
        QTest::newRow("CSV with words") << QByteArray("layer,head,score\n0,x,1\n") << "Line 2";
        QTest::newRow("CSV, layer that is no number") << QByteArray("layer,head,score\n0,1,1\nNaN,0,1\n") << "Line 3";
        QTest::newRow("CSV, half a head") << QByteArray("layer,head,score\n0,1.5,1\n") << "Line 2";
        QTest::newRow("CSV, more heads than numbers") << QByteArray("layer,head,score\n0,1e30,1\n") << "Line 2";
        QTest::newRow("ragged profile") << QByteArray(R"({"argmax_scores": [[1, 2], [3]]})") << "different numbers";
        QTest::newRow("huge") << QByteArray("[[1000000, 1000000]]") << "more than any model has";
        QTest::newRow("negative") << QByteArray("[[-1, 0]]") << "count from 0";
        QTest::newRow("no run") << QByteArray("SQLite format 3\0garbage", 23) << "damaged";
    }

    void badFilesGetASentence()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        const QTemporaryDir folder;
        const QString error = errorOf([&] { readMap(written(folder, content)); });
        QVERIFY2(error.contains(said) && error.contains("map.dat"), qPrintable(error));
    }

    void comparesByHeadAndByRelativeDepth()
    {
        HeadArray a = HeadArray::Zero(4, 2);
        a(1, 0) = 0.9F;
        a(2, 1) = 0.2F;
        HeadArray deep = HeadArray::Zero(7, 3); // the same profile at twice the depth
        deep.row(2) = 0.9F;
        deep.row(4) = 0.2F;
        const std::vector<ScoreMap> maps{scoreMapOfArray(a), scoreMapOfArray(a * 0.5F), scoreMapOfArray(deep)};
        const MapComparison comparison = compareMaps(maps, 2);
        QVERIFY(std::abs(comparison.pearson[0][1] - 1) < 1e-6);
        QCOMPARE(comparison.overlap[0][1], 1.0);
        QCOMPARE(comparison.overlap[0][2], -1.0);
        QVERIFY(comparison.pearson[0][2] > 0.9);
        QVERIFY(!comparison.notes.empty());
        QCOMPARE(comparison.bins[0][3], 1.0 / 8);
        QVERIFY(errorOf([&] { compareMaps(std::span(maps).first(1), 2); }).contains("two or more"));
    }

    void mapsOfOneModelAreCalledByWhatTellsThemApart()
    {
        const auto named = [](const char *model, const char *rule, const char *source) {
            ScoreMap map = scoreMapOfArray(HeadArray::Zero(1, 1));
            map.provenance.modelName = model;
            map.provenance.rule = rule;
            map.provenance.source = source;
            return map;
        };
        const std::vector<ScoreMap> maps{named("demo", "qr", "/runs/a.needle"), named("org/llama", "", "x.json"),
            named("demo", "reference", "/runs/b.needle"), named("demo", "reference", "/runs/c.needle"), named("", "", "/maps/heads.json")};
        QCOMPARE(namesOf(maps), (std::vector<std::string>{"demo, qr", "llama", "demo, b.needle", "demo, c.needle", "heads.json"}));
    }

    void topHeadsOfBothAreShared()
    {
        HeadArray a(1, 4);
        a << 0.9F, 0.8F, 0.1F, 0.0F;
        HeadArray b(1, 4);
        b << 0.2F, 0.9F, 0.8F, 0.0F;
        const ScoreMap first = scoreMapOfArray(a);
        const ScoreMap second = scoreMapOfArray(b);
        QCOMPARE(sharedTopHeads(first, second, 2), (std::vector<HeadId>{{0, 1}}));
        QCOMPARE(sharedTopHeads(first, second, 3), (std::vector<HeadId>{{0, 0}, {0, 1}, {0, 2}}));
        QVERIFY(sharedTopHeads(first, scoreMapOfArray(HeadArray::Zero(2, 2)), 2).empty());
    }

    /// Figures 4 and 6 of the paper, from its own files.
    void publishedMaps()
    {
        const fs::path folder = oracles() / "scores/wu2024";
        if (!fs::exists(folder))
            QSKIP("the oracles (../shared/oracles) are not here");
        const ScoreMap llama = readMap(folder / "llama-2-7b-80k.json").map;
        const ScoreMap yi = readMap(folder / "Yi-6B-200K.json").map;
        QCOMPARE((llama.frequency >= 1.0F).count(), 12);
        const std::vector<ScoreMap> maps{llama, readMap(folder / "Mistral-7B-v0.2-hf.json").map, yi};
        const MapComparison comparison = compareMaps(maps, 20);
        for (const auto &[i, j] : {std::pair(0, 1), std::pair(0, 2), std::pair(1, 2)})
            QVERIFY(std::abs(comparison.pearson[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]) < 0.1); // other families
        const ScoreMap one = readMap(oracles() / "scores/profile/llama31_8b_seed42.json").map;
        const ScoreMap two = readMap(oracles() / "scores/profile/llama31_8b_seed123.json").map;
        QVERIFY(pearson(one.score, two.score) > 0.95);
        QVERIFY(topOverlap(one, two, 20) >= 0.8);
    }
};

QTEST_APPLESS_MAIN(TestMapHub)
#include "tst_maphub.moc"
