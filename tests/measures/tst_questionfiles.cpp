// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "measures/questionfiles.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <set>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

const fs::path source = NEEDLESCOPE_SOURCE_DIR;

QString joined(const std::vector<std::string> &texts)
{
    QStringList list;
    for (const std::string &text : texts)
        list << QString::fromStdString(text);
    return list.join('|');
}

fs::path written(const QTemporaryDir &folder, const QByteArray &content)
{
    const auto file = fs::path(folder.path().toStdString()) / "asked.txt"; // the name says nothing of the form
    std::ofstream(file, std::ios::binary).write(content.constData(), content.size());
    return file;
}

QByteArray contentOf(const fs::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    return QByteArray::fromStdString({std::istreambuf_iterator<char>(stream), {}});
}

} // namespace

class TestQuestionFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedForms_data()
    {
        QTest::addColumn<int>("n"); // items in the file
        QTest::addColumn<int>("i"); // the one that is looked at
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("context");
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("answers");
        QTest::addColumn<QString>("choices");
        const QString pier = "The ferry leaves at noon. The captain keeps the spare rudder under the pier.";
        QTest::newRow("ours.jsonl") << 4 << 0 << "harbor-1" << pier << "Where does the captain keep the spare rudder?"
                                    << "under the pier|the pier"
                                    << "";
        QTest::newRow("ours.jsonl, short") << 4 << 1 << "2"
                                           << "The cook's cat is called Pepper."
                                           << "What is the cook's cat called?"
                                           << "Pepper"
                                           << "";
        QTest::newRow("ours.jsonl, choices") << 4 << 2 << "4"
                                             << ""
                                             << "Which of these floats?"
                                             << "B"
                                             << "a stone|a cork";
        QTest::newRow("ours.jsonl, a number") << 4 << 3 << "5"
                                              << ""
                                              << "How many oars has the dinghy?"
                                              << "2"
                                              << "";
        QTest::newRow("squad-1.1.json") << 3 << 0 << "5a01"
                                        << "Tarn Bay was built around a salt house in 1652. Its first mayor, Edda Roke, was a rope maker."
                                        << "When was Tarn Bay built?"
                                        << "1652|in 1652"
                                        << "";
        QTest::newRow("squad-1.1.json, second paragraph") << 3 << 2 << "5a03"
                                                          << "The salt house burned down twice."
                                                          << "How often did the salt house burn down?"
                                                          << "twice"
                                                          << "";
        QTest::newRow("squad-2.0.json") << 1 << 0 << "6b01"
                                        << "The mill grinds mustard seed in the autumn."
                                        << "What does the mill grind?"
                                        << "mustard seed"
                                        << "";
        QTest::newRow("squad-hub.jsonl") << 1 << 0 << "7c01"
                                         << "The bell of Orn weighs nine tons."
                                         << "How much does the bell of Orn weigh?"
                                         << "nine tons|nine tons."
                                         << "";
        QTest::newRow("gsm8k.jsonl") << 2 << 1 << "2"
                                     << ""
                                     << "A boat costs $540 and an engine twice as much. What do both cost?"
                                     << "1,620"
                                     << "";
        QTest::newRow("musique.jsonl") << 1 << 0 << "2hop__1_2"
                                       << "The Glass Heron\nThe Glass Heron is a novel by Ines Calder.\n\n"
                                          "Ines Calder\nInes Calder was born in Port Salway.\n\nHerons\nHerons wade."
                                       << "Where was the author of The Glass Heron born?"
                                       << "Port Salway|Salway"
                                       << "";
        QTest::newRow("mmlu.csv") << 2 << 0 << "1"
                                  << ""
                                  << "Which of these is a knot?"
                                  << "A"
                                  << "bowline|gunwale|binnacle|thwart";
        QTest::newRow("mmlu.csv, quotes") << 2 << 1 << "2"
                                          << ""
                                          << "A sign says \"No fish, no chips\".\nWhat is for sale?"
                                          << "D"
                                          << "fish, fried|chips|both, or so|neither";
        QTest::newRow("mmlu.jsonl") << 2 << 0 << "1"
                                    << ""
                                    << "Which of these is a knot?"
                                    << "C"
                                    << "gunwale|binnacle|bowline|thwart";
    }

    void publishedForms()
    {
        QFETCH(int, n);
        QFETCH(int, i);
        const QTemporaryDir folder;
        const std::string name = QString(QTest::currentDataTag()).section(',', 0, 0).toStdString();
        const QByteArray content = contentOf(source / "tests/data/questions" / name);
        for (const QByteArray &start : {QByteArray(), QByteArray("\xEF\xBB\xBF"), QByteArray("\n")}) {
            const auto items = readQuestions(written(folder, start + content));
            QCOMPARE(static_cast<int>(items.size()), n);
            const QuestionItem &item = items[static_cast<std::size_t>(i)];
            QTEST(QString::fromStdString(item.context), "context");
            QTEST(QString::fromStdString(item.question), "question");
            QTEST(joined(item.answers), "answers");
            QTEST(joined(item.choices), "choices");
            if (start != "\n") // where there is no id, the line's number
                QTEST(QString::fromStdString(item.id), "id");
        }
    }

    void badFiles_data()
    {
        QTest::addColumn<QByteArray>("content"); // ' stands for "
        QTest::addColumn<QString>("said");
        const QByteArray good = "{'question': 'A?', 'answer': 'b'}\n";
        QTest::newRow("empty") << QByteArray(" \n\n") << "is empty";
        QTest::newRow("Latin-1") << QByteArray("{'question': 'caf\xe9?', 'answer': 'b'}") << "not UTF-8";
        QTest::newRow("binary") << QByteArray("{\0\1\2", 4) << "not UTF-8";
        QTest::newRow("broken line") << good + "\n" + "{'question': 'A?', 'ans"
                                     << "Line 3 ";
        QTest::newRow("not an object") << good + "[1]"
                                       << "Line 2 ";
        QTest::newRow("no question") << good + good + "{'answer': 'b'}"
                                     << "Line 3 ";
        QTest::newRow("empty question") << QByteArray("{'question': ' ', 'answer': 'b'}") << "no question";
        QTest::newRow("no answer") << good + "{'question': 'A?'}"
                                   << "Line 2 of the questions file";
        QTest::newRow("answers without one") << QByteArray("{'question': 'A?', 'answers': []}") << "no answer";
        QTest::newRow("empty answer") << QByteArray("{'question': 'A?', 'answers': ['b', '']}") << "no answer";
        QTest::newRow("null answer") << good + "{'question': 'A?', 'answer': null}"
                                     << "Line 2 ";
        QTest::newRow("solution without its number") << QByteArray("{'question': 'A?', 'answer': 'b ####'}") << "no answer";
        QTest::newRow("choice that is not there") << QByteArray("{'question': 'A?', 'choices': ['b', 'c'], 'answer': 2}") << "no answer";
        QTest::newRow("choice below the first") << QByteArray("{'question': 'A?', 'choices': ['b', 'c'], 'answer': -1}") << "Line 1 ";
        QTest::newRow("paragraphs without text")
            << QByteArray("{'question': 'A?', 'answer': 'b', 'paragraphs': [{'title': 'T'}]}") << "Line 1 ";
        QTest::newRow("SQuAD without answers") << QByteArray(
            "{'data': [{'paragraphs': [{'context': 'C', 'qas': [{'id': 'q7', 'question': 'A?', 'answers': []}]}]}]}")
                                               << "'q7'";
        QTest::newRow("SQuAD without a context")
            << QByteArray("{'data': [{'paragraphs': [{'qas': [{'id': 'q7', 'question': 'A?', 'answers': [{'text': 'b'}]}]}]}]}") << "SQuAD";
        QTest::newRow("cut SQuAD") << QByteArray("{'data': [{'paragraphs': [{'context': 'C'") << "Line 1 ";
        QTest::newRow("nothing that can be answered")
            << QByteArray("{'data': [{'paragraphs': [{'context': 'C', 'qas': [{'question': 'A?', 'is_impossible': true}]}]}]}")
            << "no question that can be answered";
        QTest::newRow("three choices") << QByteArray("Which?,a,b,c,d,A\nWhich?,a,b,c,A\n") << "Row 2 ";
        QTest::newRow("no letter") << QByteArray("Which?,a,b,c,d,E\n") << "Row 1 ";
        QTest::newRow("open quotation") << QByteArray("Which?,a,b,c,d,A\n'Which?,a,b,c,d,A\n") << "Row 2 ";
        QTest::newRow("prose") << QByteArray("It was a dark and stormy night.\n") << "Row 1 ";
    }

    void badFiles()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        const QTemporaryDir folder;
        const QString error = errorOf([&] { readQuestions(written(folder, content.replace('\'', '"'))); });
        QVERIFY2(error.contains(said) && error.contains("asked.txt") && error.endsWith('.'), qPrintable(error));
    }

    void missingFiles()
    {
        const QTemporaryDir folder;
        const fs::path path = folder.path().toStdString();
        QVERIFY(errorOf([&] { readQuestions(path / "none.jsonl"); }).contains("No such file"));
        QVERIFY(errorOf([&] { readQuestions(path); }).contains("it is a directory"));
    }

    void shippedQuestions_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("least");
        QTest::addColumn<bool>("extracted"); // answers stand in their passages
        QTest::newRow("extract-qa") << "extract-qa.jsonl" << 110 << true;
        QTest::newRow("multihop") << "multihop.jsonl" << 60 << false;
    }

    void shippedQuestions()
    {
        QFETCH(QString, name);
        QFETCH(int, least);
        QFETCH(bool, extracted);
        const auto items = readQuestions(source / "resources/questions" / name.toStdString());
        QVERIFY(static_cast<int>(items.size()) >= least);
        std::set<std::string> ids;
        for (const QuestionItem &item : items) {
            QVERIFY2(ids.insert(item.id).second, item.id.c_str());
            QVERIFY2(!item.context.empty() && item.question.ends_with('?'), item.id.c_str());
            const bool inContext = std::all_of(item.answers.begin(), item.answers.end(),
                [&](const std::string &answer) { return item.context.find(answer) != std::string::npos; });
            QVERIFY2(inContext || !extracted, item.id.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestQuestionFiles)
#include "tst_questionfiles.moc"
