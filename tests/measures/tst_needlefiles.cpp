// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "measures/needlefiles.h"
#include "oracles.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

fs::path written(const QTemporaryDir &folder, const QByteArray &content)
{
    const auto file = fs::path(folder.path().toStdString()) / "input.txt";
    std::ofstream(file, std::ios::binary).write(content.constData(), content.size());
    return file;
}

} // namespace

class TestNeedleFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsNeedles()
    {
        const QTemporaryDir folder;
        const auto needles = readNeedles(written(folder,
            "{\"needle\": \"A is b.\", \"question\": \"What is A?\", \"real_needle\": \"b\", \"note\": 1}\r\n\n"
            "{\"question\": \"\xc3\x89?\", \"real_needle\": \"d\", \"needle\": \"\xc3\x89 is d.\"}"));
        QCOMPARE(needles.size(), 2U);
        QCOMPARE(needles[0].answer, std::string("b"));
        QCOMPARE(needles[1].statement, std::string("\xc3\x89 is d."));
    }

    void readsThePapersNeedles()
    {
        const fs::path file = oracles() / "needles/needles.jsonl";
        if (!fs::exists(file))
            QSKIP("the oracles (../shared/oracles) are not here");
        QCOMPARE(readNeedles(file).size(), 3U);
        const Haystack haystack = readHaystack(file.parent_path() / "haystack-part2.txt");
        QCOMPARE(haystack.name, std::string("haystack-part2"));
        QVERIFY(haystack.text.size() > 200000);
    }

    void badNeedlesNameTheirLine_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("not JSON") << QByteArray("{\"needle\": ");
        QTest::newRow("no question") << QByteArray("{\"needle\": \"A is b.\", \"real_needle\": \"b\"}");
        QTest::newRow("empty question") << QByteArray("{\"needle\": \"A is b.\", \"question\": \" \", \"real_needle\": \"b\"}");
        QTest::newRow("number") << QByteArray("{\"needle\": 5, \"question\": \"A?\", \"real_needle\": \"b\"}");
        QTest::newRow("list") << QByteArray("[1]");
    }

    void badNeedlesNameTheirLine()
    {
        QFETCH(QByteArray, line);
        const QTemporaryDir folder;
        const auto file
            = written(folder, "{\"needle\": \"A is b.\", \"question\": \"What is A?\", \"real_needle\": \"b\"}\n\n" + line + "\n");
        const QString error = errorOf([&] { readNeedles(file); });
        QVERIFY2(error.contains("Line 3") && error.contains("input.txt"), qPrintable(error));
    }

    void badTexts_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("empty") << QByteArray(" \n") << "empty";
        QTest::newRow("binary") << QByteArray("\x7f"
                                              "ELF\0\0\0 text",
            12) << "UTF-8";
        QTest::newRow("not UTF-8") << QByteArray("caf\xe9 au lait") << "UTF-8";
    }

    void badTexts()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        const QTemporaryDir folder;
        const QString error = errorOf([&] { readHaystack(written(folder, content)); });
        QVERIFY2(error.contains(said) && error.contains("input.txt"), qPrintable(error));
    }

    void missingFiles()
    {
        const QTemporaryDir folder;
        const fs::path path = folder.path().toStdString();
        QVERIFY(errorOf([&] { readHaystack(path / "none.txt"); }).contains("No such file"));
        QVERIFY(errorOf([&] { readNeedles(path); }).contains("cannot be read"));
    }
};

QTEST_GUILESS_MAIN(TestNeedleFiles)
#include "tst_needlefiles.moc"
