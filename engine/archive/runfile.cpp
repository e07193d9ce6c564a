// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/runfile.h"

#include "archive/aggregate.h"
#include "archive/inquotes.h"
#include "archive/sqlite.h"
#include "archive/writerlock.h"

#include <array>
#include <cstring>
#include <optional>

namespace needlescope {

namespace {

constexpr std::int64_t applicationId = 0x4e45444c; // "NEDL"
constexpr std::int64_t formatVersion = 1;

// A rollback journal instead of a write-ahead log: a finished run is one file, and reading it writes nothing beside it.
constexpr const char *schema = R"(
        PRAGMA application_id = 1313162316;
        PRAGMA user_version = 1;
        CREATE TABLE header (key TEXT PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE sample (
            id INTEGER PRIMARY KEY, needle INTEGER NOT NULL, length INTEGER NOT NULL, depth REAL NOT NULL,
            output TEXT NOT NULL, recall REAL NOT NULL, outcome TEXT NOT NULL, counted INTEGER NOT NULL, scores BLOB NOT NULL);
    )";
static_assert(applicationId == 1313162316);

std::string toText(const nlohmann::json &json)
{
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::int64_t pragma(const Database &database, const char *sql)
{
    Statement statement(database, sql);
    return statement.step() ? statement.integer(0) : 0;
}

bool isNew(const Database &database)
{
    return pragma(database, "PRAGMA application_id") == 0 && pragma(database, "SELECT count(*) FROM sqlite_master") == 0;
}

void writeHeader(Database &database, const RunHeader &header)
{
    Transaction transaction(database);
    database.execute(schema);
    const std::array<std::pair<const char *, nlohmann::json>, 3> entries{
        {{"provenance", header.provenance}, {"request", header.request}, {"model", header.model}}};
    for (const auto &[key, value] : entries)
        Statement(database, "INSERT INTO header VALUES (?, ?)").bind(1, std::string(key)).bind(2, toText(value)).step();
    transaction.commit();
}

nlohmann::json headerEntry(const Database &database, const char *key)
{
    Statement statement(database, "SELECT value FROM header WHERE key = ?");
    statement.bind(1, std::string(key));
    return statement.step() ? nlohmann::json::parse(statement.text(0)) : nlohmann::json();
}

RunHeader readHeader(const Database &database, const std::filesystem::path &file)
{
    if (pragma(database, "PRAGMA application_id") != applicationId)
        throw EngineError("The file " + inQuotes(file) + " is not a Needlescope run; choose one that 'detect' wrote.");
    if (pragma(database, "PRAGMA user_version") > formatVersion)
        throw EngineError("The run file " + inQuotes(file) + " was written by a newer Needlescope; open it with that version.");
    try {
        return {headerEntry(database, "provenance").get<Provenance>(), headerEntry(database, "request").get<StudyRequest>(),
            headerEntry(database, "model").get<ModelInfo>()};
    } catch (const nlohmann::json::exception &) {
        throw EngineError("The header of the run file " + inQuotes(file) + " is damaged; choose another file or delete it.");
    }
}

void refuseOtherStudy(const RunHeader &stored, const RunHeader &wanted, const std::filesystem::path &file)
{
    const std::string advice = "; choose another file, or delete this one to start anew.";
    if (stored.model.hash != wanted.model.hash || stored.provenance.tokenizerHash != wanted.provenance.tokenizerHash)
        throw EngineError("The run file " + inQuotes(file) + " belongs to the model '" + stored.model.name
            + "' with other weights or another tokenizer than the one now open" + advice);
    const nlohmann::json before = stored.request;
    const nlohmann::json now = wanted.request;
    for (const auto &[key, value] : before.items()) {
        if (toText(value) != toText(now.at(key)))
            throw EngineError("The run file " + inQuotes(file) + " holds another study: its '" + key + "' differ" + advice);
    }
}

SampleResult sampleFrom(const Statement &row, const RunHeader &header, const std::filesystem::path &file)
{
    const auto bytes = row.blob(8);
    HeadArray scores(header.model.nLayers, header.model.nHeads);
    if (bytes.size() != static_cast<std::size_t>(scores.size()) * sizeof(float))
        throw EngineError("Sample " + std::to_string(row.integer(0)) + " of the run file " + inQuotes(file)
            + " is damaged; delete the file and run the study again.");
    std::memcpy(scores.data(), bytes.data(), bytes.size());
    return {static_cast<int>(row.integer(0)), static_cast<int>(row.integer(1)), static_cast<int>(row.integer(2)), row.real(3), row.text(4),
        row.real(5), enumFromName<Outcome>(row.text(6)), row.integer(7) != 0, std::move(scores)};
}

} // namespace

struct RunFile::Data
{
    std::filesystem::path path;
    std::optional<WriterLock> lock; // before the database: closed after it, because closing a file drops this process's SQLite locks on it
    Database database;
    RunHeader header;
};

RunFile::RunFile(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}
RunFile::RunFile(RunFile &&) noexcept = default;
RunFile &RunFile::operator=(RunFile &&) noexcept = default;
RunFile::~RunFile() = default;

RunFile RunFile::continueOrCreate(const std::filesystem::path &file, const RunHeader &header)
{
    auto data = std::unique_ptr<Data>(
        new Data{file, std::optional<WriterLock>(std::in_place, file), Database(file, Database::Mode::ReadWrite), {}});
    data->database.execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;");
    if (isNew(data->database))
        writeHeader(data->database, header);
    data->header = readHeader(data->database, file);
    refuseOtherStudy(data->header, header, file);
    return RunFile(std::move(data));
}

RunFile RunFile::openReadOnly(const std::filesystem::path &file)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        throw EngineError("There is no run file " + inQuotes(file) + "; check the path.");
    auto data = std::unique_ptr<Data>(new Data{file, {}, Database(file, Database::Mode::ReadOnly), {}});
    data->header = readHeader(data->database, file);
    return RunFile(std::move(data));
}

const std::filesystem::path &RunFile::path() const
{
    return m_data->path;
}

const RunHeader &RunFile::header() const
{
    return m_data->header;
}

void RunFile::append(const SampleResult &sample)
{
    std::error_code ignored;
    if (!std::filesystem::exists(m_data->path, ignored))
        throw EngineError("The run file " + inQuotes(m_data->path) + " is gone; put it or its disk back, or start the study anew.");
    Statement(m_data->database, "INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, std::int64_t{sample.index})
        .bind(2, std::int64_t{sample.needle})
        .bind(3, std::int64_t{sample.length})
        .bind(4, sample.depthPercent)
        .bind(5, sample.output)
        .bind(6, sample.recall)
        .bind(7, std::string(nameOf(sample.outcome)))
        .bind(8, std::int64_t{sample.counted})
        .bind(9, std::span<const float>(sample.scores.data(), static_cast<std::size_t>(sample.scores.size())))
        .step();
}

std::vector<SampleResult> RunFile::samples() const
{
    std::vector<SampleResult> samples;
    Statement rows(m_data->database, "SELECT id, needle, length, depth, output, recall, outcome, counted, scores FROM sample ORDER BY id");
    while (rows.step())
        samples.push_back(sampleFrom(rows, m_data->header, m_data->path));
    return samples;
}

ScoreMap RunFile::scoreMap() const
{
    return aggregateSamples(samples(), m_data->header.model.nLayers, m_data->header.model.nHeads);
}

} // namespace needlescope
