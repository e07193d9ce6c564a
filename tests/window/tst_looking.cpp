// SPDX-License-Identifier: GPL-3.0-or-later
#include "../realmodel.h"
#include "figures/attentionshares.h"
#include "figures/scorecolors.h"
#include "views/contextview.h"
#include "views/headmapview.h"
#include "views/headtable.h"
#include "views/stepbar.h"
#include "views/stepstrip.h"
#include "windowuser.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>
#include <cmath>
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
    void moreHeadsThanColoursDifferByTheirLines();
    void evenAttentionIsWhiteAndTheScaleSaysWhatAShadeMeans();
    void textIsSelectedAndCopied();
    void wordsAreFound();
    void mapIsZoomedByItsKeysAndMenus();
    void groupsOfARealModelAreMaskedAsOne();
    void timelineIsSortedAndExported();
    void timelineTellsNumbersAndGoesThere();
    void baselineAndMaskAreFlippedWithAKey();

private:
    void press(QWidget *where, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const;
    QWidget *page() const { return view<ContextView>()->viewport(); }
    /// Presses at one token and lets go at another.
    void drag(int from, int to) const;
    /// Of the prompt's own text.
    QString textOf(int from, int to) const;
    QImage markInTable(HeadId id) const;
    QColor colorInTable(HeadId id) const;
    bool attentionIsOfTheMask() const
    {
        return m_session->attention() && m_session->attention()->request.traceId == m_session->masked()->trace->traceId;
    }
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

/// Before the head's name; null where the head is not in the table.
QImage TestLooking::markInTable(HeadId id) const
{
    const auto *model = view<HeadTable>()->table()->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex cell = model->index(row, 0);
        if (cell.data().toString().toStdString() == toString(id))
            return cell.data(Qt::DecorationRole).value<QIcon>().pixmap(16, QIcon::Selected).toImage();
    }
    return {};
}

/// Invalid where the head has none.
QColor TestLooking::colorInTable(HeadId id) const
{
    const QImage mark = markInTable(id);
    const QColor color = mark.isNull() ? QColor() : mark.pixelColor(mark.rect().center() / 2); // of a full one, or of its first part
    return color.alpha() == 255 ? color : QColor();
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
    QCOMPARE(n, StepBar::usualHeads);
    QCOMPARE(static_cast<int>(colors.size()), n);
}

void TestLooking::moreHeadsThanColoursDifferByTheirLines()
{
    std::vector<HeadId> heads;
    for (int rank = 0; rank < 14; ++rank) {
        clickHead(best(rank), Qt::LeftButton, rank > 0 ? Qt::ControlModifier : Qt::NoModifier);
        heads.push_back(best(rank));
    }
    QTRY_VERIFY_WITH_TIMEOUT(attentionIs(heads), patience);
    std::vector<QImage> marks;
    for (const HeadId id : heads) {
        const QImage mark = markInTable(id);
        QVERIFY(!mark.isNull() && std::find(marks.begin(), marks.end(), mark) == marks.end());
        marks.push_back(mark);
        QVERIFY(shows(view<HeadMapView>(), colorInTable(id)));
    }
    clickHead(heads[8]); // keeps its colour and its line
    QCOMPARE(markInTable(heads[8]), marks[8]);
}

void TestLooking::evenAttentionIsWhiteAndTheScaleSaysWhatAShadeMeans()
{
    const auto *context = view<ContextView>();
    const QColor paper = context->palette().color(QPalette::Base);
    const auto shaded = [&] { // the corners of tokens, where no letter is
        const QImage image = page()->grab().toImage();
        int n = 0;
        for (int position = 1; position < static_cast<int>(m_session->prompt()->ids.size()); ++position) {
            const QRect rect = context->tokenRect(position);
            n += !rect.isEmpty() && image.pixelColor(rect.topLeft() + QPoint(1, 2)) != paper ? 1 : 0;
        }
        return n;
    };
    clickHead(best());
    QTRY_VERIFY_WITH_TIMEOUT(attentionIs({best()}), patience);
    const int looked = shaded();
    const QColor strongest = blend(paper, colorInTable(best()), 0.85);
    QVERIFY(shows(page(), strongest)); // the right end of the scale, and the word that is copied
    QTest::keyClick(view<HeadMapView>(), Qt::Key_Space); // attends evenly now
    QTRY_VERIFY_WITH_TIMEOUT(answered() && m_session->shownTrace() == m_session->masked()->trace && attentionIsOfTheMask(), patience);
    const auto rows = m_session->attention();
    QCOMPARE(*std::max_element(rows->weights.begin(), rows->weights.end()), 1.0F / static_cast<float>(rows->nKeys));
    const int even = shaded();
    QVERIFY(shows(page(), strongest)); // the scale is still there
    view<ContextView>()->setAttention({});
    QVERIFY(!shows(page(), strongest));
    QCOMPARE(even, shaded()); // some letters reach into a corner
    QVERIFY(looked > even);
}

void TestLooking::drag(int from, int to) const
{
    const QPoint begin = view<ContextView>()->tokenRect(from).center();
    const QPoint end = view<ContextView>()->tokenRect(to).center();
    QTest::mousePress(page(), Qt::LeftButton, {}, begin);
    QMouseEvent move(QEvent::MouseMove, end, page()->mapToGlobal(end), Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(page(), &move);
    QTest::mouseRelease(page(), Qt::LeftButton, {}, end);
}

QString TestLooking::textOf(int from, int to) const
{
    const Prompt &prompt = *m_session->prompt();
    const auto begin = prompt.spans[static_cast<std::size_t>(from)].begin;
    return QString::fromStdString(prompt.text.substr(begin, prompt.spans[static_cast<std::size_t>(to)].end - begin));
}

void TestLooking::textIsSelectedAndCopied()
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    const auto *context = view<ContextView>();
    const auto copied = [] { return QGuiApplication::clipboard()->text(); };
    const auto copy = [this] { QTest::keyClick(page()->parentWidget(), Qt::Key_C, Qt::ControlModifier); };
    const TokenSpan needle = m_session->prompt()->statement;
    drag(needle.begin + 1, needle.end - 2);
    QVERIFY(shows(page(), context->palette().color(QPalette::Highlight)));
    copy();
    QCOMPARE(copied(), textOf(needle.begin + 1, needle.end - 2));
    QVERIFY(copied().contains("sandwich"));
    drag(needle.end - 2, needle.begin + 1); // backwards
    copy();
    QCOMPARE(copied(), textOf(needle.begin + 1, needle.end - 2));
    const QPoint further = context->tokenRect(needle.end + 3).center();
    QTest::mouseClick(page(), Qt::LeftButton, Qt::ShiftModifier, further); // on from where the drag began
    copy();
    QCOMPARE(copied(), textOf(needle.end - 2, needle.end + 3));

    QTest::mouseClick(page(), Qt::LeftButton, {}, further); // selects nothing
    QVERIFY(!shows(page(), context->palette().color(QPalette::Highlight)));
    copy();
    QCOMPARE(copied(), textOf(needle.end - 2, needle.end + 3)); // and copies nothing

    // A double click takes a whole word, whatever its tokens are: "Dolores" has several here.
    const std::string &text = m_session->prompt()->text;
    const auto &spans = m_session->prompt()->spans;
    const auto inWord = text.find("olores");
    const auto token = std::find_if(spans.begin(), spans.end(), [&](TextSpan span) { return span.begin <= inWord && inWord < span.end; });
    QTest::mouseDClick(page(), Qt::LeftButton, {}, context->tokenRect(static_cast<int>(token - spans.begin())).center());
    copy();
    QCOMPARE(copied().trimmed(), QString("Dolores"));

    QTest::keyClick(page()->parentWidget(), Qt::Key_A, Qt::ControlModifier);
    copy();
    QCOMPARE(copied(), QString::fromStdString(text));
    QTest::keyClick(page()->parentWidget(), Qt::Key_Escape);
    QVERIFY(context->selectedText().isEmpty());

    drag(needle.begin, needle.begin + 2);
    QTimer::singleShot(0, this, [] { // the menu's own loop runs until an entry is chosen
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (QString(action->text()).remove('&') == "Copy text")
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        }
        menu->close();
    });
    QContextMenuEvent event(QContextMenuEvent::Mouse, further, page()->mapToGlobal(further));
    QCoreApplication::sendEvent(page(), &event);
    QCOMPARE(copied(), textOf(needle.begin, needle.begin + 2));

    auto *field = m_window->findChild<QLineEdit *>("needleQuestion"); // has a Ctrl+C of its own
    field->setFocus();
    field->selectAll();
    QTest::keyClick(field, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(copied(), field->text());
}

void TestLooking::wordsAreFound()
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    auto *words = m_window->findChild<QLineEdit *>("findWords");
    const auto result = [this] { return m_window->findChild<QLabel *>("findResult")->text(); };
    const QColor mark(255, 221, 87);
    const QColor current(255, 160, 50);
    QVERIFY(!words->isVisible());
    QTest::keyClick(m_window->findChild<QLineEdit *>("needleStatement"), Qt::Key_F, Qt::ControlModifier); // wherever the focus is
    QVERIFY(words->isVisible() && words->hasFocus());
    view<ContextView>()->verticalScrollBar()->setValue(view<ContextView>()->verticalScrollBar()->maximum());
    QTest::keyClicks(words, "DOLORES park"); // over several tokens, and in another case
    QCOMPARE(result(), QString("1 of 1"));
    QVERIFY(shows(page(), current));
    QVERIFY(!view<ContextView>()->tokenRect(m_session->prompt()->needle.end - 4).isEmpty()); // in sight

    words->selectAll();
    QTest::keyClicks(words, "the");
    const QString text = QString::fromStdString(m_session->prompt()->text);
    const auto n = text.count("the", Qt::CaseInsensitive);
    QVERIFY(n > 10);
    const int first = result().section(' ', 0, 0).toInt();
    QCOMPARE(result(), QStringLiteral("%1 of %2").arg(first).arg(n));
    QVERIFY(shows(page(), mark) && shows(page(), current));
    QTest::keyClick(words, Qt::Key_Return);
    QCOMPARE(result(), QStringLiteral("%1 of %2").arg(first % n + 1).arg(n));
    QTest::keyClick(words, Qt::Key_Return, Qt::ShiftModifier);
    QTest::mouseClick(m_window->findChild<QToolButton *>("findPrevious"), Qt::LeftButton);
    QCOMPARE(result(), QStringLiteral("%1 of %2").arg((first + n - 2) % n + 1).arg(n));
    for (int i = 0; i < n; ++i) // around the end
        QTest::keyClick(m_window.get(), Qt::Key_F3);
    QCOMPARE(result(), QStringLiteral("%1 of %2").arg((first + n - 2) % n + 1).arg(n));
    QTest::keyClick(m_window.get(), Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(result(), QStringLiteral("%1 of %2").arg((first + n - 3) % n + 1).arg(n));

    words->selectAll();
    QTest::keyClicks(words, "zzzz");
    QCOMPARE(result(), QString("not found"));
    QVERIFY(!shows(page(), mark) && !shows(page(), current));

    // Another prompt is searched for the same words.
    words->selectAll();
    QTest::keyClicks(words, "Dolores");
    PromptRequest request = m_world.request();
    request.length = 300;
    m_session->ask(request);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isPromptCurrent() && answered(), patience);
    QCOMPARE(result(), QString("1 of 1"));

    QTest::keyClick(words, Qt::Key_Escape);
    QVERIFY(!words->isVisible() && view<ContextView>()->hasFocus());
    QVERIFY(!shows(page(), current));
    QTest::keyClick(view<ContextView>(), Qt::Key_C, Qt::ControlModifier); // what was found is selected
    QCOMPARE(QGuiApplication::clipboard()->text().trimmed(), QString("Dolores"));
    QTest::keyClick(m_window.get(), Qt::Key_F3); // opens it again, with the words of before
    QVERIFY(words->isVisible());
    QCOMPARE(result(), QString("1 of 1"));
    QTest::mouseClick(m_window->findChild<QToolButton *>("findClose"), Qt::LeftButton);
    QVERIFY(!words->isVisible());
}

/// With the keyboard's focus there.
void TestLooking::press(QWidget *where, Qt::Key key, Qt::KeyboardModifiers modifiers) const
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    where->setFocus();
    QTest::keyClick(where, key, modifiers);
    QTest::qWait(0); // the queued painting
}

void TestLooking::mapIsZoomedByItsKeysAndMenus()
{
    auto *map = view<HeadMapView>();
    const QRect whole = map->cellRect({3, 3});
    press(map, Qt::Key_Plus);
    const QRect larger = map->cellRect({3, 3});
    QVERIFY(larger.width() > 1.2 * whole.width());
    press(map, Qt::Key_Minus);
    QCOMPARE(map->cellRect({3, 3}), whole);
    for (const char *entry : {"Zoom in", "Zoom in", "Zoom out", "Whole map"}) {
        QVERIFY2(menuEntry(entry), entry);
        QVERIFY(!menuEntry(entry)->shortcut().isEmpty());
        menuEntry(entry)->trigger();
    }
    QTest::qWait(0);
    QCOMPARE(map->cellRect({3, 3}), whole);
    press(map, Qt::Key_Equal); // plus without Shift
    QCOMPARE(map->cellRect({3, 3}), larger);
    press(map, Qt::Key_0);
    QCOMPARE(map->cellRect({3, 3}), whole);
    press(map, Qt::Key_M);
    QVERIFY(map->cellRect({3, 3}).width() > whole.width());
    press(map, Qt::Key_M);
    QCOMPARE(map->cellRect({3, 3}), whole);
    QVERIFY(!menuEntry("KV groups")->isEnabled()); // every head has keys of its own here
    // Elsewhere they are letters.
    auto *field = m_window->findChild<QLineEdit *>("needleStatement");
    const QString before = field->text();
    field->end(false);
    for (const Qt::Key key : {Qt::Key_Plus, Qt::Key_M, Qt::Key_0})
        press(field, key);
    QVERIFY2(field->text().startsWith(before) && field->text().size() == before.size() + 3, qPrintable(field->text()));
    QCOMPARE(map->cellRect({3, 3}), whole);
    field->setText(before);
}

void TestLooking::groupsOfARealModelAreMaskedAsOne()
{
    if (realModel().empty())
        QSKIP("SmolLM2 is not here; packaging/realmodel.sh gets it.");
    m_session->openModel(QString::fromStdString(realModel().string()));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->model()->name == "smollm2" && answered(), 6 * patience);
    QCOMPARE(m_session->headsPerGroup(), 3);
    auto *map = view<HeadMapView>();
    const QRect head = map->cellRect({10, 4});
    press(map, Qt::Key_G);
    QVERIFY(map->cellRect({10, 4}).width() > 2 * head.width());
    QCOMPARE(map->cellRect({10, 3}), map->cellRect({10, 5}));
    clickHead({10, 4});
    QCOMPARE(m_session->selection(), (std::vector<HeadId>{{10, 3}, {10, 4}, {10, 5}}));
    QVERIFY2(map->describe({10, 3}).contains("key/value group 1"), qPrintable(map->describe({10, 3})));
    press(map, Qt::Key_Space);
    QCOMPARE(m_session->mask().heads, (std::vector<HeadId>{{10, 3}, {10, 4}, {10, 5}}));
    QTest::mouseClick(map, Qt::LeftButton, Qt::ControlModifier, map->cellRect({12, 0}).center());
    QCOMPARE(m_session->selection().size(), std::size_t(6));
    QTest::mouseClick(map, Qt::LeftButton, Qt::ControlModifier, map->cellRect({10, 4}).center());
    QCOMPARE(m_session->selection(), (std::vector<HeadId>{{12, 0}, {12, 1}, {12, 2}}));
    press(map, Qt::Key_G);
    QCOMPARE(map->cellRect({10, 4}), head);
}

void TestLooking::timelineIsSortedAndExported()
{
    clickHead(best(9));
    auto *bar = view<StepBar>();
    QCOMPARE(static_cast<int>(bar->heads().size()), StepBar::usualHeads);
    QVERIFY(bar->heads().front() == best(9)); // what is selected comes first
    QVERIFY(bar->heads()[1] == best());
    auto *rows = m_window->findChild<QSpinBox *>("timelineRows");
    rows->selectAll();
    QTest::keyClicks(rows, "20");
    QTest::keyClick(rows, Qt::Key_Return);
    QCOMPARE(bar->heads().size(), std::size_t(20));
    auto *order = m_window->findChild<QComboBox *>("timelineOrder");
    const auto &summaries = m_session->shownTrace()->heads;
    using Share = double (*)(const AttentionShares &);
    const std::vector<std::pair<QString, Share>> orders{{"answer span", [](const AttentionShares &s) { return s.needle; }},
        {"recent", [](const AttentionShares &s) { return s.recent; }}, {"sink", [](const AttentionShares &s) { return s.sink; }},
        {"elsewhere", [](const AttentionShares &s) { return s.elsewhere(); }}};
    for (const auto &[words, share] : orders) {
        order->setCurrentIndex(order->findText(words, Qt::MatchContains));
        const auto heads = bar->heads();
        QCOMPARE(heads.size(), std::size_t(20));
        for (std::size_t i = 1; i < heads.size(); ++i)
            QVERIFY(share(meanShares(summaries, heads[i - 1])) >= share(meanShares(summaries, heads[i])));
    }
    order->setCurrentIndex(order->findText("layer", Qt::MatchContains));
    QVERIFY(std::ranges::is_sorted(bar->heads()));
    order->setCurrentIndex(1);

    const QString path = m_world.scratch("timeline.json");
    QVERIFY(exportTo(menuEntry("Export timeline…"), path));
    const auto written = QJsonDocument::fromJson(m_world.read(path)).object();
    const QJsonArray data = written["rows"].toArray();
    QCOMPARE(data.size(), static_cast<qsizetype>(20 * m_session->shownTrace()->tokens.size()));
    QCOMPARE(data[0][0].toString().toStdString(), toFileKey(bar->heads().front())); // in the order that is seen
    const QJsonArray columns = written["columns"].toArray();
    const auto first = std::find(columns.begin(), columns.end(), QJsonValue("answer span")) - columns.begin();
    for (const QJsonValue &row : data) {
        double sum = 0;
        for (qsizetype i = first; i < first + 4; ++i) // to "elsewhere"
            sum += row[i].toVariant().toDouble();
        QVERIFY2(std::abs(sum - 1) < 1e-3, qPrintable(QString::number(sum)));
    }
    QVERIFY(m_world.read(path).contains(m_session->model()->hash.c_str()));
    order->setCurrentIndex(0);
    rows->setValue(StepBar::usualHeads);
}

void TestLooking::timelineTellsNumbersAndGoesThere()
{
    auto *strip = view<StepStrip>();
    const QPoint cell = strip->cellRect(3, 1).center();
    const HeadId head = view<StepBar>()->heads()[1];
    QTest::mouseMove(strip, cell);
    QTRY_COMPARE(QToolTip::text(), strip->describe(3, head));
    for (const char *part : {"Token 4", "answer span", "recent tokens", "the sink", "elsewhere", "most at position"})
        QVERIFY2(QToolTip::text().contains(part), qPrintable(QToolTip::text()));
    QVERIFY(QToolTip::text().contains(QString::fromStdString(toString(head))));
    QTest::mouseClick(strip, Qt::LeftButton, {}, cell);
    QCOMPARE(m_session->step(), 3);
    // With more rows than there is room for, the tokens stay in sight while the rows scroll.
    auto *rows = m_window->findChild<QSpinBox *>("timelineRows");
    rows->setValue(30);
    QTest::qWait(0);
    auto *scroll = view<StepBar>()->findChild<QScrollArea *>();
    QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
    scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
    QTest::qWait(0);
    QVERIFY(scroll->viewport()->rect().contains(strip->mapTo(scroll->viewport(), strip->chipRect(0).center())));
    const QPoint last = strip->cellRect(0, 29).center();
    QVERIFY(scroll->viewport()->rect().contains(strip->mapTo(scroll->viewport(), last)));
    QVERIFY(strip->headAt(last) == std::optional(view<StepBar>()->heads()[29]));
    rows->setValue(StepBar::usualHeads);
}

void TestLooking::baselineAndMaskAreFlippedWithAKey()
{
    clickHead(best());
    QVERIFY(!menuEntry("Baseline")->isEnabled()); // there is nothing else
    QTest::mouseClick(button("Mask top"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(answered() && m_session->shownTrace() == m_session->masked()->trace && attentionIsOfTheMask(), patience);
    const QImage masked = page()->grab().toImage();
    const auto tells = [this](const char *words) {
        for (const auto *label : view<StepBar>()->findChildren<QLabel *>()) {
            if (label->text().contains(words))
                return true;
        }
        return false;
    };
    QVERIFY(tells("under the mask"));
    press(page()->parentWidget(), Qt::Key_F7);
    QCOMPARE(m_session->shownTrace(), m_session->baseline()->trace);
    QVERIFY(tells("of the baseline") && !m_session->mask().empty());
    const auto baselineId = m_session->baseline()->trace->traceId;
    QTRY_VERIFY_WITH_TIMEOUT(m_session->attention() && m_session->attention()->request.traceId == baselineId, patience);
    QVERIFY(page()->grab().toImage() != masked);
    press(page()->parentWidget(), Qt::Key_F7);
    QCOMPARE(m_session->shownTrace(), m_session->masked()->trace);
    QVERIFY(tells("under the mask"));
}

QTEST_MAIN(TestLooking)
#include "tst_looking.moc"
