// SPDX-License-Identifier: GPL-3.0-or-later
#include "scratch.h"

#include "archive/maphub.h"
#include "archive/runfile.h"
#include "measures/headchoice.h"
#include "measures/needlefiles.h"
#include "measures/questionfiles.h"
#include "session/savedsession.h"

#include <sqlite3.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace needlescope::fuzz {

namespace {

namespace fs = std::filesystem;

RunHeader header()
{
    RunHeader header;
    header.request.kind = StudyKind::MaskCurve;
    header.request.tasks.needles = {{"The code of Lima is kite.", "What is the code of Lima?", "kite"}};
    header.request.tasks.haystacks = {{"a book", "One sentence."}};
    header.request.tasks.lengths = {128, 256};
    header.request.tasks.depths = {0, 100};
    header.request.masks.ks = {0, 1};
    header.request.masks.draws = 1;
    header.request.masks.ranking.score = HeadArray::Zero(2, 3);
    header.request.masks.ranking.score(1, 2) = 0.9F;
    header.model.name = "tiny";
    header.model.nLayers = 2;
    header.model.nHeads = 3;
    header.model.hash = "abc";
    return header;
}

SampleResult sample(int index, std::size_t nMasks)
{
    SampleResult sample;
    sample.index = index;
    sample.length = 128;
    sample.counted = true;
    for (std::size_t mask = 0; mask < nMasks; ++mask) {
        Observation answer;
        answer.mask = static_cast<int>(mask);
        answer.output = "kite";
        answer.looks = {{0.1F, 0.2F, 0.3F, 0.4F}};
        sample.observations.push_back(answer);
    }
    sample.heads = {{"score", HeadArray::Constant(2, 3, 0.25F)}};
    return sample;
}

struct Close
{
    void operator()(sqlite3 *database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

Database opened(const fs::path &file)
{
    sqlite3 *handle = nullptr;
    require(sqlite3_open(file.c_str(), &handle) == SQLITE_OK, "a good run opens");
    return Database(handle);
}

Statement prepared(const Database &database, const std::string &sql)
{
    sqlite3_stmt *handle = nullptr;
    require(sqlite3_prepare_v2(database.get(), sql.c_str(), -1, &handle, nullptr) == SQLITE_OK, "a run has its tables");
    return Statement(handle);
}

std::vector<std::string> textsOf(const Database &database, const std::string &sql)
{
    std::vector<std::string> texts;
    const Statement statement = prepared(database, sql);
    while (sqlite3_step(statement.get()) == SQLITE_ROW)
        texts.emplace_back(reinterpret_cast<const char *>(sqlite3_column_text(statement.get(), 0)));
    return texts;
}

/// A good run, and each value in it as the statement that sets it to another.
struct GoodRun
{
    GoodRun()
        : file(scratchFolder() / "good.needle")
    {
        {
            auto run = RunFile::continueOrCreate(file, header());
            for (int i = 0; i < 2; ++i)
                run.append(sample(i, run.masks().size()));
        }
        const Database database = opened(file);
        for (const std::string &table : textsOf(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) {
            for (const std::string &column : textsOf(database, "SELECT name FROM pragma_table_info('" + table + "')")) {
                for (const std::string &row : textsOf(database, "SELECT rowid FROM \"" + table + "\" LIMIT 6"))
                    changes.push_back("UPDATE OR IGNORE \"" + table + "\" SET \"" + column + "\" = ?1 WHERE rowid = " + row);
            }
        }
        for (const char *pragma : {"application_id", "user_version"})
            changes.push_back(std::string("PRAGMA ") + pragma);
    }

    fs::path file;
    std::vector<std::string> changes;
};

void useRun(const fs::path &file)
{
    mayRefuse([&] { infoOfRun(file); });
    mayRefuse([&] {
        const RunFile run = RunFile::openReadOnly(file);
        const auto samples = run.samples();
        const StudySummary summary = run.summary();
        require(summary.nSamples >= 0 && summary.nCounted <= summary.nSamples, "no more samples count than there are");
        for (const ScoreMap &map : summary.maps)
            rankedHeads(map);
        nlohmann::json(summary).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    });
    mayRefuse([&] { RunFile::continueOrCreate(file, header()); });
}

void bind(const Statement &statement, std::uint8_t how, Bytes value)
{
    const auto size = static_cast<int>(value.size());
    if (how % 3 == 0)
        sqlite3_bind_text(statement.get(), 1, reinterpret_cast<const char *>(value.data()), size, SQLITE_STATIC);
    else if (how % 3 == 1)
        sqlite3_bind_blob(statement.get(), 1, value.data(), size, SQLITE_STATIC);
    else
        sqlite3_bind_int64(statement.get(), 1, std::atoll(std::string(value.begin(), value.end()).c_str()));
}

} // namespace

/// The first byte chooses a value of a good run, the second how it is stored, the rest is what it becomes; 255: the rest is the file.
void readRun(Bytes bytes)
{
    static const GoodRun good;
    if (bytes.size() < 2)
        return;
    const fs::path file = bytes[0] == 255 ? written("run.needle", bytes.subspan(1)) : scratchFolder() / "run.needle";
    if (bytes[0] != 255) {
        fs::copy_file(good.file, file, fs::copy_options::overwrite_existing);
        const Database database = opened(file);
        const Statement statement = prepared(database, good.changes[bytes[0] % good.changes.size()]);
        bind(statement, bytes[1], bytes.subspan(2));
        sqlite3_step(statement.get());
    }
    useRun(file);
    fs::remove(file);
}

/// The first byte chooses the suffix.
void readMaps(Bytes bytes)
{
    static constexpr std::array suffixes{"json", "tsv", "yaml", "csv", "txt"};
    if (bytes.empty())
        return;
    const fs::path file = written(std::string("map.") + suffixes[bytes[0] % suffixes.size()], bytes.subspan(1));
    mayRefuse([&] {
        const ImportedMap imported = readMap(file);
        require(imported.map.score.size() > 0, "a map has heads");
        rankedHeads(imported.map);
        writeHeadKv(scratchFolder() / "copy.json", imported.map);
        writeDuoAttention(scratchFolder() / "copy.tsv", imported.map, 4, 16);
    });
    fs::remove(file);
}

/// Needles, texts, and questions in every form that is published.
void readTasks(Bytes bytes)
{
    const fs::path lines = written("tasks.jsonl", bytes);
    mayRefuse([&] { readNeedles(lines); });
    mayRefuse([&] { readHaystack(lines); });
    mayRefuse([&] { readQuestions(lines); });
    fs::remove(lines);
    const fs::path whole = written("tasks.json", bytes);
    mayRefuse([&] { readQuestions(whole); });
    fs::remove(whole);
    const fs::path table = written("tasks.csv", bytes);
    mayRefuse([&] { readQuestions(table); });
    fs::remove(table);
}

void readSessions(Bytes bytes)
{
    const fs::path file = written("session.nscope", bytes);
    mayRefuse([&] {
        const SavedSession session = readSession(file);
        writeSession(session, file);
        require(nlohmann::json(readSession(file)) == nlohmann::json(session), "a saved session reads back as the same");
    });
    fs::remove(file);
}

} // namespace needlescope::fuzz
