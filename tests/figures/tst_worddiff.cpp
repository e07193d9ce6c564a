// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/worddiff.h"

#include <QStringList>
#include <QTest>

using namespace needlescope;

namespace {

/// "the -old- tea": lost words in minus signs, new ones in plus signs.
QString notation(const std::vector<DiffWord> &words)
{
    QString text;
    for (const DiffWord &word : words) {
        const QString sign = word.change == WordChange::Lost ? QStringLiteral("-")
            : word.change == WordChange::New                 ? QStringLiteral("+")
                                                             : QString();
        text += (text.isEmpty() || word.joined ? QString() : QStringLiteral(" ")) + sign + word.text + sign;
    }
    return text;
}

} // namespace

class TestWordDiff : public QObject
{
    Q_OBJECT
private slots:
    void diff_data()
    {
        QTest::addColumn<QString>("baseline");
        QTest::addColumn<QString>("masked");
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::newRow("equal") << "eat a sandwich"
                               << "eat a sandwich"
                               << "eat a sandwich"
                               << "eat a sandwich";
        QTest::newRow("replaced end") << "eat a sandwich in Dolores Park"
                                      << "go to a beach in the sun"
                                      << "-eat- a -sandwich- in -Dolores- -Park-"
                                      << "+go+ +to+ a +beach+ in +the+ +sun+";
        QTest::newRow("case and punctuation") << "Eat a sandwich."
                                              << "eat a \"sandwich\""
                                              << "Eat a sandwich."
                                              << "eat a \"sandwich\"";
        QTest::newRow("moved word counts once") << "a b c"
                                                << "c a b"
                                                << "a b -c-"
                                                << "+c+ a b";
        QTest::newRow("empty baseline") << ""
                                        << "old tea"
                                        << ""
                                        << "+old+ +tea+";
        QTest::newRow("empty masked") << "old tea"
                                      << ""
                                      << "-old- -tea-"
                                      << "";
        QTest::newRow("only punctuation") << "- !"
                                          << "- ?"
                                          << "- -!-"
                                          << "- +?+";
        QTest::newRow("not ASCII") << "über Straße"
                                   << "ÜBER 東京"
                                   << "über -Straße-"
                                   << "ÜBER +東++京+";
        QTest::newRow("Chinese, by characters") << "去公园吃三明治。"
                                                << "去海边吃 pizza。"
                                                << "去-公--园-吃-三--明--治。-"
                                                << "去+海++边+吃 +pizza。+";
    }

    void diff()
    {
        QFETCH(QString, baseline);
        QFETCH(QString, masked);
        const WordDiff result = diffWords(baseline, masked);
        QTEST(notation(result.baseline), "left");
        QTEST(notation(result.masked), "right");
    }
};

QTEST_APPLESS_MAIN(TestWordDiff)
#include "tst_worddiff.moc"
