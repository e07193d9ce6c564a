// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "figures/comparefigure.h"
#include "figures/pairfigure.h"
#include "figures/studyfigures.h"

#include "archive/runfile.h"
#include "measures/studies/kind.h"

#include <QDir>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
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

/// The study with heads changed so, and the texts that its picture holds.
StudySummary changedSummary(StudyKind kind, const std::function<void(StudyRequest &)> &change)
{
    RunHeader header = headerOf(kind);
    change(header.request);
    return summarize(header, samplesOf(header));
}

QString textsOf(const Figure &figure, const QString &file)
{
    exportFigure(figure, file.toStdString());
    QFile svg(file);
    if (!svg.open(QIODevice::ReadOnly))
        return {};
    QString texts = QString::fromUtf8(svg.readAll());
    texts.remove(QRegularExpression(QStringLiteral("<(title|desc)>.*?</\\1>"), QRegularExpression::DotMatchesEverythingOption));
    return texts;
}

void scaleBy(StudyRequest &request, float factor)
{
    request.masks.how.kind = MaskKind::Scale;
    request.masks.how.factor = factor;
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
        for (const KindInfo &info : studyKinds())
            QTest::newRow(info.title) << QString::fromUtf8(nameOf(info.kind));
    }

    void everyKindHasFigures()
    {
        QFETCH(QString, kind);
        const QStringList names = kind == "detect" ? QStringList{"head-map", "score-distribution"} : QStringList{kind};
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

    /// Boosted heads are called masked nowhere: not in title, axis, legend, footer or data.
    void figuresFollowTheIntervention_data()
    {
        QTest::addColumn<QString>("kind");
        for (const KindInfo &info : studyKinds()) {
            if (info.uses(Setting::Factor))
                QTest::newRow(info.title) << QString::fromUtf8(nameOf(info.kind));
        }
    }

    void figuresFollowTheIntervention()
    {
        QFETCH(QString, kind);
        const auto study = enumFromName<StudyKind>(kind.toStdString());
        const Figure scaled = figuresOf(changedSummary(study, [](StudyRequest &r) { scaleBy(r, 2.5F); })).front();
        QVERIFY2(scaled.title.contains(QStringLiteral("heads scaled by 2.5: tiny")), qPrintable(scaled.title));
        QVERIFY(scaled.provenance.contains(QStringLiteral("mask kind: scale")));
        QVERIFY(scaled.provenance.contains(QStringLiteral("mask factor: 2.5")));
        const QString texts = textsOf(scaled, m_folder.filePath("scaled.svg"));
        QVERIFY(texts.count(QStringLiteral("scaled by 2.5")) >= 2); // title, footer
        QVERIFY2(!texts.contains(QStringLiteral("masked"), Qt::CaseInsensitive), qPrintable(texts));
        QVERIFY(!scaled.title.contains(QStringLiteral("ask")));

        const Figure windowed = figuresOf(changedSummary(study, [](StudyRequest &r) {
            r.masks.how.kind = MaskKind::Window;
            r.masks.how.recentTokens = 60;
        })).front();
        QVERIFY(windowed.provenance.contains(QStringLiteral("mask window: 4 first and 60 recent tokens")));
        QVERIFY(textsOf(windowed, m_folder.filePath("windowed.svg")).contains(QStringLiteral("windowed to 4+60")));

        const Figure masked = figuresOf(summaryOf(study)).front();
        QVERIFY(masked.provenance.contains(QStringLiteral("mask kind: uniform")));
        QVERIFY(!masked.title.contains(QStringLiteral("heads")) || study == StudyKind::Atlas);
        QVERIFY(textsOf(masked, m_folder.filePath("masked.svg")).contains(QStringLiteral("masked")));
        QVERIFY(
            masked.provenance.filter(QStringLiteral("factor")).isEmpty() && masked.provenance.filter(QStringLiteral("window")).isEmpty());
    }

    void curvesNameWhatTheyDid()
    {
        const auto texts = [this](const std::function<void(StudyRequest &)> &change) {
            return textsOf(figuresOf(changedSummary(StudyKind::MaskCurve, change)).front(), m_folder.filePath("curve.svg"));
        };
        const QString plain = texts([](StudyRequest &) {});
        for (const char *said : {"K, number of heads masked", "Top K masked", "K random heads masked", "Masking curve: tiny"})
            QVERIFY2(plain.contains(QLatin1String(said)), said);
        const QString boosted = texts([](StudyRequest &r) { scaleBy(r, 2.5F); });
        for (const char *said : {"K, number of heads scaled by 2.5", "Top K scaled by 2.5", "K random heads scaled by 2.5",
                 "Curve over K, heads scaled by 2.5"})
            QVERIFY2(boosted.contains(QLatin1String(said)), said);
        const QString contrasted = texts([](StudyRequest &r) { r.decoding.contrast = 0.5; });
        for (const char *said : {"Masking curve, contrast 0.5: tiny", "Top K masked, contrast 0.5"})
            QVERIFY2(contrasted.contains(QLatin1String(said)), said);
        const QString grouped = texts([](StudyRequest &r) { r.masks.wholeGroups = true; });
        for (const char *said : {"K, number of KV groups masked", "Top K KV groups masked", "K random KV groups masked"})
            QVERIFY2(grouped.contains(QLatin1String(said)), said);
        QVERIFY(texts([](StudyRequest &r) { r.masks.draws = 1; }).contains(QStringLiteral("random heads")));
        const QString undrawn = texts([](StudyRequest &r) { r.masks.draws = 0; });
        QVERIFY(undrawn.contains(QStringLiteral("Top K masked")) && !undrawn.contains(QStringLiteral("random heads")));
    }

    void provenanceHoldsTheWholeIntervention()
    {
        const Figure figure = figuresOf(changedSummary(StudyKind::MaskCurve, [](StudyRequest &r) {
            scaleBy(r, 2.5F);
            r.masks.ks = {2, 0, 1};
            r.masks.draws = 2;
            r.masks.how.scope = MaskScope::Everywhere;
            r.masks.layerMatched = true;
            r.decoding.contrast = 0.75;
        })).front();
        for (const char *line : {"K: 0 1 2", "K counts: heads scaled", "random draws: 2, layer-matched", "mask kind: scale",
                 "mask scope: everywhere", "mask factor: 2.5", "contrast: 0.75"})
            QVERIFY2(figure.provenance.contains(QLatin1String(line)), line);
        const Figure kept = figuresOf(changedSummary(StudyKind::Compress, [](StudyRequest &r) {
            r.masks.how.kind = MaskKind::Window;
            r.masks.wholeGroups = true;
        })).front();
        QVERIFY(kept.provenance.contains(QStringLiteral("K counts: KV groups left as they are")));
        const Figure atlas = figuresOf(summaryOf(StudyKind::Atlas)).front();
        QVERIFY(atlas.provenance.contains(QStringLiteral("masked heads: each alone")));
        QVERIFY(figuresOf(summaryOf(StudyKind::Detect)).front().provenance.filter(QStringLiteral("mask")).isEmpty());
    }

    /// A rule of scores is told by what keeps scores.
    void onlyScoresHaveARule()
    {
        for (const KindInfo &info : studyKinds()) {
            RunHeader header = headerOf(info.kind);
            header.provenance.rule = "reference";
            const Figure figure = figuresOf(summarize(header, samplesOf(header))).front();
            QCOMPARE(figure.provenance.contains(QStringLiteral("rule: reference")), info.kept.scores);
        }
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

    void twoMapsAreComparedHeadByHead()
    {
        ScoreMap a = summaryOf(StudyKind::Detect).maps.front();
        a.provenance.modelName = "a";
        a.provenance.modelHash = "hash-of-a";
        ScoreMap b = a;
        b.provenance.modelName = "b";
        b.provenance.modelHash = "hash-of-b";
        b.score.setZero();
        b.score(0, 1) = 0.5F;
        const PairPlot plot(a, b, 1);
        const Figure figure = pairFigure(plot);
        QCOMPARE(figure.rows.size(), a.score.size());
        for (const QStringList &row : figure.rows) {
            const int layer = row[0].toInt();
            const int head = row[1].toInt();
            QCOMPARE(row[2].toFloat(), a.score(layer, head));
            QCOMPARE(row[3].toFloat(), b.score(layer, head));
            QCOMPARE(row[4].toFloat(), a.score(layer, head) - b.score(layer, head));
        }
        const QString origins = figure.provenance.join('\n');
        QVERIFY(origins.contains("map A, ") && origins.contains("hash-of-a") && origins.contains("hash-of-b"));
        PairPlot chosen = plot;
        chosen.selection.fill({HeadId{0, 1}});
        const QString drawn = textsOf(figure, m_folder.filePath("pair.svg"));
        QCOMPARE(textsOf(pairFigure(chosen), m_folder.filePath("chosen.svg")), drawn); // nothing is outlined
        QVERIFY(drawn.contains("model hash-of-a") && drawn.contains("model hash-of-b"));
        exportFigure(figure, m_folder.filePath("pair.png").toStdString());

        // Each place is found again, at any shape of the sheet.
        const PlotLook look = paperLook();
        for (const QRectF sheet : {QRectF(0, 0, 500, 150), QRectF(10, 20, 300, 280)}) {
            for (const auto part : {PairPlot::MapA, PairPlot::MapB, PairPlot::Difference}) {
                for (const HeadId id : rankedHeads(a)) {
                    const auto found = plot.placeAt(sheet, look, plot.rectOf(sheet, look, {part, id}).center());
                    QVERIFY(found && *found == (PairPlot::Place{part, id}));
                }
            }
            QVERIFY(!plot.placeAt(sheet, look, sheet.bottomLeft()));
        }
        b.score = HeadArray::Zero(2, 3);
        const PairPlot others(a, b, 1);
        QVERIFY(!others.ofSameHeads());
        QCOMPARE(pairFigure(others).rows.size(), a.score.size() + 6);
        exportFigure(pairFigure(others), m_folder.filePath("others.svg").toStdString());
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
