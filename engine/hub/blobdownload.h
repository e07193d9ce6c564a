// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "hub/blobhash.h"
#include "hub/cachefolder.h"

#include <functional>
#include <optional>

namespace needlescope {

/// One file on its way from the hub into the cache. What has arrived stays when it is stopped, and is continued.
class BlobDownload
{
public:
    /// Told how many bytes of the file are there.
    using Arrived = std::function<void(std::int64_t bytes)>;

    /// All outlive it. The file must be locked. Throws EngineError where nothing can be written.
    BlobDownload(RepositoryClient &client, const CacheFolder &folder, const RepoFile &file);
    ~BlobDownload();
    BlobDownload(const BlobDownload &) = delete;
    BlobDownload &operator=(const BlobDownload &) = delete;

    /// Until the file has its size, its hash and its name. Throws Cancelled, EngineError.
    void run(const std::string &address, const Work &work, const Arrived &arrived);

private:
    void restart();
    void readArrived(const Work &work);
    void get(const std::string &address, const Work &work, const Arrived &arrived);
    HttpAnswer attempt(const std::string &address, const Work &work, const Arrived &arrived);
    void begin(const HttpAnswer &answer);
    void write(std::string_view bytes);
    bool hasItsHash();

    RepositoryClient &m_client;
    const CacheFolder &m_folder;
    const RepoFile &m_file;
    const std::filesystem::path m_path;
    int m_descriptor = -1;
    std::optional<BlobHash> m_hash; ///< of what is there
    std::int64_t m_here = 0; ///< bytes
    std::int64_t m_furthest = 0; ///< the most that was there in this run
};

} // namespace needlescope
