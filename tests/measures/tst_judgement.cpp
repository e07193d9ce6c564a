// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/engineerror.h"
#include "measures/answerspan.h"
#include "measures/exactmatch.h"
#include "measures/headchoice.h"
#include "measures/judgedanswers.h"
#include "measures/needlefiles.h"
#include "measures/outcome.h"
#include "measures/recall.h"
#include "measures/sentences.h"
#include "measures/wordforms.h"

#include "errorof.h"
#include "oracles.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace needlescope;

class TestJudgement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recall_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("output");
        QTest::addColumn<double>("recall");
        QTest::newRow("verbatim") << "eat a sandwich"
                                  << "eat a sandwich" << 1.0;
        QTest::newRow("case and punctuation") << "Eat a sandwich."
                                              << "\"EAT, a sandwich!\"" << 1.0;
        QTest::newRow("stems") << "eating sandwiches"
                               << "eat a sandwich" << 1.0;
        QTest::newRow("short words are not stemmed") << "was it"
                                                     << "wa it" << 0.5; // Porter would make "wa" of "was"
        QTest::newRow("clipped") << "the cat and the dog"
                                 << "the the the" << 0.4;
        QTest::newRow("order does not matter") << "red blue"
                                               << "blue red" << 1.0;
        QTest::newRow("more words do not matter") << "kite"
                                                  << "the code is kite, I think" << 1.0;
        QTest::newRow("nothing said") << "kite"
                                      << "" << 0.0;
        QTest::newRow("nothing asked") << "..."
                                       << "kite" << 0.0;
        QTest::newRow("Chinese, verbatim") << "钢琴后面的红木匣子里"
                                           << "玉镯在钢琴后面的红木匣子里。" << 1.0;
        QTest::newRow("Chinese, a part") << "蓝色的长颈鹿"
                                         << "长颈鹿" << 0.5;
        QTest::newRow("Chinese, something else") << "蜂蜜煮梨皮"
                                                 << "多喝热水。" << 0.0;
        QTest::newRow("Chinese and numbers") << "42 号站台"
                                             << "第 42 站台" << 0.75;
        QTest::newRow("as rouge_score, which knows no word à") << "à la carte"
                                                               << "la carte" << 1.0;
        QTest::newRow("Russian") << "под мостом"
                                 << "Под мостом!" << 1.0;
        QTest::newRow("the paper's failing answer") << "eat a sandwich and sit in Dolores Park on a sunny day"
                                                    << "go to the beach" << 0.0;
    }

    void recall()
    {
        QFETCH(QString, answer);
        QFETCH(QString, output);
        QTEST(rougeRecall(answer.toStdString(), output.toStdString()), "recall");
    }

    void exactness_data()
    {
        QTest::addColumn<QString>("output");
        QTest::addColumn<bool>("exact");
        QTest::newRow("same") << "eat a pie" << true;
        QTest::newRow("case, space, punctuation") << "  Eat a\n pie.\n" << true;
        QTest::newRow("more") << "eat a pie today" << false;
        QTest::newRow("less") << "eat a" << false;
        QTest::newRow("nothing") << "" << false;
    }

    void exactness()
    {
        QFETCH(QString, output);
        QTEST(isExactly("eat a pie", output.toStdString()), "exact");
    }

    void answersJudgedByHand_data()
    {
        QTest::addColumn<std::filesystem::path>("file");
        QTest::addColumn<double>("least");
        QTest::newRow("ours") << std::filesystem::path(NEEDLESCOPE_SOURCE_DIR "/tests/data/outcomes/answers.jsonl") << 1.0;
        QTest::newRow("of SmolLM2, ours") << std::filesystem::path(NEEDLESCOPE_SOURCE_DIR "/tests/data/outcomes/smollm2.jsonl") << 0.95;
        QTest::newRow("plausible ones") << std::filesystem::path(NEEDLESCOPE_SOURCE_DIR "/tests/data/outcomes/plausible.jsonl") << 0.95;
        QTest::newRow("of SmolLM2") << oracles() / "smollm2/outcomes.jsonl" << 0.95;
    }

    void answersJudgedByHand()
    {
        QFETCH(std::filesystem::path, file);
        QFETCH(double, least);
        if (!std::filesystem::exists(file))
            QSKIP("the oracles are absent");
        int right = 0;
        const auto answers = readJudgedAnswers(file);
        for (const JudgedAnswer &answer : answers) {
            const Outcome outcome = judged(answer);
            QVERIFY(answer.byHand);
            right += outcome == *answer.byHand ? 1 : 0;
            if (outcome != *answer.byHand)
                qInfo("line %d: %s, by hand %s: %s", answer.line, nameOf(outcome).data(), nameOf(*answer.byHand).data(),
                    answer.output.c_str());
        }
        QVERIFY(right >= least * static_cast<double>(answers.size()));
    }

    void brokenLineIsNamed()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "answers.jsonl";
        const std::string good
            = R"({"needle": "The code is kite.", "question": "What is the code?", "context": "So. The code is kite.", "output": "kite"})";
        const auto error = [&](const std::string &line) {
            std::ofstream(file) << good << '\n' << line << '\n';
            return errorOf([&] { readJudgedAnswers(file); });
        };
        QVERIFY(error(good).isEmpty());
        QVERIFY(error("{\"needle\": ").contains("Line 2"));
        QVERIFY(error(R"({"needle": "x"})").contains("Line 2") && error(R"({"needle": "x"})").contains("question"));
        QVERIFY(error(R"({"needle": "x", "question": "y", "context": "z", "output": "w"})").contains("does not stand"));
        QVERIFY(error(good.substr(0, good.size() - 1) + R"(, "outcome": "fine"})").contains("'fine'"));
        QVERIFY(error(good.substr(0, good.size() - 1) + R"(, "answer": 7})").contains("no text"));
    }

    void derivedAnswers_data()
    {
        QTest::addColumn<QString>("needle");
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("answer");
        QTest::newRow("behind a linking verb") << "The winner of the village chess cup was a baker called Marta Ilves."
                                               << "Who won the village chess cup?"
                                               << "a baker called Marta Ilves";
        QTest::newRow("by stem") << "Professor Adeyemi discovered the orange moth in the cellar of the town library in 1962."
                                 << "Where did Professor Adeyemi discover the orange moth?"
                                 << "in the cellar of the town library in 1962";
        QTest::newRow("in front") << "Marta Ilves won the village chess cup."
                                  << "Who won the village chess cup?"
                                  << "Marta Ilves";
        QTest::newRow("Chinese") << "在旧金山最值得做的事情是在晴天去多洛雷斯公园吃三明治。"
                                 << "在旧金山最值得做的事情是什么？"
                                 << "在晴天去多洛雷斯公园吃三明治";
        QTest::newRow("Chinese, a name that ends like a particle") << "张建和设计了这座图书馆。"
                                                                   << "谁设计了这座图书馆？"
                                                                   << "张建和";
        QTest::newRow("Chinese, in front") << "面包师傅罗建国赢得了今年的风筝比赛。"
                                           << "谁赢得了今年的风筝比赛？"
                                           << "面包师傅罗建国";
        QTest::newRow("other script") << "Die Köchin aus Zürich heißt Zoë Ångström."
                                      << "Wie heißt die Köchin aus Zürich?"
                                      << "Zoë Ångström";
    }

    void chineseAnswersAreDerived()
    {
        for (const Needle &needle : readNeedles(NEEDLESCOPE_SOURCE_DIR "/resources/needles/zh.jsonl")) {
            const std::string derived = answerOf({needle.statement, needle.question, {}});
            QVERIFY2(derived.find(needle.answer) != std::string::npos, derived.c_str()); // all of it,
            QVERIFY2(
                derived.size() <= needle.answer.size() + 2 * std::string("的").size(), derived.c_str()); // and two little words at most
            QCOMPARE(
                outcomeOf({needle.answer, needle.answer + "。", "", "。\nQuestion: " + needle.question + "\nAnswer:"}), Outcome::Complete);
        }
    }

    void derivedAnswers()
    {
        QFETCH(QString, needle);
        QFETCH(QString, question);
        QFETCH(QString, answer);
        QCOMPARE(QString::fromStdString(answerOf({needle.toStdString(), question.toStdString(), {}})), answer);
    }

    void sameWords_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("same");
        QTest::newRow("endings") << "discovered sandwiches"
                                 << "discover sandwich" << true;
        QTest::newRow("three letters") << "sunny days, keys"
                                       << "sunny day, key" << true;
        QTest::newRow("no ending") << "bus gas"
                                   << "bu ga" << false;
        QTest::newRow("irregular") << "hid ate kept women"
                                   << "hiding eats keep woman" << true;
        QTest::newRow("found is not founded") << "found"
                                              << "founded" << false;
        QTest::newRow("spelling") << "harbours metres grey"
                                  << "harbor meters gray" << true;
        QTest::newRow("numbers") << "ninth two seventeen"
                                 << "9th 2 17" << true;
        QTest::newRow("thousands") << "1,306 and 12,000,000"
                                   << "1306 and 12000000" << true;
        QTest::newRow("tens") << "twenty-first thirty"
                              << "21 21 30" << true; // each of the two words
        QTest::newRow("other numbers") << "sixteen"
                                       << "60" << false;
        QTest::newRow("accents") << "Zürich crème"
                                 << "ZURICH creme" << true;
        QTest::newRow("composed or not") << "Zoë"
                                         << "Zoe\u0308" << true;
        QTest::newRow("voiced kana are other letters") << "が"
                                                       << "か" << false;
    }

    void sameWords()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QTEST(stemsOf(wordsOf(one.toStdString())) == stemsOf(wordsOf(other.toStdString())), "same");
    }

    void writtenTogetherOrApart()
    {
        const auto spelled = [](const char *model, const char *text) { return spelledAs(wordsOf(model), wordsOf(text)) == wordsOf(model); };
        QVERIFY(spelled("an old windmill", "an old wind-mill"));
        QVERIFY(spelled("a hand-made boat", "a handmade boat"));
        QVERIFY(spelled("555-0137", "5550137"));
        QVERIFY(!spelled("a rowing boat", "a row boat"));
    }

    void outcome_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("output");
        QTest::addColumn<QString>("outcome");
        const QString picnic = "eat a sandwich and sit in Dolores Park on a sunny day";
        QTest::newRow("verbatim") << picnic << picnic + "."
                                  << "complete";
        QTest::newRow("in a sentence") << picnic << "The best thing to do in San Francisco is to " + picnic << "complete";
        QTest::newRow("other little words") << picnic << "Eat one sandwich, sit at the Dolores Park, some sunny day"
                                            << "complete";
        QTest::newRow("half of it") << picnic << "eat a sandwich and sit in the garden"
                                    << "incomplete";
        QTest::newRow("breaks off") << picnic << "eat a sandwich"
                                    << "incomplete";
        QTest::newRow("the last word counts whatever it is") << "connect behind"
                                                             << "connect"
                                                             << "incomplete";
        QTest::newRow("a little word in front does not") << "in Paris"
                                                         << "Paris."
                                                         << "complete";
        QTest::newRow("a word of it") << "poem burger behave bullet chalk"
                                      << "poem"
                                      << "incomplete";
        QTest::newRow("nothing") << picnic << ""
                                 << "incomplete";
        QTest::newRow("the paper's figure 1") << picnic << "go to the beach"
                                              << "hallucination";
        QTest::newRow("restated, then invented") << picnic << "The best thing to do in San Francisco is to go to the beach."
                                                 << "hallucination";
        QTest::newRow("same kind, other facts") << "eat a croissant and drink full punch"
                                                << "eat a waffle and drink soft tea"
                                                << "hallucination";
        QTest::newRow("only little words right") << "under the spoon behind the sweet song"
                                                 << "under the bicycle behind the windy factory"
                                                 << "hallucination";
        QTest::newRow("one place right") << "under the suitcase behind the sharp bush"
                                         << "under the suitcase behind the broken telephone"
                                         << "incomplete";
        QTest::newRow("another sentence of the book") << picnic << "He wrote three letters to the old harbour master"
                                                      << "wrong extraction";
        QTest::newRow("another needle") << picnic << "ride the yellow tram to the river"
                                        << "wrong extraction";
        QTest::newRow("a few words of the book by chance") << picnic << "ride the wind and wait for the old times to return"
                                                           << "hallucination";
        QTest::newRow("the question") << picnic << "What is the best thing to do in San Francisco?"
                                      << "incomplete";
        QTest::newRow("the question's words, another claim") << picnic << "San Francisco is the best thing."
                                                             << "hallucination";
        QTest::newRow("the answer is") << "seven four two nine blue"
                                       << "The answer is seven."
                                       << "incomplete";
        QTest::newRow("a measure without its number") << "88 metres"
                                                      << "12 metres"
                                                      << "hallucination";
        QTest::newRow("another number") << "1,306"
                                        << "1,300"
                                        << "hallucination";
        QTest::newRow("the words that name") << "a baker called Marta Ilves"
                                             << "Marta Ilves, a baker"
                                             << "complete";
        QTest::newRow("called something else") << "a baker called Marta Ilves"
                                               << "a man called Olaf"
                                               << "hallucination";
        QTest::newRow("other number words") << "on the ninth of March 1871"
                                            << "on March 9, 1871"
                                            << "complete";
        QTest::newRow("the book in other forms") << picnic << "to write three letters to the old harbour master"
                                                 << "wrong extraction";
        QTest::newRow("a list") << "two eggs and a lemon"
                                << "You need:\n- a lemon\n- 2 eggs"
                                << "complete";
        QTest::newRow("behind a heading") << "two eggs and a lemon"
                                          << "**Answer:**\n\nTwo eggs and a lemon."
                                          << "complete";
        QTest::newRow("behind a thought") << "two eggs and a lemon"
                                          << "<think>\nThe book says salt.\n</think>\n\nTwo eggs and a lemon."
                                          << "complete";
        QTest::newRow("half of a list") << "two eggs and a lemon"
                                        << "- a lemon\n- salt"
                                        << "incomplete";
        QTest::newRow("another language's little words") << "dans le tiroir de la vieille horloge"
                                                         << "dans le jardin de la reine"
                                                         << "hallucination";
        QTest::newRow("only the first line") << picnic << "go to the beach\nHe wrote three letters to the old harbour master"
                                             << "hallucination";
    }

    void outcome()
    {
        QFETCH(QString, answer);
        QFETCH(QString, output);
        QFETCH(QString, outcome);
        const std::string before
            = "He wrote three letters to the old harbour master. The best thing to do in Lisbon is ride the yellow tram to the river. "
              "The best thing to do in San Francisco is ";
        const std::string after
            = ". Nobody came. It rained.\nBased on the content of the book, Question: What is the best thing to do in San "
              "Francisco?\nAnswer:";
        const auto found = outcomeOf({answer.toStdString(), output.toStdString(), before, after});
        QCOMPARE(QString::fromUtf8(nameOf(found)), outcome);
    }

    void chatFrame_data()
    {
        QTest::addColumn<QString>("output");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("the book's last sentence") << "The goose slept under the red bridge."
                                                  << "wrong extraction";
        QTest::newRow("the frame's words claim something") << "The book is a content."
                                                           << "hallucination";
        QTest::newRow("the frame is no place of the book") << "Based on the content of the book, it is lemon."
                                                           << "hallucination";
        QTest::newRow("in the frame's words") << "Based on the content of the book, the code is kite."
                                              << "incomplete";
    }

    void chatFrame()
    {
        QFETCH(QString, output);
        QFETCH(QString, outcome);
        const std::string after = ". Nobody came. The goose slept under the red bridge.</book>\n"
                                  "Based on the content of the book, Question: What is the code?\nAnswer:\nassistant\n";
        const auto found = outcomeOf({"kite seven", output.toStdString(), "<book>It rained. The code is ", after});
        QCOMPARE(QString::fromUtf8(nameOf(found)), outcome);
    }

    void chineseOutcome_data()
    {
        QTest::addColumn<QString>("output");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("verbatim") << "在晴天去多洛雷斯公园吃三明治。"
                                  << "complete";
        QTest::newRow("in a sentence") << "在旧金山最值得做的事情是在晴天去多洛雷斯公园吃三明治。"
                                       << "complete";
        QTest::newRow("half of it") << "去多洛雷斯公园。"
                                    << "incomplete";
        QTest::newRow("nothing") << ""
                                 << "incomplete";
        QTest::newRow("the question") << "在旧金山最值得做的事情是什么？"
                                      << "incomplete";
        QTest::newRow("another needle") << "乘坐黄色电车到河口看船"
                                        << "wrong extraction";
        QTest::newRow("another sentence of the book") << "渡口的船天不亮就靠了岸"
                                                      << "wrong extraction";
        QTest::newRow("invented") << "参观金门大桥和渔人码头。"
                                  << "hallucination";
        QTest::newRow("restated, then invented") << "在旧金山最值得做的事情是参观金门大桥。"
                                                 << "hallucination";
    }

    void chineseOutcome()
    {
        QFETCH(QString, output);
        QFETCH(QString, outcome);
        const std::string before = "渡口的船天不亮就靠了岸。在里斯本最值得做的事情是乘坐黄色电车到河口看船。在旧金山最值得做的事情是";
        const std::string after
            = "。没有人来。下了一场雨。\nBased on the content of the book, Question: 在旧金山最值得做的事情是什么？\nAnswer:";
        const auto found = outcomeOf({"在晴天去多洛雷斯公园吃三明治", output.toStdString(), before, after});
        QCOMPARE(QString::fromUtf8(nameOf(found)), outcome);
    }

    void answers_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("found"); // in the statement; empty: refused
        QTest::newRow("verbatim") << "The code is kite."
                                  << "Which?"
                                  << "kite"
                                  << "kite";
        QTest::newRow("the last of two") << "A kite is a kite."
                                         << "Which?"
                                         << "kite"
                                         << "kite";
        QTest::newRow("capital") << "He is disliked because he is mean."
                                 << "Why?"
                                 << "Because he is mean."
                                 << "because he is mean";
        QTest::newRow("other first word") << "He left since he was very tired."
                                          << "Why?"
                                          << "Because he was very tired"
                                          << "he was very tired";
        QTest::newRow("not there") << "The code is kite."
                                   << "Which?"
                                   << "the old balloon"
                                   << "";
        QTest::newRow("left out: behind what the question says") << "The best thing to do in San Francisco is eat a sandwich."
                                                                 << "What is the best thing to do in San Francisco?"
                                                                 << ""
                                                                 << "eat a sandwich";
        QTest::newRow("left out, the question says nothing of it") << "Kites fly."
                                                                   << "Why?"
                                                                   << " "
                                                                   << "Kites fly";
        QTest::newRow("left out, the question says all of it") << "Do kites fly."
                                                               << "Do kites fly?"
                                                               << ""
                                                               << "Do kites fly";
    }

    void answers()
    {
        QFETCH(QString, statement);
        QFETCH(QString, question);
        QFETCH(QString, answer);
        QFETCH(QString, found);
        const std::string text = statement.toStdString();
        const std::string wanted = answerOf({text, question.toStdString(), answer.toStdString()});
        if (found.isEmpty()) {
            QVERIFY_THROWS_EXCEPTION(EngineError, findAnswer(text, wanted));
            return;
        }
        const TextSpan span = findAnswer(text, wanted);
        QCOMPARE(text.substr(span.begin, span.end - span.begin), found.toStdString());
        QCOMPARE(span.begin, text.rfind(found.toStdString()));
    }

    void wholeWords_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<qsizetype>("begin"); // in bytes
        QTest::newRow("not inside a number") << "Room 7 was built in 2017."
                                             << "7" << qsizetype(5);
        QTest::newRow("the last whole one") << "Room 7, once 7, was built in 2017."
                                            << "7" << qsizetype(13);
        QTest::newRow("not at a word's beginning") << "The cat saw a catalogue."
                                                   << "cat" << qsizetype(4);
        QTest::newRow("a whole word in another case") << "Apple is not pineapple."
                                                      << "apple" << qsizetype(0);
        QTest::newRow("whole words of another script") << "Один дом, домик."
                                                       << "дом" << qsizetype(9);
        QTest::newRow("only inside a word") << "It was 2017 or 1987."
                                            << "7" << qsizetype(18);
        QTest::newRow("all of it inside a word, not its last word") << "Pineapple pies or pies."
                                                                    << "apple pie" << qsizetype(4);
        QTest::newRow("written without spaces") << "答えは東京都です。"
                                                << "東京" << qsizetype(9);
        QTest::newRow("in emphasis") << "Eat _tart_, tartan."
                                     << "tart" << qsizetype(5);
    }

    void wholeWords()
    {
        QFETCH(QString, statement);
        QFETCH(QString, answer);
        QFETCH(qsizetype, begin);
        const TextSpan span = findAnswer(statement.toStdString(), answer.toStdString());
        QCOMPARE(static_cast<qsizetype>(span.begin), begin);
        QCOMPARE(static_cast<qsizetype>(span.end), begin + answer.toUtf8().size());
    }

    void sentences_data()
    {
        QTest::addColumn<QString>("marked"); // | behind each sentence
        QTest::newRow("marks") << "One.| Two!| Three?|\nFour";
        QTest::newRow("not in numbers or names") << "It costs 3.50 at www.shop.org today.|";
        QTest::newRow("quotation") << "\"Go.\"| He (or she!)| went.|";
        QTest::newRow("curly") << "\u201cGo.\u201d| He went.|";
        QTest::newRow("spaces around marks, as word-level tokenizers have them") << "One .| Two ?|";
        QTest::newRow("Chinese") << "天亮了。|船靠岸！|谁来了？|我";
        QTest::newRow("Chinese, quoted") << "他说：“走吧。”|大家就走了。|（真的！）|";
        QTest::newRow("Chinese, an ASCII quotation begins") << "他说。|\"你好。\"| 我";
        QTest::newRow("Chinese, two marks") << "什么？！|没有……什么";
        QTest::newRow("both scripts") << "It is 3.5 km.| 到了。|Good.|";
        QTest::newRow("titles") << "Old Mr. Halvorsen came.| Dr. No, too.| The amdr.| Well";
        QTest::newRow("none") << "no end";
    }

    void sentences()
    {
        QFETCH(QString, marked);
        const std::string text = QString(marked).remove('|').toStdString();
        std::string found = text;
        const auto ends = sentenceEnds(text);
        for (auto end = ends.rbegin(); end != ends.rend(); ++end)
            found.insert(*end, 1, '|');
        QCOMPARE(QString::fromStdString(found), marked);
    }

    void layerMatchedControl()
    {
        ScoreMap map = scoreMapOfArray(HeadArray::Zero(4, 8));
        map.score(1, 2) = 0.9F;
        map.score(3, 5) = 0.5F;
        map.score(3, 6) = 0.4F;
        map.score(0, 1) = 0.2F; // a retrieval head outside the top 3
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const auto heads = layerMatchedHeads(map, 3, seed);
            QCOMPARE(heads.size(), 3U);
            QCOMPARE(heads[0].layer, 1);
            QCOMPARE(heads[1].layer, 3);
            QCOMPARE(heads[2].layer, 3);
            QVERIFY(heads[1] != heads[2]);
            for (const HeadId id : heads)
                QVERIFY(map.score(id.layer, id.head) < retrievalHeadThreshold);
        }
        QVERIFY(layerMatchedHeads(map, 3, 1) == layerMatchedHeads(map, 3, 1));
        map.score.row(1) = 0.3F;
        QVERIFY_THROWS_EXCEPTION(EngineError, layerMatchedHeads(map, 9, 1));
    }
};

QTEST_GUILESS_MAIN(TestJudgement)
#include "tst_judgement.moc"
