// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue.h"
#include "enginesentences.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace needlescope;

namespace {

const QString english = QStringLiteral("en");
const QString chinese = QStringLiteral("zh_CN");

QStringList all(const QString &text, const char *pattern)
{
    QStringList found;
    for (auto match = QRegularExpression(QLatin1String(pattern)).globalMatch(text); match.hasNext();)
        found << match.next().captured();
    found.sort();
    return found;
}

/// How many arguments a pattern of the engine has.
qsizetype nArguments(QString pattern)
{
    pattern.remove(QStringLiteral("{{")).remove(QStringLiteral("}}"));
    return all(pattern, "\\{\\}").size();
}

/// Empty where it does not fit them.
QString filled(const QString &pattern, qsizetype n)
{
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (qsizetype i = 0; i < n; ++i)
        store.push_back(fmt::format("<{}>", i));
    try {
        return QString::fromStdString(fmt::vformat(pattern.toStdString(), store));
    } catch (const fmt::format_error &) {
        return {};
    }
}

} // namespace

class TestCatalogue : public QObject
{
    Q_OBJECT

private slots:
    void nothingIsUnfinished_data();
    void nothingIsUnfinished();
    void argumentsAgree();
    void mnemonicsAgree();
    void engineArgumentsAgree();
    void everySentenceOfTheEngineIsThere();
    void everyMessageOfTheWindowIsThere_data() { nothingIsUnfinished_data(); }
    void everyMessageOfTheWindowIsThere();
};

void TestCatalogue::nothingIsUnfinished_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("plurals in English") << english;
    QTest::newRow("Chinese") << chinese;
}

void TestCatalogue::nothingIsUnfinished()
{
    QFETCH(QString, language);
    const auto messages = readCatalogue(catalogueFile(language));
    QVERIFY(!messages.empty());
    for (const CatalogueMessage &message : messages) {
        QVERIFY2(message.finished, qPrintable(message.source));
        QCOMPARE(message.translations.size(), message.source.contains("%n") && language == english ? 2 : 1);
        for (const QString &translation : message.translations)
            QVERIFY2(!translation.isEmpty(), qPrintable(message.source));
    }
}

/// %1, %n and the marks of a frame: as many in both.
void TestCatalogue::argumentsAgree()
{
    for (const QString &language : {english, chinese}) {
        for (const CatalogueMessage &message : readCatalogue(catalogueFile(language))) {
            for (const QString &translation : message.translations) {
                for (const char *argument : {"%L?\\d", "%n", "\\{[a-z]+\\}", "<[^>]*>", "\\*\\.[a-z]+"}) {
                    const bool isOnlyText = message.context == "Engine" && *argument == '<';
                    if (!isOnlyText)
                        QVERIFY2(
                            all(message.source, argument) == all(translation, argument), qPrintable(message.source + " / " + translation));
                }
            }
        }
    }
}

void TestCatalogue::mnemonicsAgree()
{
    for (const CatalogueMessage &message : readCatalogue(catalogueFile(chinese)))
        QVERIFY2(
            all(message.source.toUpper(), "&[A-Z]") == all(message.translations.first().toUpper(), "&[A-Z]"), qPrintable(message.source));
}

void TestCatalogue::engineArgumentsAgree()
{
    for (const CatalogueMessage &message : readCatalogue(catalogueFile(chinese))) {
        const qsizetype n = nArguments(message.source);
        if (message.context != "Engine" || n == 0)
            continue;
        const QString text = filled(message.translations.first(), n);
        QVERIFY2(!text.isEmpty(), qPrintable(message.translations.first()));
        QVERIFY2(all(text, "<\\d+>") == all(filled(message.source, n), "<\\d+>"), qPrintable(message.translations.first()));
    }
}

void TestCatalogue::everySentenceOfTheEngineIsThere()
{
    const auto sentences = engineSentences(NEEDLESCOPE_SOURCE_DIR);
    // of each way to say one: at once, through a function that takes it, as an argument, as a choice, as a note, in a table
    for (const char *known : {"'{}' has no general.architecture that is a name; convert the model again.", "a divisor of n_embd, {}",
             "it is a directory", "cannot be read ({})", "answers together", "Some scores are below 0; they are taken as they are.",
             "Masking curve", "mask kind"})
        QVERIFY2(sentences.contains(known), known);
    QSet<QString> translated;
    for (const CatalogueMessage &message : readCatalogue(catalogueFile(chinese))) {
        if (message.context == "Engine")
            translated << message.source;
    }
    for (auto sentence = sentences.cbegin(); sentence != sentences.cend(); ++sentence)
        QVERIFY2(translated.contains(sentence.key()),
            qPrintable(sentence.value() + ": " + sentence.key() + " (build update-translations, and translate it)"));
    for (const QString &message : translated)
        QVERIFY2(sentences.contains(message), qPrintable(message + " is said nowhere (build update-translations)"));
}

/// What lupdate finds in the sources is translated.
void TestCatalogue::everyMessageOfTheWindowIsThere()
{
    QFETCH(QString, language);
    const QTemporaryDir folder;
    const QString copy = folder.filePath("needlescope.ts");
    QVERIFY(QFile::copy(catalogueFile(language), copy));
    QStringList arguments{"-silent", "-locations", "none", "-no-obsolete", "-I", NEEDLESCOPE_SOURCE_DIR "/ui"};
    if (language == english)
        arguments << "-pluralonly";
    arguments << NEEDLESCOPE_SOURCE_DIR "/ui" << NEEDLESCOPE_SOURCE_DIR "/app/needlescope"
              << "-ts" << copy;
    QCOMPARE(QProcess::execute(NEEDLESCOPE_LUPDATE, arguments), 0);
    for (const CatalogueMessage &message : readCatalogue(copy))
        QVERIFY2(message.finished, qPrintable(message.context + ": " + message.source + " (build update-translations, and translate it)"));
}

QTEST_APPLESS_MAIN(TestCatalogue)
#include "tst_catalogue.moc"
