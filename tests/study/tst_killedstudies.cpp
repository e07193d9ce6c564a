// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo.h"
#include "study/study.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <iostream>
#include <random>
#include <set>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

StudyKind kindOf(const char *name)
{
    return enumFromName<StudyKind>(name);
}

/// The child: writes the index of every sample to stdout as soon as it is reported.
int studyAsChild(const char *kind, const char *file)
{
    const Demo demo;
    const RunHeader header = demo.header(kindOf(kind));
    auto run = RunFile::continueOrCreate(file, header);
    Study(*demo.model, *demo.tokenizer, header, &run).run({}, [](const StudyUpdate &update) {
        std::cout << update.sample.index << std::endl;
    });
    return 0;
}

} // namespace

/// Each kind is killed at random moments and continued, until it is whole.
class TestKilledStudies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_demo = std::make_unique<Demo>(); }

    void losesAndRepeatsNothing_data()
    {
        QTest::addColumn<QString>("kind");
        for (const auto &[kind, name] : EnumNames<StudyKind>::names)
            QTest::newRow(std::string(name).c_str()) << QString::fromStdString(std::string(name));
    }

    void losesAndRepeatsNothing()
    {
        QFETCH(QString, kind);
        const QTemporaryDir folder;
        const fs::path file = fs::path(folder.path().toStdString()) / "study.needle";
        static std::mt19937 random(7); // one sequence over all kinds
        std::set<int> reported;
        for (int kills = 0; kills < 3; ++kills) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(), {"--study", kind, QString::fromStdString(file.string())});
            const auto samples = 1 + random() % 3;
            for (unsigned i = 0; i < samples && child.waitForReadyRead(60000);) {
                while (child.canReadLine()) {
                    QVERIFY(reported.insert(child.readLine().trimmed().toInt()).second);
                    ++i;
                }
            }
            QTest::qWait(static_cast<int>(random() % 40));
            if (child.state() == QProcess::Running) // else it was ready first, and there is no process of this number
                ::kill(static_cast<pid_t>(child.processId()), SIGKILL);
            QVERIFY(child.state() == QProcess::NotRunning || child.waitForFinished());
            for (const QByteArray &line : child.readAllStandardOutput().split('\n')) {
                if (!line.isEmpty())
                    QVERIFY(reported.insert(line.toInt()).second);
            }
            std::set<int> kept;
            for (const SampleResult &sample : RunFile::openReadOnly(file).samples())
                kept.insert(sample.index);
            QVERIFY(std::includes(kept.begin(), kept.end(), reported.begin(), reported.end()));
        }
        const RunHeader header = m_demo->header(enumFromName<StudyKind>(kind.toStdString()));
        auto run = RunFile::continueOrCreate(file, header);
        Study study(*m_demo->model, *m_demo->tokenizer, header, &run);
        study.run({}, [&](const StudyUpdate &update) { QVERIFY(!reported.count(update.sample.index)); });
        QCOMPARE(static_cast<int>(run.samples().size()), header.request.nSamples());
        Study whole(*m_demo->model, *m_demo->tokenizer, header, nullptr);
        whole.run({});
        QVERIFY(areSame(run.samples(), whole.samples()));
    }

private:
    std::unique_ptr<Demo> m_demo;
};

int main(int argc, char **argv)
{
    if (argc == 4 && std::string_view(argv[1]) == "--study")
        return studyAsChild(argv[2], argv[3]);
    const QCoreApplication application(argc, argv);
    TestKilledStudies test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_killedstudies.moc"
