// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/contextview.h"
#include "views/headmapview.h"
#include "views/headtable.h"
#include "views/stepbar.h"
#include "windowuser.h"

#include <QTableView>
#include <QTest>

#include <set>

using namespace needlescope;

/// What a user sees of heads and attention in the real window, on the demo model.
class TestLooking : public QObject, private WindowUser
{
    Q_OBJECT

private slots:
    void initTestCase() { settle(QStringLiteral("tst_looking")); }
    void init() { beginAnew(); }
    void cleanupTestCase() { leave(); }
    void headHasOneColourEverywhereAndKeepsIt();

private:
    QColor colorInTable(HeadId id) const;
    bool attentionIs(const std::vector<HeadId> &heads) const
    {
        return m_session->attention() && m_session->attention()->request.heads == heads;
    }
};

namespace {

/// Whether a good handful of pixels are of exactly this colour.
bool shows(QWidget *widget, const QColor &color)
{
    const QImage image = widget->grab().toImage();
    int n = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            n += image.pixelColor(x, y).rgb() == color.rgb() ? 1 : 0;
    }
    return n >= 8;
}

} // namespace

/// Of the mark before the head's name; invalid where it has none.
QColor TestLooking::colorInTable(HeadId id) const
{
    const auto *model = view<HeadTable>()->table()->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex cell = model->index(row, 0);
        if (cell.data().toString().toStdString() != toString(id))
            continue;
        const QImage mark = cell.data(Qt::DecorationRole).value<QIcon>().pixmap(16, QIcon::Selected).toImage();
        const QColor color = mark.pixelColor(mark.rect().center());
        return color.alpha() == 255 ? color : QColor();
    }
    return {};
}

void TestLooking::headHasOneColourEverywhereAndKeepsIt()
{
    clickHead(best());
    QTRY_VERIFY_WITH_TIMEOUT(attentionIs({best()}), patience);
    const QColor first = colorInTable(best());
    QVERIFY(first.isValid());
    for (QWidget *place : std::initializer_list<QWidget *>{view<HeadMapView>(), view<ContextView>()->viewport(), view<StepBar>()})
        QVERIFY2(shows(place, first), qPrintable(place->objectName()));

    clickHead(best(7), Qt::LeftButton, Qt::ControlModifier); // none of those that the strip shows anyway
    QTRY_VERIFY_WITH_TIMEOUT(attentionIs({best(), best(7)}), patience);
    const QColor second = colorInTable(best(7));
    QVERIFY(second.isValid() && second != first);
    for (QWidget *place : std::initializer_list<QWidget *>{view<HeadMapView>(), view<StepBar>()})
        QVERIFY2(shows(place, first) && shows(place, second), qPrintable(place->objectName()));

    clickHead(best(7)); // the first of the selection now, and the only one
    QTRY_VERIFY_WITH_TIMEOUT(attentionIs({best(7)}), patience);
    QCOMPARE(colorInTable(best(7)), second);
    QVERIFY(shows(view<HeadMapView>(), second) && !shows(view<HeadMapView>(), first));
    QVERIFY(shows(view<StepBar>(), second));

    for (const int rank : {20, 21, 22, 23})
        clickHead(best(rank));
    QVERIFY(colorInTable(best(23)).isValid());
    clickHead(best(7));
    QCOMPARE(colorInTable(best(7)), second);
    clickHead(best());
    QCOMPARE(colorInTable(best()), first);
    // Of all that have a colour now no two are alike.
    std::set<QRgb> colors;
    int n = 0;
    for (int rank = 0; rank < 40; ++rank) {
        const QColor color = colorInTable(best(rank));
        n += color.isValid() ? 1 : 0;
        if (color.isValid())
            colors.insert(color.rgb());
    }
    QVERIFY(n >= 3 && n <= StepBar::maxHeads);
    QCOMPARE(static_cast<int>(colors.size()), n);
}

QTEST_MAIN(TestLooking)
#include "tst_looking.moc"
