// SPDX-License-Identifier: GPL-3.0-or-later
#include "../cli/program.h"

#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryFile>
#include <QTest>

using namespace needlescope;

class TestManual : public QObject
{
    Q_OBJECT

private slots:
    void everyOptionIsThere_data();
    void everyOptionIsThere();
    void formsAreValid_data();
    void formsAreValid();
    void bashCompletes_data();
    void bashCompletes();
    void desktopFilesAreValid_data();
    void desktopFilesAreValid();
};

namespace {

QString written(const QString &program, const QString &form)
{
    const Result result = runProgram(program, {"--manual", form});
    return result.code == 0 ? QString::fromUtf8(result.out) : QString();
}

QStringList matches(const QString &text, const char *pattern)
{
    QStringList found;
    for (auto match = QRegularExpression(QLatin1String(pattern), QRegularExpression::MultilineOption).globalMatch(text); match.hasNext();)
        found << match.next().captured(1);
    return found;
}

/// What --help says of a program or subcommand: the names of its options.
QStringList optionNames(const QString &help)
{
    return matches(help, "^  (?:-\\w,)?(--[\\w-]+)");
}

QStringList subcommandNames(const QString &help)
{
    return matches(help.section("Subcommands:\n", 1), "^  ([a-z][\\w-]*) ");
}

/// The part of a form that is about a subcommand, or about the program itself where @p command is empty.
QString part(const QString &form, const QString &text, const QString &command)
{
    if (form == "man") {
        const QString page = QString(text).replace("\\-", "-");
        return command.isEmpty() ? page.section(".SS ", 0, 0) : page.section(".SS \\fB" + command + "\\fR", 1).section(".SS ", 0, 0);
    }
    if (form == "bash")
        return text.section("\n    " + command + ",*)", 1).section('\n', 0, 0);
    if (form == "zsh")
        return command.isEmpty() ? text.section("case $state", 0, 0)
                                 : text.section("\n    " + command + ") _arguments", 1).section(";;", 0, 0);
    const QString start = command.isEmpty() ? QString() : "__fish_seen_subcommand_from " + command + "'";
    return QStringList(text.split('\n').filter(start)).join('\n').replace(" -l ", " --");
}

void addPrograms()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("needlescope-cli") << NEEDLESCOPE_CLI;
    QTest::newRow("needlescope-figures") << NEEDLESCOPE_FIGURES_PROGRAM;
    QTest::newRow("needlescope") << NEEDLESCOPE_WINDOW_PROGRAM;
}

} // namespace

void TestManual::everyOptionIsThere_data()
{
    addPrograms();
}

void TestManual::everyOptionIsThere()
{
    QFETCH(QString, program);
    const QString help = QString::fromUtf8(runProgram(program, {"--help"}).out);
    const QStringList commands = subcommandNames(help);
    QMap<QString, QStringList> options{{QString(), optionNames(help)}};
    for (const QString &command : commands)
        options[command] = optionNames(QString::fromUtf8(runProgram(program, {command, "--help"}).out));

    for (const QString form : {"man", "bash", "zsh", "fish"}) {
        const QString text = written(program, form);
        for (auto each = options.cbegin(); each != options.cend(); ++each) {
            QVERIFY2(!each.value().isEmpty(), qPrintable(each.key()));
            const QString said = part(form, text, each.key());
            QVERIFY2(!said.isEmpty(), qPrintable(form + " says nothing of " + each.key()));
            for (const QString &name : each.value()) {
                const bool shown = QRegularExpression(name + "(?![\\w-])").match(said).hasMatch();
                const bool leftOut = form == "man" && !each.key().isEmpty() && name == "--help"; // said once for all
                QVERIFY2(shown || leftOut, qPrintable(form + ": " + each.key() + " " + name));
            }
        }
        QVERIFY(!text.contains("--manual"));
    }
}

void TestManual::formsAreValid_data()
{
    addPrograms();
}

void TestManual::formsAreValid()
{
    QFETCH(QString, program);
    const QMap<QString, QStringList> checks{{"bash", {"bash", "-n"}}, {"zsh", {"zsh", "-n"}}, {"fish", {"fish", "-n"}},
        {"man", {"man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z"}}};
    for (auto check = checks.cbegin(); check != checks.cend(); ++check) {
        const QString text = written(program, check.key());
        QVERIFY(!text.isEmpty());
        if (QStandardPaths::findExecutable(check.value().first()).isEmpty())
            continue;
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write(text.toUtf8());
        file.close();
        const Result result = runProgram(check.value().first(), check.value().mid(1) << file.fileName());
        QVERIFY2(result.code == 0 && result.err.isEmpty(), result.err.constData());
    }
}

void TestManual::bashCompletes_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a subcommand") << "needlescope-cli det"
                                  << "detect";
    QTest::newRow("an option") << "needlescope-cli detect demo --need"
                               << "--needles";
    QTest::newRow("a value") << "needlescope-cli detect demo --rule pa"
                             << "paper";
    QTest::newRow("a file") << "needlescope-cli detect demo --run fi"
                            << "";
}

void TestManual::bashCompletes()
{
    QFETCH(QString, words);
    QFETCH(QString, expected);
    const QString script = written(NEEDLESCOPE_CLI, "bash") + "\nCOMP_WORDS=(" + words
        + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
          "_needlescope_cli ${COMP_WORDS[0]} ${COMP_WORDS[-1]} ${COMP_WORDS[-2]}; echo ${COMPREPLY[*]}";
    QCOMPARE(QString::fromUtf8(runProgram("bash", {"--norc", "-c", script}).out).trimmed(), expected);
}

void TestManual::desktopFilesAreValid_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("file");
    QTest::newRow("desktop file") << QStringList{"desktop-file-validate"} << "org.needlescope.Needlescope.desktop";
    QTest::newRow("metainfo") << QStringList{"appstreamcli", "validate", "--no-net"} << "org.needlescope.Needlescope.metainfo.xml";
    QTest::newRow("types") << QStringList{"xmllint", "--noout"} << "org.needlescope.Needlescope.mime.xml";
}

void TestManual::desktopFilesAreValid()
{
    QFETCH(QStringList, command);
    QFETCH(QString, file);
    if (QStandardPaths::findExecutable(command.first()).isEmpty())
        QSKIP("its checker is not installed");
    const Result result = runProgram(command.first(), command.mid(1) << NEEDLESCOPE_SOURCE_DIR "/packaging/" + file);
    QVERIFY2(result.code == 0, (result.out + result.err).constData());
}

QTEST_GUILESS_MAIN(TestManual)
#include "tst_manual.moc"
