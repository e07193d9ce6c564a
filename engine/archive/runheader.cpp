// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/runheader.h"

#include "api/engineerror.h"
#include "measures/studies/kind.h"

#include <array>
#include <optional>

namespace needlescope {

namespace {

constexpr std::int64_t applicationId = 0x4e45444c; // "NEDL"
static_assert(applicationId == 1313162316 && runFormat == 2);

// A rollback journal instead of a write-ahead log: a finished run is one file, and reading it writes nothing beside it.
constexpr const char *schema = R"(
        PRAGMA application_id = 1313162316;
        PRAGMA user_version = 2;
        CREATE TABLE header (key TEXT PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE mask (id INTEGER PRIMARY KEY, role TEXT NOT NULL, k INTEGER NOT NULL, draw INTEGER NOT NULL, intervention TEXT NOT NULL);
        CREATE TABLE sample (
            id INTEGER PRIMARY KEY, item INTEGER NOT NULL, style TEXT NOT NULL, length INTEGER NOT NULL, depth REAL NOT NULL,
            tokens INTEGER NOT NULL, seconds REAL NOT NULL, counted INTEGER NOT NULL);
        CREATE TABLE observation (
            sample INTEGER NOT NULL, mask INTEGER NOT NULL, output TEXT NOT NULL, exact INTEGER NOT NULL, recall REAL NOT NULL,
            f1 REAL NOT NULL, log_probability REAL NOT NULL, outcome TEXT NOT NULL, looks BLOB NOT NULL, PRIMARY KEY (sample, mask));
        CREATE TABLE head_scores (sample INTEGER NOT NULL, measure TEXT NOT NULL, "values" BLOB NOT NULL, PRIMARY KEY (sample, measure));
    )";

std::string toText(const nlohmann::json &json)
{
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::json headerEntry(const Database &database, const char *key)
{
    Statement statement(database, "SELECT value FROM header WHERE key = ?");
    statement.bind(1, std::string(key));
    return statement.step() ? nlohmann::json::parse(statement.text(0)) : nlohmann::json();
}

/// Format 1 kept the tasks of a detection side by side in the request.
StudyRequest requestOfFormat1(const nlohmann::json &json)
{
    StudyRequest request;
    json.get_to(request.tasks);
    json.get_to(request.decoding);
    request.frame = json.at("frame").get<PromptFrame>();
    return request;
}

void writeMasks(Database &database, const RunHeader &header)
{
    std::int64_t id = 0;
    for (const StudyMask &mask : masksOf(header))
        Statement(database, "INSERT INTO mask VALUES (?, ?, ?, ?, ?)")
            .bind(1, id++)
            .bind(2, std::string(nameOf(mask.role)))
            .bind(3, std::int64_t{mask.k})
            .bind(4, std::int64_t{mask.draw})
            .bind(5, toText(mask.intervention))
            .step();
}

/// Where two requests differ first, as a path: "tasks.lengths".
std::optional<std::string> firstDifference(const nlohmann::json &a, const nlohmann::json &b, const std::string &path = {})
{
    if (!a.is_object() || !b.is_object())
        return a == b ? std::nullopt : std::optional(path);
    for (const auto &[key, value] : a.items()) {
        const auto other = b.find(key);
        const std::string inside = path.empty() ? key : path + "." + key;
        if (other == b.end())
            return inside;
        if (auto difference = firstDifference(value, *other, inside))
            return difference;
    }
    return {};
}

/// As it is read back, so that what text cannot hold exactly does not count as a difference. A ranking is what it ranks, whenever it was
/// made.
nlohmann::json comparable(const StudyRequest &request)
{
    StudyRequest copy = request;
    copy.masks.ranking.provenance = {};
    return nlohmann::json(nlohmann::json::parse(toText(copy)).get<StudyRequest>());
}

} // namespace

void writeRunHeader(Database &database, const RunHeader &header)
{
    Transaction transaction(database);
    database.execute(schema);
    const std::array<std::pair<const char *, nlohmann::json>, 3> entries{
        {{"provenance", header.provenance}, {"request", header.request}, {"model", header.model}}};
    for (const auto &[key, value] : entries)
        Statement(database, "INSERT INTO header VALUES (?, ?)").bind(1, std::string(key)).bind(2, toText(value)).step();
    writeMasks(database, header);
    transaction.commit();
}

StoredHeader readRunHeader(const Database &database, const std::filesystem::path &file)
{
    if (database.pragma("application_id") != applicationId)
        throw EngineError("The file '{}' is not a Needlescope run; choose one that a study wrote.", file.string());
    const std::int64_t format = database.pragma("user_version");
    if (format > runFormat)
        throw EngineError("The run file '{}' was written by a newer Needlescope; open it with that version.", file.string());
    try {
        StoredHeader stored{
            {headerEntry(database, "provenance").get<Provenance>(), {}, headerEntry(database, "model").get<ModelInfo>()}, format};
        const auto request = headerEntry(database, "request");
        stored.header.request = format == 1 ? requestOfFormat1(request) : request.get<StudyRequest>();
        if (format == 1)
            stored.header.provenance.rule = nameOf(ScoreRule::Reference);
        return stored;
    } catch (const nlohmann::json::exception &) {
        throw EngineError("The header of the run file '{}' is damaged; choose another file or delete it.", file.string());
    }
}

void refuseOtherStudy(const RunHeader &stored, const RunHeader &wanted, const std::filesystem::path &file)
{
    if (stored.model.hash != wanted.model.hash || stored.provenance.tokenizerHash != wanted.provenance.tokenizerHash)
        throw EngineError(
            "The run file '{}' belongs to the model '{}' with other weights or another tokenizer than the one now open; choose "
            "another file, or delete this one to start anew.",
            file.string(), stored.model.name);
    if (const auto difference = firstDifference(comparable(stored.request), comparable(wanted.request)))
        throw EngineError("The run file '{}' holds another study: its '{}' differ; choose another file, or delete this one to start anew.",
            file.string(), *difference);
}

} // namespace needlescope
