// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/maphub.h"
#include "archive/runfile.h"
#include "archive/shards.h"
#include "errorof.h"
#include "measures/studies/kind.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include <csignal>
#include <fstream>
#include <random>
#include <set>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

RunHeader header()
{
    RunHeader header;
    header.request.tasks.needles = {{"The code of Lima is kite.", "What is the code of Lima?", "kite"}};
    header.request.tasks.haystacks = {{"a book", "One sentence. \xc3\x89t\xc3\xa9."}};
    header.request.tasks.lengths = {128, 256};
    header.request.tasks.depths = {0, 33.3, 100};
    header.model.name = "tiny";
    header.model.nLayers = 2;
    header.model.nHeads = 3;
    header.model.hash = "abc";
    header.provenance.program = "Needlescope test";
    return header;
}

SampleResult sample(int index)
{
    SampleResult sample;
    sample.index = index;
    sample.length = 128;
    sample.depthPercent = 33.3;
    sample.tokens = 121;
    sample.seconds = 0.5;
    sample.counted = index % 2 == 0;
    Observation answer;
    answer.output = "kite \xf0\x9f\xaa\x81";
    answer.recall = 0.75;
    answer.f1 = 0.5;
    answer.logProbability = -0.25;
    answer.outcome = Outcome::Incomplete;
    answer.looks = {{0.1F, 0.2F, 0.3F, 0.4F}, {1, 0, 0, 0}};
    sample.observations = {answer};
    HeadArray scores = HeadArray::Zero(2, 3);
    scores(1, 2) = 0.1F * static_cast<float>(index);
    scores(0, 1) = 1.0F / 3;
    sample.heads = {{"score", scores}};
    return sample;
}

/// Top 1 and 2 with a draw each: five masks.
RunHeader curveHeader()
{
    RunHeader curve = header();
    curve.request.kind = StudyKind::MaskCurve;
    curve.request.masks.ks = {0, 1, 2};
    curve.request.masks.draws = 1;
    curve.request.masks.how = maskOf({}, MaskKind::Scale);
    curve.request.masks.how.factor = 2.5F;
    HeadArray scores = HeadArray::Zero(2, 3);
    scores(1, 2) = 0.9F;
    scores(0, 1) = 0.5F;
    curve.request.masks.ranking = scoreMapOfArray(scores);
    return curve;
}

void execute(const fs::path &file, const char *sql)
{
    sqlite3 *database = nullptr;
    QCOMPARE(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    QVERIFY(sqlite3_changes(database) > 0);
    sqlite3_close(database);
}

bool same(const SampleResult &a, const SampleResult &b)
{
    return nlohmann::json(a) == nlohmann::json(b);
}

fs::path pathIn(const QTemporaryDir &folder, const char *name)
{
    return fs::path(folder.path().toStdString()) / name;
}

/// Another process appends samples to @p file, says so for each, and is killed @p microseconds after @p atLeast of them.
void writeUntilKilled(const fs::path &file, int atLeast, unsigned microseconds, int &reported)
{
    int pipeEnds[2];
    QCOMPARE(::pipe(pipeEnds), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        auto run = RunFile::continueOrCreate(file, header());
        for (int i = 0;; ++i) {
            run.append(sample(i));
            const char done = 1;
            if (::write(pipeEnds[1], &done, 1) != 1)
                ::_exit(1);
        }
    }
    char done = 0;
    for (reported = 0; reported < atLeast; ++reported)
        QCOMPARE(::read(pipeEnds[0], &done, 1), ssize_t(1));
    ::usleep(microseconds);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(pipeEnds[1]);
    while (::read(pipeEnds[0], &done, 1) == 1)
        ++reported;
    ::close(pipeEnds[0]);
}

} // namespace

class TestRunFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatIsAppended()
    {
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        {
            auto run = RunFile::continueOrCreate(file, header());
            run.append(sample(4));
            run.append(sample(1));
        }
        const auto run = RunFile::openReadOnly(file);
        const auto samples = run.samples();
        QCOMPARE(samples.size(), 2U);
        QVERIFY(same(samples[0], sample(1)));
        QVERIFY(same(samples[1], sample(4)));
        QVERIFY(nlohmann::json(run.header().request) == nlohmann::json(header().request));
        QCOMPARE(run.header().provenance.program, std::string("Needlescope test"));
        QCOMPARE(run.header().model.nHeads, 3);
    }

    void averagesOnlyWhatCounts()
    {
        const QTemporaryDir folder;
        auto run = RunFile::continueOrCreate(pathIn(folder, "study.needle"), header());
        QCOMPARE(run.summary().nCounted, 0);
        QVERIFY((run.summary().maps.front().score == 0).all());
        for (int i = 0; i < 4; ++i)
            run.append(sample(i));
        const ScoreMap map = run.summary().maps.front(); // samples 0 and 2 count
        QCOMPARE(map.provenance.source, run.path().string());
        QCOMPARE(map.nSamples, 4);
        QCOMPARE(map.nCounted, 2);
        QCOMPARE(map.score(1, 2), 0.1F);
        QCOMPARE(map.frequency(1, 2), 0.5F);
        QCOMPARE(map.score(0, 1), 1.0F / 3);
        QCOMPARE(map.frequency(0, 1), 1.0F);
        QCOMPARE(map.frequency(0, 0), 0.0F);
    }

    void survivesSigkill()
    {
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        int reported = 0;
        writeUntilKilled(file, 5, 0, reported);
        auto run = RunFile::continueOrCreate(file, header());
        const auto samples = run.samples();
        const int kept = static_cast<int>(samples.size());
        QVERIFY2(kept == reported || kept == reported + 1, qPrintable(QString("%1 reported, %2 kept").arg(reported).arg(kept)));
        for (int i = 0; i < kept; ++i)
            QVERIFY(same(samples[static_cast<std::size_t>(i)], sample(i)));
        run.append(sample(kept));
        QCOMPARE(run.samples().size(), static_cast<std::size_t>(kept + 1));
    }

    /// A killed writer leaves its journal; whoever reads next opens the file at once, whether the folder may be written or not.
    void fiftyKillsAndEveryFileOpens()
    {
        std::mt19937 random(3);
        for (int kill = 0; kill < 50; ++kill) {
            const QTemporaryDir folder;
            const auto file = pathIn(folder, "study.needle");
            int reported = 0;
            writeUntilKilled(file, 1, random() % 4000, reported);
            const QString error = errorOf([&] {
                const auto samples = RunFile::openReadOnly(file).samples();
                const int kept = static_cast<int>(samples.size());
                QVERIFY(kept == reported || kept == reported + 1);
                for (std::size_t i = 0; i < samples.size(); ++i)
                    QVERIFY(same(samples[i], sample(static_cast<int>(i))));
            });
            QVERIFY2(error.isEmpty(), qPrintable(error));
        }
    }

    /// Made by hand: the file of before, the journal that would bring it back.
    void hotJournalsAreRolledBack_data()
    {
        QTest::addColumn<bool>("writable");
        QTest::newRow("where the folder may be written") << true;
        QTest::newRow("in a copy") << false;
    }

    void hotJournalsAreRolledBack()
    {
        QFETCH(bool, writable);
        if (!writable && ::geteuid() == 0)
            QSKIP("root may write everywhere");
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        RunFile::continueOrCreate(file, header()).append(sample(0));
        int pipeEnds[2];
        QCOMPARE(::pipe(pipeEnds), 0);
        const pid_t child = ::fork();
        if (child == 0) { // writes pages of an unfinished transaction into the file
            sqlite3 *database = nullptr;
            sqlite3_open(file.c_str(), &database);
            sqlite3_exec(database, "PRAGMA cache_size = 1; BEGIN IMMEDIATE;", nullptr, nullptr, nullptr);
            for (int i = 0; i < 400; ++i)
                sqlite3_exec(database,
                    "INSERT INTO observation SELECT abs(random()), abs(random()), hex(randomblob(500)), 0, 0, 0, 0, 'complete', ''",
                    nullptr, nullptr, nullptr);
            sqlite3_exec(database, "DELETE FROM sample", nullptr, nullptr, nullptr);
            const char ready = 1;
            if (::write(pipeEnds[1], &ready, 1) == 1)
                ::pause();
            ::_exit(0);
        }
        char ready = 0;
        QCOMPARE(::read(pipeEnds[0], &ready, 1), ssize_t(1));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(pipeEnds[0]);
        ::close(pipeEnds[1]);
        QVERIFY(fs::exists(file.string() + "-journal"));
        if (!writable)
            fs::permissions(file.parent_path(), fs::perms::owner_read | fs::perms::owner_exec);
        const QString error = errorOf([&] {
            const auto samples = RunFile::openReadOnly(file).samples();
            QCOMPARE(samples.size(), 1U);
            QVERIFY(same(samples.front(), sample(0)));
        });
        fs::permissions(file.parent_path(), fs::perms::owner_all);
        QVERIFY2(error.isEmpty(), qPrintable(error));
    }

    /// The five shipped detections are of the first format.
    void readsTheFirstFormat_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"demo", "demo-long", "demo-chat", "demo-moe", "demo-other"})
            QTest::newRow(name) << name;
    }

    void readsTheFirstFormat()
    {
        QFETCH(QString, name);
        const auto file = fs::path(NEEDLESCOPE_SOURCE_DIR "/resources/runs") / (name.toStdString() + ".needle");
        const auto run = RunFile::openReadOnly(file);
        QVERIFY(run.header().request.kind == StudyKind::Detect);
        QCOMPARE(run.header().model.name, name.toStdString());
        QCOMPARE(run.nSamples(), run.header().request.nSamples());
        const StudySummary summary = run.summary();
        QVERIFY(summary.nCounted > 0);
        QCOMPARE(summary.map("score")->nLayers(), 8);
        QVERIFY(summary.map("score")->score.maxCoeff() > 0.5F);
        QCOMPARE(infoOfRun(file).nSamples, run.nSamples());
        const QTemporaryDir folder;
        const auto copy = pathIn(folder, "old.needle");
        fs::copy_file(file, copy);
        QVERIFY(errorOf([&] { RunFile::continueOrCreate(copy, run.header()); }).contains("older Needlescope"));
    }

    void mergesShards()
    {
        const QTemporaryDir folder;
        RunHeader part = header();
        part.request.nShards = 2;
        std::vector<fs::path> shards;
        for (part.request.shard = 0; part.request.shard < 2; ++part.request.shard) {
            shards.push_back(pathIn(folder, part.request.shard == 0 ? "a.needle" : "b.needle"));
            auto run = RunFile::continueOrCreate(shards.back(), part);
            run.append(sample(part.request.shard));
            run.append(sample(5)); // in both, and the same
        }
        RunFile::merge(pathIn(folder, "whole.needle"), shards);
        const auto whole = RunFile::openReadOnly(pathIn(folder, "whole.needle"));
        QCOMPARE(whole.nSamples(), 3);
        QCOMPARE(whole.header().request.nShards, 1);
        QVERIFY(errorOf([&] { RunFile::merge(pathIn(folder, "whole.needle"), shards); }).contains("exists already"));
        QVERIFY(errorOf([&] { RunFile::merge(pathIn(folder, "none.needle"), {}); }).contains("no shards"));

        auto other = RunFile::continueOrCreate(pathIn(folder, "c.needle"), part);
        SampleResult different = sample(0);
        different.observations.front().output = "something else";
        other.append(different);
        shards.push_back(pathIn(folder, "c.needle"));
        QVERIFY(errorOf([&] { RunFile::merge(pathIn(folder, "again.needle"), shards); }).contains("Sample 0"));
    }

    /// Whoever opens the run that they will be sees what they hold by now.
    void runIsReadInItsShards()
    {
        const QTemporaryDir folder;
        const auto whole = pathIn(folder, "run.needle");
        const auto shards = pathIn(folder, "run.shards");
        QVERIFY(errorOf([&] { RunFile::openReadOnly(whole); }).contains("no run file"));
        fs::create_directory(shards);
        QVERIFY(shardsOf(whole).empty());
        RunHeader part = header();
        part.request.nShards = 3;
        std::ofstream(shards / "1-of-3.needle");
        std::ofstream(shards / "notes.txt");
        const QString waiting = errorOf([&] { RunFile::openReadOnly(whole); });
        QVERIFY2(waiting.contains("None of the 3 shards"), qPrintable(waiting));
        RunFile::continueOrCreate(shards / "1-of-3.needle", part).append(sample(0));
        part.request.shard = 2;
        RunFile::continueOrCreate(shards / "3-of-3.needle", part).append(sample(2));
        for (const fs::path &path : {whole, shards, shards / ""}) {
            const auto run = RunFile::openReadOnly(path);
            QCOMPARE(run.nSamples(), 2);
            QCOMPARE(run.header().request.nShards, 1);
            QCOMPARE(run.summary().provenance.shards, 3);
            QCOMPARE(run.summary().map("score")->provenance.source, whole.string());
            QCOMPARE(infoOfRun(path).nSamples, 2);
            QCOMPARE(infoOfRun(path).name, whole.string());
        }
        QCOMPARE(shardsOf(whole).size(), std::size_t{3});
        QVERIFY(!shardsOf(whole)[1].begun() && shardsOf(whole)[2].begun());
        QCOMPARE(readMap(shards).map.provenance.source, whole.string());

        std::ofstream(shards / "1-of-4.needle");
        QVERIFY(errorOf([&] { RunFile::openReadOnly(whole); }).contains("cut into 3 and into 4"));
        fs::remove(shards / "1-of-4.needle");
        std::ofstream(whole.string() + ".merging") << "what a killed merge left";
        std::ofstream(whole.string() + ".merging-journal") << "and its journal";
        RunFile::merge(whole, std::vector<fs::path>{shards / "1-of-3.needle", shards / "3-of-3.needle"});
        QVERIFY(!fs::exists(whole.string() + ".merging"));
        QCOMPARE(RunFile::openReadOnly(shards).summary().provenance.shards, 0);
    }

    /// Answers keep the masks that they were given under, however this version would make them.
    void masksAreReadAndNotDerived_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("heads") << QByteArray(
            R"(UPDATE mask SET intervention = json_set(intervention, '$.heads', json('[[1,2]]')) WHERE id = 2)");
        QTest::newRow("factor") << QByteArray("UPDATE mask SET intervention = json_set(intervention, '$.factor', 3) WHERE id = 2");
        QTest::newRow("scope") << QByteArray("UPDATE mask SET intervention = json_set(intervention, '$.scope', 'everywhere') WHERE id = 2");
        QTest::newRow("K") << QByteArray("UPDATE mask SET k = 3 WHERE id = 2");
        QTest::newRow("role") << QByteArray("UPDATE mask SET role = 'top' WHERE id = 2");
        QTest::newRow("draw") << QByteArray("UPDATE mask SET draw = 7 WHERE id = 2");
        QTest::newRow("one less") << QByteArray("DELETE FROM mask WHERE id = 4");
        QTest::newRow("one more") << QByteArray("INSERT INTO mask SELECT 5, role, 9, draw, intervention FROM mask WHERE id = 4");
    }

    void masksAreReadAndNotDerived()
    {
        QFETCH(QByteArray, sql);
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        RunFile::continueOrCreate(file, curveHeader());
        const auto made = masksOf(curveHeader());
        {
            const auto run = RunFile::continueOrCreate(file, curveHeader()); // unchanged, it goes on
            QVERIFY(std::equal(run.masks().begin(), run.masks().end(), made.begin(), made.end()));
        }
        execute(file, sql.constData());
        const auto run = RunFile::openReadOnly(file);
        QVERIFY(!std::equal(run.masks().begin(), run.masks().end(), made.begin(), made.end()));
        const QString error = errorOf([&] { RunFile::continueOrCreate(file, curveHeader()); });
        QVERIFY2(error.contains("study.needle") && error.contains("other masks") && error.count(". ") == 0, qPrintable(error));
        const std::vector<fs::path> shards{file};
        QVERIFY(errorOf([&] { RunFile::merge(pathIn(folder, "whole.needle"), shards); }).contains("other masks"));
    }

    void summariesFollowTheStoredMasks()
    {
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        {
            auto run = RunFile::continueOrCreate(file, curveHeader());
            SampleResult answered = sample(0);
            answered.observations.assign(5, answered.observations.front());
            for (std::size_t i = 0; i < 5; ++i)
                answered.observations[i].mask = static_cast<int>(i);
            run.append(answered);
        }
        execute(file, "UPDATE mask SET k = 3 WHERE id = 3");
        const StudySummary summary = RunFile::openReadOnly(file).summary();
        const auto isTop = [](double k) { return [k](const SummaryRow &row) { return row.series == "top" && row.x == k; }; };
        QVERIFY(std::any_of(summary.rows.begin(), summary.rows.end(), isTop(3)));
        QVERIFY(std::none_of(summary.rows.begin(), summary.rows.end(), isTop(2)));
    }

    /// One page after the other, with zeros and with noise.
    void damagedPagesLeaveTheRest()
    {
        constexpr int nSamples = 120;
        constexpr int pageBytes = 4096;
        const QTemporaryDir folder;
        const fs::path good = pathIn(folder, "good.needle");
        RunHeader wide = header();
        wide.request.tasks.depths.resize(60, 50.0);
        std::vector<SampleResult> written;
        {
            auto run = RunFile::continueOrCreate(good, wide);
            for (int i = 0; i < nSamples; ++i) {
                written.push_back(sample(i));
                written.back().observations.front().output += std::string(200, 'x');
                run.append(written.back());
            }
        }
        const auto nPages = static_cast<int>(fs::file_size(good)) / pageBytes;
        int nOpened = 0;
        int nKept = 0;
        for (int page = 0; page < 2 * nPages; ++page) {
            const fs::path file = pathIn(folder, "damaged.needle");
            fs::copy_file(good, file, fs::copy_options::overwrite_existing);
            {
                std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
                stream.seekp(page / 2 * pageBytes);
                stream << std::string(pageBytes, page % 2 == 0 ? '\0' : '\xa5');
            }
            try {
                const RunFile run = RunFile::openReadOnly(file);
                int nDamaged = 0;
                const auto whole = run.wholeSamples(nDamaged);
                QVERIFY(static_cast<int>(whole.size()) + nDamaged >= nSamples);
                for (const SampleResult &one : whole)
                    QVERIFY(same(one, written.at(static_cast<std::size_t>(one.index))));
                run.summaryOf(whole);
                ++nOpened;
                nKept += static_cast<int>(whole.size());
            } catch (const EngineError &error) {
                QVERIFY2(std::string(error.what()).find("damaged.needle") != std::string::npos, error.what());
            }
        }
        qInfo("%d of %d damaged files open, with %.1f of %d samples in the mean", nOpened, 2 * nPages, double(nKept) / nOpened, nSamples);
        QVERIFY(nOpened > nPages);
        QVERIFY(nKept > nOpened * nSamples * 3 / 4);

        // What is whole goes into a new run, which is continued.
        const fs::path file = pathIn(folder, "damaged.needle");
        fs::copy_file(good, file, fs::copy_options::overwrite_existing);
        {
            std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
            stream.seekp((nPages - 1) * pageBytes);
            stream << std::string(pageBytes, '\0');
        }
        const fs::path rescued = pathIn(folder, "rescued.needle");
        QVERIFY(RunFile::merge(rescued, std::vector{file}) > 0);
        auto run = RunFile::continueOrCreate(rescued, wide);
        QVERIFY(run.nSamples() < nSamples && run.nSamples() > nSamples / 2);
        std::set<int> there;
        for (const SampleResult &one : run.samples())
            there.insert(one.index);
        for (const SampleResult &one : written) {
            if (!there.count(one.index))
                run.append(one);
        }
        QCOMPARE(run.nSamples(), nSamples);
    }

    void damagedMasksAreASentence_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("no JSON") << QByteArray("UPDATE mask SET intervention = '{' WHERE id = 2");
        QTest::newRow("unknown kind") << QByteArray(R"(UPDATE mask SET intervention = '{"heads": [[0, 1]], "kind": "swap"}' WHERE id = 2)");
        QTest::newRow("unknown role") << QByteArray("UPDATE mask SET role = 'best' WHERE id = 2");
        QTest::newRow("a gap") << QByteArray("DELETE FROM mask WHERE id = 2");
        QTest::newRow("none") << QByteArray("DELETE FROM mask");
    }

    void damagedMasksAreASentence()
    {
        QFETCH(QByteArray, sql);
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        RunFile::continueOrCreate(file, curveHeader());
        execute(file, sql.constData());
        for (const QString &error :
            {errorOf([&] { RunFile::openReadOnly(file); }), errorOf([&] { RunFile::continueOrCreate(file, curveHeader()); })})
            QVERIFY2(error.contains("study.needle") && error.contains("masks") && error.contains("damaged"), qPrintable(error));
    }

    /// Each entry alone, so that those before it were read.
    void damagedHeadersAreASentence()
    {
        for (const char *key : {"provenance", "request", "model"}) {
            for (const char *value : {"", "{", "[1, 2]", "7", R"({"name": 3, "seed": "x", "kind": 5, "nLayers": "many"})"}) {
                const QTemporaryDir folder;
                const auto file = pathIn(folder, "study.needle");
                RunFile::continueOrCreate(file, header());
                execute(file, ("UPDATE header SET value = '" + std::string(value) + "' WHERE key = '" + key + "'").c_str());
                for (const QString &error : {errorOf([&] { RunFile::openReadOnly(file); }), errorOf([&] { infoOfRun(file); })})
                    QVERIFY2(error.contains("study.needle") && error.contains("damaged"), qPrintable(error));
            }
        }
    }

    /// What a text is called changes no answer: the window and the command line continue each other's runs.
    void namesOfTextsAreNoDifference()
    {
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        RunFile::continueOrCreate(file, header());
        RunHeader other = header();
        other.request.tasks.haystacks[0].name = "folder/a book";
        QCOMPARE(errorOf([&] { RunFile::continueOrCreate(file, other); }), QString());
        other.request.quick = true; // has its default in the file, so it stands in one of the two only
        QVERIFY(errorOf([&] { RunFile::continueOrCreate(file, other); }).contains("'quick'"));
    }

    void noSampleTwice()
    {
        const QTemporaryDir folder;
        auto run = RunFile::continueOrCreate(pathIn(folder, "study.needle"), header());
        run.append(sample(0));
        QVERIFY(errorOf([&] { run.append(sample(0)); }).contains("study.needle"));
        QCOMPARE(run.samples().size(), 1U);
    }

    void refusesAnotherStudy_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("said");
        QTest::newRow("lengths") << "lengths"
                                 << "'tasks.lengths'";
        QTest::newRow("haystack") << "haystack"
                                  << "'tasks.haystacks'";
        QTest::newRow("model") << "model"
                               << "'tiny'";
        QTest::newRow("tokenizer") << "tokenizer"
                                   << "tokenizer";
        QTest::newRow("arithmetic") << "arithmetic"
                                    << "cpu-bf16";
    }

    void refusesAnotherStudy()
    {
        QFETCH(QString, change);
        QFETCH(QString, said);
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        RunFile::continueOrCreate(file, header());
        RunHeader other = header();
        if (change == "lengths")
            other.request.tasks.lengths.push_back(512);
        else if (change == "haystack")
            other.request.tasks.haystacks[0].text += " More.";
        else if (change == "model")
            other.model.hash = "def";
        else if (change == "arithmetic")
            other.model.device = "cpu-bf16";
        else
            other.provenance.tokenizerHash = "def";
        const QString error = errorOf([&] { RunFile::continueOrCreate(file, other); });
        QVERIFY2(error.contains(said) && error.contains("study.needle"), qPrintable(error));
    }

    void refusesASecondWriter()
    {
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        auto run = RunFile::continueOrCreate(file, header());
        QVERIFY(errorOf([&] { RunFile::continueOrCreate(file, header()); }).contains("another study"));
        run.append(sample(0));
        QCOMPARE(RunFile::openReadOnly(file).samples().size(), 1U); // a reader may look on
    }

    void readsInAReadOnlyFolder()
    {
        if (::geteuid() == 0)
            qInfo("root may write everywhere: only the absence of side files is checked");
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        RunFile::continueOrCreate(file, header()).append(sample(0));
        fs::permissions(file, fs::perms::owner_read);
        fs::permissions(file.parent_path(), fs::perms::owner_read | fs::perms::owner_exec);
        {
            const auto run = RunFile::openReadOnly(file);
            QCOMPARE(run.samples().size(), 1U);
            QCOMPARE(std::distance(fs::directory_iterator(file.parent_path()), {}), 1);
        }
        QCOMPARE(std::distance(fs::directory_iterator(file.parent_path()), {}), 1);
        fs::permissions(file.parent_path(), fs::perms::owner_all);
    }

    void saysWhatIsWrongWithAFile_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text") << QByteArray("this is not a database, but a text of more than sixteen bytes");
        QTest::newRow("truncated") << QByteArray("SQLite format 3\0abc", 19);
    }

    void saysWhatIsWrongWithAFile()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        std::ofstream(file, std::ios::binary).write(content.constData(), content.size());
        for (const QString &error :
            {errorOf([&] { RunFile::openReadOnly(file); }), errorOf([&] { RunFile::continueOrCreate(file, header()); })})
            QVERIFY2(error.contains("study.needle") && error.endsWith('.'), qPrintable(error));
        QCOMPARE(fs::file_size(file), static_cast<std::uintmax_t>(content.size())); // and it was left alone
    }

    void saysThatAFileIsMissing()
    {
        const QTemporaryDir folder;
        QVERIFY(errorOf([&] { RunFile::openReadOnly(pathIn(folder, "none.needle")); }).contains("none.needle"));
        QVERIFY(errorOf([&] { RunFile::continueOrCreate(pathIn(folder, "no/folder.needle"), header()); }).contains("folder.needle"));
    }

    void damageInTheMiddleIsASentence()
    {
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        {
            auto run = RunFile::continueOrCreate(file, header());
            for (int i = 0; i < 10; ++i) {
                run.append(sample(i));
                SampleResult large = sample(i + 100);
                large.observations.front().output = std::string(2000, 'x');
                run.append(large);
            }
        }
        std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
        stream.seekp(8192);
        stream << std::string(fs::file_size(file) - 8192, '\x5a');
        stream.close();
        const QString error = errorOf([&] { RunFile::openReadOnly(file).samples(); });
        QVERIFY2(error.contains("study.needle") && error.contains("damaged"), qPrintable(error));
    }

    void aVanishedFolderIsASentence()
    {
        const QTemporaryDir folder;
        const auto inner = pathIn(folder, "inner");
        fs::create_directory(inner);
        auto run = RunFile::continueOrCreate(inner / "study.needle", header());
        run.append(sample(0));
        fs::remove_all(inner);
        const QString error = errorOf([&] { run.append(sample(1)); });
        QVERIFY2(error.contains("study.needle") && error.contains("gone"), qPrintable(error));
    }

    void aFullDiskIsASentence()
    {
        const QTemporaryDir folder;
        const auto file = pathIn(folder, "study.needle");
        auto run = RunFile::continueOrCreate(file, header());
        run.append(sample(0));
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit full{4096, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &full);
        const QString error = errorOf([&] { run.append(sample(1)); });
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, oldHandler);
        QVERIFY2(error.contains("study.needle") && error.contains("continues where it stopped"), qPrintable(error));
        run.append(sample(1)); // room again
        QCOMPARE(run.samples().size(), 2U);
    }
};

QTEST_GUILESS_MAIN(TestRunFile)
#include "tst_runfile.moc"
