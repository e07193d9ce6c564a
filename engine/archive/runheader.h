// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"
#include "archive/sqlite.h"

#include <filesystem>
#include <span>
#include <vector>

namespace needlescope {

/// `PRAGMA user_version` of run files: 1 held detections only, 2 holds any study.
inline constexpr std::int64_t runFormat = 2;

/// The tables and the header of a new run file. @p database is empty.
void writeRunHeader(Database &database, const RunHeader &header);

struct StoredHeader
{
    RunHeader header;
    std::int64_t format = runFormat;
};

/// Throws EngineError: no run file, a newer one, damaged.
StoredHeader readRunHeader(const Database &database, const std::filesystem::path &file);

/// The masks that the run's answers were given under, in the order of Observation::mask; of format 1 the unmasked model alone. Throws
/// EngineError where the table is damaged.
std::vector<StudyMask> readMasks(const Database &database, const StoredHeader &stored, const std::filesystem::path &file);

/// Throws EngineError where masksOf(@p header) are not @p stored: answers under both must not stand in one file.
void refuseOtherMasks(std::span<const StudyMask> stored, const RunHeader &header, const std::filesystem::path &file);

/// Throws EngineError that names what differs, where @p wanted cannot continue @p stored.
void refuseOtherStudy(const RunHeader &stored, const RunHeader &wanted, const std::filesystem::path &file);

} // namespace needlescope
