// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "figures/comparefigure.h"
#include "figures/studyfigures.h"

#include "archive/runfile.h"
#include "measures/studies/kind.h"

#include <QDir>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace needlescope;

namespace {

constexpr int nLayers = 2;
constexpr int nHeads = 4;

RunHeader headerOf(StudyKind kind)
{
    RunHeader header;
    header.provenance.modelName = "tiny";
    header.provenance.modelHash = "0123456789abcdef";
    header.provenance.study = nameOf(kind);
    header.model.name = "tiny";
    header.model.hash = "0123456789abcdef";
    header.model.nLayers = nLayers;
    header.model.nHeads = header.model.nKvHeads = nHeads;
    header.request.kind = kind;
    header.request.tasks.needles.resize(1);
    header.request.tasks.lengths = {64, 128};
    header.request.tasks.depths = {0, 100};
    header.request.tasks.styles = kind == StudyKind::Reason ? std::vector{AnswerStyle::AnswerOnly, AnswerStyle::ChainOfThought}
                                                            : std::vector{AnswerStyle::AnswerOnly};
    header.request.masks.ks = {0, 1, 2};
    header.request.masks.draws = 1;
    HeadArray scores = HeadArray::Zero(nLayers, nHeads);
    scores(1, 2) = 0.75F;
    header.request.masks.ranking = scoreMapOfArray(scores);
    header.request.masks.ranking.provenance = header.provenance;
    return header;
}

/// Every answer under a top mask fails.
std::vector<SampleResult> samplesOf(const RunHeader &header)
{
    const auto masks = masksOf(header);
    std::vector<SampleResult> samples;
    for (int i = 0; i < header.request.nSamples(); ++i) {
        SampleResult &sample = samples.emplace_back();
        sample.index = i;
        sample.length = header.request.tasks.lengths[static_cast<std::size_t>(i / 2 % 2)];
        sample.tokens = sample.length;
        sample.depthPercent = header.request.tasks.depths[static_cast<std::size_t>(i % 2)];
        sample.style = header.request.tasks.styles[static_cast<std::size_t>(i / 4)];
        sample.counted = true;
        for (std::size_t mask = 0; mask < masks.size(); ++mask) {
            Observation &answer = sample.observations.emplace_back();
            answer.mask = static_cast<int>(mask);
            answer.exact = masks[mask].role != MaskRole::Top;
            answer.recall = answer.f1 = answer.exact ? 1 : 0.25;
            answer.outcome = answer.exact ? Outcome::Complete : Outcome::Hallucination;
            answer.looks = {{0.5F, 0.25F, 0.125F, 0.125F}};
        }
        for (const char *measure : {"score", "drop", "attribution"}) {
            HeadArray values = HeadArray::Zero(nLayers, nHeads);
            values(1, 2) = 0.75F;
            sample.heads.push_back({measure, values});
        }
    }
    return samples;
}

StudySummary summaryOf(StudyKind kind)
{
    const RunHeader header = headerOf(kind);
    return summarize(header, samplesOf(header));
}

int inkOf(const QImage &image)
{
    std::set<QRgb> colors;
    for (int y = 0; y < image.height(); y += 2) {
        for (int x = 0; x < image.width(); x += 2)
            colors.insert(image.pixel(x, y));
    }
    return static_cast<int>(colors.size());
}

} // namespace

class TestStudyFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasFigures_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("detect") << "detect" << QStringList{"head-map", "score-distribution"};
        QTest::newRow("grid") << "grid" << QStringList{"grid"};
        QTest::newRow("mask-curve") << "mask-curve" << QStringList{"mask-curve"};
        QTest::newRow("outcomes") << "outcomes" << QStringList{"outcomes"};
        QTest::newRow("extract-qa") << "extract-qa" << QStringList{"extract-qa"};
        QTest::newRow("reason") << "reason" << QStringList{"reason"};
        QTest::newRow("atlas") << "atlas" << QStringList{"atlas"};
        QTest::newRow("compress") << "compress" << QStringList{"compress"};
    }

    void everyKindHasFigures()
    {
        QFETCH(QString, kind);
        QFETCH(QStringList, names);
        const auto figures = figuresOf(summaryOf(enumFromName<StudyKind>(kind.toStdString())));
        QStringList found;
        for (const Figure &figure : figures) {
            found << figure.name;
            QVERIFY2(figure.title.contains(QStringLiteral("tiny")), qPrintable(figure.title));
            QVERIFY(figure.provenance.contains(QStringLiteral("model hash: 0123456789abcdef")));
            QVERIFY(!figure.rows.isEmpty());
            for (const QStringList &row : figure.rows)
                QCOMPARE(row.size(), figure.columns.size());
            const auto file = std::filesystem::path(m_folder.filePath(kind + QLatin1Char('-') + figure.name).toStdString());
            for (const char *suffix : {".svg", ".pdf", ".png", ".csv"})
                exportFigure(figure, file.string() + suffix);
            const QImage image(QString::fromStdString(file.string() + ".png"));
            QVERIFY(image.dotsPerMeterX() >= qRound(300 / 0.0254) - 1);
            QVERIFY2(inkOf(image) > 20, qPrintable(QString::number(inkOf(image)))); // more than a blank page
            QVERIFY(QSvgRenderer(QString::fromStdString(file.string() + ".svg")).isValid());
        }
        QCOMPARE(found, names);
    }

    /// While the first samples come, there is little to draw, and that must not matter.
    void aSummaryOfNothingIsDrawn_data() { everyKindHasFigures_data(); }

    void aSummaryOfNothingIsDrawn()
    {
        QFETCH(QString, kind);
        const RunHeader header = headerOf(enumFromName<StudyKind>(kind.toStdString()));
        StudySummary nothing;
        nothing.kind = header.request.kind;
        const auto samples = samplesOf(header);
        for (const StudySummary &summary : {nothing, summarize(header, std::span(samples).first(1))}) {
            for (const Figure &figure : figuresOf(summary)) {
                QImage image(figure.size.toSize(), QImage::Format_RGB32);
                QPainter painter(&image);
                figure.paint(painter, QRectF(QPointF(), figure.size));
            }
        }
    }

    void unfinishedStudiesSaySo()
    {
        const RunHeader header = headerOf(StudyKind::MaskCurve);
        const auto samples = samplesOf(header);
        const Figure figure = figuresOf(summarize(header, std::span(samples).first(3))).front();
        QVERIFY2(figure.title.endsWith(QStringLiteral("after 3 of 4 samples")), qPrintable(figure.title));
    }

    void dataAreTheSummarysRows()
    {
        const Figure figure = figuresOf(summaryOf(StudyKind::MaskCurve)).front();
        const auto row = std::find_if(figure.rows.begin(), figure.rows.end(),
            [](const QStringList &fields) { return fields[0] == "top" && fields[1] == "recall" && fields[2] == "2"; });
        QVERIFY(row != figure.rows.end());
        QCOMPARE(row->at(4), QStringLiteral("0.25"));
        QCOMPARE(row->at(7), QStringLiteral("4"));
    }

    void mapsAreCompared()
    {
        const ScoreMap map = summaryOf(StudyKind::Detect).maps.front();
        ScoreMap other = map;
        other.score.setZero();
        other.score(0, 0) = 1;
        const Figure figure = compareFigure({map, map, other}, 1);
        QCOMPARE(figure.rows.size(), 3);
        QCOMPARE(figure.rows[0][2], QStringLiteral("1"));
        QCOMPARE(figure.rows[1][4], QStringLiteral("0"));
        exportFigure(figure, m_folder.filePath("compare.png").toStdString());
        QVERIFY_THROWS_EXCEPTION(EngineError, compareFigure({map}, 1));
    }

    // The program

    void programDrawsARun()
    {
        const QString run = m_folder.filePath("run.needle");
        {
            const RunHeader header = headerOf(StudyKind::Grid);
            auto file = RunFile::continueOrCreate(run.toStdString(), header);
            for (const SampleResult &sample : samplesOf(header))
                file.append(sample);
        }
        const QString out = m_folder.filePath("made/for/me");
        QCOMPARE(program({run, "--out", out}), 0);
        QCOMPARE(m_output.count('\n'), 4);
        for (const char *suffix : {"svg", "pdf", "png", "csv"})
            QVERIFY(QFileInfo(out + "/grid." + suffix).size() > 100);
    }

    void programSaysWhatIsWrong()
    {
        QCOMPARE(program({m_folder.filePath("none.needle"), "--out", m_folder.path()}), 1);
        QVERIFY2(m_errors.contains("none.needle"), m_errors);
        const QString empty = m_folder.filePath("empty.needle");
        RunFile::continueOrCreate(empty.toStdString(), headerOf(StudyKind::Detect));
        QCOMPARE(program({empty, "--out", m_folder.path()}), 1);
        QVERIFY2(m_errors.contains("no finished sample"), m_errors);
        QCOMPARE(program({"page", m_folder.path()}), 1);
        QVERIFY2(m_errors.contains("claims.json"), m_errors);
        QCOMPARE(program({}), 2);
    }

    void pageHoldsItsFigures()
    {
        const QString folder = m_folder.filePath("page");
        QDir().mkpath(folder);
        exportFigure(figuresOf(summaryOf(StudyKind::MaskCurve)).front(), (folder + "/mask-curve.svg").toStdString());
        QFile claims(folder + "/claims.json");
        QVERIFY(claims.open(QIODevice::WriteOnly));
        claims.write(R"json({"program": "Needlescope", "sections": [{"title": "Figure 7 <b>", "claim": "c", "number": "0.07 (0.05 to 0.11)",
            "verdict": "in part", "why": "w", "figures": ["mask-curve.svg"]}]})json");
        claims.close();
        QCOMPARE(program({"page", folder}), 0);
        QFile page(folder + "/index.html");
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QByteArray html = page.readAll();
        QVERIFY(html.contains("Figure 7 &lt;b&gt;") && html.contains("0.07 (0.05 to 0.11)") && html.contains("class=\"verdict in-part\""));
        QVERIFY(html.contains("<svg") && !html.contains("<script"));
    }

private:
    int program(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral(NEEDLESCOPE_FIGURES_PROGRAM), arguments);
        process.waitForFinished();
        m_output = process.readAllStandardOutput();
        m_errors = process.readAllStandardError();
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

    QTemporaryDir m_folder;
    QByteArray m_output;
    QByteArray m_errors;
};

QTEST_MAIN(TestStudyFigures)
#include "tst_studyfigures.moc"
