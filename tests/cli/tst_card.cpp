// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace needlescope;
using nlohmann::json;

/// The real program and the shipped demo model, with two needles of every set.

namespace {

/// The makers' program.
Result runCard(const QStringList &arguments, const QByteArray &, const QProcessEnvironment &environment)
{
    return runProgram(QStringLiteral(NEEDLESCOPE_CARD), arguments, {}, environment);
}

} // namespace

class TestCard : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void measuresEverySet();
    void printsATable();
    void printsTheSectionOfACard();
    void refusesMapsOfOtherShapes();

private:
    static const json &setNamed(const json &card, const char *name);
    static double exactShare(const json &set, std::size_t mask) { return set["evaluation"]["masks"][mask]["exactShare"].get<double>(); }

    QTemporaryDir m_resources;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

void TestCard::initTestCase()
{
    const QString shipped = NEEDLESCOPE_SOURCE_DIR "/resources";
    QVERIFY(QFile::link(shipped + "/models", m_resources.filePath("models")));
    QVERIFY(QFile::link(shipped + "/haystacks", m_resources.filePath("haystacks")));
    QVERIFY(QDir().mkpath(m_resources.filePath("needles")));
    for (const char *name : {"demo", "bound", "free", "typed", "chains", "facts"}) {
        const QString file = QStringLiteral("needles/%1.jsonl").arg(name);
        QFile all(shipped + "/" + file);
        QFile few(m_resources.filePath(file));
        QVERIFY(all.open(QIODevice::ReadOnly) && few.open(QIODevice::WriteOnly));
        few.write(all.readLine());
        few.write(all.readLine());
    }
    m_environment.insert("NEEDLESCOPE_RESOURCES", m_resources.path());
}

const json &TestCard::setNamed(const json &card, const char *name)
{
    const auto &sets = card.at("sets");
    const auto found = std::find_if(sets.begin(), sets.end(), [name](const json &set) { return set.at("name") == name; });
    return found == sets.end() ? sets.at(0) : *found;
}

void TestCard::measuresEverySet()
{
    const auto result = runCard({"demo", "--lengths", "192", "--draws", "2", "--against", "demo", "--json"}, {}, m_environment);
    QVERIFY2(result.code == 0, result.err);
    const auto card = result.parsed();
    QCOMPARE(card.at("sets").size(), std::size_t{6});
    const auto top = card.at("top").get<std::size_t>();
    const auto &heldOut = setNamed(card, "held-out");
    QCOMPARE(heldOut["evaluation"]["samples"].size(), std::size_t{10}); // two needles at five depths
    QCOMPARE(heldOut["evaluation"]["masks"].size(), 1 + top + 2);
    QVERIFY(exactShare(heldOut, 0) >= 0.5);
    QVERIFY(exactShare(heldOut, top) < 0.2);
    const auto &facts = setNamed(card, "facts");
    QCOMPARE(facts["evaluation"]["samples"].size(), std::size_t{2});
    QVERIFY(exactShare(facts, 0) > 0);
    QVERIFY(card.at("guess_log_probability").get<double>() < 0);
    QCOMPARE(card.at("comparisons").at(0).at("pearson").get<double>(), 1.0); // the same map on both sides
}

void TestCard::printsATable()
{
    const auto result = runCard({"demo", "--lengths", "192", "--draws", "0"}, {}, m_environment);
    QVERIFY2(result.code == 0, result.err);
    for (const char *row : {"held-out", "bound", "free words", "typed", "step by step", "facts", "log p / token"})
        QVERIFY2(result.out.contains(QByteArray("\n") + row), result.out);
}

void TestCard::printsTheSectionOfACard()
{
    const auto result = runCard({"demo", "--lengths", "192", "--draws", "1", "--against", "demo", "--markdown"}, {}, m_environment);
    QVERIFY2(result.code == 0, result.err);
    QVERIFY2(result.out.startsWith("## Measured, with `needlescope-card demo --lengths 192 --against demo`\n```\n"), result.out);
    for (const char *promise : {"1. ", "2. ", "3. ", "4. ", "5. ", "6. ", "7. "})
        QVERIFY2(result.out.contains(QByteArray("\n| ") + promise), result.out);
    QVERIFY2(result.out.contains("Dolores Park 5 of 5 times"), result.out);
    QVERIFY2(result.out.contains("demo 1.00 |"), result.out);
}

void TestCard::refusesMapsOfOtherShapes()
{
    const QTemporaryDir folder;
    const QString other = folder.filePath("other");
    QCOMPARE(runProgram(QStringLiteral(NEEDLESCOPE_BENCH), {"--make", "llama-1m", other}).code, 0);
    const auto result = runCard({"demo", "--against", other}, {}, m_environment);
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("different sizes"), result.err);
}

QTEST_APPLESS_MAIN(TestCard)
#include "tst_card.moc"
