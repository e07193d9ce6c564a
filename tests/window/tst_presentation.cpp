// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/headchoice.h"
#include "views/answerview.h"
#include "views/headmapview.h"
#include "views/presentationview.h"
#include "views/promptbar.h"
#include "windowuser.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QTest>
#include <QTextBrowser>
#include <QToolBar>

using namespace needlescope;

/// A lecturer with a keyboard.
class TestPresentation : public QObject, private WindowUser
{
    Q_OBJECT

private slots:
    void initTestCase() { settle(QStringLiteral("tst_presentation")); }
    void init();
    void cleanupTestCase() { leave(); }
    void threeStepsByKeyboard();
    void clickersPageThrough();
    void whatIsMaskedStaysMasked();
    void escapeBringsTheWindowBack();
    void keysAreLettersElsewhere();
    void typeIsLargeAtAnySize_data();
    void typeIsLargeAtAnySize();

private:
    QWidget *find(const char *name) const { return m_window->findChild<QWidget *>(QLatin1String(name)); }
    QString banner() const { return find("banner")->accessibleName(); }
    void press(Qt::Key key) { QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get(), key); }
    bool presents() const { return m_window->isFullScreen() && find("presentation")->isVisible(); }
};

void TestPresentation::init()
{
    beginAnew();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    if (find("presentation")->isVisible())
        press(Qt::Key_Escape);
    QVERIFY(!find("presentation")->isVisible());
    QTest::qWait(50); // the panels find their places again
}

void TestPresentation::threeStepsByKeyboard()
{
    press(Qt::Key_F11);
    QVERIFY(presents());
    QVERIFY(!m_window->menuBar()->isVisible() && !m_window->findChild<QToolBar *>()->isVisible() && !view<PromptBar>()->isVisible());
    QCOMPARE(m_window->findChild<QLabel *>("presentedQuestion")->text().toStdString(), m_world.request().needle.question);
    QCOMPARE(banner(), QString("Complete"));
    QVERIFY(!view<HeadMapView>()->isVisible());
    QVERIFY(find("baselineAnswerText")->isVisible() && !find("maskedAnswerText")->isVisible());

    press(Qt::Key_2);
    const auto n = retrievalHeads(*m_session->scores()).size();
    QCOMPARE(m_session->mask().heads.size(), n);
    QVERIFY(view<HeadMapView>()->isVisible() && !find("maskedAnswerText")->isVisible());
    QCOMPARE(banner(), QStringLiteral("%1 of 64 heads masked").arg(n));

    press(Qt::Key_3);
    QVERIFY(find("maskedAnswerText")->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QCOMPARE(banner(), QString("Complete → Hallucination"));

    press(Qt::Key_1);
    QCOMPARE(banner(), QString("Complete"));
    QVERIFY(!m_session->mask().empty()); // going back undoes nothing
}

void TestPresentation::clickersPageThrough()
{
    press(Qt::Key_F11);
    press(Qt::Key_PageDown);
    QVERIFY(banner().contains("heads masked"));
    press(Qt::Key_PageDown);
    press(Qt::Key_PageDown); // there is no fourth
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QCOMPARE(banner(), QString("Complete → Hallucination"));
    // Also after a click on an answer, which would scroll.
    auto *text = m_window->findChild<QTextBrowser *>("maskedAnswerText");
    QTest::mouseClick(text->viewport(), Qt::LeftButton);
    text->setFocus();
    press(Qt::Key_PageUp);
    QVERIFY(banner().contains("heads masked"));
    find("presentation")->setFocus();
    press(Qt::Key_Left);
    QCOMPARE(banner(), QString("Complete"));
    press(Qt::Key_Space);
    QVERIFY(banner().contains("heads masked"));
    auto *map = view<HeadMapView>(); // it is the window's own
    clickHead(best(4));
    QCOMPARE(m_session->selection(), std::vector{best(4)});
    map->setFocus();
    press(Qt::Key_Space); // masks the head, as always on the map
    QVERIFY(m_session->mask().masks(best(4)));
}

void TestPresentation::whatIsMaskedStaysMasked()
{
    QTest::mouseClick(button("Mask random"), Qt::LeftButton);
    const Intervention mask = m_session->mask();
    press(Qt::Key_F11);
    press(Qt::Key_2);
    QCOMPARE(m_session->mask(), mask);
    QVERIFY2(banner().endsWith("masked at random"), qPrintable(banner()));
    press(Qt::Key_3);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QCOMPARE(banner(), QString("Complete → Complete")); // the control
}

void TestPresentation::escapeBringsTheWindowBack()
{
    QTest::qWait(300); // what fits the panels to their window comes after it
    const QSize map = view<HeadMapView>()->size();
    const QSize answers = view<AnswerView>()->size();
    const QFont type = view<AnswerView>()->font();
    press(Qt::Key_F11);
    press(Qt::Key_3);
    QVERIFY(view<AnswerView>()->font() != type);
    QVERIFY(!find("exportAnswers")->isVisible());
    press(Qt::Key_1);
    press(Qt::Key_Escape);
    QVERIFY(!presents());
    QVERIFY(find("exportAnswers")->isVisible());
    QVERIFY(m_window->menuBar()->isVisible() && m_window->findChild<QToolBar *>()->isVisible() && view<PromptBar>()->isVisible());
    QTRY_COMPARE(view<HeadMapView>()->size(), map);
    QTRY_COMPARE(view<AnswerView>()->size(), answers);
    QCOMPARE(view<AnswerView>()->font(), type);
    QVERIFY(find("maskedAnswerText")->isVisible());
    clickHead(best(2));
    QCOMPARE(m_session->selection(), std::vector{best(2)});
    // F11 leaves too, and a window that is closed while it presents opens as it was.
    press(Qt::Key_F11);
    press(Qt::Key_F11);
    QVERIFY(!presents());
    press(Qt::Key_F11);
    m_window->close();
    QVERIFY(!m_window->isFullScreen());
    m_window->show();
}

void TestPresentation::keysAreLettersElsewhere()
{
    auto *statement = m_window->findChild<QLineEdit *>("needleStatement");
    statement->setFocus();
    const QString before = statement->text();
    statement->end(false);
    press(Qt::Key_2);
    QCOMPARE(statement->text(), before + "2");
    QVERIFY(m_session->mask().empty());
}

void TestPresentation::typeIsLargeAtAnySize_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("old projector") << QSize(1024, 768);
    QTest::newRow("laptop") << QSize(1366, 768);
    QTest::newRow("full HD") << QSize(1920, 1080);
    QTest::newRow("4K") << QSize(3840, 2160);
}

/// As seen: rows of pixels that the verdict's letters cover.
void TestPresentation::typeIsLargeAtAnySize()
{
    QFETCH(QSize, size);
    press(Qt::Key_F11);
    press(Qt::Key_3);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    const QWidget *stage = find("presentation");
    m_window->resize(size);
    QTRY_COMPARE(stage->height(), size.height());
    QWidget *verdict = find("banner");
    const QImage image = verdict->grab().toImage();
    const QRgb empty = image.pixel(0, 0);
    int top = image.height();
    int bottom = -1;
    int left = image.width();
    int right = -1;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) == empty)
                continue;
            top = std::min(top, y);
            bottom = std::max(bottom, y);
            left = std::min(left, x);
            right = std::max(right, x);
        }
    }
    QVERIFY2(bottom - top > size.height() / 16, qPrintable(QString::number(bottom - top)));
    QVERIFY2(left > 0 && right < image.width() - 1 && top > 0 && bottom < image.height() - 1, "the verdict is cut off");
    const int letters = QFontMetrics(find("baselineAnswerText")->font()).height();
    QVERIFY2(letters >= stage->height() / 34, qPrintable(QStringLiteral("%1 of %2").arg(letters).arg(stage->height())));
}

QTEST_MAIN(TestPresentation)
#include "tst_presentation.moc"
