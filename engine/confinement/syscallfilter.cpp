// SPDX-License-Identifier: GPL-3.0-or-later
#include "confinement/syscallfilter.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <span>

namespace needlescope {

namespace {

// A list of what is refused: what sanitizers, drivers and newer C libraries call is nobody's to foresee.

constexpr int programs[]{SCMP_SYS(execve), SCMP_SYS(execveat)};

constexpr int networks[]{SCMP_SYS(socket)}; // without one there is nothing to connect; pairs of them are no way out

constexpr int otherProcesses[]{SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(process_madvise), SCMP_SYS(kcmp), SCMP_SYS(tkill)};

constexpr int callers[]{SCMP_SYS(listen)};

/// Landlock minds the contents of files, not these.
constexpr int rightsOfFiles[]{SCMP_SYS(chmod), SCMP_SYS(fchmodat), SCMP_SYS(chown), SCMP_SYS(lchown), SCMP_SYS(fchownat),
    SCMP_SYS(setxattr), SCMP_SYS(lsetxattr), SCMP_SYS(removexattr), SCMP_SYS(lremovexattr)};

constexpr int wholeSystem[]{SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns),
    SCMP_SYS(open_tree), SCMP_SYS(move_mount), SCMP_SYS(fsopen), SCMP_SYS(fsmount), SCMP_SYS(bpf), SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(keyctl), SCMP_SYS(init_module), SCMP_SYS(finit_module),
    SCMP_SYS(delete_module), SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff),
    SCMP_SYS(open_by_handle_at)};

/// The C library does without these, and what is done through them no filter sees.
constexpr int unseen[]{SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(clone3)};

constexpr int tracing[]{SCMP_SYS(ptrace)};

/// Their first argument is a process.
constexpr int signals[]{SCMP_SYS(kill), SCMP_SYS(tgkill), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo)};

/// The leak checker of the address sanitizer stops its own threads with it.
#ifdef __SANITIZE_ADDRESS__
constexpr bool mayTrace = true;
#else
constexpr bool mayTrace = false;
#endif

class Filter
{
public:
    Filter()
        : m_context(::seccomp_init(SCMP_ACT_ALLOW))
    {
    }

    void refuse(std::span<const int> calls, int error = EPERM)
    {
        for (const int call : calls)
            add(call, {}, error);
    }

    void refuseWhere(int call, const scmp_arg_cmp &argument) { add(call, std::span(&argument, 1), EPERM); }

    bool apply()
    {
        if (!m_context || !m_whole)
            return false;
        ::seccomp_attr_set(m_context.get(), SCMP_FLTATR_CTL_TSYNC, 1);
        // Older kernels would slow the whole process down against guesses about memory, which is for programs that run strangers' code.
        ::seccomp_attr_set(m_context.get(), SCMP_FLTATR_CTL_SSB, 1);
        ::seccomp_attr_set(m_context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
        return ::seccomp_load(m_context.get()) == 0;
    }

private:
    /// A call that this processor does not have needs no rule, and the library leaves it out.
    void add(int call, std::span<const scmp_arg_cmp> arguments, int error)
    {
        m_whole = m_whole && m_context
            && ::seccomp_rule_add_array(
                   m_context.get(), SCMP_ACT_ERRNO(error), call, static_cast<unsigned>(arguments.size()), arguments.data())
                == 0;
    }

    struct Release
    {
        void operator()(void *context) const { ::seccomp_release(context); }
    };

    std::unique_ptr<void, Release> m_context;
    bool m_whole = true;
};

} // namespace

bool filterSystemCalls(bool network)
{
    Filter filter;
    filter.refuse(programs);
    filter.refuse(callers);
    filter.refuse(otherProcesses);
    filter.refuse(rightsOfFiles);
    filter.refuse(wholeSystem);
    filter.refuse(unseen, ENOSYS);
    if (!network)
        filter.refuse(networks);
    if (!mayTrace)
        filter.refuse(tracing);
    const auto self = static_cast<scmp_datum_t>(::getpid());
    for (const int signal : signals)
        filter.refuseWhere(signal, {0, SCMP_CMP_NE, self, 0});
    filter.refuseWhere(SCMP_SYS(clone), {0, SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER});
    for (const scmp_datum_t command : {TIOCSTI, TIOCLINUX}) // they type on a terminal
        filter.refuseWhere(SCMP_SYS(ioctl), {1, SCMP_CMP_MASKED_EQ, 0xffffffff, command});
    return filter.apply();
}

} // namespace needlescope
