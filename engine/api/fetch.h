// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace needlescope {

/// A file of a model on the hub.
struct FetchFile
{
    std::string name; ///< in its repository
    std::int64_t bytes = 0;
    bool here = false; ///< whole in the cache
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(FetchFile, name, bytes, here)

/// What fetching a model takes, or took.
struct FetchPlan
{
    std::string model; ///< the name that opens it afterwards: `org/name`, `org/name/file.gguf`
    std::string revision; ///< the commit
    std::string folder; ///< the cache that it goes to
    std::vector<FetchFile> files;
    std::int64_t bytes = 0; ///< of all files
    std::int64_t bytesToGet = 0; ///< of what is not here yet
    std::int64_t freeBytes = 0; ///< on the folder's disk
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(FetchPlan, model, revision, folder, files, bytes, bytesToGet, freeBytes)

} // namespace needlescope
