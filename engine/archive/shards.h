// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

namespace needlescope {

/// Where several programs write one study together, until it is merged into `NAME.needle`: the folder `NAME.shards` beside that holds the
/// run file of each shard, `I-of-N.needle`, I from 1. That of a shard that waits is empty or not there yet.
struct Shard
{
    int number = 0; ///< from 1
    int count = 0; ///< of all
    std::filesystem::path file;

    /// Whether its run file has more than a name.
    bool begun() const;
    /// Beside its run file: what its program said, and, where that failed, how it ended.
    std::filesystem::path log() const { return std::filesystem::path(file).replace_extension(".log"); }
    std::filesystem::path failure() const { return std::filesystem::path(file).replace_extension(".failed"); }
};

/// The run that @p path is about: of a folder of shards the one that they will be merged into, else @p path.
std::filesystem::path wholeOf(const std::filesystem::path &path);

/// All shards, by number, that the run @p path (or their folder) still is in; none where the run itself is there, or no such folder. Throws
/// EngineError: the folder holds shards of a study that was cut twice.
std::vector<Shard> shardsOf(const std::filesystem::path &path);

} // namespace needlescope
