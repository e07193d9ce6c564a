// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/compare.h"
#include "measures/statistics.h"
#include "views/answerview.h"
#include "views/comparepanel.h"
#include "views/contextview.h"
#include "views/headmapview.h"
#include "views/pairview.h"
#include "windowuser.h"

#include <QComboBox>
#include <QHelpEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QTextBrowser>
#include <QToolTip>

#include <cmath>

using namespace needlescope;

/// Somebody who holds two maps and two models against each other.
class TestComparing : public QObject, private WindowUser
{
    Q_OBJECT

private slots:
    void initTestCase() { settle(QStringLiteral("tst_comparing")); }
    void init();
    void cleanupTestCase() { leave(); }
    void pageTakesTheRoomAndGivesItBack();
    void runIsHeldAgainstTheMap();
    void headsAreFoundByHoverClickAndKeys();
    void comparisonIsExported();
    void mapsOfOtherSizesAreComparedByDepth();
    void bothModelsAreAskedTheSame();
    void bothStayMaskedUntilSomebodyMasksOthers();
    void modelIsGivenBack();
    void sessionKeepsB();
    void whatCannotBeOpenedIsSaid();

private:
    template <typename Widget>
    Widget *named(const char *name) const
    {
        return m_window->findChild<Widget *>(QLatin1String(name));
    }
    PairView *pair() const { return view<PairView>(); }
    void choose(const char *box, const QString &text) const;
    void holdAgainst(const QString &run) const;
    void click(PairPlot::Place place, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::mouseClick(pair(), Qt::LeftButton, modifiers, pair()->rectOf(place).center());
    }
    QString shownAnswer(const char *answers) const;
};

void TestComparing::init()
{
    beginAnew();
    menuEntry("Compare")->setChecked(true);
    QVERIFY(pair() && pair()->isVisible());
}

/// By what its entry says.
void TestComparing::choose(const char *box, const QString &text) const
{
    auto *list = named<QComboBox>(box);
    QTRY_VERIFY_WITH_TIMEOUT(list->findText(text, Qt::MatchContains) >= 0, patience);
    const int index = list->findText(text, Qt::MatchContains);
    list->setCurrentIndex(index);
    emit list->activated(index); // as the popup's click does
}

void TestComparing::holdAgainst(const QString &run) const
{
    choose("mapBeside", run);
    QTRY_VERIFY_WITH_TIMEOUT(pair()->plot() && pair()->plot()->map(1).provenance.source.ends_with(run.toStdString()), patience);
}

QString TestComparing::shownAnswer(const char *answers) const
{
    QString text;
    for (const auto *pane : named<AnswerView>(answers)->findChildren<QTextBrowser *>())
        text += pane->isVisible() ? pane->toPlainText() + '\n' : QString();
    return text;
}

void TestComparing::pageTakesTheRoomAndGivesItBack()
{
    QVERIFY(!view<HeadMapView>()->isVisible() && !view<ContextView>()->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_F6); // the studies, and nothing of both
    QVERIFY(!pair()->isVisible() && view<HeadMapView>()->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QVERIFY(pair()->isVisible() && !view<HeadMapView>()->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QVERIFY(!pair()->isVisible() && view<HeadMapView>()->isVisible() && view<ContextView>()->isVisible());
}

void TestComparing::runIsHeldAgainstTheMap()
{
    holdAgainst("demo-other.needle");
    const PairPlot &plot = *pair()->plot();
    QCOMPARE(plot.map(0).provenance.modelHash, m_session->model()->hash);
    QCOMPARE(plot.name(1), QString("demo-other"));
    QVERIFY(plot.ofSameHeads());
    const auto caption = named<QLabel>("pairCaption")->text();
    QVERIFY2(caption.contains(QString::number(pearson(plot.map(0).score, plot.map(1).score), 'f', 2)), qPrintable(caption));
    auto *top = named<QSpinBox>("topBeside");
    top->setValue(3);
    const auto shared = sharedTopHeads(plot.map(0), plot.map(1), 3);
    const QString words = QString("%1 of the top 3 shared").arg(shared.size());
    QVERIFY2(named<QLabel>("pairCaption")->text().contains(words), qPrintable(named<QLabel>("pairCaption")->text()));
    top->setValue(10);
    // What is held against it is no map of this window.
    QCOMPARE(m_session->scores()->provenance.modelHash, m_session->model()->hash);
    auto *table = named<QTableView>("pairTable");
    QCOMPARE(table->model()->rowCount(), 64);
    table->sortByColumn(3, Qt::DescendingOrder);
    double last = 2;
    for (int row = 0; row < 64; ++row) {
        const HeadId id = parseHeadId(table->model()->index(row, 0).data().toString().toStdString());
        const double difference = table->model()->index(row, 3).data().toDouble();
        const double expected = static_cast<double>(plot.map(0).score(id.layer, id.head) - plot.map(1).score(id.layer, id.head));
        QVERIFY(std::abs(difference - expected) < 6e-4); // three decimals
        QVERIFY(difference <= last);
        last = difference;
    }
}

void TestComparing::headsAreFoundByHoverClickAndKeys()
{
    holdAgainst("demo-other.needle");
    const HeadId id = best();
    for (const auto part : {PairPlot::MapA, PairPlot::MapB, PairPlot::Difference, PairPlot::Points}) {
        const QPoint at = pair()->rectOf({part, id}).center();
        QHelpEvent hover(QEvent::ToolTip, at, pair()->mapToGlobal(at));
        QApplication::sendEvent(pair(), &hover);
        const QString head = part == PairPlot::Points ? QString("L") : QString::fromStdString(toString(id)); // points may lie on each other
        QTRY_VERIFY2(QToolTip::text().startsWith(head), qPrintable(QToolTip::text()));
        QVERIFY2(QToolTip::text().contains("difference"), qPrintable(QToolTip::text()));
        QToolTip::hideText();
        QTRY_VERIFY(!QToolTip::isVisible());
    }
    click({PairPlot::MapA, {2, 5}});
    QCOMPARE(m_session->selection(), std::vector<HeadId>({{2, 5}}));
    click({PairPlot::Difference, {3, 1}}, Qt::ControlModifier);
    QCOMPARE(m_session->selection(), std::vector<HeadId>({{2, 5}, {3, 1}}));
    auto *table = named<QTableView>("pairTable");
    table->sortByColumn(1, Qt::DescendingOrder);
    table->setFocus();
    table->setCurrentIndex(table->model()->index(0, 0));
    QCOMPARE(m_session->selection(), std::vector{best()});
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE(m_session->selection(), std::vector{best(1)});
}

void TestComparing::comparisonIsExported()
{
    holdAgainst("demo-other.needle");
    const QString path = m_world.scratch("pair.json");
    QVERIFY(menuEntry("Export comparison…")->isEnabled());
    QVERIFY(exportTo(menuEntry("Export comparison…"), path));
    const auto written = QJsonDocument::fromJson(m_world.read(path)).object();
    const QJsonArray rows = written["rows"].toArray();
    QCOMPARE(rows.size(), 64);
    const ScoreMap &a = pair()->plot()->map(0);
    const ScoreMap &b = pair()->plot()->map(1);
    for (const QJsonValue &row : rows) {
        const int layer = row[0].toVariant().toInt();
        const int head = row[1].toVariant().toInt();
        QCOMPARE(row[2].toVariant().toFloat(), a.score(layer, head));
        QCOMPARE(row[3].toVariant().toFloat(), b.score(layer, head));
    }
    const QByteArray text = m_world.read(path); // both origins, neither under the other's name
    for (const ScoreMap *map : {&a, &b})
        QVERIFY(text.contains(map->provenance.modelHash.c_str()));
}

void TestComparing::mapsOfOtherSizesAreComparedByDepth()
{
    holdAgainst("smollm2.needle");
    QVERIFY(!pair()->plot()->ofSameHeads());
    QVERIFY(!named<QTableView>("pairTable")->isVisible());
    QVERIFY(named<QLabel>("pairCaption")->text().contains("relative depth"));
    const auto before = m_session->selection();
    click({PairPlot::MapB, {18, 6}}); // no head of the open model
    QCOMPARE(m_session->selection(), before);
    click({PairPlot::MapA, {1, 1}});
    QCOMPARE(m_session->selection(), std::vector<HeadId>({{1, 1}}));
}

void TestComparing::bothModelsAreAskedTheSame()
{
    choose("modelBeside", "demo-other");
    QTRY_VERIFY_WITH_TIMEOUT(named<QLabel>("nameB")->text().contains("demo-other"), patience);
    // Its best map comes by itself.
    QTRY_VERIFY_WITH_TIMEOUT(pair()->plot() && pair()->plot()->name(1) == "demo-other", patience);
    const QString expected = QString::fromStdString(m_session->prompt()->answer);
    for (const char *answers : {"answersA", "answersB"})
        QTRY_VERIFY2_WITH_TIMEOUT(shownAnswer(answers).contains(expected), qPrintable(shownAnswer(answers)), patience);
    // Without its own best heads neither knows.
    named<QToolButton>("maskBoth")->click();
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QCOMPARE(m_session->mask().heads.size(), std::size_t(10));
    const auto invents = [this, expected](const char *answers) {
        return shownAnswer(answers).count('\n') == 2 && shownAnswer(answers).count(expected) == 1;
    };
    for (const char *answers : {"answersA", "answersB"})
        QTRY_VERIFY2_WITH_TIMEOUT(invents(answers), qPrintable(shownAnswer(answers)), patience);
    named<QToolButton>("maskBoth")->click();
    QVERIFY(m_session->mask().empty());

    // Another needle goes to both.
    PromptRequest request = m_session->promptRequest();
    request.depthPercent = 10;
    m_session->ask(request);
    QTRY_VERIFY_WITH_TIMEOUT(answered() && shownAnswer("answersB").contains(expected), patience);
}

void TestComparing::bothStayMaskedUntilSomebodyMasksOthers()
{
    auto *button = named<QToolButton>("maskBoth");
    button->click();
    choose("modelBeside", "None"); // what comes later is masked, too
    choose("modelBeside", "demo-long");
    QTRY_VERIFY_WITH_TIMEOUT(pair()->plot() && pair()->plot()->name(1) == "demo-long", patience);
    QTRY_VERIFY_WITH_TIMEOUT(shownAnswer("answersB").count('\n') == 2, patience);
    QVERIFY(named<AnswerView>("answersB")->findChildren<QLabel *>().size() > 0);
    named<QSpinBox>("topBeside")->setValue(2);
    QCOMPARE(m_session->mask().heads.size(), std::size_t(2));
    m_session->toggleMask({0, 0});
    QVERIFY(!button->isChecked());
    named<QSpinBox>("topBeside")->setValue(10); // what somebody masks by hand stays
    QCOMPARE(m_session->mask().heads.size(), std::size_t(3));
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
}

void TestComparing::modelIsGivenBack()
{
    choose("modelBeside", "demo-other");
    QTRY_VERIFY_WITH_TIMEOUT(pair()->plot() && pair()->plot()->name(1) == "demo-other", patience);
    choose("modelBeside", "None");
    QTRY_VERIFY(!named<AnswerView>("answersB")->isVisible());
    QVERIFY(pair()->plot() && pair()->plot()->name(1) == "demo-other"); // what is known stays
    holdAgainst("demo-long.needle");
}

/// A run, a file, and a model whose heads are masked.
void TestComparing::sessionKeepsB()
{
    int nFiles = 0;
    QString file;
    const auto saves = [&] {
        file = m_world.scratch(QStringLiteral("compared%1.nscope").arg(++nFiles));
        return saveSessionAs(file);
    };
    const auto opensAgain = [&] {
        if (!saves())
            return false;
        leave();
        open(TestWorld::engine());
        m_window->openSession(file);
        return pair() && pair()->isVisible();
    };
    const auto holds
        = [this](const QString &map) { return pair()->plot() && pair()->plot()->map(1).provenance.source.ends_with(map.toStdString()); };
    holdAgainst("demo-other.needle");
    named<QSpinBox>("topBeside")->setValue(4);
    QVERIFY(opensAgain());
    QTRY_VERIFY_WITH_TIMEOUT(holds("demo-other.needle"), patience);
    QCOMPARE(named<QSpinBox>("topBeside")->value(), 4);
    QTRY_VERIFY_WITH_TIMEOUT(named<QComboBox>("mapBeside")->currentText().contains("demo-other.needle"), patience);

    const QString scores = m_world.write("theirs.json", R"({"0-1": [0.5], "3-2": [0.75]})");
    bool typed = false;
    typeFileName(scores, &typed);
    named<QToolButton>("fileBeside")->click();
    QVERIFY(typed);
    QTRY_VERIFY_WITH_TIMEOUT(holds("theirs.json"), patience);
    QVERIFY(opensAgain());
    QTRY_VERIFY_WITH_TIMEOUT(holds("theirs.json"), patience);

    choose("modelBeside", "demo-long");
    QTRY_VERIFY_WITH_TIMEOUT(pair()->plot() && pair()->plot()->name(1) == "demo-long", patience);
    named<QToolButton>("maskBoth")->click();
    const auto bothInvent
        = [this] { return answered() && shownAnswer("answersA").count('\n') == 2 && shownAnswer("answersB").count('\n') == 2; };
    QTRY_VERIFY_WITH_TIMEOUT(bothInvent(), patience);
    QVERIFY(opensAgain());
    QTRY_VERIFY_WITH_TIMEOUT(pair()->plot() && pair()->plot()->name(1) == "demo-long" && bothInvent(), patience);
    QVERIFY(named<QToolButton>("maskBoth")->isChecked());
    QTRY_COMPARE_WITH_TIMEOUT(named<QComboBox>("modelBeside")->currentText(), QString("demo-long"), patience);

    menuEntry("Compare")->setChecked(false); // out of sight it is kept, too
    QVERIFY(saves());
    m_window->openSession(file);
    QVERIFY(!pair()->isVisible());
    menuEntry("Compare")->setChecked(true);
    QTRY_VERIFY_WITH_TIMEOUT(pair()->plot() && pair()->plot()->name(1) == "demo-long" && bothInvent(), patience);
}

void TestComparing::whatCannotBeOpenedIsSaid()
{
    const QString broken = m_world.write("broken.json", "{]");
    auto *list = named<QComboBox>("mapBeside");
    list->addItem("broken.json", broken);
    choose("mapBeside", "broken.json");
    QTRY_VERIFY_WITH_TIMEOUT(named<QLabel>("besideNote")->text().contains("broken.json"), patience);
    QVERIFY(m_session->scoresFit()); // nothing is lost
}

QTEST_MAIN(TestComparing)
#include "tst_comparing.moc"
