// SPDX-License-Identifier: GPL-3.0-or-later
#include "confinement/confine.h"

#include "confinement/landlock.h"
#include "confinement/syscallfilter.h"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <system_error>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

/// A folder of this user's own where all may write; empty where there is something else of its name.
fs::path temporaryFolder()
{
    std::error_code error;
    const fs::path folder = fs::temp_directory_path(error) / ("needlescope-" + std::to_string(::geteuid()));
    if (error)
        return {};
    ::mkdir(folder.c_str(), S_IRWXU);
    struct stat status = {};
    const bool isOurs = ::lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == ::geteuid()
        && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
    return isOurs ? folder : fs::path();
}

Sentence listOf(const std::vector<std::string> &folders)
{
    if (folders.empty())
        return Sentence("no folder");
    std::string list;
    for (const std::string &folder : folders)
        list += (list.empty() ? "" : ", ") + folder;
    return Sentence::verbatim(list);
}

/// Of an engine without network.
Sentence toldOf(bool files, bool calls, const std::vector<std::string> &folders)
{
    if (files && calls)
        return Sentence("The engine is confined: it has no network, starts no programs, and writes only in {}.", listOf(folders));
    if (files)
        return Sentence("The engine is confined in part: it starts no programs and writes only in {}, but seccomp does not hold here, so "
                        "that it may reach the network.",
            listOf(folders));
    if (calls)
        return Sentence("The engine is confined in part: it has no network and starts no programs, but Landlock does not hold here, so "
                        "that it may write wherever you may.");
    return Sentence("The engine is not confined: this system's kernel offers neither Landlock nor seccomp.");
}

} // namespace

Confinement confine(const Needs &needs)
{
    std::vector<fs::path> folders;
    Confinement confinement;
    for (const fs::path &folder : needs.folders) {
        std::error_code error; // told where something is to be written there
        fs::create_directories(folder, error);
        const fs::path real = fs::canonical(folder, error);
        if (error)
            continue;
        folders.push_back(real);
        confinement.folders.push_back(real.string());
    }
    if (const fs::path temporary = temporaryFolder(); !temporary.empty()) {
        ::setenv("TMPDIR", temporary.c_str(), 1);
        folders.push_back(temporary);
    }
    const bool noNewPrivileges = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    const bool files = noNewPrivileges && restrictFiles(folders, needs.network);
    const bool calls = noNewPrivileges && filterSystemCalls(needs.network);
    confinement.writesAnywhere = !files;
    confinement.told = toldOf(files, calls, confinement.folders);
    return confinement;
}

} // namespace needlescope
