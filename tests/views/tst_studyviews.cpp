// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include "views/figureview.h"
#include "views/mapheader.h"
#include "views/maptext.h"
#include "views/progresswords.h"
#include "views/runlist.h"
#include "views/runtablemodel.h"
#include "views/studiespanel.h"
#include "views/studyform.h"
#include "views/studyview.h"
#include "views/summarytablemodel.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace needlescope;

namespace {

std::shared_ptr<const ModelInfo> model()
{
    auto info = std::make_shared<ModelInfo>();
    info->name = "tiny";
    info->hash = "abc";
    info->nLayers = 8;
    info->nHeads = 8;
    info->nKvHeads = 4;
    info->contextLength = 512;
    return info;
}

/// Three retrieval heads of tiny.
std::shared_ptr<const ScoreMap> ranking()
{
    auto map = std::make_shared<ScoreMap>();
    map->score = HeadArray::Constant(8, 8, 0.01F);
    map->score(6, 6) = 0.9F;
    map->score(6, 1) = 0.5F;
    map->score(3, 2) = 0.2F;
    map->frequency = HeadArray::Constant(8, 8, 0.5F);
    map->nSamples = map->nPlanned = 12;
    map->nCounted = 10;
    map->provenance.modelName = "tiny";
    map->provenance.modelHash = "abc";
    map->provenance.rule = "reference";
    return map;
}

Figure square(const QColor &color)
{
    Figure figure;
    figure.title = QStringLiteral("A square");
    figure.size = {200, 100};
    figure.paint = [color](QPainter &painter, QRectF rect) { painter.fillRect(rect, color); };
    return figure;
}

std::shared_ptr<StudySummary> curve(int nSamples)
{
    auto summary = std::make_shared<StudySummary>();
    summary->kind = StudyKind::MaskCurve;
    summary->nSamples = nSamples;
    summary->nPlanned = 20;
    summary->provenance = ranking()->provenance;
    summary->provenance.study = "mask-curve";
    for (const int k : {0, 2, 5, 10}) {
        const double recall = 1.0 / (1 + k);
        summary->rows.push_back({k == 0 ? "none" : "top", "recall", static_cast<double>(k), 0, {recall, recall / 2, recall, nSamples}});
        if (k > 0)
            summary->rows.push_back({"random", "recall", static_cast<double>(k), 0, {0.9, 0.8, 1, nSamples}});
    }
    return summary;
}

StudyRequest withDefaults(StudyKind kind)
{
    StudyRequest request;
    request.kind = kind;
    request.masks.ranking = *ranking();
    infoOf(kind).setDefaults(request, *model());
    return request;
}

void show(QWidget &widget, QSize size)
{
    widget.resize(size);
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
}

template <typename Widget>
Widget *field(const QWidget &form, const char *name)
{
    return form.findChild<Widget *>(QLatin1String(name));
}

void type(const QWidget &form, const char *name, const QString &text)
{
    auto *line = field<QLineEdit>(form, name);
    QVERIFY2(line, name);
    line->selectAll();
    QTest::keyClicks(line, text);
}

} // namespace

class TestStudyViews : public QObject
{
    Q_OBJECT
private slots:
    void figureKeepsItsShape_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QSize>("sheet");
        QTest::newRow("wide") << QSize(800, 300) << QSize(600, 300);
        QTest::newRow("high") << QSize(300, 800) << QSize(300, 150);
    }

    void figureKeepsItsShape()
    {
        QFETCH(QSize, size);
        FigureView view;
        view.setFigure(square(Qt::red));
        show(view, size);
        QTEST(view.sheet().size().toSize(), "sheet");
        const QImage picture = view.grab().toImage();
        QCOMPARE(picture.pixelColor(view.sheet().center().toPoint()), QColor(Qt::red));
        QVERIFY(picture.pixelColor(2, 2) != QColor(Qt::red));
        view.setFigure(square(Qt::blue));
        QCOMPARE(view.grab().toImage().pixelColor(view.sheet().center().toPoint()), QColor(Qt::blue));
    }

    void figureIsPaintedOnceASize()
    {
        int painted = 0;
        Figure figure = square(Qt::red);
        figure.paint = [&painted](QPainter &, QRectF) { ++painted; };
        FigureView view;
        view.setFigure(figure);
        show(view, {400, 400});
        view.grab();
        view.grab();
        QCOMPARE(painted, 1);
        view.resize(500, 400);
        view.grab();
        QCOMPARE(painted, 2);
    }

    void withoutFigureTheMessageShows()
    {
        FigureView view;
        view.setMessage(QStringLiteral("Nothing here"));
        show(view, {300, 200});
        QVERIFY(view.isEmpty());
        QVERIFY(paintsSomething(view, QStringLiteral("figure-none")));
    }

    void formShowsTheSettingsOfItsKind_data()
    {
        QTest::addColumn<int>("kind");
        for (const KindInfo &info : studyKinds())
            QTest::newRow(info.title) << static_cast<int>(info.kind);
    }

    void formShowsTheSettingsOfItsKind()
    {
        QFETCH(int, kind);
        const KindInfo &info = infoOf(static_cast<StudyKind>(kind));
        StudyForm form;
        form.setModel(model(), ranking());
        form.setKind(info.kind);
        show(form, {300, 700});
        QCOMPARE(field<QLabel>(form, "kindHelp")->text(), QString::fromUtf8(info.help));
        for (const SettingInfo &setting : settingInfos()) {
            const bool belongs = std::find(info.settings.begin(), info.settings.end(), setting.setting) != info.settings.end();
            auto *widget = form.findChild<QWidget *>(fieldName(setting.setting));
            QVERIFY2(widget, setting.option);
            const bool isDetail = setting.setting == Setting::Factor || setting.setting == Setting::WindowSize;
            if (!isDetail || !belongs)
                QVERIFY2(widget->isVisible() == belongs, setting.option);
        }
        // Untouched, it asks for what the kind has as its defaults.
        const StudyRequest asked = form.request();
        const StudyRequest usual = withDefaults(info.kind);
        QCOMPARE(asked.kind, info.kind);
        QCOMPARE(asked.tasks.lengths, usual.tasks.lengths);
        QCOMPARE(asked.tasks.depths, usual.tasks.depths);
        QCOMPARE(asked.masks.ks, usual.masks.ks);
        QCOMPARE(asked.decoding.maxTokens, usual.decoding.maxTokens);
        QCOMPARE(asked.seed, usual.seed);
    }

    void fieldsAreTheRequest()
    {
        StudyForm form;
        form.setModel(model(), ranking());
        form.setKind(StudyKind::MaskCurve);
        show(form, {300, 700});
        QSignalSpy edited(&form, &StudyForm::edited);
        type(form, "lengths", "128, 256");
        type(form, "depths", "0,12.5,100");
        type(form, "ks", "0,3");
        type(form, "needles", "/tmp/needles.jsonl");
        field<QSpinBox>(form, "draws")->setValue(2);
        field<QSpinBox>(form, "seed")->setValue(7);
        field<QSpinBox>(form, "max-tokens")->setValue(24);
        field<QCheckBox>(form, "layer-matched")->setChecked(true);
        field<QDoubleSpinBox>(form, "contrast")->setValue(0.5);
        auto *how = field<QComboBox>(form, "mask-kind");
        how->setFocus();
        QTest::keyClicks(how, "scale");
        QTest::keyClick(field<QComboBox>(form, "mask-scope"), Qt::Key_End);
        QVERIFY(field<QDoubleSpinBox>(form, "factor")->isVisible());
        field<QDoubleSpinBox>(form, "factor")->setValue(2);
        QVERIFY(edited.count() >= 11);
        const StudyRequest request = form.request();
        QCOMPARE(request.tasks.lengths, (std::vector{128, 256}));
        QCOMPARE(request.tasks.depths, (std::vector{0.0, 12.5, 100.0}));
        QCOMPARE(request.masks.ks, (std::vector{0, 3}));
        QCOMPARE(form.needles(), QStringLiteral("/tmp/needles.jsonl"));
        QCOMPARE(request.masks.draws, 2);
        QCOMPARE(request.seed, std::uint64_t(7));
        QCOMPARE(request.decoding.maxTokens, 24);
        QVERIFY(request.masks.layerMatched && !request.masks.wholeGroups);
        QCOMPARE(request.decoding.contrast, 0.5);
        QCOMPARE(request.masks.how.kind, MaskKind::Scale);
        QCOMPARE(request.masks.how.scope, MaskScope::Everywhere);
        QCOMPARE(request.masks.how.factor, 2.0F);
    }

    void quickUnlessAllAreWanted()
    {
        StudyForm form;
        form.setKind(StudyKind::Detect);
        show(form, {300, 500});
        QVERIFY(form.request().quick);
        field<QCheckBox>(form, "full")->click();
        QVERIFY(!form.request().quick);
        form.setKind(StudyKind::Grid);
        QVERIFY(!form.request().quick);
    }

    void badListsAreSentences_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("letters") << "lengths"
                                 << "128,abc"
                                 << "'abc'";
        QTest::newRow("half a head") << "ks"
                                     << "1.5"
                                     << "'1.5'";
        QTest::newRow("one number") << "window"
                                    << "4"
                                    << "'4'";
    }

    void badListsAreSentences()
    {
        QFETCH(QString, name);
        QFETCH(QString, text);
        QFETCH(QString, quoted);
        StudyForm form;
        form.setModel(model(), ranking());
        form.setKind(StudyKind::Compress);
        show(form, {300, 500});
        type(form, qPrintable(name), text);
        try {
            form.request();
            QFAIL("was taken");
        } catch (const EngineError &error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(quoted), error.what());
        }
    }

    void whatIsTypedOutlivesAnotherModel()
    {
        StudyForm form;
        form.setModel(model(), ranking());
        form.setKind(StudyKind::Grid);
        show(form, {300, 500});
        type(form, "lengths", "77");
        auto larger = std::make_shared<ModelInfo>(*model());
        larger->contextLength = 8192;
        form.setModel(larger, nullptr);
        QCOMPARE(form.request().tasks.lengths, std::vector{77});
        field<QLineEdit>(form, "lengths")->clear();
        form.setModel(larger, nullptr);
        QCOMPARE(form.request().tasks.lengths.back(), 4096);
        QVERIFY(field<QLabel>(form, "scores")->text().contains("detection"));
    }

    void haystackByName()
    {
        StudyForm form;
        form.setHaystacks({QStringLiteral("demo/book1"), QStringLiteral("demo/book2")});
        QCOMPARE(form.haystack(), QString());
        field<QComboBox>(form, "haystack")->setCurrentIndex(2);
        QCOMPARE(form.haystack(), QStringLiteral("demo/book2"));
    }

    void panelStartsAndContinues()
    {
        StudiesPanel panel;
        show(panel, {900, 600});
        auto *start = field<QPushButton>(panel, "startStudy");
        auto *estimate = field<QLabel>(panel, "estimate");
        QSignalSpy started(&panel, &StudiesPanel::startRequested);
        panel.setProblem(QStringLiteral("K = 70 is not to be had."));
        QVERIFY(!start->isEnabled());
        QCOMPARE(estimate->text(), QStringLiteral("K = 70 is not to be had."));
        panel.setPlan({252, 13, 250});
        QVERIFY2(estimate->text().contains("252") && estimate->text().contains("13") && estimate->text().contains("4 min"),
            qPrintable(estimate->text()));
        QTest::mouseClick(start, Qt::LeftButton);
        QCOMPARE(started.size(), 1);
        panel.setRunning(true);
        QVERIFY(!start->isEnabled());
        panel.setProgress(Progress{Activity::Studying, 3, 12, 61, "grid"});
        QVERIFY(field<QLabel>(panel, "studyTimeLeft")->text().contains("3 of 12"));
        QVERIFY(field<QLabel>(panel, "studyTimeLeft")->text().contains("1 min 1 s"));
        panel.setRunning(false);
        panel.setContinues(true);
        QVERIFY(start->text().contains("Continue"));
    }

    void summaryGrows()
    {
        StudyView view;
        show(view, {600, 500});
        view.setSummary(curve(5));
        auto *title = field<QLabel>(view, "studyTitle");
        QVERIFY2(title->text().contains("tiny") && title->text().contains("5 of 20"), qPrintable(title->text()));
        QVERIFY(view.figure().paint);
        const QString numbers = view.figure().rows.isEmpty() ? QString() : view.figure().rows.last().join(QLatin1Char(' '));
        auto *table = field<QTableView>(view, "summaryRows");
        QCOMPARE(table->model()->rowCount(), 7);
        QVERIFY(!field<QToolButton>(view, "showMap")->isVisible());
        view.setSummary(curve(20));
        QTRY_VERIFY(title->text().contains(", 20 sample"));
        QVERIFY(view.figure().rows.last().join(QLatin1Char(' ')) != numbers);
        QSignalSpy exports(&view, &StudyView::exportRequested);
        field<QToolButton>(view, "exportStudy")->click();
        QCOMPARE(exports.size(), 1);
        view.setSummary(nullptr);
        QVERIFY(!view.figure().paint);
        QVERIFY(!field<QToolButton>(view, "exportStudy")->isEnabled());
        QCOMPARE(table->model()->rowCount(), 0);
    }

    void mapsOfASummaryCanBeShown()
    {
        auto summary = std::make_shared<StudySummary>();
        summary->kind = StudyKind::Atlas;
        summary->nSamples = 2;
        for (const char *measure : {"drop", "attribution", "score"}) {
            summary->maps.push_back(*ranking());
            summary->maps.back().measure = measure;
        }
        StudyView view;
        view.setSummary(summary);
        auto *button = field<QToolButton>(view, "showMap");
        QCOMPARE(button->menu()->actions().size(), 3);
        QSignalSpy shown(&view, &StudyView::mapRequested);
        button->menu()->actions().at(1)->trigger();
        QCOMPARE(shown.takeFirst().at(0).value<ScoreMap>().measure, std::string("attribution"));
    }

    void tablesAreHeadedAsTheKindSays()
    {
        SummaryTableModel table;
        for (const KindInfo &info : studyKinds()) {
            auto summary = std::make_shared<StudySummary>();
            summary->kind = info.kind;
            summary->rows = {{"none", "share complete", 2, 3, {-0.0001, -0.5, 0.0001, 1}}};
            table.setSummary(nullptr);
            table.setSummary(summary);
            const auto heading = [&table](int column) { return table.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(); };
            QCOMPARE(heading(SummaryTableModel::X), QString::fromUtf8(info.xLabel));
            QCOMPARE(heading(SummaryTableModel::Y), QString::fromUtf8(info.yLabel));
            QCOMPARE(table.index(0, SummaryTableModel::X).data().toString().isEmpty(), !info.hasX());
            QCOMPARE(table.index(0, SummaryTableModel::Y).data().toString().isEmpty(), !info.hasY("share complete"));
            QCOMPARE(table.index(0, SummaryTableModel::Mean).data().toString(), QLocale().toString(0.0, 'f', 3));
        }
        QVERIFY(*infoOf(StudyKind::Grid).yLabel != '\0');
    }

    void tableModelsAreSound()
    {
        SummaryTableModel rows;
        RunTableModel runs;
        QAbstractItemModelTester rowsTester(&rows, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QAbstractItemModelTester runsTester(&runs, QAbstractItemModelTester::FailureReportingMode::QtTest);
        rows.setSummary(curve(3));
        rows.setSummary(curve(4));
        rows.setSummary(nullptr);
        runs.setRuns({{"a", StudyKind::Grid, "tiny", "abc", 3, 20, "2026-11-26T10:00:00Z"}});
        QCOMPARE(runs.index(0, RunTableModel::Samples).data().toString(), QStringLiteral("3 of 20"));
        runs.setRuns({});
    }

    void runsAreOpenedAndTheChoiceStays()
    {
        RunList list;
        const RunInfo first{"a.needle", StudyKind::Grid, "tiny", "abc", 3, 20, ""};
        const RunInfo second{"b.needle", StudyKind::Detect, "tiny", "abc", 20, 20, ""};
        list.setRuns({first, second});
        show(list, {500, 200});
        auto *table = field<QTableView>(list, "runs");
        auto *open = field<QPushButton>(list, "openRun");
        QVERIFY(!open->isEnabled());
        QSignalSpy asked(&list, &RunList::openRequested);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(1, 0)).center());
        list.setRuns({{"new.needle", StudyKind::Grid, "tiny", "abc", 1, 20, ""}, first, second});
        QTest::mouseClick(open, Qt::LeftButton);
        QCOMPARE(asked.takeFirst().at(0).toString(), QStringLiteral("b.needle"));
        list.setOpenable(false);
        QVERIFY(!open->isEnabled());
    }

    void mapsSayWhoseTheyAre_data()
    {
        QTest::addColumn<ScoreMap>("map");
        QTest::addColumn<QString>("text");
        ScoreMap map = *ranking();
        QTest::newRow("whole") << map << "reference score of tiny, 12 samples";
        map.nSamples = 7;
        map.nPlanned = 16;
        QTest::newRow("partial") << map << "reference score of tiny, after 7 of 16 samples";
        map = *ranking();
        map.measure = "drop";
        map.provenance.source = "/home/me/maps/drops.json";
        QTest::newRow("file") << map << "drop of tiny, from drops.json, 12 samples";
        map.provenance.modelHash.clear();
        QTest::newRow("file without a hash") << map << "drop of tiny, from drops.json, model not checked, 12 samples";
        map.provenance.modelName.clear();
        QTest::newRow("file without a model") << map << "drop, from drops.json, which names no model, 12 samples";
    }

    void mapsSayWhoseTheyAre()
    {
        QFETCH(ScoreMap, map);
        QTEST(mapText(map), "text");
        MapHeader header;
        header.setMap(&map, true);
        QCOMPARE(header.text(), mapText(map));
        header.setMap(&map, false);
        QVERIFY(header.text().contains("Not of the open model"));
        QSignalSpy changed(&header, &MapHeader::thresholdChanged);
        field<QDoubleSpinBox>(header, "threshold")->setValue(0.5);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(header.threshold(), 0.5);
    }

    void thresholdFollowsTheMeasure()
    {
        MapHeader header;
        ScoreMap drops = *ranking();
        drops.measure = "drop";
        drops.score *= 0.05F; // at most 0.045
        header.setMap(&drops, true);
        QCOMPARE(header.threshold(), 0.0045);
        field<QDoubleSpinBox>(header, "threshold")->setValue(0.02);
        header.setMap(&drops, true);
        QCOMPARE(header.threshold(), 0.02); // what somebody chose stays
        const auto scores = ranking();
        header.setMap(scores.get(), true);
        QCOMPARE(header.threshold(), 0.1);
    }

    void progressInWords_data()
    {
        QTest::addColumn<Progress>("progress");
        QTest::addColumn<QString>("text");
        QTest::newRow("opening") << Progress{Activity::Opening, 0, 0, -1, "demo"} << "Opening demo";
        QTest::newRow("study") << Progress{Activity::Studying, 0, 0, -1, "mask-curve"} << "Masking curve";
        QTest::newRow("unknown study") << Progress{Activity::Studying, 0, 0, -1, "ninth"} << "Study";
    }

    void progressInWords()
    {
        QFETCH(Progress, progress);
        QTEST(activityText(progress), "text");
    }

    void pictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void pictures()
    {
        QFETCH(bool, dark);
        StudiesPanel panel;
        if (dark)
            panel.setPalette(darkPalette());
        panel.form()->setModel(model(), ranking());
        panel.form()->setKind(StudyKind::MaskCurve);
        panel.view()->setSummary(curve(5));
        panel.runs()->setRuns({{"tiny-mask-curve-0123.needle", StudyKind::MaskCurve, "tiny", "abc", 5, 20, "2026-11-26T10:00:00Z"}});
        panel.setPlan({252, 13, 250});
        show(panel, {880, 660});
        QVERIFY(paintsSomething(panel, dark ? QStringLiteral("studies-dark") : QStringLiteral("studies")));
    }
};

QTEST_MAIN(TestStudyViews)
#include "tst_studyviews.moc"
