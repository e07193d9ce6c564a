// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/confinement.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

namespace needlescope {

/// The folders that a process has left itself to write in, so that it can say what the kernel would only refuse.
class WritableFolders
{
public:
    explicit WritableFolders(const Confinement &confinement);

    /// Throws EngineError where @p file lies in none of them, or in one that is not the one that it was.
    void refuseOutside(const std::filesystem::path &file) const;

private:
    using Identity = std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::uint32_t>; ///< device, number, when it was made
    struct Folder
    {
        std::string path;
        Identity identity;
    };
    static Identity identityOf(const std::string &path);

    bool m_anywhere;
    std::vector<Folder> m_folders;
};

} // namespace needlescope
