// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/mapheader.h"
#include "views/messagebar.h"
#include "windowuser.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace needlescope;

namespace {

constexpr int nShards = 3;
constexpr int nSamples = 12;

} // namespace

/// Somebody who looks on while other programs, here of this machine, write a run together.
class TestShards : public QObject, private WindowUser
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { beginAnew(); }
    void cleanupTestCase() { leave(); }
    void mapGrowsUntilItIsMerged();
    void runOfAnotherProgramGrows();
    void damagedShardIsASentence();

private:
    QString folder() const { return m_world.scratch("array.shards"); }
    QString shard(int number) const { return folder() + QStringLiteral("/%1-of-%2.needle").arg(number).arg(nShards); }
    QStringList detection(const QString &run, const QStringList &more = {}) const
    {
        return QStringList{"detect", "demo", "--full", "--max-tokens", "16", "--lengths", "160,192,224", "--depths", "0,100", "--needles",
                   m_world.scratch("needles.jsonl"), "--haystack",
                   QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/haystacks/demo/book1.txt"), "--run", run}
        + more;
    }
    void compute(const QStringList &arguments) const
    {
        QProcess program;
        program.start(QStringLiteral(NEEDLESCOPE_CLI), arguments);
        QVERIFY(program.waitForFinished(patience));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
    }
    QString header() const { return view<MapHeader>()->text(); }
};

void TestShards::initTestCase()
{
    settle(QStringLiteral("tst_shards"));
    QFile needles(QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/needles/demo.jsonl"));
    QVERIFY(needles.open(QIODevice::ReadOnly));
    m_world.write("needles.jsonl", needles.readLine() + needles.readLine());
}

void TestShards::mapGrowsUntilItIsMerged()
{
    QDir().mkpath(folder());
    for (int number = 1; number <= nShards; ++number)
        m_world.write("array.shards/" + QFileInfo(shard(number)).fileName(), {});
    const auto part = [](int number) { return QStringList{"--shard", QStringLiteral("%1/%2").arg(number).arg(nShards)}; };
    compute(detection(shard(1), part(1)));

    // A dialog shows files: any of the shards stands for the run that they are parts of.
    QSignalSpy opened(&m_session->studies(), &Studies::runOpened);
    QVERIFY(exportTo(menuEntry("Open run or map…"), shard(1)));
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, patience);
    QVERIFY2(header().contains("from array.needle, after 4 of 12 samples, in 3 shards"), qPrintable(header()));
    QCOMPARE(m_session->mapStanding(), MapStanding::Filling);
    QVERIFY2(!header().contains("stopped"), qPrintable(header()));
    QVERIFY(m_session->scoresFit());
    m_session->selectHead({1, 2}, false);
    m_session->toggleMask({1, 2});

    QProcess others[2];
    for (int i = 0; i < 2; ++i)
        others[i].start(QStringLiteral(NEEDLESCOPE_CLI), detection(shard(i + 2), part(i + 2)));
    QTRY_VERIFY2_WITH_TIMEOUT(header().contains("after 12 of 12 samples, in 3 shards"), qPrintable(header()), patience);
    for (QProcess &other : others)
        QTRY_COMPARE_WITH_TIMEOUT(other.state(), QProcess::NotRunning, patience);
    const auto title = m_window->findChild<QLabel *>("studyTitle");
    QTRY_VERIFY2(title->text().contains("12 of 12 samples in 3 shards"), qPrintable(title->text()));

    compute({"merge", m_world.scratch("array.needle")});
    QTRY_VERIFY2_WITH_TIMEOUT(header().contains("from array.needle, 12 samples"), qPrintable(header()), patience);
    QCOMPARE(m_session->mapStanding(), MapStanding::Whole);
    QVERIFY(!m_session->studies().isGrowing());
    QCOMPARE(m_session->scores()->nSamples, nSamples);
    QCOMPARE(m_session->selection(), (std::vector<HeadId>{{1, 2}})); // what the user does is left alone
    QVERIFY(m_session->mask().masks({1, 2}));
    QVERIFY(!view<MessageBar>()->isVisible());
}

/// Without shards it is the same.
void TestShards::runOfAnotherProgramGrows()
{
    const QString run = m_world.scratch("elsewhere.needle");
    QProcess other;
    other.start(QStringLiteral(NEEDLESCOPE_CLI), detection(run, {"--shard", "1/3"}));
    QVERIFY(other.waitForFinished(patience));
    QSignalSpy opened(&m_session->studies(), &Studies::runOpened);
    m_session->openMap(run);
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, patience);
    QVERIFY2(header().contains("after 4 of 12 samples") && header().contains("stopped"), qPrintable(header()));
    QSignalSpy grew(&m_session->studies(), &Studies::runGrew);
    compute(detection(m_world.scratch("rest.needle"), {"--shard", "2/3"}));
    compute({"merge", m_world.scratch("more.needle"), run, m_world.scratch("rest.needle")});
    QVERIFY(QFile::remove(run) && QFile::rename(m_world.scratch("more.needle"), run));
    QTRY_COMPARE_WITH_TIMEOUT(grew.count(), 1, patience);
    QVERIFY2(header().contains("after 8 of 12 samples") && !header().contains("stopped"), qPrintable(header()));
}

void TestShards::damagedShardIsASentence()
{
    QDir().mkpath(m_world.scratch("bad.shards"));
    compute(detection(m_world.scratch("bad.shards/1-of-2.needle"), {"--shard", "1/2"}));
    QSignalSpy opened(&m_session->studies(), &Studies::runOpened);
    m_session->openMap(m_world.scratch("bad.shards"));
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, patience);
    QSignalSpy problems(m_session.get(), &Session::problemRaised);
    m_world.write("bad.shards/2-of-2.needle", QByteArray("this is no run").repeated(100));
    QTRY_COMPARE_WITH_TIMEOUT(problems.count(), 1, patience);
    QVERIFY2(problems[0][0].toString().contains("2-of-2.needle"), qPrintable(problems[0][0].toString()));
    QVERIFY(header().contains("in 2 shards")); // what was there is shown
    QVERIFY(!m_session->studies().isGrowing()); // and it is said once
}

QTEST_MAIN(TestShards)
#include "tst_shards.moc"
