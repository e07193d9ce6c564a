// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "figures/answercomparisonfigure.h"
#include "figures/headmapfigure.h"
#include "figures/provenancelines.h"
#include "figures/scorecolors.h"
#include "figures/scoredistributionfigure.h"
#include "oracles.h"

#include "archive/scorefile.h"

#include <QDir>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace needlescope;

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Pictures for people to look at go to $NEEDLESCOPE_PICTURES where it is set.
QString pictureFolder(const QTemporaryDir &otherwise)
{
    const QString chosen = qEnvironmentVariable("NEEDLESCOPE_PICTURES");
    return chosen.isEmpty() ? otherwise.path() : chosen;
}

Provenance provenance()
{
    Provenance p;
    p.program = "Needlescope 0.1.0";
    p.modelName = "tiny-retriever";
    p.modelHash = "0123456789abcdef0123456789abcdef";
    p.tokenizerHash = "fedcba9876543210";
    p.frame = "{context}\nQuestion: {question}\nAnswer:";
    p.needleSetHash = "aaaabbbbccccdddd";
    p.seed = 7;
    p.versions = "libtorch 1.13.0";
    p.created = "2026-11-22T12:00:00Z";
    return p;
}

ScoreMap smallMap()
{
    ScoreMap map;
    map.score = HeadArray::Zero(4, 8);
    map.score(3, 3) = 0.875F;
    map.score(3, 6) = 0.5F;
    map.score(2, 1) = 0.125F;
    map.score(1, 0) = 0.0625F;
    map.frequency = (map.score > 0.0F).cast<float>() * 0.5F;
    map.frequency(3, 3) = 1;
    map.nSamples = 10;
    map.nCounted = 8;
    map.provenance = provenance();
    return map;
}

DecodeTrace answer(const char *text, Outcome outcome, double recall, Intervention mask = {})
{
    DecodeTrace trace;
    trace.text = text;
    trace.outcome = outcome;
    trace.recall = recall;
    trace.judged = true;
    trace.intervention = mask;
    trace.origin.needle = {"The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day.",
        "What is the best thing to do in San Francisco?", "eat a sandwich and sit in Dolores Park on a sunny day."};
    trace.origin.provenance = provenance();
    trace.origin.provenance.intervention = std::move(mask);
    return trace;
}

Figure answers()
{
    return answerComparisonFigure(answer("eat a sandwich and sit in Dolores Park on a sunny day.", Outcome::Complete, 1),
        answer("go to the beach and watch the old ships come in with the evening tide, as people there have always done.",
            Outcome::Hallucination, 0.18, maskOf({{3, 3}, {3, 6}, {2, 1}})));
}

Figure figureNamed(const QString &name)
{
    if (name == QLatin1String("head-map"))
        return headMapFigure(smallMap(), {});
    if (name == QLatin1String("score-distribution"))
        return scoreDistributionFigure(smallMap());
    return answers();
}

/// All text elements of an SVG, each on a line.
QString textOf(const QByteArray &svg)
{
    QXmlStreamReader reader(svg);
    QStringList texts;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("text"))
            texts << reader.readElementText();
    }
    return reader.hasError() ? QString() : texts.join(QLatin1Char('\n'));
}

} // namespace

class TestFigures : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;

    std::filesystem::path path(const QString &name) const { return QDir(m_folder.path()).filePath(name).toStdString(); }

private slots:
    void lightnessIsMonotone_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void lightnessIsMonotone()
    {
        QFETCH(bool, dark);
        int previous = qGray(scoreColor(0, 0.1, dark).rgb());
        for (int i = 1; i <= 100; ++i) {
            const int gray = qGray(scoreColor(i / 100.0, 0.1, dark).rgb());
            QVERIFY2(dark ? gray >= previous : gray <= previous, qPrintable(QStringLiteral("at %1").arg(i / 100.0)));
            previous = gray;
        }
    }

    void formats_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("texts");
        QTest::newRow("head-map") << "head-map"
                                  << QStringList{
                                         "Head", "Layer", "Retrieval score", "Retrieval heads of tiny-retriever", "active in every sample"};
        QTest::newRow("score-distribution") << "score-distribution"
                                            << QStringList{"Head, by rank", "Activation frequency", "Retrieval score", "0: 87.5 % (28)",
                                                   "≥ 0.5: 6.3 % (2)", "3 of 32 heads score at least 0.1", "3-3"};
        QTest::newRow("answers") << "answers"
                                 << QStringList{"Baseline", "3 heads masked, uniform, while decoding", "Hallucination", "Complete",
                                        "eat a sandwich and sit in Dolores Park on a sunny day.", "watch the old ships",
                                        "recall of the answer span 18 %"};
    }

    void formats()
    {
        QFETCH(QString, name);
        QFETCH(QStringList, texts);
        const Figure figure = figureNamed(name);
        for (const char *suffix : {"svg", "pdf", "png", "csv", "json"})
            exportFigure(figure, path(name + QLatin1Char('.') + QLatin1String(suffix)));

        const QByteArray svg = contents(m_folder.filePath(name + QStringLiteral(".svg")));
        QVERIFY(QSvgRenderer(svg).isValid());
        QVERIFY(!svg.contains("<image"));
        const QString text = textOf(svg).simplified(); // where lines break depends on the machine's fonts
        for (const QString &expected : texts)
            QVERIFY2(text.contains(expected), qPrintable(expected + QStringLiteral("\nnot in\n") + text));
        QVERIFY(svg.contains("0123456789abcdef0123456789abcdef"));
        QVERIFY(text.contains(QStringLiteral("model 0123456789ab")));

        const QByteArray pdf = contents(m_folder.filePath(name + QStringLiteral(".pdf")));
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.contains("%%EOF"));
        QVERIFY(pdf.contains("/EmbeddedFile"));
        QVERIFY(!pdf.contains("/Subtype /Image"));

        const QImage png(m_folder.filePath(name + QStringLiteral(".png")));
        QCOMPARE(png.size(), (figure.size * (300 / 72.0)).toSize());
        QVERIFY(png.text(QStringLiteral("Description")).contains(QStringLiteral("seed: 7")));
        QCOMPARE(png.text(QStringLiteral("Title")), figure.title);

        const auto json = QJsonDocument::fromJson(contents(m_folder.filePath(name + QStringLiteral(".json")))).object();
        QCOMPARE(json.value(QStringLiteral("rows")).toArray().size(), figure.rows.size());
    }

    /// A prompt template holds a chat format's markers.
    void markersInTheOriginAreText()
    {
        Figure figure = headMapFigure(smallMap(), {});
        figure.title = QStringLiteral("heads of <a> & <b>");
        figure.provenance << QStringLiteral("prompt template: <bos><|im_start|>user\\n<book>{context}</book>");
        exportFigure(figure, path(QStringLiteral("markers.svg")));
        QXmlStreamReader reader(contents(m_folder.filePath(QStringLiteral("markers.svg"))));
        QHash<QString, QString> texts;
        while (!reader.atEnd()) {
            const bool starts = reader.readNext() == QXmlStreamReader::StartElement;
            if (starts && (reader.name() == QLatin1String("title") || reader.name() == QLatin1String("desc")))
                texts.insert(reader.name().toString(), reader.readElementText());
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QCOMPARE(texts.value(QStringLiteral("title")), figure.title);
        QCOMPARE(texts.value(QStringLiteral("desc")), figure.provenance.join(QLatin1Char('\n')));
    }

    void everyHeadIsACell()
    {
        const ScoreMap map = smallMap();
        exportFigure(headMapFigure(map, {}), path(QStringLiteral("cells.svg")));
        const QString svg = QString::fromUtf8(contents(m_folder.filePath(QStringLiteral("cells.svg"))));
        for (const float score : {0.875F, 0.5F, 0.125F})
            QVERIFY2(svg.contains(scoreColor(score, retrievalHeadThreshold, false).name()), qPrintable(QString::number(score)));
        // The cells are the rectangles before the scale's 200 strips and after the background.
        const auto nRectangles = svg.count(QRegularExpression(QStringLiteral("<(rect|path)[^>]*>")));
        QVERIFY2(nRectangles >= map.score.size() + 200, qPrintable(QString::number(nRectangles)));
    }

    void csvHoldsTheValues()
    {
        const ScoreMap map = smallMap();
        HeadMapOptions options;
        options.mask = maskOf({{3, 6}});
        exportFigure(headMapFigure(map, options), path(QStringLiteral("values.csv")));
        const QStringList lines = QString::fromUtf8(contents(m_folder.filePath(QStringLiteral("values.csv"))))
                                      .split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
        QVERIFY(lines.contains(QStringLiteral("# model hash: 0123456789abcdef0123456789abcdef")));
        QVERIFY(lines.contains(QStringLiteral("# prompt template: {context}\\nQuestion: {question}\\nAnswer:")));
        const auto header = lines.indexOf(QStringLiteral("layer,head,score,low,high,frequency,masked"));
        QVERIFY(header > 0);
        QCOMPARE(lines.size() - header - 1, map.score.size());
        for (auto i = header + 1; i < lines.size(); ++i) {
            const QStringList fields = lines[i].split(QLatin1Char(','));
            const HeadId id{fields[0].toInt(), fields[1].toInt()};
            QCOMPARE(fields[2].toFloat(), map.score(id.layer, id.head));
            QCOMPARE(fields[5].toFloat(), map.frequency(id.layer, id.head));
            QCOMPARE(fields[6], QString::number(options.mask.masks(id) ? 1 : 0));
        }
    }

    void csvQuotesText()
    {
        Figure figure = answers();
        figure.rows = {{QStringLiteral("a \"b\", c")}};
        exportFigure(figure, path(QStringLiteral("quoted.csv")));
        QVERIFY(contents(m_folder.filePath(QStringLiteral("quoted.csv"))).contains("\"a \"\"b\"\", c\"\r\n"));
    }

    /// Nothing is drawn under a name that it does not belong to.
    void answersOfDifferentOriginsAreNoComparison()
    {
        const DecodeTrace one = answer("a", Outcome::Complete, 1);
        DecodeTrace other = answer("b", Outcome::Complete, 1);
        other.origin.provenance.modelHash = "another";
        QVERIFY(errorOf([&] { answerComparisonFigure(one, other); }).contains("not of one model"));
        other = answer("b", Outcome::Complete, 1);
        other.origin.needle.question = "Something else?";
        QVERIFY(errorOf([&] { answerComparisonFigure(one, other); }).contains("not of one model"));
    }

    void aMapSaysWhatItShows()
    {
        ScoreMap map = smallMap();
        map.provenance.rule = "qr";
        map.nPlanned = 16;
        QCOMPARE(headMapFigure(map, {}).title, QStringLiteral("Locating heads of tiny-retriever (rule: qr), after 10 of 16 samples"));
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown ending") << "map.bmp"
                                        << ".svg, .pdf or .png";
        QTest::newRow("no ending") << "map"
                                   << ".svg, .pdf or .png";
        QTest::newRow("folder missing") << "missing/map.svg"
                                        << "choose a folder that exists";
        QTest::newRow("folder is a file") << "file.txt/map.pdf"
                                          << "choose a folder that exists";
    }

    void refusals()
    {
        QFETCH(QString, file);
        QFETCH(QString, says);
        QFile(m_folder.filePath(QStringLiteral("file.txt"))).open(QIODevice::WriteOnly);
        const QString message = errorOf([&] { exportFigure(answers(), path(file)); });
        QVERIFY2(message.contains(says), qPrintable(message));
        QVERIFY2(message.contains(m_folder.filePath(file)), qPrintable(message));
    }

    void aPublishedMap_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("nTop"); // heads at or above 0.5, from figure 3 of the paper
        QTest::addColumn<int>("headsPerGroup");
        QTest::newRow("llama-2-7b-80k") << "llama-2-7b-80k" << 6 << 1;
        QTest::newRow("Mistral-7B-v0.2-hf") << "Mistral-7B-v0.2-hf" << 5 << 4;
        QTest::newRow("Yi-6B-200K") << "Yi-6B-200K" << 7 << 8;
    }

    void aPublishedMap()
    {
        QFETCH(QString, file);
        QFETCH(int, nTop);
        QFETCH(int, headsPerGroup);
        const QString source = QString::fromStdString((oracles() / "scores/wu2024").string()) + QStringLiteral("/%1.json").arg(file);
        if (!QFile::exists(source))
            QSKIP("the oracles are not here (../shared/oracles)");
        ScoreMap map = scoreMapOf(readScoreFile(source.toStdString()));
        map.provenance.modelName = file.toStdString();
        const QDir folder(pictureFolder(m_folder));
        HeadMapOptions options;
        options.headsPerGroup = headsPerGroup;
        for (const char *suffix : {".svg", ".pdf", ".png"}) {
            exportFigure(headMapFigure(map, options), folder.filePath(file + QStringLiteral("-map") + QLatin1String(suffix)).toStdString());
            exportFigure(
                scoreDistributionFigure(map), folder.filePath(file + QStringLiteral("-scores") + QLatin1String(suffix)).toStdString());
            exportFigure(answers(), folder.filePath(QStringLiteral("answers") + QLatin1String(suffix)).toStdString());
        }
        const QString text = textOf(contents(folder.filePath(file + QStringLiteral("-scores.svg"))));
        QVERIFY2(text.contains(QStringLiteral("(%1)").arg(nTop)), qPrintable(text));
    }
};

QTEST_MAIN(TestFigures)
#include "tst_figures.moc"
