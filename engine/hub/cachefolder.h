// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/work.h"
#include "hub/repository.h"

#include <filesystem>

namespace needlescope {

/// A repository's folder in the Hugging Face libraries' cache, laid out as huggingface_hub does: `blobs` by hash, `snapshots/COMMIT` of
/// links to them, `refs/main`. Where it cannot be written, EngineError says so.
class CacheFolder
{
public:
    explicit CacheFolder(const HubName &name);

    /// The cache that the folder lies in.
    const std::filesystem::path &cache() const { return m_cache; }

    std::filesystem::path blob(const RepoFile &file) const;
    /// What of it has arrived.
    std::filesystem::path incomplete(const RepoFile &file) const;
    /// The file in the snapshot of @p commit.
    std::filesystem::path pointer(const std::string &commit, const RepoFile &file) const;

    /// Whether the whole file is there.
    bool has(const std::string &commit, const RepoFile &file) const;
    /// Bytes of incomplete(); 0 where there is none.
    std::int64_t arrived(const RepoFile &file) const;
    /// On the disk that the cache is on, or will be.
    std::int64_t freeBytes() const;

    void make(const RepoFile &file) const;
    /// Gives a file that has arrived its name. Nothing for one that has it.
    void finish(const RepoFile &file) const;
    /// Shows a blob in the snapshot; where links cannot be made, the blob itself goes there.
    void show(const std::string &commit, const RepoFile &file) const;
    void setMain(const std::string &commit) const;

    /// The file whose lock huggingface_hub holds while it fetches @p file.
    std::filesystem::path lock(const RepoFile &file) const;

private:
    std::filesystem::path m_cache;
    std::filesystem::path m_folder;
};

/// Holds a lock file until it goes; waits for whoever holds it, polling @p work. Throws Cancelled, EngineError.
class CacheLock
{
public:
    CacheLock(const std::filesystem::path &file, const Work &work);
    ~CacheLock();
    CacheLock(const CacheLock &) = delete;
    CacheLock &operator=(const CacheLock &) = delete;

private:
    int m_file = -1;
};

/// Why something cannot be written, and what to do. Always throws EngineError.
[[noreturn]] void refuseToWrite(const std::filesystem::path &file, const std::error_code &error);

} // namespace needlescope
