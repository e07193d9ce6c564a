// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "figures/runfigures.h"

#include "archive/runfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

using namespace needlescope;

namespace {

RunHeader header()
{
    RunHeader header;
    header.provenance.modelName = "tiny";
    header.model.nLayers = 2;
    header.model.nHeads = 4;
    header.model.nKvHeads = 2;
    header.request.needles.resize(1);
    header.request.lengths = {64};
    header.request.depths = {50};
    return header;
}

SampleResult sample()
{
    SampleResult sample;
    sample.length = 64;
    sample.counted = true;
    sample.scores = HeadArray::Zero(2, 4);
    sample.scores(1, 2) = 0.75F;
    return sample;
}

} // namespace

/// As a terminal program is: no application object, no display.
class TestRunFigures : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;

    std::filesystem::path path(const QString &name) const { return m_folder.filePath(name).toStdString(); }

private slots:
    void initTestCase()
    {
        for (const char *variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            qunsetenv(variable);
        QVERIFY(!QCoreApplication::instance());
    }

    void writesEveryFormat()
    {
        const auto run = path(QStringLiteral("run.needle"));
        {
            RunFile file = RunFile::continueOrCreate(run, header());
            file.append(sample());
        }
        const auto written = writeRunFigures(run, path(QStringLiteral("made/for/me")));
        QCOMPARE(written.size(), std::size_t{8});
        for (const auto &file : written)
            QVERIFY2(std::filesystem::file_size(file) > 100, file.c_str());
        QVERIFY(!QImage(m_folder.filePath(QStringLiteral("made/for/me/head-map.png"))).isNull());
        QFile csv(m_folder.filePath(QStringLiteral("made/for/me/head-map.csv")));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QVERIFY(csv.readAll().contains("1,2,0.75,1,0"));
        QCOMPARE(writeRunFigures(run, path(QStringLiteral("again"))).size(), std::size_t{8});
    }

    void refusals()
    {
        const QString missing = errorOf([&] { writeRunFigures(path(QStringLiteral("none.needle")), path(QStringLiteral("out"))); });
        QVERIFY2(missing.contains(QStringLiteral("none.needle")), qPrintable(missing));
        const auto empty = path(QStringLiteral("empty.needle"));
        RunFile::continueOrCreate(empty, header());
        const QString nothing = errorOf([&] { writeRunFigures(empty, path(QStringLiteral("out"))); });
        QVERIFY2(nothing.contains(QStringLiteral("no finished sample")), qPrintable(nothing));
        const auto run = path(QStringLiteral("run2.needle"));
        RunFile::continueOrCreate(run, header()).append(sample());
        QVERIFY(QFile(m_folder.filePath(QStringLiteral("file"))).open(QIODevice::WriteOnly));
        const QString blocked = errorOf([&] { writeRunFigures(run, path(QStringLiteral("file/out"))); });
        QVERIFY2(blocked.contains(QStringLiteral("could not be made")), qPrintable(blocked));
    }
};

QTEST_APPLESS_MAIN(TestRunFigures)
#include "tst_runfigures.moc"
