// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/engineerror.h"
#include "archive/scorefile.h"
#include "errorof.h"
#include "oracles.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

std::string contentOf(const fs::path &file)
{
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

fs::path written(const QTemporaryDir &folder, const QByteArray &content)
{
    const auto file = fs::path(folder.path().toStdString()) / "scores.json";
    std::ofstream(file).write(content.constData(), content.size());
    return file;
}

} // namespace

class TestScoreFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheReferenceForm()
    {
        const QTemporaryDir folder;
        const auto file = fs::path(folder.path().toStdString()) / "scores.json";
        std::vector<SampleResult> samples(3);
        for (auto &sample : samples)
            sample.heads.push_back({"score", HeadArray::Zero(1, 2)});
        samples[0].counted = samples[2].counted = true;
        samples[0].heads[0].values(0, 1) = 1.0F / 13;
        samples[1].heads[0].values(0, 1) = 9; // an answer that failed does not count
        samples[2].heads[0].values(0, 1) = 1.5F;
        writeScoreFile(file, headScoresOf(samples, 1, 2));
        QCOMPARE(contentOf(file), std::string("{\"0-0\": [0, 0], \"0-1\": [0.07692308, 1.5]}\n"));

        const HeadScores back = readScoreFile(file);
        QCOMPARE(back.of({0, 1}), (std::vector<float>{1.0F / 13, 1.5F}));
        const ScoreMap map = scoreMapOf(back);
        QCOMPARE(map.nCounted, 2);
        QCOMPARE(map.frequency(0, 1), 1.0F);
        QCOMPARE(map.score(0, 0), 0.0F);
    }

    void toleratesWhatPeopleHave()
    {
        const QTemporaryDir folder;
        const HeadScores scores = readScoreFile(written(folder, R"({"1-0": [0.5, 1], "L0H1": 0.25, "0:0": []})"));
        QCOMPARE(scores.nLayers, 2);
        QCOMPARE(scores.nHeads, 2);
        const ScoreMap map = scoreMapOf(scores);
        QCOMPARE(map.score(1, 0), 0.75F);
        QCOMPARE(map.score(0, 1), 0.25F);
        QCOMPARE(map.score(1, 1), 0.0F);
    }

    void badFilesGetASentence_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("not JSON") << QByteArray("{\"0-0\": [1, ") << "not JSON";
        QTest::newRow("list") << QByteArray("[1, 2]") << "object";
        QTest::newRow("empty") << QByteArray("{}") << "object";
        QTest::newRow("key") << QByteArray("{\"sixteen\": [1]}") << "'sixteen'";
        QTest::newRow("huge layer") << QByteArray("{\"999999999-0\": [1]}") << "'999999999-0'";
        QTest::newRow("heads far apart") << QByteArray("{\"0-2000\": [1], \"1909-1\": [1]}") << "1910 layers of 2001 heads";
        QTest::newRow("value") << QByteArray("{\"0-0\": [\"high\"]}") << "0-0";
        QTest::newRow("null") << QByteArray("{\"0-0\": null}") << "0-0";
    }

    void badFilesGetASentence()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        const QTemporaryDir folder;
        const QString error = errorOf([&] { readScoreFile(written(folder, content)); });
        QVERIFY2(error.contains(said) && error.contains("scores.json"), qPrintable(error));
    }

    void unwritableFolderGetsASentence()
    {
        const QTemporaryDir folder;
        const auto file = fs::path(folder.path().toStdString()) / "no" / "scores.json";
        QVERIFY_THROWS_EXCEPTION(EngineError, writeScoreFile(file, {1, 1, {{0.5F}}}));
        QVERIFY_THROWS_EXCEPTION(EngineError, readScoreFile(file));
        QVERIFY_THROWS_EXCEPTION(EngineError, readScoreFile(folder.path().toStdString())); // a directory
    }

    void publishedFiles_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QList<double>>("shares"); // per cent with score 0 / below 0.1 / below 0.5 / 0.5 and more: figure 3 of the paper
        QTest::addColumn<QString>("best"); // of the paper's file: the five best heads
        QTest::addColumn<int>("counted");
        QTest::newRow("Llama-2-7B-80K") << "wu2024/llama-2-7b-80k.json" << QList<double>{70.2, 26.6, 2.6, 0.59}
                                        << "16-19 0.943 11-15 0.920 8-26 0.800 6-9 0.618 7-12 0.614" << 586;
        QTest::newRow("Mistral-7B-v0.2") << "wu2024/Mistral-7B-v0.2-hf.json" << QList<double>{65.0, 30.8, 3.7, 0.49} << "" << 362;
        QTest::newRow("Yi-6B-200K") << "wu2024/Yi-6B-200K.json" << QList<double>{49.4, 45.4, 4.5, 0.68} << "" << 567;
        QTest::newRow("HeadKV") << "headkv/Mistral-7B-Instruct-v0.2_retrieval_heads.json" << QList<double>{68.5, 27.1, 3.9, 0.49} << ""
                                << 148;
        QTest::newRow("HeadKV reasoning") << "headkv/Mistral-7B-Instruct-v0.2_retrieval_reasoning_heads.json"
                                          << QList<double>{0.4, 93.8, 5.9, 0.0} << "" << 76;
    }

    void publishedFiles()
    {
        QFETCH(QString, name);
        QFETCH(QList<double>, shares);
        QFETCH(QString, best);
        QFETCH(int, counted);
        const QString file = QString::fromStdString((oracles() / "scores").string()) + "/" + name;
        if (!QFile::exists(file))
            QSKIP("the oracles (../shared/oracles) are not here");
        const ScoreMap map = scoreMapOf(readScoreFile(file.toStdString()));
        QCOMPARE(map.nLayers(), 32);
        QCOMPARE(map.nHeads(), 32);
        QCOMPARE(map.nCounted, counted);
        QList<double> found{0, 0, 0, 0};
        for (const float score : std::span(map.score.data(), static_cast<std::size_t>(map.score.size())))
            found[score == 0 ? 0 : score < 0.1F ? 1 : score < 0.5F ? 2 : 3] += 100.0 / 1024;
        for (int i = 0; i < 4; ++i) // the paper's figures are rounded to 0.1, the last to 0.01
            QVERIFY2(std::abs(found[i] - shares[i]) < (i == 3 ? 0.01 : 0.06), qPrintable(QString("share %1: %2").arg(i).arg(found[i])));
        QStringList ranking;
        for (const HeadId id : rankedHeads(map))
            ranking << QString("%1 %2").arg(QString::fromStdString(toFileKey(id))).arg(map.score(id.layer, id.head), 0, 'f', 3);
        QVERIFY2(ranking.join(' ').startsWith(best), qPrintable(ranking.mid(0, 5).join(' ')));
    }

    void roundTripOfAPublishedFile()
    {
        const fs::path file = oracles() / "scores/wu2024/llama-2-7b-80k.json";
        if (!fs::exists(file))
            QSKIP("the oracles (../shared/oracles) are not here");
        const QTemporaryDir folder;
        const auto copy = fs::path(folder.path().toStdString()) / "copy.json";
        const HeadScores scores = readScoreFile(file);
        writeScoreFile(copy, scores);
        QVERIFY(readScoreFile(copy).samples == scores.samples);
    }
};

QTEST_GUILESS_MAIN(TestScoreFile)
#include "tst_scorefile.moc"
