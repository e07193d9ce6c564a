// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/runfile.h"

#include "api/engineerror.h"
#include "archive/runheader.h"
#include "archive/samplerows.h"
#include "archive/shards.h"
#include "archive/sqlite.h"
#include "archive/writerlock.h"
#include "measures/studies/kind.h"

#include <algorithm>
#include <map>
#include <optional>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

bool isNew(const Database &database)
{
    Statement tables(database, "SELECT count(*) FROM sqlite_master");
    return database.pragma("application_id") == 0 && tables.step() && tables.integer(0) == 0;
}

std::int64_t countSamples(const Database &database)
{
    Statement statement(database, "SELECT count(*) FROM sample");
    return statement.step() ? statement.integer(0) : 0;
}

void refuseMissing(const fs::path &file)
{
    std::error_code error;
    if (!fs::is_regular_file(file, error))
        throw EngineError("There is no run file '{}'; check the path.", file.string());
}

/// The study that shards are parts of: the same but for which part they are.
RunHeader studyOf(RunHeader header)
{
    header.request.shard = 0;
    header.request.nShards = 1;
    return header;
}

struct Gathered
{
    RunHeader header;
    std::map<int, SampleResult> samples;
    int nDamaged; ///< at most
};

/// Equal but for the time that they took.
bool sameResult(SampleResult a, SampleResult b)
{
    a.seconds = b.seconds = 0;
    return nlohmann::json(a) == nlohmann::json(b);
}

/// What @p shards hold; there is at least one.
Gathered gathered(std::span<const fs::path> shards)
{
    Gathered all{studyOf(RunFile::openReadOnly(shards.front()).header()), {}, 0};
    for (const fs::path &shard : shards) {
        const RunFile part = RunFile::openReadOnly(shard);
        refuseOtherStudy(all.header, studyOf(part.header()), shard);
        refuseOtherMasks(part.masks(), all.header, shard);
        int nDamaged = 0;
        for (SampleResult &sample : part.wholeSamples(nDamaged)) {
            const auto [known, isNew] = all.samples.try_emplace(sample.index, sample);
            if (!isNew && !sameResult(known->second, sample))
                throw EngineError(
                    "Sample {} of '{}' differs from that of another shard; run one of them again.", sample.index, shard.string());
        }
        all.nDamaged += nDamaged;
    }
    return all;
}

/// The run files of those that have begun. Throws EngineError where none has.
std::vector<fs::path> begunOf(std::span<const Shard> shards, const fs::path &whole)
{
    std::vector<fs::path> begun;
    for (const Shard &shard : shards) {
        if (shard.begun())
            begun.push_back(shard.file);
    }
    if (begun.empty())
        throw EngineError(
            "None of the {} shards of the run '{}' has begun; look again when the first one has.", shards.size(), whole.string());
    return begun;
}

} // namespace

struct RunFile::Data
{
    fs::path path;
    std::optional<WriterLock> lock; // before the database: closed after it, because closing a file drops this process's SQLite locks on it
    Database database;
    StoredHeader stored;
    std::vector<StudyMask> masks; ///< that the answers were given under
    int nDamaged = 0; ///< samples in the shards that it was put together of
};

RunFile::RunFile(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}
RunFile::RunFile(RunFile &&) noexcept = default;
RunFile &RunFile::operator=(RunFile &&) noexcept = default;
RunFile::~RunFile() = default;

RunFile RunFile::continueOrCreate(const fs::path &file, const RunHeader &header)
{
    auto data = std::unique_ptr<Data>(
        new Data{file, std::optional<WriterLock>(std::in_place, file), Database(file, Database::Mode::ReadWrite), {}, {}});
    data->database.execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;");
    if (isNew(data->database))
        writeRunHeader(data->database, header);
    data->stored = readRunHeader(data->database, file);
    if (data->stored.format < runFormat)
        throw EngineError("The run file '{}' was written by an older Needlescope and can be read, but not continued; choose another file.",
            file.string());
    refuseOtherStudy(data->stored.header, header, file);
    data->masks = readMasks(data->database, data->stored, file);
    refuseOtherMasks(data->masks, data->stored.header, file);
    return RunFile(std::move(data));
}

RunFile RunFile::openReadOnly(const fs::path &path)
{
    const fs::path file = wholeOf(path);
    if (const auto shards = shardsOf(file); !shards.empty())
        return ofShards(file, begunOf(shards, file), shards.front().count);
    refuseMissing(file);
    auto data = std::unique_ptr<Data>(new Data{file, {}, Database::forReading(file), {}, {}});
    data->stored = readRunHeader(data->database, file);
    data->masks = readMasks(data->database, data->stored, file);
    return RunFile(std::move(data));
}

int RunFile::merge(const fs::path &whole, std::span<const fs::path> shards)
{
    if (shards.empty())
        throw EngineError("There are no shards to merge into '{}'; name their run files.", whole.string());
    std::error_code ignored;
    if (fs::exists(whole, ignored))
        throw EngineError("The file '{}' exists already; choose another name for the merged run.", whole.string());
    const auto [header, samples, nDamaged] = gathered(shards);
    const fs::path writing = whole.string() + ".merging";
    for (const fs::path &left : {writing, fs::path(writing.string() + "-journal")}) // by a merge that was killed
        fs::remove(left, ignored);
    {
        RunFile merged = continueOrCreate(writing, header);
        for (const auto &[index, sample] : samples)
            merged.append(sample);
    }
    fs::rename(writing, whole, ignored);
    if (ignored)
        throw EngineError(
            "The merged run could not be called '{}' ({}); it is in '{}'.", whole.string(), ignored.message(), writing.string());
    return nDamaged;
}

RunFile RunFile::ofShards(const fs::path &whole, std::span<const fs::path> shards, int nShards)
{
    auto [header, samples, nDamaged] = gathered(shards);
    header.provenance.shards = nShards;
    auto data = std::unique_ptr<Data>(new Data{whole, {}, Database(":memory:", Database::Mode::ReadWrite), {}, {}});
    writeRunHeader(data->database, header);
    for (const auto &[index, sample] : samples)
        writeSample(data->database, sample);
    data->nDamaged = nDamaged;
    data->stored = readRunHeader(data->database, whole);
    data->masks = readMasks(data->database, data->stored, whole);
    return RunFile(std::move(data));
}

const fs::path &RunFile::path() const
{
    return m_data->path;
}

const RunHeader &RunFile::header() const
{
    return m_data->stored.header;
}

std::span<const StudyMask> RunFile::masks() const
{
    return m_data->masks;
}

void RunFile::append(const SampleResult &sample)
{
    std::error_code ignored;
    if (!fs::exists(m_data->path, ignored))
        throw EngineError("The run file '{}' is gone; put it or its disk back, or start the study anew.", m_data->path.string());
    writeSample(m_data->database, sample);
}

std::vector<SampleResult> RunFile::samples() const
{
    const ModelInfo &model = header().model;
    return m_data->stored.format == 1 ? readSamplesOfFormat1(m_data->database, model, m_data->path)
                                      : readSamples(m_data->database, model, m_data->path);
}

std::vector<SampleResult> RunFile::wholeSamples(int &nDamaged) const
{
    nDamaged = m_data->nDamaged;
    try {
        return samples();
    } catch (const EngineError &) {
        constexpr int most = 1'000'000; // of a header that is damaged, too
        if (m_data->stored.format == 1)
            throw;
        auto whole = salvageSamples(m_data->database, header().model, m_data->path, std::min(header().request.nSamples(), most), nDamaged);
        if (whole.empty())
            throw;
        return whole;
    }
}

int RunFile::nSamples() const
{
    return static_cast<int>(countSamples(m_data->database));
}

StudySummary RunFile::summary() const
{
    return summaryOf(samples());
}

StudySummary RunFile::summaryOf(std::span<const SampleResult> samples) const
{
    StudySummary summary = summarize(header(), masks(), samples);
    summary.provenance.source = m_data->path.string();
    for (ScoreMap &map : summary.maps)
        map.provenance.source = m_data->path.string();
    return summary;
}

RunInfo infoOfRun(const fs::path &path)
{
    const fs::path file = wholeOf(path);
    if (const auto shards = shardsOf(file); !shards.empty()) {
        const auto begun = begunOf(shards, file);
        RunInfo info = infoOfRun(begun.front());
        info.name = file.string();
        for (std::size_t i = 1; i < begun.size(); ++i)
            info.nSamples += static_cast<int>(countSamples(Database::forReading(begun[i])));
        return info;
    }
    refuseMissing(file);
    const Database database = Database::forReading(file);
    const auto [header, format] = readRunHeader(database, file);
    return {file.string(), header.request.kind, header.model.name, header.model.hash, static_cast<int>(countSamples(database)),
        header.request.nSamples(), header.provenance.created};
}

} // namespace needlescope
