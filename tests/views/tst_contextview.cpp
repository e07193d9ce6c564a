// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include "views/attentionscale.h"
#include "views/contextscene.h"
#include "views/contextview.h"
#include "views/tokenflow.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include <cmath>

using namespace needlescope;

namespace {

const std::string statement = " The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day.";

/// A token a word, its blank before it; a BOS in front; the needle in the middle.
std::shared_ptr<const Prompt> promptOf(int nTokens)
{
    static const std::vector<std::string> words{" it", " was", " late", " when", " the", " old", " sailor", " came", " home", " and",
        " nobody", " knew", " him", ".", " He", " asked", " for", " tea", ",", " which", " was", " cold", ".\n"};
    auto prompt = std::make_shared<Prompt>();
    const auto add = [&prompt](const std::string &token) {
        prompt->spans.push_back({prompt->text.size(), prompt->text.size() + token.size()});
        prompt->text += token;
        prompt->ids.push_back(static_cast<std::int32_t>(prompt->ids.size()));
    };
    add("");
    while (static_cast<int>(prompt->ids.size()) < nTokens / 2)
        add(words[prompt->ids.size() % words.size()]);
    prompt->statement.begin = static_cast<std::int32_t>(prompt->ids.size());
    for (std::size_t from = 0; from < statement.size();) {
        const auto to = std::min(statement.find(' ', from + 1), statement.size());
        add(statement.substr(from, to - from));
        if (statement.substr(from, to - from) == " is")
            prompt->needle.begin = static_cast<std::int32_t>(prompt->ids.size());
        from = to;
    }
    prompt->statement.end = prompt->needle.end = static_cast<std::int32_t>(prompt->ids.size());
    while (static_cast<int>(prompt->ids.size()) < nTokens)
        add(words[prompt->ids.size() % words.size()]);
    prompt->answer = "eat a sandwich";
    return prompt;
}

/// The sink takes most; of the rest, most goes to one key.
std::vector<float> attentionTo(int key, int nKeys)
{
    std::vector<float> weights(static_cast<std::size_t>(nKeys), 0.1F / static_cast<float>(nKeys));
    weights[0] = 0.6F;
    weights[static_cast<std::size_t>(key)] = 0.25F;
    weights[static_cast<std::size_t>(key) + 1] = 0.05F;
    return weights;
}

} // namespace

class TestContextView : public QObject
{
    Q_OBJECT
private slots:
    void flowWraps_data()
    {
        QTest::addColumn<QStringList>("tokens");
        QTest::addColumn<double>("widthInLetters");
        QTest::addColumn<QString>("lines"); // a stroke between lines
        QTest::newRow("one line") << QStringList{"ab", " cd"} << 10.0 << "ab cd";
        QTest::newRow("between words") << QStringList{"ab", " cd", " ef"} << 5.6 << "ab cd|ef";
        QTest::newRow("a word's pieces stay together") << QStringList{"ab", " cd", "ef"} << 6.6 << "ab|cdef";
        QTest::newRow("a word longer than a line breaks") << QStringList{"abcd", "efgh", "ijkl"} << 8.6 << "abcdefgh|ijkl";
        QTest::newRow("line feeds") << QStringList{"ab.\n", "cd\n", "ef"} << 20.0 << "ab.|cd|ef";
        QTest::newRow("nothing") << QStringList{} << 10.0 << "";
    }

    void flowWraps()
    {
        QFETCH(QStringList, tokens);
        QFETCH(double, widthInLetters);
        QFont font(QStringLiteral("DejaVu Sans Mono"));
        font.setStyleHint(QFont::Monospace);
        const QFontMetricsF metrics(font);
        TokenFlow flow;
        flow.setTokens({tokens.begin(), tokens.end()});
        flow.layOut(widthInLetters * metrics.horizontalAdvance(QLatin1Char('a')), metrics);
        QStringList lines;
        for (int line = 0; line < flow.nLines(); ++line) {
            QString text;
            for (int token = flow.lineStart(line); token < flow.lineStart(line + 1); ++token) {
                text += flow.shownText(token);
                QCOMPARE(flow.tokenAt(flow.rect(token).center()), std::optional(token));
            }
            lines << text;
        }
        QTEST(lines.join(QLatin1Char('|')), "lines");
    }

    void linesStayReadableOnWideScreens()
    {
        ContextScene scene;
        scene.setPrompt(promptOf(2000));
        const QFontMetricsF metrics(scene.look.font);
        const double measure = 100 * metrics.averageCharWidth();
        const auto widest = [&scene](int width) {
            TextSetter setter;
            setter.set(scene.prompt, scene.textWidth(QSize(width, 800)), scene.look.font);
            scene.setText(setter.take());
            double right = 0;
            for (int token = 0; token < scene.text.nTokens(); ++token)
                right = std::max(right, scene.text.rect(token).right());
            return right;
        };
        const double wide = widest(static_cast<int>(4 * measure));
        QVERIFY2(wide <= measure + 2 && wide > 0.8 * measure, qPrintable(QString::number(wide / measure)));
        QVERIFY(widest(static_cast<int>(measure / 2)) <= measure / 2);
    }

    void blanksBetweenSpansAreShown()
    {
        // As a WordLevel tokenizer cuts: words without the blanks between them, and a BOS in front.
        auto prompt = std::make_shared<Prompt>();
        prompt->text = "the tide comes";
        prompt->ids = {0, 1, 2, 3};
        prompt->spans = {{0, 0}, {0, 3}, {4, 8}, {9, 14}};
        ContextView view;
        view.setPrompt(prompt);
        QVERIFY2(view.describe(2).contains(QStringLiteral("“·tide”")), qPrintable(view.describe(2)));
        QVERIFY(view.describe(1).contains(QStringLiteral("“the”")));
    }

    void scaleSetsTheSinkApart()
    {
        const AttentionScale scale(attentionTo(50, 1000));
        QCOMPARE(scale.shade(50), 1.0); // not hidden by the sink's 0.6
        QVERIFY(scale.shade(51) > 0.4);
        QVERIFY(scale.shade(300) < 0.05);
        // Even attention is white everywhere, and what is a little uneven is pale.
        const AttentionScale even(std::vector<float>(1000, 0.001F));
        QCOMPARE(even.shade(300), 0.0);
        std::vector<float> uneven(1000, 0.0009F);
        uneven[300] = 0.004F;
        QVERIFY(AttentionScale(uneven).shade(300) > 0 && AttentionScale(uneven).shade(300) < 0.25);
        // A shade says which weight it stands for.
        for (const int key : {50, 51})
            QVERIFY(std::abs(scale.weightAt(scale.shade(key)) - static_cast<double>(scale.weight(key))) < 1e-6);
        QVERIFY(scale.weightAt(0) >= 0.001);
        QCOMPARE(AttentionScale().shade(3), 0.0);
    }

    void tokenClicks()
    {
        ContextView view;
        view.resize(600, 500);
        view.setPrompt(promptOf(400));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy clicked(&view, &ContextView::tokenClicked);
        const int needle = view.prompt()->statement.begin;
        for (const int position : {needle, needle + 3, needle - 5}) {
            const QRect rect = view.tokenRect(position);
            QVERIFY(!rect.isEmpty());
            QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, rect.center());
            QCOMPARE(clicked.takeFirst().at(0).toInt(), position);
        }
    }

    void answerStrip()
    {
        ContextView view;
        view.resize(600, 500);
        view.setPrompt(promptOf(400));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.setGeneratedTokens({QStringLiteral(" eat"), QStringLiteral(" a"), QStringLiteral(" sandwich")}, 1);
        QSignalSpy clicked(&view, &ContextView::stepClicked);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.tokenRect(402).center());
        QCOMPARE(clicked.takeFirst().at(0).toInt(), 2);
        QVERIFY(view.describe(402).contains(QStringLiteral("sandwich")));
        QCOMPARE(view.tokenRect(403), QRect());
        view.setGeneratedTokens({QStringLiteral(" eat"), QStringLiteral("\n")}, 0);
        QVERIFY(view.describe(401).contains(QStringLiteral("⏎")));
        QCOMPARE(view.tokenRect(401).top(), view.tokenRect(400).top());
    }

    void hoverTellsTokenAndWeight()
    {
        ContextView view;
        view.resize(600, 500);
        auto prompt = promptOf(400);
        view.setPrompt(prompt);
        const int key = prompt->needle.begin;
        view.setAttention(attentionTo(key, 400));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTest::mouseMove(view.viewport(), view.tokenRect(key).center());
        QTRY_COMPARE(QToolTip::text(), view.describe(key));
        for (const QString &part :
            {QStringLiteral("eat"), QStringLiteral("position %1").arg(key), QStringLiteral("25.00"), QStringLiteral("needle")})
            QVERIFY2(view.describe(key).contains(part), qPrintable(view.describe(key)));
        QVERIFY(view.describe(0).contains(QStringLiteral("sink")));
        QCOMPARE(view.describe(-1), QString());
        QCOMPARE(view.describe(4000), QString());
    }

    void attentionChangesThePicture()
    {
        ContextView view;
        view.resize(600, 500);
        auto prompt = promptOf(400);
        view.setPrompt(prompt);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const int key = prompt->needle.begin;
        const QRect rect = view.tokenRect(key);
        const QImage before = view.viewport()->grab(rect).toImage();
        view.setAttention(attentionTo(key, 400));
        QVERIFY(view.viewport()->grab(rect).toImage() != before);
    }

    void scrolls()
    {
        ContextView view;
        view.resize(500, 300);
        auto prompt = promptOf(5000);
        view.setPrompt(prompt);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(!view.tokenRect(prompt->statement.begin).isEmpty()); // opens at the needle
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_Home);
        QVERIFY(view.tokenRect(prompt->statement.begin).isEmpty());
        QVERIFY(!view.tokenRect(1).isEmpty());
        QTest::keyClick(&view, Qt::Key_N);
        QVERIFY(!view.tokenRect(prompt->statement.begin).isEmpty());
        // The minimap's lower end is the text's end.
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, {view.viewport()->width() - 20, 215});
        QVERIFY(view.verticalScrollBar()->value() > view.verticalScrollBar()->maximum() / 2);
        // A new width keeps the needle in view.
        view.scrollToNeedle();
        view.resize(700, 300);
        QVERIFY(!view.tokenRect(prompt->statement.begin).isEmpty());
    }

    void characterInSeveralTokens()
    {
        auto prompt = std::make_shared<Prompt>();
        prompt->text = "a東b";
        prompt->spans = {{0, 1}, {1, 2}, {2, 4}, {4, 5}};
        prompt->ids = {1, 2, 3, 4};
        ContextView view;
        view.resize(300, 200);
        view.setPrompt(prompt);
        QVERIFY(view.describe(1).contains(QStringLiteral("東")));
        QVERIFY(view.describe(3).contains(QLatin1Char('b')));
        prompt = std::make_shared<Prompt>(*prompt);
        prompt->spans.back() = {90, 100}; // beyond the text: shown as empty, no crash
        view.setPrompt(prompt);
        view.grab();
    }

    void hundredThousandTokens()
    {
        ContextView view;
        view.resize(700, 700);
        auto prompt = promptOf(100000);
        QElapsedTimer timer;
        timer.start();
        QSignalSpy set(&view, &ContextView::textSet);
        view.setPrompt(prompt);
        QVERIFY(set.isEmpty()); // in the background
        QVERIFY(timer.elapsed() < 1000);
        view.grab(); // nothing is there yet that could be painted
        QVERIFY(view.tokenRect(prompt->needle.begin).isEmpty());
        QTRY_COMPARE(set.count(), 1);
        const auto layout = timer.restart();
        view.setAttention(attentionTo(prompt->needle.begin, 100000));
        view.grab();
        const auto paint = timer.restart();
        view.verticalScrollBar()->setValue(1000);
        view.viewport()->grab();
        const auto scroll = timer.elapsed();
        // Other lines come in the background, too, and the same place stays in sight.
        view.scrollToNeedle();
        view.resize(500, 700);
        QTRY_VERIFY(view.verticalScrollBar()->maximum() > 0 && !view.tokenRect(prompt->needle.begin).isEmpty());
        view.resize(700, 700);
        view.resize(600, 700);
        view.setPrompt(promptOf(300)); // what was being set is no longer wanted
        QCOMPARE(set.count(), 2);
        QTest::qWait(300);
        QCOMPARE(set.count(), 2);
        QVERIFY(!view.tokenRect(view.prompt()->needle.begin).isEmpty());
        qInfo("100,000 tokens: layout %lld ms, first painting %lld ms, scrolled %lld ms", static_cast<long long>(layout),
            static_cast<long long>(paint), static_cast<long long>(scroll));
        // Measured 70 ms, 100 ms and 55 ms beside other jobs; the limits hold on a machine that is many times as busy and still fail where
        // each of the tokens costs a text layout or is painted.
        QVERIFY(layout < 3000);
        QVERIFY(paint < 3000);
        QVERIFY(scroll < 1000);
    }

    void pictures_data()
    {
        QTest::addColumn<int>("nTokens");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("scrolledAway");
        QTest::newRow("context") << 512 << false << false;
        QTest::newRow("context-dark") << 512 << true << false;
        QTest::newRow("context-long") << 20000 << false << true;
        QTest::newRow("context-long-dark") << 20000 << true << true;
    }

    void pictures()
    {
        QFETCH(int, nTokens);
        QFETCH(bool, dark);
        QFETCH(bool, scrolledAway);
        ContextView view;
        if (dark)
            view.setPalette(darkPalette());
        view.resize(640, 560);
        auto prompt = promptOf(nTokens);
        view.setPrompt(prompt);
        const int key = prompt->needle.begin + 2;
        view.setAttention(attentionTo(key, nTokens + 3));
        view.setGeneratedTokens({QStringLiteral(" eat"), QStringLiteral(" a"), QStringLiteral(" sandwich"), QStringLiteral(" and"),
                                    QStringLiteral(" sit"), QStringLiteral(" in")},
            2);
        view.setFlows({{key, 0.62F, {3, 3}}, {key + 1, 0.1F, {3, 3}}, {key, 0.3F, {3, 6}}, {0, 0.5F, {2, 1}}, {nTokens + 1, 0.2F, {2, 1}}});
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTRY_VERIFY(view.verticalScrollBar()->maximum() > nTokens / 100); // the text is set
        if (scrolledAway)
            view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 4);
        QVERIFY(paintsSomething(view, QString::fromLatin1(QTest::currentDataTag())));
    }
};

QTEST_MAIN(TestContextView)
#include "tst_contextview.moc"
