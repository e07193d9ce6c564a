// SPDX-License-Identifier: GPL-3.0-or-later
#include "confinement/writablefolders.h"

#include "api/engineerror.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>

namespace needlescope {

WritableFolders::WritableFolders(const Confinement &confinement)
    : m_anywhere(confinement.writesAnywhere)
{
    for (const std::string &folder : confinement.folders)
        m_folders.push_back({folder, identityOf(folder)});
}

/// To the kernel a folder that was removed and made again is another one.
WritableFolders::Identity WritableFolders::identityOf(const std::string &path)
{
    struct statx status = {};
    if (::statx(AT_FDCWD, path.c_str(), 0, STATX_INO | STATX_BTIME, &status) != 0)
        return {};
    return {makedev(status.stx_dev_major, status.stx_dev_minor), status.stx_ino, status.stx_btime.tv_sec, status.stx_btime.tv_nsec};
}

void WritableFolders::refuseOutside(const std::filesystem::path &file) const
{
    if (m_anywhere)
        return;
    std::error_code ignored;
    const std::string path = std::filesystem::weakly_canonical(file, ignored).string();
    const auto folder = std::find_if(
        m_folders.begin(), m_folders.end(), [&path](const Folder &candidate) { return path.starts_with(candidate.path + '/'); });
    if (folder == m_folders.end())
        throw EngineError("The engine is confined and may not write the run '{}'; keep it in a folder that the engine was told of when it "
                          "started, or start the engine with --no-sandbox.",
            path);
    if (identityOf(folder->path) != folder->identity)
        throw EngineError(
            "The folder '{}' was removed since the engine confined itself to it; restart the engine to write there.", folder->path);
}

} // namespace needlescope
