// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/runheader.h"

#include "api/engineerror.h"
#include "measures/studies/identity.h"
#include "measures/studies/kind.h"

#include <algorithm>
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

/// Where two identities differ first, as a path: "tasks.lengths".
std::optional<std::string> firstDifference(const nlohmann::json &a, const nlohmann::json &b, const std::string &path = {})
{
    if (!a.is_object() || !b.is_object())
        return a == b ? std::nullopt : std::optional(path);
    const auto inside = [&path](const std::string &key) { return path.empty() ? key : path + "." + key; };
    for (const auto &[key, value] : a.items()) {
        const auto other = b.find(key);
        if (other == b.end())
            return inside(key);
        if (auto difference = firstDifference(value, *other, inside(key)))
            return difference;
    }
    for (const auto &[key, value] : b.items()) {
        if (!a.contains(key))
            return inside(key);
    }
    return {};
}

EngineError damagedMasks(const std::filesystem::path &file)
{
    return EngineError("The masks of the run file '{}' are damaged; choose another file, or delete this one to start anew.", file.string());
}

std::string nameOfMask(const StudyMask &mask)
{
    std::string name(nameOf(mask.role));
    if (mask.role != MaskRole::None)
        name += " " + std::to_string(mask.k) + ", draw " + std::to_string(mask.draw);
    return name;
}

/// Equal in all that an answer depends on.
bool sameMask(const StudyMask &a, const StudyMask &b)
{
    return a.role == b.role && a.k == b.k && a.draw == b.draw && a.intervention.heads == b.intervention.heads
        && (a.intervention.empty() || sameChange(a.intervention, b.intervention));
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
        // One after the other: where the second of two members throws, GCC 12 frees the first one of a nested aggregate twice.
        StoredHeader stored;
        stored.format = format;
        headerEntry(database, "provenance").get_to(stored.header.provenance);
        headerEntry(database, "model").get_to(stored.header.model);
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
    if (stored.model.arithmetic() != wanted.model.arithmetic())
        throw EngineError(
            "The run file '{}' was computed in {} on the device {}, and the model now open computes in {} on {}; open it on the "
            "device of the file, or choose another file.",
            file.string(), stored.model.arithmetic(), stored.model.device, wanted.model.arithmetic(), wanted.model.device);
    if (const auto difference = firstDifference(identityOf(stored.request), identityOf(wanted.request)))
        throw EngineError("The run file '{}' holds another study: its '{}' differ; choose another file, or delete this one to start anew.",
            file.string(), *difference);
}

std::vector<StudyMask> readMasks(const Database &database, const StoredHeader &stored, const std::filesystem::path &file)
{
    if (stored.format == 1)
        return {StudyMask()}; // detections
    std::vector<StudyMask> masks;
    Statement rows(database, "SELECT id, role, k, draw, intervention FROM mask ORDER BY id");
    while (rows.step()) {
        if (rows.integer(0) != static_cast<std::int64_t>(masks.size()))
            throw damagedMasks(file);
        const nlohmann::json mask{{"role", rows.text(1)}, {"k", rows.integer(2)}, {"draw", rows.integer(3)},
            {"intervention", nlohmann::json::parse(rows.text(4), nullptr, false)}};
        try {
            masks.push_back(mask.get<StudyMask>());
        } catch (const std::exception &) { // of JSON, or a name that this version does not know
            throw damagedMasks(file);
        }
    }
    if (masks.empty() || masks.front().role != MaskRole::None)
        throw damagedMasks(file);
    return masks;
}

void refuseOtherMasks(std::span<const StudyMask> stored, const RunHeader &header, const std::filesystem::path &file)
{
    const auto wanted = masksOf(header);
    const auto [mine, other] = std::mismatch(stored.begin(), stored.end(), wanted.begin(), wanted.end(), sameMask);
    if (mine == stored.end() && other == wanted.end())
        return;
    throw EngineError("The run file '{}' holds answers under other masks than this version makes of the same request (the first that "
                      "differs: {}); it can be "
                      "read, but not continued: choose another file.",
        file.string(), nameOfMask(mine != stored.end() ? *mine : *other));
}

} // namespace needlescope
