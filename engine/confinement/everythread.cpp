// SPDX-License-Identifier: GPL-3.0-or-later
#include "confinement/everythread.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace needlescope {

namespace {

constexpr std::chrono::seconds patience{2};

bool (*actOfSignal)() = nullptr;
std::atomic<int> answered = 0;
std::atomic<int> succeeded = 0;

void answer(int /*signal*/)
{
    const int error = errno;
    if (actOfSignal())
        ++succeeded;
    ++answered;
    errno = error;
}

std::vector<pid_t> otherThreads()
{
    std::vector<pid_t> threads;
    std::error_code error;
    for (std::filesystem::directory_iterator entry("/proc/self/task", error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        pid_t thread = 0;
        std::from_chars(name.data(), name.data() + name.size(), thread);
        if (thread != 0 && thread != ::gettid())
            threads.push_back(thread);
    }
    return threads;
}

/// The thread sanitizer has one of its own, which answers no signal.
#ifdef __SANITIZE_THREAD__
constexpr int deaf = 1;
#else
constexpr int deaf = 0;
#endif

} // namespace

bool inEveryThread(bool (*act)())
{
    if (!act())
        return false;
    actOfSignal = act;
    answered = succeeded = 0;
    const int signal = SIGRTMIN;
    struct sigaction action = {};
    struct sigaction before = {};
    action.sa_handler = answer;
    action.sa_flags = SA_RESTART;
    ::sigaction(signal, &action, &before);
    int asked = -deaf;
    for (const pid_t thread : otherThreads())
        asked += ::syscall(SYS_tgkill, ::getpid(), thread, signal) == 0 ? 1 : 0;
    const auto until = std::chrono::steady_clock::now() + patience;
    while (answered < asked && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    const bool all = answered >= asked;
    if (all) // else the signal may still come
        ::sigaction(signal, &before, nullptr);
    return all && succeeded == answered;
}

} // namespace needlescope
