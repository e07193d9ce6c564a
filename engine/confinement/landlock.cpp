// SPDX-License-Identifier: GPL-3.0-or-later
#include "confinement/landlock.h"

#include "confinement/everythread.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <system_error>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

// The headers of Debian 12 know the first two versions of the interface; which one the kernel has shows when the program runs.
constexpr int truncateVersion = 3;
constexpr int networkVersion = 4;
constexpr int devicesVersion = 5;
constexpr int scopesVersion = 6;
constexpr std::uint64_t accessTruncate = 1ULL << 14;
constexpr std::uint64_t accessDeviceControl = 1ULL << 15;
constexpr std::uint64_t accessBind = 1ULL << 0;
constexpr std::uint64_t accessConnect = 1ULL << 1;
constexpr std::uint64_t scopeAbstractSockets = 1ULL << 0;
constexpr std::uint64_t scopeSignals = 1ULL << 1;

/// landlock_ruleset_attr of version 6; older kernels take it while what they do not know is zero.
struct Ruleset
{
    std::uint64_t files = 0;
    std::uint64_t network = 0;
    std::uint64_t scopes = 0;
};

constexpr std::uint64_t writing = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE
    | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM;
constexpr std::uint64_t never = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK
    | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SOCK;

/// 0: there is none.
int version()
{
    const auto version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 0 ? 0 : static_cast<int>(version);
}

Ruleset rulesetOf(int version, bool network)
{
    Ruleset ruleset{writing | never};
    if (version > 1)
        ruleset.files |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= truncateVersion)
        ruleset.files |= accessTruncate;
    if (version >= devicesVersion)
        ruleset.files |= accessDeviceControl;
    if (version >= networkVersion)
        ruleset.network = network ? accessBind : accessBind | accessConnect;
    if (version >= scopesVersion)
        ruleset.scopes = scopeSignals | scopeAbstractSockets;
    return ruleset;
}

class Descriptor
{
public:
    explicit Descriptor(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    ~Descriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

/// Nothing where @p path is not there.
void allow(int ruleset, const fs::path &path, std::uint64_t access)
{
    const Descriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (place.get() < 0)
        return;
    const landlock_path_beneath_attr rule{access, place.get()};
    ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

/// CUDA writes to the cards' files in /dev and commands them.
void allowDevices(int ruleset, std::uint64_t files)
{
    const std::uint64_t command = LANDLOCK_ACCESS_FS_WRITE_FILE | (files & accessDeviceControl) | (files & accessTruncate);
    for (const char *device : {"/dev/null", "/dev/zero", "/dev/full", "/dev/dri", "/dev/kfd"})
        allow(ruleset, device, command);
    std::error_code error;
    for (fs::directory_iterator entry("/dev", error), end; !error && entry != end; entry.increment(error)) {
        if (entry->path().filename().native().starts_with("nvidia"))
            allow(ruleset, entry->path(), command);
    }
}

int wantedRuleset = -1;

bool restrictThread()
{
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::syscall(SYS_landlock_restrict_self, wantedRuleset, 0) == 0;
}

} // namespace

bool restrictFiles(std::span<const fs::path> folders, bool network)
{
    const int known = version();
    if (known == 0)
        return false;
    const Ruleset wanted = rulesetOf(known, network);
    const std::size_t size = known >= scopesVersion ? sizeof(Ruleset)
        : known >= networkVersion                   ? 2 * sizeof(std::uint64_t)
                                                    : sizeof(std::uint64_t);
    const Descriptor ruleset(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &wanted, size, 0)));
    if (ruleset.get() < 0)
        return false;
    const std::uint64_t inFolders = wanted.files & ~(never | accessDeviceControl);
    for (const fs::path &folder : folders)
        allow(ruleset.get(), folder, inFolders);
    allowDevices(ruleset.get(), wanted.files);
    wantedRuleset = ruleset.get();
    return inEveryThread(restrictThread);
}

} // namespace needlescope
