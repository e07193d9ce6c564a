// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace needlescope {

/// Where the Hugging Face libraries keep what is theirs: $HF_HOME, else $XDG_CACHE_HOME/huggingface, else ~/.cache/huggingface.
std::filesystem::path hubHome();

/// The folder in which they keep models on this machine: $HF_HUB_CACHE, else $HUGGINGFACE_HUB_CACHE, else `hub` in hubHome(). May not
/// exist.
std::filesystem::path hubCache();

/// A model in the cache.
struct CachedModel
{
    std::string name; ///< `org/name`, or `name` alone
    std::filesystem::path directory; ///< the snapshot that `refs/main` names, else the latest
};

/// By name. What cannot be read is left out; nothing is written or fetched.
std::vector<CachedModel> cachedModels();

/// The snapshot of @p name; empty where the cache has none.
std::filesystem::path cachedModelDirectory(const std::string &name);

} // namespace needlescope
