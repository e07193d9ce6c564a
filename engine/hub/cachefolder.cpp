// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/cachefolder.h"

#include "resources/hubcache.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

void makeFolder(const fs::path &folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        refuseToWrite(folder, error);
}

std::int64_t sizeOf(const fs::path &file)
{
    std::error_code error;
    const auto size = fs::is_regular_file(file, error) ? fs::file_size(file, error) : 0;
    return error ? 0 : static_cast<std::int64_t>(size);
}

bool isWhole(const fs::path &path, const RepoFile &file)
{
    std::error_code error;
    return fs::is_regular_file(path, error) && sizeOf(path) == file.bytes;
}

} // namespace

void refuseToWrite(const fs::path &file, const std::error_code &error)
{
    if (error == std::errc::no_space_on_device || error == std::errc::file_too_large || error.value() == EDQUOT)
        throw EngineError("'{}' cannot be written because the disk is full ({}); make room and fetch it again: what has arrived is kept.",
            file.string(), error.message());
    throw EngineError("'{}' cannot be written ({}); check its folder's permissions, or set HF_HUB_CACHE to another folder.", file.string(),
        error.message());
}

CacheFolder::CacheFolder(const HubName &name)
    : m_cache(hubCache())
{
    std::string folder = "models--" + name.repo;
    if (const auto slash = folder.find('/'); slash != std::string::npos)
        folder.replace(slash, 1, "--");
    m_folder = m_cache / folder;
}

fs::path CacheFolder::blob(const RepoFile &file) const
{
    return m_folder / "blobs" / file.hash;
}

fs::path CacheFolder::incomplete(const RepoFile &file) const
{
    return m_folder / "blobs" / (file.hash + ".incomplete");
}

fs::path CacheFolder::pointer(const std::string &commit, const RepoFile &file) const
{
    return m_folder / "snapshots" / commit / file.name;
}

fs::path CacheFolder::lock(const RepoFile &file) const
{
    return m_cache / ".locks" / m_folder.filename() / (file.hash + ".lock");
}

bool CacheFolder::has(const std::string &commit, const RepoFile &file) const
{
    return isWhole(blob(file), file) || isWhole(pointer(commit, file), file);
}

std::int64_t CacheFolder::arrived(const RepoFile &file) const
{
    return sizeOf(incomplete(file));
}

std::int64_t CacheFolder::freeBytes() const
{
    fs::path folder = fs::absolute(m_folder);
    std::error_code error;
    while (!fs::exists(folder, error) && folder != folder.root_path())
        folder = folder.parent_path();
    const auto space = fs::space(folder, error);
    // Where the system does not tell, the disk itself will.
    return error ? INT64_MAX : static_cast<std::int64_t>(std::min<std::uintmax_t>(space.available, INT64_MAX));
}

void CacheFolder::make(const RepoFile &file) const
{
    makeFolder(m_folder / "blobs");
    makeFolder(m_folder / "refs");
    makeFolder(lock(file).parent_path());
}

void CacheFolder::finish(const RepoFile &file) const
{
    std::error_code error;
    fs::rename(incomplete(file), blob(file), error);
    if (error)
        refuseToWrite(blob(file), error);
}

void CacheFolder::show(const std::string &commit, const RepoFile &file) const
{
    const fs::path path = pointer(commit, file);
    makeFolder(path.parent_path());
    if (isWhole(path, file))
        return;
    std::error_code error;
    fs::remove(path, error);
    fs::create_symlink(blob(file).lexically_relative(path.parent_path()), path, error);
    if (!error)
        return;
    fs::rename(blob(file), path, error);
    if (error)
        refuseToWrite(path, error);
}

void CacheFolder::setMain(const std::string &commit) const
{
    const fs::path path = m_folder / "refs" / "main";
    fs::path fresh = path;
    fresh += ".new";
    if (!(std::ofstream(fresh) << commit << std::flush))
        refuseToWrite(fresh, {errno, std::generic_category()});
    std::error_code error;
    fs::rename(fresh, path, error);
    if (error)
        refuseToWrite(path, error);
}

CacheLock::CacheLock(const fs::path &file, const Work &work)
    : m_file(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644))
{
    if (m_file < 0)
        refuseToWrite(file, {errno, std::generic_category()});
    try {
        // A file system without locks has nobody who waits.
        while (::flock(m_file, LOCK_EX | LOCK_NB) != 0 && (errno == EWOULDBLOCK || errno == EINTR)) {
            work.poll();
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
    } catch (...) {
        ::close(m_file);
        throw;
    }
}

CacheLock::~CacheLock()
{
    ::close(m_file);
}

} // namespace needlescope
