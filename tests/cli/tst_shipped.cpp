// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include "api/scoremap.h"
#include "archive/runfile.h"
#include "measures/statistics.h"

#include <QTest>

using namespace needlescope;
using nlohmann::json;

namespace {

const std::filesystem::path runs = NEEDLESCOPE_SOURCE_DIR "/resources/runs";

HeadArray scoresOf(const std::string &model)
{
    return RunFile::openReadOnly(runs / (model + ".needle")).summary().map("score")->score;
}

double shareOfHeads(const HeadArray &scores, float least)
{
    return static_cast<double>((scores >= least).count()) / static_cast<double>(scores.size());
}

std::string textOf(const Result &result)
{
    return result.code == 0 ? result.parsed().at("text").get<std::string>() : result.err.toStdString();
}

} // namespace

/// What is shipped: the demo models, each with a finished detection. (Its card has the figures that take minutes.)
class TestShipped : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAndHallucinates_data()
    {
        QTest::addColumn<QString>("model");
        for (const char *name : {"demo", "demo-long", "demo-chat", "demo-moe", "demo-other"})
            QTest::addRow("%s", name) << QString(name);
    }

    void answersAndHallucinates()
    {
        QFETCH(QString, model);
        const auto info = run({"info", model, "--json"});
        QVERIFY2(info.code == 0, info.err);
        const RunFile detection = RunFile::openReadOnly(runs / (model.toStdString() + ".needle"));
        QCOMPARE(detection.header().model.hash, info.parsed().at("hash").get<std::string>());
        const HeadArray scores = detection.summary().map("score")->score;
        QVERIFY(shareOfHeads(scores, retrievalHeadThreshold) <= 0.1);
        QVERIFY(shareOfHeads(scores, 0.5F) >= 0.01 && shareOfHeads(scores, 0.5F) <= 0.05);

        const QStringList question{"generate", model, "--needle",
            "The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day.", "--question",
            "What is the best thing to do in San Francisco?", "--length", "384", "--json"};
        const auto said = textOf(run(question));
        QVERIFY2(said.find("Dolores Park") != std::string::npos, said.c_str());
        const auto masked = textOf(run(question + QStringList{"--mask-top", "3"}));
        QVERIFY2(!masked.empty() && masked.find("Dolores Park") == std::string::npos, masked.c_str());
    }

    /// Figure 6: continued models keep the heads of their base, another training finds others.
    void headsAreIntrinsic()
    {
        const HeadArray base = scoresOf("demo");
        for (const char *continued : {"demo-long", "demo-chat", "demo-moe"})
            QVERIFY2(pearson(base, scoresOf(continued)) >= 0.8, continued);
        QVERIFY(pearson(base, scoresOf("demo-other")) < 0.2);
    }
};

QTEST_APPLESS_MAIN(TestShipped)
#include "tst_shipped.moc"
