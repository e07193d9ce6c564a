// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include "figures/answertext.h"
#include "figures/attentionshares.h"
#include "views/answerview.h"
#include "views/messagebar.h"
#include "views/promptbar.h"
#include "views/stepbar.h"
#include "views/stepstrip.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolButton>

#include <cmath>

using namespace needlescope;

namespace {

const Needle sandwich{"The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day.",
    "What is the best thing to do in San Francisco?", "eat a sandwich and sit in Dolores Park on a sunny day."};

/// A token a word; 2 layers of 4 heads; L1H2 looks at the needle, all others share sink and recent tokens.
std::shared_ptr<DecodeTrace> traceOf(const QString &text, Outcome outcome, double recall, Intervention mask = {}, float sink = 0.2F)
{
    auto trace = std::make_shared<DecodeTrace>();
    trace->text = text.toStdString();
    for (const QString &word : text.split(QLatin1Char(' ')))
        trace->tokens.push_back({0, (QLatin1Char(' ') + word).toStdString(), std::log(0.5F)});
    trace->outcome = outcome;
    trace->recall = recall;
    trace->judged = true;
    trace->intervention = std::move(mask);
    HeadSummaries &heads = trace->heads;
    heads.nSteps = static_cast<int>(trace->tokens.size());
    heads.nLayers = 2;
    heads.nHeads = 4;
    const auto n = static_cast<std::size_t>(heads.nSteps) * 8;
    heads.argmax.assign(n, 7);
    heads.weight.assign(n, 0.5F);
    heads.needleMass.assign(n, 0.05F);
    heads.sinkMass.assign(n, sink);
    heads.recentMass.assign(n, 0.3F);
    for (int step = 0; step < heads.nSteps; ++step)
        heads.needleMass[heads.index(step, {1, 2})] = 0.3F + 0.5F * std::abs(std::sin(static_cast<float>(step)));
    return trace;
}

std::shared_ptr<DecodeTrace> baseline()
{
    return traceOf(QString::fromStdString(sandwich.answer), Outcome::Complete, 1);
}

std::shared_ptr<DecodeTrace> masked(float sink = 0.2F)
{
    return traceOf(QStringLiteral("go to the beach and watch the old ships come in on a grey day."), Outcome::Hallucination, 0.31,
        maskOf({{1, 2}, {1, 3}}), sink);
}

QString textOf(QWidget &view, const char *name)
{
    return view.findChild<QLabel *>(QLatin1String(name))->text();
}

/// Words of a pane whose underline has this style.
QStringList marked(AnswerView &view, const char *name, QTextCharFormat::UnderlineStyle style)
{
    QStringList words;
    const QTextDocument *document = view.findChild<QTextBrowser *>(QLatin1String(name))->document();
    for (auto it = document->begin().begin(); !it.atEnd(); ++it) {
        if (it.fragment().charFormat().underlineStyle() == style)
            words << it.fragment().text().trimmed();
    }
    return words;
}

} // namespace

class TestAnswerViews : public QObject
{
    Q_OBJECT
private slots:
    void stepsByChipSliderAndKeys()
    {
        StepBar bar;
        bar.setTrace(baseline());
        bar.setHeads({{1, 2}, {0, 0}});
        bar.resize(900, 160);
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
        QSignalSpy chosen(&bar, &StepBar::stepChosen);
        auto *strip = bar.findChild<StepStrip *>(QStringLiteral("stepStrip"));
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->chipRect(2).center());
        QCOMPARE(chosen.takeFirst().at(0).toInt(), 2);
        QCOMPARE(bar.step(), 2);
        // The timeline below the chip is the step too.
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->columnRect(4).center());
        QCOMPARE(chosen.takeFirst().at(0).toInt(), 4);
        auto *slider = bar.findChild<QSlider *>(QStringLiteral("stepSlider"));
        QCOMPARE(slider->value(), 4);
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(chosen.takeFirst().at(0).toInt(), 5);
        bar.setStep(0);
        QVERIFY(chosen.isEmpty());
        bar.setTrace(nullptr);
        QCOMPARE(bar.step(), -1);
        QVERIFY(!bar.isEnabled());
    }

    void stepTooltip()
    {
        StepStrip strip;
        strip.setTrace(baseline());
        const QString text = strip.describe(0, HeadId{1, 2});
        for (const char *part : {"eat", "50.0 %", "L1H2", "answer span 30 %", "sink 20 %", "position 7"})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
        QCOMPARE(strip.describe(99, {}), QString());
        QVERIFY(!strip.describe(0, HeadId{9, 9}).contains(QStringLiteral("L9H9")));
    }

    void sharesAddUp()
    {
        auto trace = baseline();
        trace->heads.needleMass[0] = 0.6F;
        trace->heads.recentMass[0] = 0.9F; // the needle is recent as well
        trace->heads.sinkMass[0] = 0.1F;
        const AttentionShares shares = attentionShares(trace->heads, 0, {0, 0});
        QVERIFY(shares.needle + shares.recent + shares.sink <= 1 + 1e-6);
        QCOMPARE(attentionShares(trace->heads, 500, {0, 0}).needle, 0.0);
    }

    void answersAreCompared()
    {
        AnswerView view;
        view.setExpectedAnswer(QString::fromStdString(sandwich.answer));
        view.setBaseline(baseline());
        QVERIFY(marked(view, "baselineAnswerText", QTextCharFormat::DotLine).isEmpty());
        view.setMasked(masked());
        QVERIFY(textOf(view, "baselineAnswerOutcome").contains(QStringLiteral("Complete")));
        QVERIFY(textOf(view, "maskedAnswerOutcome").contains(QStringLiteral("Hallucination")));
        QCOMPARE(textOf(view, "maskedAnswerTitle"), QStringLiteral("2 heads masked, uniform, while decoding"));
        QVERIFY(textOf(view, "maskedAnswerRecall").contains(QStringLiteral("31")));
        QVERIFY(textOf(view, "expectedAnswer").contains(QString::fromStdString(sandwich.answer)));
        QVERIFY(marked(view, "baselineAnswerText", QTextCharFormat::DotLine).join(QLatin1Char(' ')).contains(QStringLiteral("sandwich")));
        const QString invented = marked(view, "maskedAnswerText", QTextCharFormat::SingleUnderline).join(QLatin1Char(' '));
        QVERIFY(invented.contains(QStringLiteral("watch the old ships")));
        QVERIFY(!invented.contains(QStringLiteral("day")));
        view.setMask({});
        view.setMasked(nullptr);
        QCOMPARE(textOf(view, "maskedAnswerTitle"), QStringLiteral("Nothing masked"));
        QVERIFY(view.findChild<QTextBrowser *>(QStringLiteral("maskedAnswerText"))->toPlainText().isEmpty());
    }

    void answerStreamsIn()
    {
        AnswerView view;
        view.setBaseline(baseline());
        view.setMask(masked()->intervention);
        QVERIFY(textOf(view, "maskedAnswerTitle").startsWith(QStringLiteral("2 heads masked")));
        view.setStreaming(true, QStringLiteral("go to"), true);
        auto *text = view.findChild<QTextBrowser *>(QStringLiteral("maskedAnswerText"));
        QVERIFY(text->toPlainText().startsWith(QStringLiteral("go to")));
        view.setStreaming(true, QStringLiteral("go to the"), true);
        QVERIFY(text->toPlainText().startsWith(QStringLiteral("go to the")));
        view.setMasked(masked());
        QCOMPARE(text->toPlainText(), QString::fromStdString(masked()->text));
    }

    void sinkAlarm_data()
    {
        QTest::addColumn<float>("sink");
        QTest::addColumn<bool>("retrievalHeadsLeft");
        QTest::addColumn<bool>("alarm");
        QTest::newRow("calm") << 0.2F << true << false;
        QTest::newRow("remaining heads look at the sink") << 0.8F << true << true;
        QTest::newRow("all retrieval heads masked") << 0.8F << false << false;
    }

    void sinkAlarm()
    {
        QFETCH(float, sink);
        QFETCH(bool, retrievalHeadsLeft);
        QFETCH(bool, alarm);
        AnswerView view;
        view.setBaseline(baseline());
        view.setRetrievalHeads(retrievalHeadsLeft ? std::vector<HeadId>{{1, 2}, {0, 1}} : std::vector<HeadId>{{1, 2}, {1, 3}});
        view.setMasked(masked(sink));
        QCOMPARE(!view.findChild<QLabel *>(QStringLiteral("sinkAlarm"))->isHidden(), alarm);
        if (alarm)
            QVERIFY(textOf(view, "sinkAlarm").contains(QStringLiteral("80 %")));
    }

    void exportIsAskedFor()
    {
        AnswerView view;
        QSignalSpy asked(&view, &AnswerView::exportRequested);
        QTest::mouseClick(view.findChild<QToolButton *>(QStringLiteral("exportAnswers")), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
    }

    void messageBar()
    {
        MessageBar bar;
        QSignalSpy action(&bar, &MessageBar::actionTriggered);
        QSignalSpy dismissed(&bar, &MessageBar::dismissed);
        bar.showMessage(MessageBar::Kind::Error, QStringLiteral("The engine stopped."), QStringLiteral("Restart"));
        QVERIFY(bar.isVisible());
        auto *button = bar.findChild<QPushButton *>(QStringLiteral("messageAction"));
        QCOMPARE(button->text(), QStringLiteral("Restart"));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(action.size(), 1);
        QTest::keyClick(&bar, Qt::Key_Escape);
        QCOMPARE(dismissed.size(), 1);
        QVERIFY(!bar.isVisible());
        bar.showMessage(MessageBar::Kind::Info, QStringLiteral("Done."));
        QVERIFY(!button->isVisible());
    }

    void answerIsTakenFromTheNeedle_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("answer");
        QTest::newRow("the paper's") << QString::fromStdString(sandwich.statement) << QString::fromStdString(sandwich.question)
                                     << "eat a sandwich and sit in Dolores Park on a sunny day";
        QTest::newRow("plural") << "The keys of Anna are under the mat."
                                << "Where are the keys of Anna?"
                                << "under the mat";
        QTest::newRow("no common word") << "Paris shines."
                                        << "Who sings?"
                                        << "Paris shines";
    }

    void answerIsTakenFromTheNeedle()
    {
        QFETCH(QString, statement);
        QFETCH(QString, question);
        PromptBar bar;
        QSignalSpy edited(&bar, &PromptBar::requestEdited);
        QTest::keyClicks(bar.findChild<QLineEdit *>(QStringLiteral("needleStatement")), statement);
        auto *questionField = bar.findChild<QLineEdit *>(QStringLiteral("needleQuestion"));
        QTest::keyClicks(questionField, question);
        QTest::keyClick(questionField, Qt::Key_Return);
        QCOMPARE(edited.size(), 1);
        const auto request = edited.at(0).at(0).value<PromptRequest>();
        QCOMPARE(QString::fromStdString(request.needle.statement), statement);
        QCOMPARE(request.needle.answer, std::string()); // the engine takes it, by the rule that the field shows
        QTEST(bar.findChild<QLineEdit *>(QStringLiteral("needleAnswer"))->placeholderText(), "answer");
    }

    void typedAnswerStays()
    {
        PromptBar bar;
        QTest::keyClicks(bar.findChild<QLineEdit *>(QStringLiteral("needleAnswer")), QStringLiteral("tea"));
        QTest::keyClicks(bar.findChild<QLineEdit *>(QStringLiteral("needleStatement")), QStringLiteral("He drinks old tea."));
        QCOMPARE(bar.request().needle.answer, std::string("tea"));
    }

    void answerOfAnotherNeedleDoesNotStay()
    {
        PromptBar bar;
        PromptRequest request;
        request.needle = sandwich;
        bar.setRequest(request);
        auto *statement = bar.findChild<QLineEdit *>(QStringLiteral("needleStatement"));
        statement->selectAll();
        QTest::keyClicks(statement, QStringLiteral("The best thing to do in San Francisco is sleep."));
        QCOMPARE(bar.request().needle.answer, std::string());
        QCOMPARE(bar.findChild<QLineEdit *>(QStringLiteral("needleAnswer"))->placeholderText(), QStringLiteral("sleep"));
    }

    void depthLengthAndHaystack()
    {
        PromptBar bar;
        bar.setHaystacks({QStringLiteral("Essays"), QStringLiteral("Tales")});
        bar.setMaxLength(2048);
        PromptRequest request;
        request.needle = sandwich;
        request.haystack = {"Tales", "Once upon a time"};
        request.length = 1024;
        request.depthPercent = 40;
        QSignalSpy edited(&bar, &PromptBar::requestEdited);
        QSignalSpy fileAsked(&bar, &PromptBar::haystackFileRequested);
        bar.setRequest(request);
        QVERIFY(edited.isEmpty());
        QCOMPARE(bar.request().haystack.text, std::string("Once upon a time"));
        auto *slider = bar.findChild<QSlider *>(QStringLiteral("depthSlider"));
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(edited.takeFirst().at(0).value<PromptRequest>().depthPercent, 41.0);
        auto *length = bar.findChild<QSpinBox *>(QStringLiteral("length"));
        length->selectAll();
        QTest::keyClicks(length, QStringLiteral("9000"));
        QTest::keyClick(length, Qt::Key_Return);
        QVERIFY(length->value() <= 2048);
        auto *haystack = bar.findChild<QComboBox *>(QStringLiteral("haystack"));
        QTest::keyClick(haystack, Qt::Key_Home);
        QVERIFY(!edited.isEmpty());
        QCOMPARE(edited.last().at(0).value<PromptRequest>().haystack.name, std::string("Essays"));
        QVERIFY(edited.last().at(0).value<PromptRequest>().haystack.text.empty());
        bar.setRequest(request);
        QTest::keyClick(haystack, Qt::Key_End);
        QCOMPARE(fileAsked.size(), 1);
        QCOMPARE(haystack->currentText(), QStringLiteral("Tales")); // until a file is chosen
        request.haystack = {"/home/me/book.txt", "text"};
        bar.setRequest(request);
        QCOMPARE(haystack->currentText(), QStringLiteral("/home/me/book.txt"));
        QCOMPARE(bar.request().haystack.text, std::string("text"));
    }

    void askButton()
    {
        PromptBar bar;
        PromptRequest request;
        request.needle = sandwich;
        bar.setRequest(request);
        QSignalSpy edited(&bar, &PromptBar::requestEdited);
        QTest::mouseClick(bar.findChild<QPushButton *>(QStringLiteral("ask")), Qt::LeftButton);
        QCOMPARE(edited.size(), 1);
        QCOMPARE(edited.at(0).at(0).value<PromptRequest>().needle.statement, sandwich.statement);
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
        const QString suffix = dark ? QStringLiteral("-dark") : QString();
        StepBar steps;
        AnswerView answers;
        AnswerView wide;
        MessageBar message;
        PromptBar prompt;
        for (QWidget *widget : std::initializer_list<QWidget *>{&steps, &answers, &wide, &message, &prompt}) {
            if (dark)
                widget->setPalette(darkPalette());
        }
        steps.setTrace(masked());
        steps.setHeads({{1, 2}, {1, 3}, {0, 0}});
        steps.setStep(3);
        steps.resize(900, 150);
        for (AnswerView *view : {&answers, &wide}) {
            view->setExpectedAnswer(QString::fromStdString(sandwich.answer));
            view->setRetrievalHeads({{1, 2}, {0, 1}});
            view->setBaseline(baseline());
            view->setMasked(masked(0.8F));
        }
        answers.resize(330, 480);
        wide.resize(760, 260);
        message.showMessage(MessageBar::Kind::Error,
            QStringLiteral("The engine stopped (out of memory). Your mask and your prompt are kept."),
            QStringLiteral("Restart the engine"));
        message.resize(900, message.sizeHint().height());
        PromptRequest request;
        request.needle = sandwich;
        request.haystack.name = "Tales of the harbour";
        prompt.setHaystacks({QStringLiteral("Tales of the harbour")});
        prompt.setRequest(request);
        prompt.resize(1100, prompt.sizeHint().height());
        QVERIFY(paintsSomething(steps, QStringLiteral("stepbar") + suffix));
        QVERIFY(paintsSomething(answers, QStringLiteral("answerview") + suffix));
        QVERIFY(paintsSomething(wide, QStringLiteral("answerview-wide") + suffix));
        QVERIFY(paintsSomething(message, QStringLiteral("messagebar") + suffix));
        QVERIFY(paintsSomething(prompt, QStringLiteral("promptbar") + suffix));
    }
};

QTEST_MAIN(TestAnswerViews)
#include "tst_answerviews.moc"
