// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace needlescope;

/// Input that cannot be used, and disks that are full: each ends in exit code 1 and one sentence.
class TestBadInput : public QObject
{
    Q_OBJECT

private slots:
    void absurdConfig_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("context of 2^31") << QByteArray("max_position_embeddings") << QByteArray("2147483648");
        QTest::newRow("no heads") << QByteArray("num_attention_heads") << QByteArray("0");
        QTest::newRow("a billion layers") << QByteArray("num_hidden_layers") << QByteArray("1000000000");
        QTest::newRow("nested without end") << QByteArray("num_hidden_layers") << QByteArray(300000, '[') + QByteArray(300000, ']');
    }

    void absurdConfig()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        const QTemporaryDir folder;
        linkDemo(folder.filePath("m"));
        QFile config(folder.filePath("m/config.json"));
        QVERIFY(config.open(QIODevice::ReadOnly));
        auto text = QString::fromUtf8(config.readAll());
        config.close();
        text.replace(QRegularExpression("\"" + key + "\": *[0-9]+"), "\"" + key + "\": " + value);
        QVERIFY(QFile::remove(folder.filePath("m/config.json"))); // the link, not the demo's own
        std::ofstream(folder.filePath("m/config.json").toStdString()) << text.toStdString();
        verifyRefusal(run({"info", folder.filePath("m")}), "config.json");
    }

    void emptyPrompt()
    {
        const QTemporaryDir folder;
        std::ofstream(folder.filePath("ids.json").toStdString()) << "[]";
        verifyRefusal(run({"generate", "demo", "--prompt-ids", folder.filePath("ids.json")}), "The prompt is empty");
    }

    /// Answered, but not without a word.
    void promptBehindTheContext()
    {
        const QTemporaryDir folder;
        std::ofstream ids(folder.filePath("ids.json").toStdString());
        ids << "[5";
        for (int i = 0; i < 1100; ++i)
            ids << ",5";
        ids << "]";
        ids.close();
        const Result result = run({"generate", "demo", "--prompt-ids", folder.filePath("ids.json"), "--max-tokens", "1"});
        QCOMPARE(result.code, 0);
        QVERIFY2(result.err.contains("The prompt has 1101 tokens, more than the 1088"), result.err);
    }

    void scoresOfAnotherModel()
    {
        const QTemporaryDir folder;
        std::ofstream(folder.filePath("ids.json").toStdString()) << "[1, 5]";
        std::ofstream(folder.filePath("scores.json").toStdString()) << R"({"90-90": [0.5]})";
        verifyRefusal(run({"generate", "demo", "--prompt-ids", folder.filePath("ids.json"), "--mask-top", "1", "--scores",
                          folder.filePath("scores.json")}),
            "91 layers of 91 heads");
    }

    void fullDisk_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("run file") << "'" NEEDLESCOPE_CLI "' detect demo --lengths 128 --depths 0 --run full.needle"
                                  << QByteArray("full.needle");
        QTest::newRow("figures") << "'" NEEDLESCOPE_CLI "' figures '" NEEDLESCOPE_SOURCE_DIR "/resources/runs/demo.needle' --out figures"
                                 << QByteArray("figures");
        QTest::newRow("synthetic checkpoint") << "'" NEEDLESCOPE_BENCH "' --make llama-1m made" << QByteArray("made");
        QTest::newRow("standard output") << "'" NEEDLESCOPE_CLI "' info demo --json >/dev/full" << QByteArray("standard output");
    }

    /// A limit on the size of files stands for the disk: writing fails behind a few KB.
    void fullDisk()
    {
        QFETCH(QString, command);
        QFETCH(QByteArray, named);
        const QTemporaryDir folder;
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start("sh", {"-c", "trap '' XFSZ; ulimit -f 8; exec " + command});
        QVERIFY(process.waitForFinished(60000));
        verifyRefusal({process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, {}, process.readAllStandardError()}, named);
    }

    /// What is refused on a full disk is a model like any other on a disk with room.
    void syntheticCheckpoint()
    {
        const QTemporaryDir folder;
        const QString model = folder.filePath("made");
        QCOMPARE(runProgram(QStringLiteral(NEEDLESCOPE_BENCH), {"--make", "llama-1m", model, "--dtype", "f32"}).code, 0);
        QCOMPARE(run({"info", model}).code, 0);
        std::ofstream(folder.filePath("p.txt").toStdString()) << "Anything at all.";
        const Result answer = run({"generate", model, "--prompt-file", folder.filePath("p.txt"), "--max-tokens", "3", "--json"});
        QVERIFY2(answer.code == 0 && answer.out.contains("output_ids"), answer.err);
    }

private:
    static void verifyRefusal(const Result &result, const QByteArray &named)
    {
        QCOMPARE(result.code, 1);
        QVERIFY(result.out.isEmpty());
        const auto sentence = result.err.trimmed().split('\n').last(); // Qt may complain of its environment first
        QVERIFY2(sentence.startsWith("needlescope-") && sentence.contains(named), result.err);
    }
};

QTEST_APPLESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
