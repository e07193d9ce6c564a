// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue.h"
#include "language/enginetext.h"
#include "language/language.h"
#include "language/telling.h"
#include "views/messagebar.h"
#include "views/promptbar.h"
#include "views/studiespanel.h"
#include "views/studyform.h"
#include "views/studyview.h"
#include "window/exporter.h"
#include "window/preferences.h"
#include "windowuser.h"

#include "measures/studies/kind.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QTabBar>
#include <QTest>
#include <QTextEdit>
#include <QTimer>
#include <QToolButton>

using namespace needlescope;

namespace {

using Texts = QMap<QString, QString>; ///< where it stands -> what it says

void add(Texts &texts, const QString &place, const QString &text)
{
    if (!text.trimmed().isEmpty())
        texts.insert(place, text);
}

void addHeaders(Texts &texts, const QString &place, const QAbstractItemModel *model)
{
    for (int column = 0; model && column < model->columnCount(); ++column) {
        for (const auto role : {Qt::DisplayRole, Qt::ToolTipRole})
            add(texts, QStringLiteral("%1 header %2 %3").arg(place).arg(column).arg(role),
                model->headerData(column, Qt::Horizontal, role).toString());
    }
}

void addCells(Texts &texts, const QString &place, const QAbstractItemModel *model)
{
    for (int row = 0; model && row < model->rowCount(); ++row) {
        for (int column = 0; column < model->columnCount(); ++column)
            add(texts, QStringLiteral("%1 cell %2,%3").arg(place).arg(row).arg(column), model->index(row, column).data().toString());
    }
}

void addOfKind(Texts &texts, const QString &place, const QWidget *widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        add(texts, place + " text", label->text());
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        add(texts, place + " text", button->text());
    if (const auto *line = qobject_cast<const QLineEdit *>(widget))
        add(texts, place + " placeholder", line->placeholderText());
    if (const auto *text = qobject_cast<const QTextEdit *>(widget))
        add(texts, place + " placeholder", text->placeholderText());
    if (const auto *box = qobject_cast<const QSpinBox *>(widget))
        add(texts, place + " affixes", box->prefix() + box->suffix() + box->specialValueText());
    if (const auto *box = qobject_cast<const QDoubleSpinBox *>(widget))
        add(texts, place + " affixes", box->prefix() + box->suffix());
    if (const auto *menu = qobject_cast<const QMenu *>(widget))
        add(texts, place + " title", menu->title());
    if (const auto *combo = qobject_cast<const QComboBox *>(widget)) {
        for (int i = 0; i < combo->count(); ++i)
            add(texts, QStringLiteral("%1 item %2").arg(place).arg(i), combo->itemText(i));
    }
    if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
        for (int i = 0; i < tabs->count(); ++i)
            add(texts, QStringLiteral("%1 tab %2").arg(place).arg(i), tabs->tabText(i));
    }
    const auto *view = qobject_cast<const QAbstractItemView *>(widget);
    if (view && !qobject_cast<const QHeaderView *>(widget)) {
        addHeaders(texts, place, view->model());
        addCells(texts, place, view->model());
    }
}

/// All that the window says, in sight or not; without what users and models have written.
Texts textsOf(const QWidget *window)
{
    Texts texts;
    QList<const QWidget *> widgets{window};
    for (const QWidget *child : window->findChildren<QWidget *>())
        widgets << child;
    for (qsizetype i = 0; i < widgets.size(); ++i) {
        const QWidget *widget = widgets[i];
        const QString place = QStringLiteral("%1 %2 %3").arg(i).arg(widget->metaObject()->className(), widget->objectName());
        add(texts, place + " window title", widget->windowTitle());
        add(texts, place + " tool tip", widget->toolTip());
        add(texts, place + " status tip", widget->statusTip());
        add(texts, place + " what is this", widget->whatsThis());
        add(texts, place + " accessible name", widget->accessibleName());
        add(texts, place + " accessible description", widget->accessibleDescription());
        addOfKind(texts, place, widget);
        qsizetype n = 0;
        for (const QAction *action : widget->actions()) {
            const QString at = QStringLiteral("%1 action %2").arg(place).arg(n++);
            add(texts, at, action->text());
            add(texts, at + " icon text", action->iconText());
            add(texts, at + " tool tip", action->toolTip());
            add(texts, at + " status tip", action->statusTip());
        }
    }
    return texts;
}

} // namespace

/// Somebody who reads Chinese.
class TestLanguage : public QObject, private WindowUser
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { beginAnew(); }
    void cleanup() { speak("en"); }
    void cleanupTestCase() { leave(); }
    void nothingStaysInEnglish();
    void everythingComesBack();
    void preferencesSwitchAndAreRemembered();
    void messagesAreToldAgain();
    void engineSentencesAreTranslated();
    void figuresAreInTheWindowsLanguageOrInEnglish();
    void desktopsLanguageIsTaken();
    void brokenCatalogueIsOneSentence();
    void chineseKeepsWhatWasChosen();
    void chineseNeedleIsTypedAndAsked();
    void chineseExampleIsTaken();

private:
    void verifyNothingIsEnglish();
    bool isOfTheUser(const QString &text) const;

    QMap<QString, QSet<QString>> m_translations; ///< English -> in Chinese
    QSet<QString> m_same; ///< English that is Chinese, too: "CSV"
};

void TestLanguage::initTestCase()
{
    settle(QStringLiteral("tst_language"));
    for (const CatalogueMessage &message : readCatalogue(catalogueFile("zh_CN"))) {
        const QString plain = QString(message.source).remove(u'&');
        if (message.translations.first() == message.source)
            m_same << plain;
        else
            m_translations[plain] << message.translations.first();
    }
    QVERIFY(m_translations.size() > 500);
}

/// Names and sentences that were given to the program, not said by it.
bool TestLanguage::isOfTheUser(const QString &text) const
{
    for (const Needle &needle : m_world.library().examples()) {
        for (const std::string &part : {needle.question, needle.statement, needle.answer}) {
            if (text.contains(QString::fromStdString(part)))
                return true;
        }
    }
    for (const QString &name : m_world.library().haystacks() + m_world.library().models()) {
        if (text == name)
            return true;
    }
    return false;
}

/// No text of the catalogue, and no sentence at all.
void TestLanguage::verifyNothingIsEnglish()
{
    static const QRegularExpression sentence("[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}");
    static const QRegularExpression chinese("\\p{Han}");
    const Texts texts = textsOf(m_window.get());
    QVERIFY(texts.size() > 500);
    for (auto text = texts.cbegin(); text != texts.cend(); ++text) {
        const QString said = QString(text.value()).remove(u'&');
        const bool known = m_translations.contains(said) && !m_same.contains(said);
        const bool inEnglish = known || (said.contains(sentence) && !said.contains(chinese));
        QVERIFY2(!inEnglish || isOfTheUser(said), qPrintable(text.key() + ": " + text.value()));
    }
}

void TestLanguage::nothingStaysInEnglish()
{
    m_session->maskTopK(3);
    QTRY_VERIFY_WITH_TIMEOUT(answered(), patience);
    QVERIFY(speak("zh_CN").isEmpty());
    QCoreApplication::processEvents();
    verifyNothingIsEnglish();
    QVERIFY(m_window->windowTitle().contains("demo"));
    QCOMPARE(view<StudiesPanel>()->form()->findChild<QComboBox *>("kind")->itemText(0), QString("检测"));

    // what is shown later is Chinese at once
    m_session->clearMask();
    m_session->selectHead(best(1));
    m_session->openRun("demo.needle");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->studies().summary() && answered(), patience);
    QCoreApplication::processEvents();
    verifyNothingIsEnglish();
}

void TestLanguage::everythingComesBack()
{
    speak("en"); // so that lists out of sight are up to date
    QCoreApplication::processEvents();
    const Texts before = textsOf(m_window.get());
    speak("zh_CN");
    QCoreApplication::processEvents();
    const Texts between = textsOf(m_window.get());
    speak("en");
    QCoreApplication::processEvents();
    const Texts after = textsOf(m_window.get());
    for (auto text = before.cbegin(); text != before.cend(); ++text)
        QVERIFY2(after.value(text.key()) == text.value(), qPrintable(text.key() + ": " + text.value() + " / " + after.value(text.key())));
    QCOMPARE(after.size(), before.size());
    QCOMPARE(between.size(), before.size());
}

/// As a user does it, in the dialog.
void TestLanguage::preferencesSwitchAndAreRemembered()
{
    const auto choose = [this](const QString &name) {
        m_window->activateWindow();
        const bool active = QTest::qWaitForWindowActive(m_window.get());
        QTimer::singleShot(0, m_window.get(), [name] {
            const QWidget *dialog = QApplication::activeModalWidget();
            QVERIFY(dialog);
            auto *combo = dialog->findChild<QComboBox *>("language");
            combo->setCurrentIndex(combo->findText(name));
            dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->click();
        });
        if (active)
            QTest::keyClick(m_window.get(), Qt::Key_Comma, Qt::ControlModifier);
    };
    QCOMPARE(m_window->findChild<QPushButton *>("ask")->text(), QString("&Ask"));
    choose(QStringLiteral("简体中文"));
    QCOMPARE(m_window->findChild<QPushButton *>("ask")->text(), QString("提问(&A)"));
    QCOMPARE(Preferences::load().language, QString("zh_CN"));
    speak("en");
    Preferences::load().apply(); // as the next start does
    QCOMPARE(spokenLanguage(), QString("zh_CN"));
    choose(QStringLiteral("English"));
    QCOMPARE(m_window->findChild<QPushButton *>("ask")->text(), QString("&Ask"));
    QCOMPARE(Preferences::load().language, QString("en"));
}

void TestLanguage::messagesAreToldAgain()
{
    auto *messages = view<MessageBar>();
    m_session->openRun("nowhere.needle");
    QTRY_VERIFY_WITH_TIMEOUT(messages->isVisible() && !messages->text().isEmpty(), patience);
    const QString english = messages->text();
    QVERIFY2(english.contains("cannot be opened"), qPrintable(english));
    speak("zh_CN");
    QVERIFY2(messages->text().contains("分数文件"), qPrintable(messages->text()));
    QVERIFY(messages->text().contains("nowhere.needle"));
    m_session->toggleMask(best());
    speak("en");
    QCOMPARE(messages->text(), english);
    QCOMPARE(toldAgain(m_session->undoStack()->undoText()), "masking " + QString::fromStdString(toString(best())));
    messages->clear();
}

void TestLanguage::engineSentencesAreTranslated()
{
    speak("zh_CN");
    const Sentence sentence("'{}' is not a usable GGUF file: {}; download it again.", std::string("heads"),
        Sentence("tensor '{}' has {} dimensions", std::string("a"), 7));
    QCOMPARE(engineText(sentence), QString("“heads”不是可用的 GGUF 文件：张量“a”有 7 维；请重新下载。"));
    QCOMPARE(engineText(Sentence("what nobody has translated: {}", 3)), QString("what nobody has translated: 3"));
    speak("en");
    QCOMPARE(engineText(sentence), QString("'heads' is not a usable GGUF file: tensor 'a' has 7 dimensions; download it again."));
}

void TestLanguage::figuresAreInTheWindowsLanguageOrInEnglish()
{
    speak("zh_CN");
    const auto made = [this] { return headMapFigureOf(*m_session, 0.1).title; };
    QVERIFY2(made().contains("检索头"), qPrintable(made()));
    {
        const InEnglish english;
        QVERIFY2(made().contains("Retrieval heads of demo"), qPrintable(made()));
    }
    QVERIFY(made().contains("检索头"));
    QVERIFY(copyToClipboard([this] { return headMapFigureOf(*m_session, 0.1); }).contains("检索头"));
    Preferences preferences = Preferences::load();
    preferences.englishFigures = true;
    preferences.save();
    QVERIFY(copyToClipboard([this] { return headMapFigureOf(*m_session, 0.1); }).contains("Retrieval heads of demo"));
    preferences.englishFigures = false;
    preferences.save();
}

void TestLanguage::desktopsLanguageIsTaken()
{
    QCOMPARE(languages().size(), std::size_t(2));
    QCOMPARE(languages()[1].name, QString("简体中文"));
    speak({});
    const bool isChinese = QLocale::system().uiLanguages().first().startsWith("zh");
    QCOMPARE(spokenLanguage(), isChinese ? QString("zh_CN") : QString("en"));
}

void TestLanguage::brokenCatalogueIsOneSentence()
{
    m_world.write("needlescope_zh_CN.qm", "this is no catalogue");
    qputenv("NEEDLESCOPE_TRANSLATIONS", m_world.scratch({}).toUtf8());
    const QString problem = speak("zh_CN");
    qunsetenv("NEEDLESCOPE_TRANSLATIONS");
    QVERIFY2(problem.contains("needlescope_zh_CN.qm") && problem.endsWith('.') && problem.count(". ") == 0, qPrintable(problem));
    QCOMPARE(spokenLanguage(), QString("en"));
    QCOMPARE(m_window->findChild<QPushButton *>("ask")->text(), QString("&Ask"));
    QVERIFY(!speak("xx").isEmpty());
    QCOMPARE(spokenLanguage(), QString("en"));
}

void TestLanguage::chineseKeepsWhatWasChosen()
{
    auto *count = m_window->findChild<QSpinBox *>("count");
    auto *order = m_window->findChild<QComboBox *>("timelineOrder");
    auto *question = m_window->findChild<QLineEdit *>("needleQuestion");
    count->setValue(7);
    order->setCurrentIndex(2);
    question->setText("half typed");
    const auto selection = m_session->selection();
    speak("zh_CN");
    QCoreApplication::processEvents();
    QCOMPARE(count->value(), 7);
    QCOMPARE(order->currentIndex(), 2);
    QCOMPARE(order->currentText(), QString("按最近词元上的注意力"));
    QCOMPARE(question->text(), QString("half typed"));
    QVERIFY(m_session->selection() == selection);
    order->setCurrentIndex(0);
}

/// As an input method writes it.
void TestLanguage::chineseNeedleIsTypedAndAsked()
{
    const auto type = [this](const char *name, const QString &text) {
        auto *field = m_window->findChild<QLineEdit *>(name);
        field->clear();
        field->setFocus();
        QInputMethodEvent event;
        event.setCommitString(text);
        QCoreApplication::sendEvent(field, &event);
        QCOMPARE(field->text(), text);
    };
    auto *haystack = view<PromptBar>()->findChild<QComboBox *>("haystack");
    haystack->setCurrentIndex(haystack->findText("zh/four-seasons"));
    QVERIFY(haystack->currentIndex() >= 0);
    type("needleStatement", "打开档案室大门的口令是蓝色的长颈鹿。");
    type("needleQuestion", "打开档案室大门的口令是什么？");
    type("needleAnswer", {});
    QCOMPARE(m_window->findChild<QLineEdit *>("needleAnswer")->placeholderText(), QString("蓝色的长颈鹿"));
    const auto old = m_session->prompt();
    QTest::mouseClick(m_window->findChild<QPushButton *>("ask"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->prompt() && m_session->prompt() != old && answered(), patience);
    const Prompt &prompt = *m_session->prompt();
    const QString text = QString::fromStdString(prompt.text);
    QVERIFY2(text.contains("。打开档案室大门的口令是蓝色的长颈鹿。"), qPrintable(text));
    const auto first = prompt.spans[static_cast<std::size_t>(prompt.needle.begin)].begin;
    const auto last = prompt.spans[static_cast<std::size_t>(prompt.needle.end - 1)].end;
    QCOMPARE(QString::fromStdString(prompt.text.substr(first, last - first)), QString("蓝色的长颈鹿"));
    QVERIFY(m_session->baseline()->trace->judged);
    QVERIFY(m_session->baseline()->trace->outcome != Outcome::Complete);
}

void TestLanguage::chineseExampleIsTaken()
{
    const Needle wanted = m_world.library().chineseExamples().at(2);
    const auto trigger = [this](const std::string &question) {
        for (QAction *action : m_window->findChild<QToolButton *>("examples")->menu()->actions()) {
            if (action->text() == QString::fromStdString(question))
                return action->trigger();
        }
        QFAIL("no such example");
    };
    trigger(wanted.question);
    QCOMPARE(m_session->promptRequest().needle.statement, wanted.statement);
    QCOMPARE(QString::fromStdString(m_session->promptRequest().haystack.name), Library::chineseHaystack());
    trigger(m_world.library().examples().at(2).question);
    QCOMPARE(m_session->promptRequest().haystack.name, std::string("demo/book1"));
}

QTEST_MAIN(TestLanguage)
#include "tst_language.moc"
