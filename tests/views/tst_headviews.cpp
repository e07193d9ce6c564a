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
#include <QWheelEvent>

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

    void wheelZoomsAtThePointerAndPans()
    {
        HeadMapView view;
        view.setScores(largeMap());
        show(view, {480, 520});
        const auto roll = [&view](QPoint at, int notches, Qt::KeyboardModifiers modifiers) {
            QWheelEvent event(at, view.mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(&view, &event);
            QTest::qWait(0);
            return event.isAccepted();
        };
        const QRect before = view.cellRect({10, 20});
        QVERIFY(!roll(before.center(), -1, {})); // all is in sight: whatever is around the map may scroll
        QVERIFY(roll(before.center(), 4, Qt::ControlModifier));
        const QRect after = view.cellRect({10, 20});
        QVERIFY2(after.width() > 2 * before.width() && after.height() > 2 * before.height(), qPrintable(QString::number(after.width())));
        QVERIFY((after.center() - before.center()).manhattanLength() <= 2 + after.width() / 2);
        QVERIFY(view.headAt(before.center()) == std::optional(HeadId{10, 20}));
        QSignalSpy clicked(&view, &HeadMapView::headClicked);
        QTest::mouseClick(&view, Qt::LeftButton, {}, before.center());
        QCOMPARE(told(clicked.takeFirst()), name(HeadId{10, 20}));

        QVERIFY(roll(before.center(), -3, {})); // three layers on
        QVERIFY(view.headAt(before.center()) == std::optional(HeadId{13, 20}));
        const QPoint by(view.cellRect({0, 0}).width() * 2, 0);
        QTest::mousePress(&view, Qt::MiddleButton, {}, before.center());
        QMouseEvent move(
            QEvent::MouseMove, before.center() + by, view.mapToGlobal(before.center() + by), Qt::NoButton, Qt::MiddleButton, {});
        QCoreApplication::sendEvent(&view, &move);
        QTest::mouseRelease(&view, Qt::MiddleButton, {}, before.center() + by);
        QTest::qWait(0);
        QVERIFY(view.headAt(before.center()) == std::optional(HeadId{13, 18}));
        QVERIFY(clicked.isEmpty());

        for (int i = 0; i < 30; ++i)
            roll(before.center(), 5, Qt::ControlModifier); // there is an end to it
        QVERIFY(view.cellRect({13, 18}).width() < view.width() / 2);
        view.showWhole();
        QTest::qWait(0);
        QCOMPARE(view.cellRect({10, 20}), before);
    }

    void keysPanAndTheMapFollowsThem()
    {
        HeadMapView view;
        view.setScores(largeMap());
        show(view, {480, 520});
        view.setSelection({{0, 0}});
        view.setFocus();
        for (int i = 0; i < 5; ++i)
            view.zoomIn();
        QSignalSpy clicked(&view, &HeadMapView::headClicked);
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(&view, i % 2 ? Qt::Key_Down : Qt::Key_Right);
            QTest::qWait(0);
            const auto id = clicked.last().at(0).value<HeadId>();
            QVERIFY2(view.headAt(view.cellRect(id).center()) == std::optional(id), toString(id).c_str()); // it is in sight
        }
        clicked.clear();
        const auto middle = view.headAt({240, 240});
        QVERIFY(middle);
        QTest::keyClick(&view, Qt::Key_Up, Qt::ShiftModifier);
        QTest::keyClick(&view, Qt::Key_Left, Qt::ShiftModifier);
        QTest::qWait(0);
        QVERIFY(view.headAt({240, 240}) == std::optional(HeadId{middle->layer - 1, middle->head - 1}));
        QVERIFY(clicked.isEmpty());
        // Another map shows all of it that fits.
        view.setScores(mapOf(2, 2));
        QTest::qWait(0);
        QVERIFY(view.rect().contains(view.cellRect({0, 0})) && view.rect().contains(view.cellRect({1, 1})));
    }

    void meansStandAlongTheEdges()
    {
        HeadMapView view;
        view.setScores(mapOf(6, 8));
        show(view, {400, 400});
        const auto inked = [&view](QRect rect) {
            const QImage image = view.grab(rect).toImage();
            int n = 0;
            for (int x = 0; x < image.width(); ++x)
                n += image.pixelColor(x, image.height() / 2).lightness() < 180 ? 1 : 0;
            return n;
        };
        const auto besideLayer = [&view](int layer) {
            const QRect last = view.cellRect({layer, 7});
            return QRect(last.right() + 3, last.top(), view.width() - last.right() - 3, last.height());
        };
        QVERIFY2(inked(besideLayer(0)) > 2 * inked(besideLayer(2)), qPrintable(QString::number(inked(besideLayer(0)))));
        QVERIFY(inked(besideLayer(2)) > inked(besideLayer(5)));
        for (const char *part : {"Layer 0", "8 heads", "Mean 0.125", "sum 1.000", "Best L0H0 with 1.000"})
            QVERIFY2(view.describeLayer(0).contains(QLatin1String(part)), qPrintable(view.describeLayer(0)));
        for (const char *part : {"Head 1", "6 heads", "Mean 0.083", "sum 0.500", "Best L1H1 with 0.500"})
            QVERIFY2(view.describeColumn({0, 1}).contains(QLatin1String(part)), qPrintable(view.describeColumn({0, 1})));
        QTest::mouseMove(&view, besideLayer(1).center() - QPoint(besideLayer(1).width() / 4, 0));
        QTRY_COMPARE(QToolTip::text(), view.describeLayer(1));
        const QRect top = view.cellRect({0, 3});
        QTest::mouseMove(&view, {top.center().x(), top.top() - 8});
        QTRY_COMPARE(QToolTip::text(), view.describeColumn({0, 3}));
        const int narrow = view.cellRect({0, 0}).width();
        view.setMeansShown(false);
        QTest::qWait(0);
        QVERIFY(view.cellRect({0, 0}).width() > narrow); // the room is the cells' again
        QVERIFY(view.describeLayer(9).isEmpty());
    }

    void groupsAreOneCell()
    {
        auto map = std::make_shared<ScoreMap>(*mapOf(4, 8));
        map->score(2, 6) = 0.75F;
        HeadMapView view;
        view.setScores(map);
        view.setHeadsPerGroup(4);
        show(view, {300, 300});
        const int width = view.cellRect({2, 4}).width();
        view.setGrouped(true);
        QTest::qWait(0);
        QVERIFY(view.cellRect({2, 4}).width() > 3 * width);
        QCOMPARE(view.cellRect({2, 4}), view.cellRect({2, 7}));
        QVERIFY(view.cellRect({2, 3}) != view.cellRect({2, 4}));
        for (const char *part : {"Layer 2, key/value group 1", "4 heads", "Best L2H6 with 0.750"})
            QVERIFY2(view.describe({2, 4}).contains(QLatin1String(part)), qPrintable(view.describe({2, 4})));
        QSignalSpy heads(&view, &HeadMapView::headClicked);
        QSignalSpy masked(&view, &HeadMapView::maskToggled);
        QSignalSpy clicked(&view, &HeadMapView::groupClicked);
        QSignalSpy grouped(&view, &HeadMapView::groupMaskToggled);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.cellRect({2, 6}).center());
        QCOMPARE(told(clicked.takeFirst()), name(HeadId{2, 4}));
        QTest::keyClick(&view, Qt::Key_Space);
        QCOMPARE(told(grouped.takeFirst()), name(HeadId{2, 4}));
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(told(clicked.takeFirst()), name(HeadId{2, 0}));
        QTest::keyClick(&view, Qt::Key_Left); // the edge holds
        QVERIFY(heads.isEmpty() && masked.isEmpty() && clicked.isEmpty());

        // Not masked, in part, and as a whole are three pictures.
        const QRect cell = view.cellRect({1, 4});
        std::vector<QImage> pictures;
        for (const std::vector<HeadId> &some : std::vector<std::vector<HeadId>>{{}, {{1, 5}}, {{1, 4}, {1, 5}, {1, 6}, {1, 7}}}) {
            view.setMask(maskOf(some));
            QTest::qWait(0);
            pictures.push_back(view.grab(cell).toImage());
        }
        QVERIFY(pictures[0] != pictures[1] && pictures[1] != pictures[2] && pictures[0] != pictures[2]);
        QVERIFY(view.describe({1, 4}).contains("4 of 4 masked"));
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
