// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "study/inputfiles.h"
#include "study/samplegrid.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <set>

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

class TestInputFiles : public QObject
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
        const fs::path file = NEEDLESCOPE_ORACLES "/needles/needles.jsonl";
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

    void theGridIsOrderedForReuse()
    {
        StudyRequest request;
        request.needles.resize(3);
        request.haystacks.resize(2);
        request.lengths = {256, 128};
        request.depths = {0, 40, 100};
        const auto samples = samplesInOrder(request);
        QCOMPARE(static_cast<int>(samples.size()), request.nSamples());
        std::set<int> indices;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const GridSample &sample = samples[i];
            indices.insert(sample.index);
            QCOMPARE(sample.haystack, sample.index % 2);
            QCOMPARE(sample.index,
                sample.needle * 6 + (sample.length == 256 ? 0 : 3)
                    + (sample.depthPercent == 0         ? 0
                            : sample.depthPercent == 40 ? 1
                                                        : 2));
            if (i > 0 && samples[i - 1].haystack == sample.haystack && samples[i - 1].length == sample.length)
                QVERIFY(samples[i - 1].depthPercent >= sample.depthPercent);
        }
        QCOMPARE(indices.size(), samples.size());
    }

    void anEmptyGridIsASentence()
    {
        StudyRequest request;
        request.needles.resize(1);
        request.haystacks.resize(1);
        request.lengths = {128};
        QVERIFY(errorOf([&] { samplesInOrder(request); }).contains("no depth"));
        request.haystacks.clear();
        QVERIFY(errorOf([&] { samplesInOrder(request); }).contains("no haystack"));
    }
};

QTEST_GUILESS_MAIN(TestInputFiles)
#include "tst_inputfiles.moc"
