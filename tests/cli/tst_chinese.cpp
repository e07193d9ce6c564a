// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include "measures/needlefiles.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace needlescope;
using nlohmann::json;

/// Chinese needles in Chinese texts, through the real program. What the demo model answers is nothing, since it has not learnt Chinese.
class TestChinese : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void needleIsHiddenAndFound_data();
    void needleIsHiddenAndFound();
    void shippedNeedlesAreStudied();
    void unknownNamesAreOneSentence();
    void figuresAreInEnglishUnlessAsked();

private:
    QTemporaryDir m_folder;
};

void TestChinese::needleIsHiddenAndFound_data()
{
    QTest::addColumn<int>("depth");
    for (const int depth : {0, 30, 100})
        QTest::addRow("depth %d", depth) << depth;
}

void TestChinese::needleIsHiddenAndFound()
{
    QFETCH(int, depth);
    const auto result = run(
        {"generate", "demo", "--json", "--needle", "打开档案室大门的口令是蓝色的长颈鹿。", "--question", "打开档案室大门的口令是什么？",
            "--haystack", "zh/water-town", "--length", "900", "--depth", QString::number(depth), "--max-tokens", "4"});
    QVERIFY2(result.code == 0, result.err);
    const json output = result.parsed();
    const auto ids = output.at("prompt_ids").get<std::vector<int>>();
    QVERIFY(ids.size() > 600 && ids.size() <= 900);
    const auto text = [&](std::size_t begin, std::size_t end) {
        const json some(std::vector<int>(ids.begin() + static_cast<std::ptrdiff_t>(begin), ids.begin() + static_cast<std::ptrdiff_t>(end)));
        const auto decoded = run({"tokenize", "demo", "--decode", "--json"}, QByteArray::fromStdString(some.dump()));
        return QString::fromStdString(decoded.parsed().at("text"));
    };
    const auto &span = output.at("needle_span");
    QCOMPARE(text(span.at(0), span.at(1)).trimmed(), QString("蓝色的长颈鹿")); // the answer, which the command found by itself
    const QString prompt = text(0, ids.size());
    const qsizetype at = prompt.indexOf("打开档案室大门的口令是蓝色的长颈鹿。");
    QVERIFY(at >= 0);
    QVERIFY2(at == prompt.indexOf("打开档案室") && (depth == 0 || prompt[at - 1] == QChar(0x3002)),
        qPrintable(prompt.mid(std::max<qsizetype>(0, at - 5), 20)));
    QCOMPARE(output.at("outcome").get<std::string>(), std::string("hallucination"));
}

void TestChinese::shippedNeedlesAreStudied()
{
    const QString runFile = m_folder.filePath("zh.needle");
    const auto result = run({"detect", "demo", "--json", "--needles", "zh", "--haystack", "zh", "--lengths", "500", "--depths", "50",
        "--max-tokens", "4", "--full", "--run", runFile});
    QVERIFY2(result.code == 0, result.err);
    const auto nNeedles = static_cast<int>(readNeedles(NEEDLESCOPE_SOURCE_DIR "/resources/needles/zh.jsonl").size());
    QCOMPARE(result.parsed().at("nSamples").get<int>() % nNeedles, 0);
    QVERIFY(result.parsed().at("nSamples").get<int>() >= nNeedles);
}

void TestChinese::unknownNamesAreOneSentence()
{
    const auto result = run({"detect", "demo", "--needles", "zz"});
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("'zz' cannot be read"), result.err);
}

void TestChinese::figuresAreInEnglishUnlessAsked()
{
    const auto titleOf = [this](const QStringList &language) {
        const QString folder = m_folder.filePath("figures");
        const auto result = run(QStringList{"figures", "demo.needle", "--out", folder} + language);
        QFile svg(folder + "/head-map.svg");
        return result.code == 0 && svg.open(QIODevice::ReadOnly)
            ? QString::fromUtf8(svg.readAll()).section("<title>", 1).section("</title>", 0, 0)
            : QString::fromUtf8(result.err);
    };
    const QString title = titleOf({});
    if (title.contains("is not installed here"))
        QSKIP("needlescope-figures is not built");
    QCOMPARE(title, QString("Retrieval heads of demo (rule: reference)"));
    QCOMPARE(titleOf({"--language", "zh_CN"}), QString("demo 的检索头（规则：参考代码）"));
    const QString unknown = titleOf({"--language", "xx"});
    QVERIFY2(unknown.contains("not in {en,zh_CN}"), qPrintable(unknown));
}

QTEST_GUILESS_MAIN(TestChinese)
#include "tst_chinese.moc"
