// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include "archive/runfile.h"
#include "measures/studies/kind.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <fstream>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

using namespace needlescope;
using nlohmann::json;

namespace {

/// Small settings of each kind, on the shipped demo model.
QStringList smallStudy(StudyKind kind, const QString &model = "demo", const QString &length = "192")
{
    QStringList arguments{QString::fromStdString(std::string(nameOf(kind))), model, "--max-tokens", "16"};
    const auto has = [&](Setting setting) { return infoOf(kind).uses(setting); };
    if (has(Setting::Needles))
        arguments << "--needles" << QFINDTESTDATA("two-needles.jsonl");
    if (has(Setting::Items))
        arguments << "--items" << QFINDTESTDATA("two-questions.jsonl");
    if (has(Setting::Lengths))
        arguments << "--lengths" << length << "--depths"
                  << "0,100";
    if (has(Setting::Ks))
        arguments << "--ks"
                  << "0,3"
                  << "--draws"
                  << "1";
    if (has(Setting::Quick))
        arguments << "--full";
    return arguments;
}

/// The tiny Bamba of the tests, the first of whose two layers has no heads, with a tokenizer of characters.
void writeHybrid(const QString &path)
{
    QDir().mkpath(path);
    const QString original = QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/tests/data/checkpoints/bamba/");
    QFile::copy(original + "model.safetensors", path + "/model.safetensors");
    json config = json::parse(std::ifstream((original + "config.json").toStdString()));
    config["max_position_embeddings"] = 4096;
    std::ofstream((path + "/config.json").toStdString()) << config;
    json vocabulary{{"<unk>", 0}, {"<s>", 1}, {"</s>", 2}};
    for (const char character : std::string(" \n.,:?'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
        vocabulary[std::string(1, character)] = vocabulary.size();
    std::ofstream((path + "/tokenizer.json").toStdString())
        << json{{"model", {{"type", "BPE"}, {"vocab", vocabulary}, {"merges", json::array()}, {"unk_token", "<unk>"}}},
               {"decoder", {{"type", "Fuse"}}}};
}

} // namespace

class TestStudyCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStudy_data()
    {
        QTest::addColumn<int>("kind");
        for (const auto &[kind, name] : EnumNames<StudyKind>::names)
            QTest::newRow(std::string(name).c_str()) << static_cast<int>(kind);
    }

    /// From the command line: run, continued, as JSON, as a table, with its figures.
    void everyStudy()
    {
        QFETCH(int, kind);
        const auto study = static_cast<StudyKind>(kind);
        const QString file = path(QString("%1.needle").arg(kind));
        const auto arguments = smallStudy(study) << "--run" << file;
        const Result first = run(arguments + QStringList{"--json"});
        QVERIFY2(first.code == 0, first.err);
        const json summary = first.parsed();
        QCOMPARE(summary.at("nSamples").get<int>(), summary.at("nPlanned").get<int>());
        QCOMPARE(summary.at("resumed").get<int>(), 0);
        QCOMPARE(summary.at("provenance").at("modelName").get<std::string>(), std::string("demo"));

        const Result again = run(arguments + QStringList{"--out", path(QString("figures-%1").arg(kind))});
        QVERIFY2(again.code == 0, again.err);
        QVERIFY2(again.out.contains("samples"), again.out);
        QVERIFY(QDir(path(QString("figures-%1").arg(kind))).entryList({"*.png"}).size() >= 1);
        QCOMPARE(run(arguments + QStringList{"--json"}).parsed().at("resumed").get<int>(), summary.at("nSamples").get<int>());
        const Result shown = run({"show", file});
        QVERIFY2(shown.code == 0 && shown.out.contains("samples"), shown.err);
    }

    /// Each study on a model whose first layer keeps a state: that layer has no head in any map, mask or number.
    void layersWithoutHeads()
    {
        const QString model = path("hybrid");
        writeHybrid(model);
        const Result told = run({"info", model});
        QVERIFY2(told.out.contains("1 of the layers keep a state and have no heads"), told.out);
        const QString ranking = path("hybrid-scores.json");
        QFile scores(ranking);
        QVERIFY(scores.open(QIODevice::WriteOnly));
        scores.write(
            R"({"0-0": [0.9], "0-1": [0.8], "0-2": [0.7], "0-3": [0.6], "1-0": [0.01], "1-1": [0.5], "1-2": [0.03], "1-3": [0.02]})");
        scores.close();
        for (const auto &[kind, name] : EnumNames<StudyKind>::names) {
            const KindInfo &info = infoOf(kind);
            const QString title = QString::fromStdString(std::string(name));
            QStringList arguments = smallStudy(kind, model, "600");
            if (info.uses(Setting::Ranking))
                arguments << "--scores" << ranking;
            for (const char *rule : {"reference", "qr"}) {
                const QString file = path("hybrid-" + title + rule + ".needle");
                const QString figures = path("hybrid-" + title + rule);
                const QStringList ofRule = info.uses(Setting::Rule) ? QStringList{"--rule", rule} : QStringList();
                const QStringList all = arguments + ofRule + QStringList{"--run", file};
                const Result made = run(all + QStringList{"--json"});
                QVERIFY2(made.code == 0, title.toUtf8() + ": " + made.err);
                for (const json &map : made.parsed().at("maps"))
                    QVERIFY(map.at("headlessLayers") == json::array({0}));
                const RunFile opened = RunFile::openReadOnly(file.toStdString());
                for (const StudyMask &mask : opened.masks()) {
                    for (const HeadId head : mask.intervention.heads)
                        QCOMPARE(head.layer, 1);
                }
                if (kind == StudyKind::Detect) {
                    const Result shown = run(all + QStringList{"--out", figures});
                    QVERIFY2(shown.out.contains(" of 4 heads") && !shown.out.contains("L0H"), shown.out);
                    QFile cells(figures + "/head-map.csv");
                    QVERIFY(cells.open(QIODevice::ReadOnly));
                    const QByteArray csv = cells.readAll();
                    QVERIFY2(csv.contains("\r\n1,3,") && !csv.contains("\r\n0,"), csv);
                }
                if (!info.uses(Setting::Rule))
                    break;
            }
        }
    }

    /// What was done to heads stands in the terminal's table and in the exported data.
    void interventionsAreTold()
    {
        const QString file = path("boosted.needle");
        const auto arguments = smallStudy(StudyKind::MaskCurve) << "--mask-kind"
                                                                << "scale"
                                                                << "--factor"
                                                                << "2.5"
                                                                << "--contrast"
                                                                << "0.5"
                                                                << "--run" << file << "--out" << path("boosted");
        const Result made = run(arguments);
        QVERIFY2(made.code == 0, made.err);
        QVERIFY2(made.out.contains("Changed: K = 0 3 heads scaled by 2.5 (scale 2.5, decode), 1 random draw, contrast 0.5\n"), made.out);
        QVERIFY2(run({"show", file}).out.contains("scaled by 2.5"), "show");
        QFile data(path("boosted/mask-curve.csv"));
        QVERIFY(data.open(QIODevice::ReadOnly));
        const QByteArray csv = data.readAll();
        for (const char *line : {"# K: 0 3\r\n", "# random draws: 1\r\n", "# mask kind: scale\r\n", "# mask factor: 2.5\r\n",
                 "# contrast: 0.5\r\n", "heads scaled by 2.5"})
            QVERIFY2(csv.contains(line), csv);
        QVERIFY2(!csv.contains("rule: ") && !csv.contains("masked"), csv);
    }

    /// A table for each measure, its columns called as the kind says.
    void tablesHaveOneHeading()
    {
        const Result made = run(smallStudy(StudyKind::Compress) << "--window"
                                                                << "4,32");
        QVERIFY2(made.code == 0, made.err);
        QCOMPARE(made.out.count("\nrecall "), 1);
        QCOMPARE(made.out.count("\nexact "), 1);
        QCOMPARE(made.out.count("Kept % Saved %"), 2);
        QVERIFY2(made.out.contains("all but K = 0 3 heads windowed to 4+32"), made.out);
        const Result grid = run(smallStudy(StudyKind::Grid));
        QCOMPARE(grid.out.count("Length Depth %"), 2);
        const Result outcomes = run(smallStudy(StudyKind::Outcomes));
        QVERIFY2(
            outcomes.out.contains("share complete") && !outcomes.out.contains("Step") && !outcomes.out.contains(" mass"), outcomes.out);
        for (const Result &result : {made, grid, outcomes, run(smallStudy(StudyKind::MaskCurve))})
            QVERIFY2(!result.out.contains("-0.000"), result.out);
    }

    /// As the window calls them, so that a study is the same whoever started it.
    void shippedTextsHaveOneName()
    {
        const QString book = QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/haystacks/demo/book1.txt");
        const auto texts = [](const Result &result) { return result.parsed().at("provenance").at("haystacks").get<std::string>(); };
        QVERIFY(texts(run(smallStudy(StudyKind::Grid) << "--haystack" << book << "--json")).starts_with("demo/book1 "));
        QFile::copy(book, path("mine.txt"));
        QVERIFY(texts(run(smallStudy(StudyKind::Grid) << "--haystack" << path("mine.txt") << "--json")).starts_with("mine "));
    }

    void everyStudyHasHelp_data() { everyStudy_data(); }

    void everyStudyHasHelp()
    {
        QFETCH(int, kind);
        const KindInfo &info = infoOf(static_cast<StudyKind>(kind));
        const Result help = run({QString::fromStdString(std::string(nameOf(info.kind))), "--help"});
        QCOMPARE(help.code, 0);
        for (const Setting setting : info.settings)
            QVERIFY2(help.out.contains(infoOf(setting).option), infoOf(setting).option);
    }

    void shardsAndMerge()
    {
        const auto arguments = smallStudy(StudyKind::Grid)
            << "--haystack" << QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/haystacks/demo");
        for (const char *part : {"1/2", "2/2"}) {
            const Result shard = run(arguments + QStringList{"--shard", part, "--run", path(QString("shard-%1.needle").arg(part[0]))});
            QVERIFY2(shard.code == 0, shard.err);
        }
        QVERIFY2(run({"merge", path("merged.needle"), path("shard-1.needle"), path("shard-2.needle")}).code == 0, "merge");
        const json whole = run(arguments + QStringList{"--json"}).parsed();
        const auto merged = RunFile::openReadOnly(path("merged.needle").toStdString()).summary();
        QVERIFY(json(merged.rows) == whole.at("rows"));
        QCOMPARE(run(arguments + QStringList{"--shard", "3/2"}).code, 2);
    }

    void comparesAndExports()
    {
        const Result compared = run({"compare", "demo", "demo-chat", "demo-other", "--json", "--out", path("compared")});
        QVERIFY2(compared.code == 0, compared.err);
        const json comparison = json::parse(compared.out.split('\n').first().toStdString());
        QVERIFY(comparison.at("pearson").at(0).at(1).get<double>() > 0.8);
        QVERIFY(comparison.at("pearson").at(0).at(2).get<double>() < 0.2);
        QVERIFY(QFile::exists(path("compared/compare.svg")));
        QVERIFY(!QFile::exists(path("compared/pair.svg"))); // of three
        QCOMPARE(run({"compare", "demo", "demo-other", "--out", path("compared")}).code, 0);
        QVERIFY(QFile::exists(path("compared/pair.svg")));
        QCOMPARE(run({"compare", "demo"}).code, 1);

        QCOMPARE(run({"export", "demo", path("heads.json")}).code, 0);
        QCOMPARE(run({"export", "demo", path("full_attention_heads.tsv"), "--form", "duo", "--window", "8,32"}).code, 0);
        const Result back = run({"compare", "demo", path("heads.json"), path("full_attention_heads.tsv"), "--json"});
        QVERIFY2(back.code == 0, back.err);
        QVERIFY(back.parsed().at("pearson").at(0).at(1).get<double>() > 0.999);
        QVERIFY(back.parsed().at("pearson").at(0).at(2).get<double>() > 0.999);
    }

    void runsAreListed()
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("NEEDLESCOPE_RUNS", path("runs"));
        QDir().mkpath(path("runs"));
        QFile::copy(path("0.needle"), path("runs/mine.needle"));
        QFile broken(path("runs/broken.needle"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        const json runs = run({"runs", "--json"}, {}, environment).parsed().at("runs");
        QCOMPARE(runs.at(0).at("name").get<std::string>(), std::string("mine.needle"));
        QCOMPARE(runs.size(), 7U); // and the six shipped ones
        QCOMPARE(run({"show", "mine"}, {}, environment).code, 0);
    }

    void badInputIsOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        const auto study = [](StudyKind kind, const QStringList &more) { return smallStudy(kind) + more; };
        QTest::newRow("K larger than the model") << study(StudyKind::MaskCurve, {"--ks", "99"}) << "K = 99";
        QTest::newRow("scores of another model") << study(StudyKind::MaskCurve, {"--scores", "demo-other"}) << "other weights";
        QTest::newRow("generate with them") << QStringList{"generate", "demo", "--needle", "A is b.", "--question", "What is A?",
            "--mask-top", "3", "--scores", QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/runs/demo-other.needle")}
                                            << "other weights";
        QTest::newRow("broken line") << QStringList(
            {"extract-qa", "demo", "--items", written("broken.jsonl", "{\"question\": \"a\", \"answer\": \"b\"}\n{\"que")})
                                     << "Line 2";
        QTest::newRow("no answer") << QStringList({"reason", "demo", "--items", written("unanswered.jsonl", "{\"question\": \"a\"}\n")})
                                   << "no answer";
        QTest::newRow("binary haystack") << study(StudyKind::Grid, {"--haystack", written("binary.txt", QByteArray("a\0b", 3))})
                                         << "binary.txt";
        QTest::newRow("Latin-1 haystack") << study(StudyKind::Grid, {"--haystack", written("latin.txt", "caf\xe9")}) << "latin.txt";
        QTest::newRow("empty haystack") << study(StudyKind::Grid, {"--haystack", written("empty.txt", " ")}) << "empty.txt";
        QTest::newRow("run of another study") << study(StudyKind::Grid, {"--run", path("2.needle")}) << "another study";
        QTest::newRow("run that is none") << QStringList{"figures", written("none.needle", "text"), "--out", path("x")} << "none.needle";
        QTest::newRow("map that is none") << QStringList{"show", written("map.json", "{}")} << "in no form";
    }

    void badInputIsOneSentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        const Result result = run(arguments);
        QCOMPARE(result.code, 1);
        QVERIFY2(result.err.contains(said.toUtf8()), result.err);
        QVERIFY2(result.err.count('\n') == 1, result.err);
    }

    void paperIsReproduced()
    {
        const QString folder = path("reproduction");
        const QStringList arguments{"reproduce", "--quick", "--models", "demo", "--real", "none", "--out", folder};
        const Result result = run(arguments);
        QVERIFY2(result.code == 0, result.err);
        QFile page(folder + "/index.html");
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString html = QString::fromUtf8(page.readAll());
        QCOMPARE(html.count("<section>"), result.out.count('\n') / 2);
        QVERIFY(html.contains("Figure 9: how answers break") && html.contains("A quick look"));
        qsizetype end = 0;
        int nFigures = 0;
        for (qsizetype begin = 0; (begin = html.indexOf("<svg", end)) >= 0; ++nFigures) {
            end = html.indexOf("</svg>", begin) + 6;
            QXmlStreamReader svg(html.mid(begin, end - begin)); // markup that is left open in one would swallow what follows
            while (!svg.atEnd())
                svg.readNext();
            QVERIFY2(!svg.hasError(), qPrintable(svg.errorString()));
        }
        QCOMPARE(nFigures, 9); // those of one model: none compares

        const auto writtenAt = [&] { return QFileInfo(folder + "/outcomes-demo.needle").lastModified(); };
        const auto before = writtenAt();
        QCOMPARE(run(arguments).out, result.out);
        QCOMPARE(writtenAt(), before);
    }

    void askedLengthIsTheUsedLength()
    {
        const Result result = run({"generate", "demo", "--needle", "The secret word of the museum is zigzag.", "--question",
            "What is the secret word of the museum?", "--length", "1500", "--json"});
        QVERIFY2(result.code == 0, result.err);
        const auto tokens = result.parsed().at("prompt_tokens").get<int>();
        QVERIFY2(tokens > 1400 && tokens <= 1500, qPrintable(QString::number(tokens)));
        QVERIFY2(result.err.contains("more than the 1088"), result.err);
    }

    /// Messages must not be written into the run, which would be the next file that is opened.
    void closedStandardStreams_data()
    {
        QTest::addColumn<QList<int>>("closed");
        QTest::newRow("stdin") << QList<int>{0};
        QTest::newRow("stderr") << QList<int>{2};
        QTest::newRow("all") << QList<int>{0, 1, 2};
    }

    void closedStandardStreams()
    {
        QFETCH(QList<int>, closed);
        const QString file = path(QString("closed-%1.needle").arg(closed.size() * 10 + closed.first()));
        std::vector<std::string> words{NEEDLESCOPE_CLI};
        const QStringList arguments = smallStudy(StudyKind::Grid) << "--run" << file;
        for (const QString &word : arguments)
            words.push_back(word.toStdString());
        std::vector<char *> pointers;
        for (std::string &word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        for (const int descriptor : closed)
            posix_spawn_file_actions_addclose(&actions, descriptor);
        pid_t process = 0;
        QCOMPARE(::posix_spawn(&process, NEEDLESCOPE_CLI, &actions, nullptr, pointers.data(), environ), 0);
        posix_spawn_file_actions_destroy(&actions);
        int status = 0;
        QCOMPARE(::waitpid(process, &status, 0), process);
        const auto samples = RunFile::openReadOnly(file.toStdString()).samples();
        QCOMPARE(samples.size(), 4U);
    }

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }

    QString written(const QString &name, const QByteArray &content) const
    {
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return path(name);
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestStudyCommands)
#include "tst_studycommands.moc"
