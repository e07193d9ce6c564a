// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/mappedfile.h"

#include "api/engineerror.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <string>
#include <utility>

namespace needlescope {

namespace {

/// A mapping, as the handler of SIGBUS finds it: in there one can neither wait nor take memory.
struct Guard
{
    std::atomic<std::uintptr_t> begin = 0;
    std::atomic<std::uintptr_t> end = 0; ///< 0: unused
    std::atomic<bool> lostPages = false;
};

std::array<Guard, 1024> guards; // a mapping beyond these is as it would be without
const auto pageSize = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));

/// The rest of a mapping whose page cannot be read becomes zeros, and who reads there goes on. Any other bus error ends the process, as
/// it would without a handler.
void giveZeros(int signal, siginfo_t *info, void * /*context*/)
{
    const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    for (Guard &guard : guards) {
        const std::uintptr_t end = guard.end;
        if (address >= end || address < guard.begin)
            continue;
        guard.lostPages = true;
        constexpr int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
        const std::uintptr_t inPage = address % pageSize;
        if (::mmap(static_cast<std::byte *>(info->si_addr) - inPage, end - address + inPage, PROT_READ, flags, -1, 0) != MAP_FAILED)
            return;
    }
    std::signal(signal, SIG_DFL);
}

void handleBusErrors()
{
    struct sigaction action = {};
    action.sa_sigaction = giveZeros;
    action.sa_flags = SA_SIGINFO;
    ::sigaction(SIGBUS, &action, nullptr);
}

/// Null where all are taken.
Guard *guardOf(std::span<const std::byte> bytes)
{
    static std::mutex oneAtATime;
    static std::once_flag once;
    std::call_once(once, handleBusErrors);
    const std::lock_guard lock(oneAtATime);
    for (Guard &guard : guards) {
        if (guard.end != 0)
            continue;
        guard.lostPages = false;
        guard.begin = reinterpret_cast<std::uintptr_t>(bytes.data());
        guard.end = reinterpret_cast<std::uintptr_t>(bytes.data() + bytes.size());
        return &guard;
    }
    return nullptr;
}

[[noreturn]] void fail(const std::filesystem::path &path, int error)
{
    throw EngineError("Cannot read '{}': {}; check the path and its permissions.", path.string(), std::strerror(error));
}

} // namespace

struct MappedFile::Opened
{
    explicit Opened(const std::filesystem::path &path)
        : descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC))
    {
        if (descriptor < 0)
            fail(path, errno);
    }

    ~Opened()
    {
        if (guard != nullptr)
            guard->end = 0;
        ::close(descriptor);
    }

    Opened(const Opened &) = delete;
    Opened &operator=(const Opened &) = delete;

    int descriptor;
    struct stat status = {}; ///< when it was mapped
    Guard *guard = nullptr;
};

MappedFile::MappedFile(const std::filesystem::path &path)
    : m_path(path)
{
    auto opened = std::make_unique<Opened>(path);
    struct stat &status = opened->status;
    const int error = ::fstat(opened->descriptor, &status) != 0 ? errno : S_ISREG(status.st_mode) ? 0 : EINVAL;
    if (error != 0)
        fail(path, error);
    if (status.st_size > 0) { // an empty mapping is not allowed
        const auto size = static_cast<std::size_t>(status.st_size);
        void *const address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, opened->descriptor, 0);
        if (address == MAP_FAILED)
            fail(path, errno);
        ::madvise(address, size, MADV_HUGEPAGE); // where the file system can, products read weights a fifth faster so
        m_bytes = {static_cast<const std::byte *>(address), size};
        opened->guard = guardOf(m_bytes);
    }
    m_opened = std::move(opened);
}

MappedFile::MappedFile(MappedFile &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_opened(std::move(other.m_opened))
    , m_bytes(std::exchange(other.m_bytes, {}))
{
}

MappedFile::~MappedFile()
{
    m_opened.reset(); // what is not mapped any more is not guarded
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte *>(m_bytes.data()), m_bytes.size());
}

void MappedFile::refuseChanged() const
{
    const struct stat &then = m_opened->status;
    struct stat now = {};
    const bool isSame = ::fstat(m_opened->descriptor, &now) == 0 && now.st_size == then.st_size && now.st_mtim.tv_sec == then.st_mtim.tv_sec
        && now.st_mtim.tv_nsec == then.st_mtim.tv_nsec;
    if (!isSame || (m_opened->guard != nullptr && m_opened->guard->lostPages))
        throw EngineError("'{}' was changed or cut off since it was opened; open it again, or get it again.", m_path.string());
}

} // namespace needlescope
