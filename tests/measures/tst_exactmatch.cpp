// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/exactmatch.h"

#include <QTest>

using namespace needlescope;

namespace {

std::vector<std::string> listOf(const QStringList &texts)
{
    std::vector<std::string> list;
    for (const QString &text : texts)
        list.push_back(text.toStdString());
    return list;
}

} // namespace

class TestExactMatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void normalization_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("normal");
        QTest::newRow("case, articles, punctuation, blanks") << "  The\tQuick,  \"brown\" fox of a\nhill. "
                                                             << "quick brown fox of hill";
        QTest::newRow("articles inside words stay") << "Another theater, anon"
                                                    << "another theater anon";
        QTest::newRow("punctuation goes without a blank") << "U.S. $1,080 half-moon"
                                                          << "us 1080 halfmoon";
        QTest::newRow("all of ASCII's punctuation") << "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~x"
                                                    << "x";
        QTest::newRow("an article behind punctuation") << "(the) A. bird"
                                                       << "bird";
        QTest::newRow("other letters stay") << "Bendegó, café"
                                            << "bendegó café";
        QTest::newRow("nothing left") << "The!"
                                      << "";
    }

    void normalization()
    {
        QFETCH(QString, text);
        QFETCH(QString, normal);
        QCOMPARE(QString::fromStdString(normalizedAnswer(text.toStdString())), normal);
    }

    void wordF1_data()
    {
        QTest::addColumn<QStringList>("answers");
        QTest::addColumn<QString>("output");
        QTest::addColumn<double>("f1");
        QTest::addColumn<bool>("exact");
        QTest::newRow("verbatim") << QStringList{"under the pier"} << "Under the pier." << 1.0 << true;
        QTest::newRow("an article more") << QStringList{"pier"} << "the pier" << 1.0 << true;
        QTest::newRow("more words") << QStringList{"flour and yeast"} << "flour and yeast for the bread" << 0.75 << false; // 3 of 5, 3 of 3
        QTest::newRow("fewer words") << QStringList{"a canoe out of driftwood"} << "a canoe" << 0.4 << false; // 1 of 1, 1 of 4
        QTest::newRow("words count as often as they are there") << QStringList{"red red blue"} << "red red red" << 2.0 / 3 << false;
        QTest::newRow("order does not matter to F1") << QStringList{"red blue"} << "blue red" << 1.0 << false;
        QTest::newRow("the best of several") << QStringList{"1652", "in 1652"} << "in 1652" << 1.0 << true;
        QTest::newRow("Chinese") << QStringList{"红木匣子"} << "红木匣子。" << 1.0 << true;
        QTest::newRow("Chinese, more characters") << QStringList{"木匣"} << "红木匣子" << 2.0 / 3 << false; // 2 of 4, 2 of 2
        QTest::newRow("no word in common") << QStringList{"Oslo"} << "Paris" << 0.0 << false;
        QTest::newRow("nothing said") << QStringList{"Oslo"} << "" << 0.0 << false;
        QTest::newRow("only articles on both sides") << QStringList{"The"} << "a" << 1.0 << true;
        QTest::newRow("no answers") << QStringList() << "Oslo" << 0.0 << false;
    }

    void wordF1()
    {
        QFETCH(QStringList, answers);
        QFETCH(QString, output);
        QTEST(needlescope::wordF1(listOf(answers), output.toStdString()), "f1");
        QTEST(isExactMatch(listOf(answers), output.toStdString()), "exact");
    }

    void choicesAreNoArticles_data()
    {
        QTest::addColumn<QString>("output");
        QTest::addColumn<bool>("exact");
        QTest::newRow("the letter") << " A\n" << true;
        QTest::newRow("in brackets") << "(A)." << true;
        QTest::newRow("nothing") << "" << false;
        QTest::newRow("an article") << "the" << false;
        QTest::newRow("another") << "B" << false;
        QTest::newRow("a sentence") << "A dog" << false;
    }

    void choicesAreNoArticles()
    {
        QFETCH(QString, output);
        QTEST(isExactMatch(listOf({"A"}), output.toStdString()), "exact");
    }

    void endings_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("output");
        QTest::addColumn<bool>("ends");

        // numbers, as GSM8K is answered
        QTest::newRow("published solution") << "1080"
                                            << "Each pays 540.\nTogether 2 * 540 = <<2*540=1080>>1080.\n#### 1,080" << true;
        QTest::newRow("dollars") << "18"
                                 << "She sells 16 - 3 - 4 = 9 eggs for $2 each. The answer is $18." << true;
        QTest::newRow("a number in the last sentence") << "5"
                                                       << "She ate 3 of the 8 eggs. So she has 5 eggs left." << true;
        QTest::newRow("the last number of it") << "5"
                                               << "8 eggs minus 3 eggs are 5 eggs" << true;
        QTest::newRow("not an earlier one") << "8"
                                            << "8 eggs minus 3 eggs are 5 eggs" << false;
        QTest::newRow("another number") << "18"
                                        << "The answer is 180." << false;
        QTest::newRow("part of a number") << "8"
                                          << "The answer is 1,008." << false;
        QTest::newRow("comma in the answer") << "1,620"
                                             << "Both cost 540 + 1080 = $1620." << true;
        QTest::newRow("decimals") << "2.5"
                                  << "The answer is 2.50 dollars." << true;
        QTest::newRow("other decimals") << "2.5"
                                        << "The answer is 2.05." << false;
        QTest::newRow("per cent") << "20"
                                  << "That is 20%." << true;
        QTest::newRow("negative") << "-3"
                                  << "The temperature is then -3 degrees." << true;
        QTest::newRow("a minus between numbers is none") << "3"
                                                         << "What is left is 8-3" << true;
        QTest::newRow("in words") << "5"
                                  << "She has five eggs." << false;
        QTest::newRow("goes on with another question")
            << "18"
            << "The answer is 18.\n\nQuestion: A farmer has 20 hens and buys 5. How many hens has he?" << true;

        // choices, as MMLU is answered
        QTest::newRow("brackets") << "C"
                                  << "The rope is tied in a loop, so a bowline. The answer is (C)" << true;
        QTest::newRow("brackets, then the text") << "C"
                                                 << "The answer is (C) A bowline." << true;
        QTest::newRow("full stop, then the text") << "C"
                                                  << "Answer: C. A bowline" << true;
        QTest::newRow("alone") << "C"
                               << "C" << true;
        QTest::newRow("last of a sentence") << "C"
                                            << "A and B are parts of a boat, so it must be C." << true;
        QTest::newRow("another letter") << "C"
                                        << "The answer is (B)" << false;
        QTest::newRow("no letter") << "C"
                                   << "Certainly a bowline." << false;
        QTest::newRow("an aside") << "C"
                                  << "The answer is C, I think." << true;

        // texts, as the demo models chain
        QTest::newRow("chain") << "Oslo"
                               << "Szymon Vogt moved to Norway. The capital of Norway is Oslo." << true;
        QTest::newRow("article") << "a cave"
                                 << "Silas Thorne owns a bear. A bear sleeps in a cave." << true;
        QTest::newRow("several words") << "needles and thread"
                                       << "Uncle Rupert is a tailor. A tailor works with needles and thread." << true;
        QTest::newRow("ends too early") << "Oslo"
                                        << "Szymon Vogt moved to Norway." << false;
        QTest::newRow("ends elsewhere") << "Oslo"
                                        << "The capital of Norway is Oslo. Szymon Vogt lives there." << false;
        QTest::newRow("wrong fact") << "Oslo"
                                    << "Szymon Vogt moved to Norway. The capital of Norway is Lima." << false;
        QTest::newRow("end of a word is not the answer") << "Oslo"
                                                         << "The capital of Norway is Neuoslo." << false;
        QTest::newRow("abbreviations end no answer") << "Dr. Vogt"
                                                     << "The mayor married Dr. Vogt." << true;
        QTest::newRow("nothing said") << "Oslo"
                                      << "" << false;
        QTest::newRow("the answer alone") << "Oslo"
                                          << "oslo" << true;
    }

    void endings()
    {
        QFETCH(QString, answer);
        QFETCH(QString, output);
        QTEST(endsInAnswer(listOf({answer}), output.toStdString()), "ends");
    }

    void anyAnswerWillDo()
    {
        const std::string output = "Ines Calder wrote it. She was born in Port Salway.";
        QVERIFY(endsInAnswer(listOf({"Tarn", "Port Salway"}), output));
        QVERIFY(!endsInAnswer(listOf({"Tarn", "Ines Calder"}), output));
        QVERIFY(!endsInAnswer({}, output));
        QVERIFY(!endsInAnswer(listOf({"..."}), output));
    }

    void finalStatements_data()
    {
        QTest::addColumn<QString>("output");
        QTest::addColumn<QString>("statement");
        QTest::newRow("last sentence") << "He left. It rained."
                                       << "It rained.";
        QTest::newRow("one without an end") << "He left. It rained"
                                            << "It rained";
        QTest::newRow("behind the mark") << "So 5.\n#### 5\n"
                                         << "5";
        QTest::newRow("the last of two marks") << "The answer is 5. No, the answer is 6."
                                               << "6.";
        QTest::newRow("the mark's line") << "The answer is\n 6\nQuestion: What then?"
                                         << "6";
        QTest::newRow("nothing") << " "
                                 << "";
    }

    void finalStatements()
    {
        QFETCH(QString, output);
        QFETCH(QString, statement);
        const std::string text = output.toStdString();
        QCOMPARE(QString::fromStdString(std::string(finalStatement(text))), statement);
    }
};

QTEST_GUILESS_MAIN(TestExactMatch)
#include "tst_exactmatch.moc"
