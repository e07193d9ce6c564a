// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include "archive/runfile.h"
#include "archive/shards.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace needlescope;
using nlohmann::json;

/// packaging/slurm/needlescope-array with an sbatch that runs the tasks at once.
class TestArray : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyFailureIsASentence_data();
    void everyFailureIsASentence();
    void resultIsThatOfOneProgram();
    void failedShardIsNamedAndRunAgain();
    void taskGoesOnWhenItsTimeIsOver();
    void jobsInTheQueueAreWaitedFor();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, const QByteArray &text, bool executable = false) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        if (executable)
            file.setPermissions(file.permissions() | QFile::ExeOwner);
    }
    QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    Result array(const QStringList &arguments) const
    {
        return runProgram(QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/packaging/slurm/needlescope-array"), arguments, {}, m_environment);
    }
    QStringList study(const QString &run, const QString &lengths = "160,192") const
    {
        return {"detect", "demo", "--max-tokens", "16", "--needles", QFINDTESTDATA("two-needles.jsonl"), "--lengths", lengths, "--depths",
            "0,100", "--haystack", QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/haystacks/demo/book1.txt"), "--run", run};
    }

    QTemporaryDir m_folder{QDir::tempPath() + "/an array's XXXXXX"};
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

void TestArray::initTestCase()
{
    QDir().mkpath(path("bin"));
    QDir().mkpath(path("slurm"));
    QVERIFY(QFile::copy(QFINDTESTDATA("fake-sbatch"), path("bin/sbatch")));
    QFile(path("bin/sbatch")).setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    write("bin/scontrol", "#!/bin/sh\necho \"$@\" >>\"$FAKE_SLURM/scontrol\"\n: >\"$FAKE_SLURM/requeued\"\n", true);
    write("bin/squeue", "#!/bin/sh\ncat \"$FAKE_SLURM/queue\" 2>/dev/null\n", true);
    m_environment.insert("PATH", path("bin") + ":/usr/bin:/bin");
    m_environment.insert("FAKE_SLURM", path("slurm"));
    m_environment.insert("NEEDLESCOPE_CLI", NEEDLESCOPE_CLI);
    m_environment.insert("SOURCE_DATE_EPOCH", "1700000000");
}

void TestArray::everyFailureIsASentence_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("nothing") << QStringList() << "There is no study";
    QTest::newRow("no study") << QStringList{"--shards", "2", "--"} << "There is no study";
    QTest::newRow("other study") << QStringList{"--", "detekt", "demo", "--run", path("a.needle")} << "'detekt' is no study";
    QTest::newRow("zero") << QStringList{"--shards", "0", "--"} + study(path("a.needle")) << "'0' is no number of shards";
    QTest::newRow("word") << QStringList{"--shards=all", "--"} + study(path("a.needle")) << "'all' is no number of shards";
    QTest::newRow("too many") << QStringList{"--shards", "3", "--"} + study(path("a.needle")) << "2 shards at most";
    QTest::newRow("no run") << QStringList{"--", "detect", "demo"} << "--run NAME.needle";
    QTest::newRow("no model") << QStringList{"--", "detect", "nobody", "--run", path("a.needle")} << "'nobody'";
    QTest::newRow("bad option") << QStringList{"--"} + study(path("a.needle"), "long") << "--lengths";
    QTest::newRow("own shard") << QStringList{"--"} + study(path("a.needle")) + QStringList{"--shard", "1/2"} << "--shard makes no sense";
    QTest::newRow("own array") << QStringList{"--array=1-2", "--"} + study(path("a.needle")) << "--array=1-2 is set by this script";
    QTest::newRow("scores") << QStringList{"--"} + study(path("a.needle")) + QStringList{"--scores", "s.json"}
                            << "exported from the merged run";
    QTest::newRow("not writable") << QStringList{"--"} + study("/proc/a.needle") << "'/proc/a.shards' cannot be written";
    QTest::newRow("status of nothing") << QStringList{"--status", path("none.needle")} << "There is no run file";
}

void TestArray::everyFailureIsASentence()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, sentence);
    const Result result = array(arguments);
    QVERIFY(result.code != 0);
    QVERIFY2(result.err.contains(sentence.toUtf8()), result.err);
    QVERIFY2(result.err.count('\n') <= 2, result.err);
    QVERIFY(!QFile::exists(path("a.needle")) && !QFile::exists(path("a.shards/1-of-2.needle"))
        && !QFile::exists(path("slurm/id"))); // nothing was submitted
}

void TestArray::resultIsThatOfOneProgram()
{
    const QStringList frame{"--frame", "{context}\nIt's \"asked\" $(date). {question}"};
    QDir().mkpath(path("one"));
    QDir().mkpath(path("many"));
    const Result single = run(study(path("one/run.needle")) + frame + QStringList{"--full"}, {}, m_environment);
    QVERIFY2(single.code == 0, single.err);
    const Result submitted = array(QStringList{"--shards", "2", "--time=10", "--comment=it's a test", "--partition=gpus", "--"}
        + study(path("many/run.needle")) + frame);
    QVERIFY2(submitted.code == 0, submitted.err);
    QVERIFY2(submitted.out.contains("Array job 101 computes shards 1,2 of 2") && submitted.out.contains("Job 102 merges"), submitted.out);
    const QByteArray words = read("slurm/101.words");
    for (const char *word : {"--array=1,2\n", "--requeue\n", "--time=10\n", "--comment=it's a test\n", "--partition=gpus\n"})
        QVERIFY2(words.contains(word), words);
    const QByteArray merging = read("slurm/102.words");
    QVERIFY2(
        merging.contains("--dependency=afterany:101\n") && merging.contains("--partition=gpus\n") && !merging.contains("--time"), merging);

    const auto one = RunFile::openReadOnly(path("one/run.needle").toStdString());
    const auto many = RunFile::openReadOnly(path("many/run.needle").toStdString());
    QVERIFY(json(one.header()) == json(many.header()));
    auto expected = one.samples();
    auto found = many.samples();
    for (auto *samples : {&expected, &found}) {
        QCOMPARE(samples->size(), std::size_t{8});
        for (SampleResult &sample : *samples)
            sample.seconds = 0;
    }
    QVERIFY(json(expected).dump() == json(found).dump());

    const Result again = array(QStringList{"--"} + study(path("many/run.needle")));
    QVERIFY2(again.code == 1 && again.err.contains("is there already (8 of 8 samples, in one file)"), again.err);
}

void TestArray::failedShardIsNamedAndRunAgain()
{
    const QString run = path("failing.needle");
    QDir().mkpath(path("failing.shards"));
    write("failing.shards/2-of-2.needle", "this is no run of anybody"); // so that its task cannot write it
    const Result submitted = array(QStringList{"--"} + study(run));
    QVERIFY2(submitted.code == 1 && submitted.err.contains("2-of-2.needle"), submitted.err); // told at once
    QFile::remove(path("failing.shards/2-of-2.needle"));
    QDir().mkpath(path("failing.shards/2-of-2.needle-journal")); // nor with this
    QVERIFY2(array(QStringList{"--"} + study(run)).code == 0, "submitted");
    QVERIFY(!QFile::exists(run));
    const Result status = array({"--status", run});
    QVERIFY2(status.out.contains("4 of 8 samples, 1 of 2 shards whole, failed: 2\nshard 2: needlescope-cli: "), status.out);
    QVERIFY2(status.out.contains("failing.shards/2-of-2.log"), status.out);
    const QByteArray merging = read("failing.shards/merge.log");
    QVERIFY2(merging.contains("Shard 2 of 2 ") && merging.contains("0 of 4 samples"), merging);

    QDir(path("failing.shards/2-of-2.needle-journal")).removeRecursively();
    QVERIFY2(array(QStringList{"--shards=1", "--"} + study(run)).err.contains("was cut into 2 shards"), "shards");
    const Result again = array(QStringList{"--"} + study(run));
    QVERIFY2(again.code == 0 && again.out.contains("computes shards 2 of 2"), again.out + again.err);
    QCOMPARE(RunFile::openReadOnly(run.toStdString()).nSamples(), 8);
    QVERIFY2(array({"--status", run}).out.contains("8 of 8 samples, in one file"), "status");
}

void TestArray::taskGoesOnWhenItsTimeIsOver()
{
    const QString run = path("slow.needle");
    const QStringList slow{"--", "detect", "demo", "--lengths", "256", "--depths", "0,50,100", "--haystack",
        QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/haystacks/demo/book1.txt"), "--run", run};
    write("slurm/signal", "USR1");
    const Result submitted = array(slow);
    QVERIFY2(submitted.code == 0, submitted.err);
    QVERIFY2(read("slurm/scontrol").endsWith("_1\n") && read("slurm/scontrol").startsWith("requeue "), read("slurm/scontrol"));
    const QByteArray log = read("slow.shards/1-of-1.log");
    QVERIFY2(log.contains("Stopped after ") && log.contains("goes on in another turn"), log);
    const auto whole = RunFile::openReadOnly(run.toStdString());
    QCOMPARE(whole.nSamples(), whole.header().request.nSamples());
}

void TestArray::jobsInTheQueueAreWaitedFor()
{
    QDir().mkpath(path("queued.shards"));
    write("queued.shards/jobs", "7,8\n");
    write("slurm/queue", "RUNNING\nPENDING\nPENDING\n");
    const Result submitted = array(QStringList{"--"} + study(path("queued.needle")));
    QVERIFY2(submitted.code == 1 && submitted.err.contains("7,8") && submitted.err.contains("2 pending, 1 running"), submitted.err);
    QFile::remove(path("slurm/queue"));
}

QTEST_APPLESS_MAIN(TestArray)
#include "tst_array.moc"
