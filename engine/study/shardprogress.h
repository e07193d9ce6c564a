// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/shards.h"

#include <filesystem>
#include <string>
#include <vector>

namespace needlescope {

/// How far a shard of a run is.
struct ShardProgress
{
    Shard shard;
    int nSamples = 0; ///< that it has
    int nPlanned = 0; ///< that it is to have; 0 while none has begun
    bool begun = false;
    std::string failure{}; ///< what its program said last; empty: it has not failed

    bool whole() const { return begun && nSamples == nPlanned; }
};

/// Of the shards that the run @p path (or their folder) still is in, by number; none where it is in none. Reads only what they have
/// written, wherever they run. Throws EngineError: one is damaged.
std::vector<ShardProgress> shardProgressOf(const std::filesystem::path &path);

/// Merges the shards of the run @p whole into it, and returns what RunFile::merge() does. Throws EngineError: one is not whole, and as
/// RunFile::merge().
int mergeShards(const std::filesystem::path &whole);

} // namespace needlescope
