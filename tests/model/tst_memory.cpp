// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/memory.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace needlescope;

namespace {

/// Writes "NAME: limit used files" of each group into a tree as the system shows it; "" is the root, which has none of these files.
void makeGroups(const std::filesystem::path &root, const QString &groups)
{
    for (const QString &line : groups.split(';', Qt::SkipEmptyParts)) {
        const QStringList parts = line.simplified().split(": ");
        const QStringList numbers = parts[1].split(' ');
        const std::filesystem::path folder = root / parts[0].toStdString();
        std::filesystem::create_directories(folder);
        std::ofstream(folder / "memory.max") << numbers[0].toStdString() << '\n';
        std::ofstream(folder / "memory.current") << numbers[1].toStdString() << '\n';
        const int files = numbers[2].toInt();
        std::ofstream(folder / "memory.stat") << "anon 77\nfile 99\nkernel 5\ninactive_anon 7\ninactive_file " << files - files / 3
                                              << "\nactive_file " << files / 3 << "\nunevictable 0\n";
    }
}

} // namespace

/// What is left of the machine's memory.
class TestMemory : public QObject
{
    Q_OBJECT

private slots:
    void leftByGroups_data()
    {
        QTest::addColumn<QString>("groups");
        QTest::addColumn<QString>("own");
        QTest::addColumn<qint64>("left"); // -1: not limited
        QTest::newRow("no groups") << ""
                                   << "user/app" << qint64(-1);
        QTest::newRow("no limit") << "user: max 400 30; user/app: max 100 0"
                                  << "user/app" << qint64(-1);
        QTest::newRow("what it uses is not free") << "user/app: 1000 700 0"
                                                  << "user/app" << qint64(300);
        QTest::newRow("files can be dropped") << "user/app: 1000 700 600"
                                              << "user/app" << qint64(900);
        QTest::newRow("more files than use") << "user/app: 1000 50 90"
                                             << "user/app" << qint64(1000);
        QTest::newRow("used beyond the limit") << "user/app: 1000 1200 100"
                                               << "user/app" << qint64(0);
        QTest::newRow("the outer one is tighter") << "user: 1000 900 50; user/app: 800 100 0"
                                                  << "user/app" << qint64(150);
        QTest::newRow("the inner one is tighter") << "user: 1000 100 0; user/app: 800 700 50"
                                                  << "user/app" << qint64(150);
        QTest::newRow("limited further out") << "user: 5000 4000 0; user/app/task: max 100 0"
                                             << "user/app/task" << qint64(1000);
        QTest::newRow("another group's limit") << "other: 10 10 0; user: 1000 100 0"
                                               << "user/app" << qint64(900);
        QTest::newRow("inside a container") << ": 2000 500 200"
                                            << "" << qint64(1700);
        QTest::newRow("beyond 32 bits") << "a: 34359738368 17179869184 900"
                                        << "a" << qint64(17179870084);
    }

    void leftByGroups()
    {
        QFETCH(QString, groups);
        QFETCH(QString, own);
        QFETCH(qint64, left);
        const QTemporaryDir directory;
        const std::filesystem::path root = directory.path().toStdString();
        makeGroups(root, groups);
        QCOMPARE(memoryLeftByGroups(root, own.toStdString()).value_or(-1), left);
    }

    void thisMachine()
    {
        const auto available = availableMemory();
        QVERIFY(available.has_value());
        QCOMPARE_GT(*available, 0);
    }

    void spelled()
    {
        QCOMPARE(spelledBytes(13'480'000'000), std::string("13.5 GB"));
        QCOMPARE(spelledBytes(250'000), std::string("0.2 MB"));
    }
};

QTEST_GUILESS_MAIN(TestMemory)
#include "tst_memory.moc"
