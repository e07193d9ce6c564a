// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include "views/headmapview.h"
#include "views/headtable.h"

#include <QAbstractItemModelTester>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolTip>

#include <cmath>

using namespace needlescope;

Q_DECLARE_METATYPE(needlescope::HeadId)

namespace {

/// Scores fall with the layer and the head, so that the first head is the best.
std::shared_ptr<const ScoreMap> mapOf(int nLayers, int nHeads)
{
    auto map = std::make_shared<ScoreMap>();
    map->score = HeadArray::Zero(nLayers, nHeads);
    map->frequency = HeadArray::Zero(nLayers, nHeads);
    for (int i = 0; i < std::min(nLayers, nHeads); ++i) {
        map->score(i, i) = 1.0F / static_cast<float>(i + 1);
        map->frequency(i, i) = i == 0 ? 1.0F : 0.5F;
    }
    map->nSamples = 20;
    map->nCounted = 16;
    return map;
}

/// As large as a 7B model's, with a few strong heads.
std::shared_ptr<const ScoreMap> largeMap()
{
    auto map = std::make_shared<ScoreMap>(*mapOf(32, 32));
    for (int i = 0; i < 32 * 32; ++i)
        map->score(i / 32, i % 32) = 0.9F * std::pow(static_cast<float>((i * 389) % 1024) / 1023.0F, 12.0F);
    return map;
}

/// The head that a signal told, `L16H19`.
QString told(const QList<QVariant> &arguments)
{
    return QString::fromStdString(toString(arguments.at(0).value<HeadId>()));
}

QString name(HeadId id)
{
    return QString::fromStdString(toString(id));
}

void show(QWidget &widget, QSize size)
{
    widget.resize(size);
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
    QTest::qWait(0); // the queued replot
}

} // namespace

class TestHeadViews : public QObject
{
    Q_OBJECT
private slots:
    void clickTellsTheHead_data()
    {
        QTest::addColumn<int>("nLayers");
        QTest::addColumn<int>("nHeads");
        QTest::addColumn<QSize>("size");
        QTest::newRow("demo model") << 6 << 8 << QSize(400, 400);
        QTest::newRow("demo model, wide") << 6 << 8 << QSize(900, 300);
        QTest::newRow("7B model") << 32 << 32 << QSize(480, 520);
        QTest::newRow("7B model, small") << 32 << 32 << QSize(240, 260);
        QTest::newRow("70B model") << 80 << 64 << QSize(500, 600);
    }

    void clickTellsTheHead()
    {
        QFETCH(int, nLayers);
        QFETCH(int, nHeads);
        QFETCH(QSize, size);
        HeadMapView view;
        view.setScores(mapOf(nLayers, nHeads));
        show(view, size);
        QSignalSpy clicked(&view, &HeadMapView::headClicked);
        QSignalSpy masked(&view, &HeadMapView::maskToggled);
        const std::vector<HeadId> corners{{0, 0}, {0, nHeads - 1}, {nLayers - 1, 0}, {nLayers - 1, nHeads - 1}, {nLayers / 2, nHeads / 3}};
        for (const HeadId id : corners) {
            const QRect cell = view.cellRect(id);
            QVERIFY2(view.rect().contains(cell), toString(id).c_str());
            QTest::mouseClick(&view, Qt::LeftButton, {}, cell.center());
            QCOMPARE(told(clicked.takeFirst()), name(id));
            QTest::mouseClick(&view, Qt::RightButton, {}, cell.center()); // asks what can be done, and does nothing
            QVERIFY(masked.isEmpty() && clicked.isEmpty());
        }
        QTest::mouseClick(&view, Qt::LeftButton, {}, {1, 1});
        QVERIFY(clicked.isEmpty());
    }

    void clicksMaskInADemonstration()
    {
        HeadMapView view;
        view.setScores(mapOf(4, 8));
        view.setHeadsPerGroup(4);
        view.setClickMasks(true);
        show(view, {300, 300});
        QSignalSpy clicked(&view, &HeadMapView::headClicked);
        QSignalSpy masked(&view, &HeadMapView::maskToggled);
        QSignalSpy grouped(&view, &HeadMapView::groupMaskToggled);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.cellRect({1, 2}).center());
        QCOMPARE(told(masked.takeFirst()), name(HeadId{1, 2}));
        QTest::mouseClick(&view, Qt::LeftButton, Qt::ShiftModifier, view.cellRect({2, 5}).center());
        QCOMPARE(told(grouped.takeFirst()), name(HeadId{2, 5}));
        QVERIFY(clicked.isEmpty());
        QTest::keyClick(&view, Qt::Key_Right); // keys look on
        QCOMPARE(told(clicked.takeFirst()), name(HeadId{2, 6}));
    }

    void controlClickTellsTheModifier()
    {
        HeadMapView view;
        view.setScores(mapOf(4, 4));
        show(view, {300, 300});
        QSignalSpy clicked(&view, &HeadMapView::headClicked);
        QTest::mouseClick(&view, Qt::LeftButton, Qt::ControlModifier, view.cellRect({2, 1}).center());
        QCOMPARE(clicked.at(0).at(1).value<Qt::KeyboardModifiers>(), Qt::ControlModifier);
    }

    void shiftMasksTheWholeGroup()
    {
        HeadMapView view;
        view.setScores(mapOf(4, 8));
        view.setHeadsPerGroup(4);
        show(view, {300, 300});
        QSignalSpy masked(&view, &HeadMapView::maskToggled);
        QSignalSpy grouped(&view, &HeadMapView::groupMaskToggled);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.cellRect({2, 5}).center());
        QTest::keyClick(&view, Qt::Key_Space, Qt::ShiftModifier);
        QCOMPARE(told(grouped.takeFirst()), name(HeadId{2, 5}));
        QVERIFY(masked.isEmpty());
        QVERIFY(view.describe({2, 5}).contains("group 1"));
    }

    void keysMoveAndMask()
    {
        HeadMapView view;
        view.setScores(mapOf(4, 8));
        show(view, {300, 300});
        view.setSelection({{1, 2}});
        QSignalSpy clicked(&view, &HeadMapView::headClicked);
        QSignalSpy masked(&view, &HeadMapView::maskToggled);
        QTest::keyClick(&view, Qt::Key_Space);
        QCOMPARE(told(masked.takeFirst()), name(HeadId{1, 2}));
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(clicked.size(), 2);
        QCOMPARE(told(clicked.at(1)), name(HeadId{2, 3}));
        QTest::keyClick(&view, Qt::Key_Space);
        QCOMPARE(told(masked.takeFirst()), name(HeadId{2, 3}));
        for (int i = 0; i < 10; ++i)
            QTest::keyClick(&view, Qt::Key_Up);
        QCOMPARE(told(clicked.last()), name(HeadId{0, 3})); // the edge holds
    }

    void hoverTellsTheHead()
    {
        HeadMapView view;
        auto map = std::make_shared<ScoreMap>(*mapOf(4, 8));
        map->low = map->score - 0.25F;
        map->high = map->score + 0.125F;
        view.setScores(map);
        view.setHeadsPerGroup(4);
        view.setMask(maskOf({{0, 0}}));
        show(view, {300, 300});
        QSignalSpy hovered(&view, &HeadMapView::headHovered);
        QTest::mouseMove(&view, view.cellRect({0, 0}).center());
        QTRY_COMPARE(hovered.size(), 1);
        QVERIFY(hovered.at(0).at(0).value<std::optional<HeadId>>() == (HeadId{0, 0}));
        const QString text = view.describe({0, 0});
        QTRY_COMPARE(QToolTip::text(), text);
        for (const char *part : {"Layer 0, head 0", "1.000", "100 %", "16 sample", "0.750 to 1.125", "group 0", "Masked"})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
    }

    void otherMeasuresAreNotCalledScores()
    {
        HeadMapView view;
        auto map = std::make_shared<ScoreMap>(*mapOf(2, 2));
        map->measure = "drop";
        view.setScores(map);
        QVERIFY2(view.describe({0, 0}).contains("drop 1"), qPrintable(view.describe({0, 0})));
        QVERIFY(!view.describe({0, 0}).contains("score"));
        HeadTable table;
        table.setScores(map);
        QCOMPARE(table.table()->model()->headerData(1, Qt::Horizontal).toString(), QStringLiteral("drop"));
    }

    void withoutScoresTheMessageShows()
    {
        HeadMapView view;
        view.setMessage(QStringLiteral("Detect the heads first."));
        show(view, {300, 300});
        auto *message = view.findChild<QLabel *>(QStringLiteral("headMapMessage"));
        QVERIFY(message->isVisible());
        QTest::keyClick(&view, Qt::Key_Space);
        QTest::mouseClick(&view, Qt::LeftButton, {}, {150, 150});
        QCOMPARE(view.cellRect({0, 0}), QRect());
        view.setScores(mapOf(2, 2));
        QVERIFY(!message->isVisible());
        view.setScores(nullptr);
        QVERIFY(message->isVisible());
    }

    void fillsInLive()
    {
        HeadMapView view;
        view.setScores(mapOf(80, 64));
        show(view, {600, 700});
        const QImage before = view.grab().toImage();
        QElapsedTimer timer;
        timer.start();
        constexpr int nUpdates = 10;
        for (int i = 0; i < nUpdates; ++i) {
            auto map = std::make_shared<ScoreMap>(*mapOf(80, 64));
            map->score(40, 10 + i) = 0.9F;
            view.setScores(map);
            QTest::qWait(0);
        }
        const auto perUpdate = timer.elapsed() / nUpdates;
        // 60 frames a second would be 16 ms; the limit leaves room for a busy machine and still tells a redraw that people see as slow.
        QVERIFY2(perUpdate < 150, qPrintable(QString::number(perUpdate)));
        qInfo("an update of 80 x 64 heads takes %lld ms", static_cast<long long>(perUpdate));
        QVERIFY(view.grab().toImage() != before);
    }

    void maskShowsAtOnce()
    {
        HeadMapView view;
        view.setScores(mapOf(4, 4));
        show(view, {300, 300});
        const QRect cell = view.cellRect({2, 2});
        const QImage before = view.grab(cell).toImage();
        view.setMask(maskOf({{2, 2}}));
        QTest::qWait(0);
        QVERIFY(view.grab(cell).toImage() != before);
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
        const auto map = largeMap();
        HeadMapView view;
        HeadTable table;
        if (dark) {
            view.setPalette(darkPalette());
            table.setPalette(darkPalette());
        }
        const auto top = rankedHeads(*map);
        view.setHeadsPerGroup(4);
        view.setScores(map);
        view.setMask(maskOf({top[0], top[1], top[2]}));
        view.setSelection({top[3], top[6]});
        table.setScores(map);
        table.setMask(maskOf({top[0], top[1], top[2]}));
        table.setSelection({top[3]});
        show(view, {440, 480});
        show(table, {320, 300});
        const QString suffix = dark ? QStringLiteral("-dark") : QString();
        QVERIFY(paintsSomething(view, QStringLiteral("headmap") + suffix));
        QVERIFY(paintsSomething(table, QStringLiteral("headtable") + suffix));
        HeadMapView demo;
        demo.setScores(mapOf(6, 8));
        demo.setMask(maskOf({{1, 1}}));
        demo.setSelection({{0, 0}});
        if (dark)
            demo.setPalette(darkPalette());
        show(demo, {420, 420});
        QVERIFY(paintsSomething(demo, QStringLiteral("headmap-demo") + suffix));
    }

    void tableModelIsSound()
    {
        HeadTable table;
        auto *model = table.table()->model();
        QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        table.setScores(mapOf(6, 8));
        table.setMask(maskOf({{0, 0}}));
        table.setScores(mapOf(6, 8));
        table.setLimit(5);
        QCOMPARE(model->rowCount(), 5);
        QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("L0H0"));
        QVERIFY(model->index(0, 3).data().toString().contains(QStringLiteral("masked")));
        table.setScores(nullptr);
        QCOMPARE(model->rowCount(), 0);
    }

    void tableSorts()
    {
        HeadTable table;
        table.setLimit(8);
        table.setScores(mapOf(6, 8));
        table.table()->sortByColumn(0, Qt::DescendingOrder);
        QCOMPARE(table.table()->model()->index(0, 0).data().toString(), QStringLiteral("L5H5"));
        table.table()->sortByColumn(1, Qt::DescendingOrder);
        QCOMPARE(table.table()->model()->index(0, 0).data().toString(), QStringLiteral("L0H0"));
    }

    void tableTellsIntents()
    {
        HeadTable table;
        table.setScores(mapOf(6, 8));
        show(table, {320, 300});
        QSignalSpy clicked(&table, &HeadTable::headClicked);
        QSignalSpy masked(&table, &HeadTable::maskToggled);
        QTableView *view = table.table();
        const QPoint third = view->visualRect(view->model()->index(2, 1)).center();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, third);
        QCOMPARE(told(clicked.takeFirst()), name(HeadId{2, 2}));
        QSignalSpy menus(&table, &HeadTable::menuRequested);
        QContextMenuEvent menu(QContextMenuEvent::Mouse, third, view->viewport()->mapToGlobal(third));
        QCoreApplication::sendEvent(view->viewport(), &menu);
        QCOMPARE(told(menus.takeFirst()), name(HeadId{2, 2}));
        QVERIFY(masked.isEmpty());
        QTest::keyClick(view, Qt::Key_Up);
        QCOMPARE(told(clicked.takeFirst()), name(HeadId{1, 1}));
        QTest::keyClick(view, Qt::Key_Space);
        QCOMPARE(told(masked.takeFirst()), name(HeadId{1, 1}));
        QTest::keyClick(view, Qt::Key_End);
        QCOMPARE(told(clicked.takeFirst()), name(HeadId{5, 7}));
        QTest::keyClick(view, Qt::Key_Down); // there is no more
        QCOMPARE(told(clicked.takeFirst()), name(HeadId{5, 7}));
        QVERIFY(view->hasFocus());
        QLineEdit next(&table);
        next.show();
        QWidget::setTabOrder(view, &next);
        QTest::keyClick(view, Qt::Key_Tab); // leaves
        QVERIFY(!view->hasFocus());
        table.setSelection({{3, 3}, {5, 5}});
        QCOMPARE(view->selectionModel()->selectedRows().size(), 2);
    }
};

QTEST_MAIN(TestHeadViews)
#include "tst_headviews.moc"
