// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "hub/http.h"
#include "hub/hubname.h"

#include <cstdint>
#include <string>
#include <vector>

namespace needlescope {

/// A file of a repository on the hub.
struct RepoFile
{
    std::string name;
    std::int64_t bytes = 0;
    std::string hash; ///< SHA-256 of a large file, else git's SHA-1 of a blob; hexadecimal. The cache names the file by it
};

/// What a repository holds.
struct Repository
{
    std::string commit;
    std::vector<RepoFile> files; ///< those whose name stays inside

    const RepoFile *find(const std::string &name) const;
};

/// A model's repository on the hub, as its API tells of it.
class RepositoryClient
{
public:
    /// Both outlive it.
    RepositoryClient(const HubAccess &access, const HubName &name);

    /// The state of `main`. Throws EngineError: no such repository, no right to it, no connection, an answer that is none.
    Repository list(const Work &work);

    /// A small file's content. Throws EngineError.
    std::string read(const Repository &repository, const std::string &file, const Work &work);

    std::string addressOf(const Repository &repository, const std::string &file) const;

    /// Says why an answer is not whole. Always throws EngineError. @p file is empty where the list was asked for.
    [[noreturn]] void refuse(const HttpAnswer &answer, const std::string &file) const;

    Http &http() { return m_http; }

private:
    std::string text(const std::string &url, const std::string &file, const Work &work);
    void readTree(Repository &repository, const Work &work);

    const HubAccess &m_access;
    const HubName &m_name;
    Http m_http;
    std::string m_nextPage; ///< of a list that comes in pages
};

} // namespace needlescope
