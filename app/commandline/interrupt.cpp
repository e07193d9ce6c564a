// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/interrupt.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <unistd.h>

namespace needlescope {

namespace {

/// A handler may do little more than write to a pipe, and can know the pipe only from here.
std::atomic<int> pipeOfHandler = -1;

void onSignal(int)
{
    const int error = errno;
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(pipeOfHandler, &byte, 1);
    errno = error;
}

} // namespace

Interrupt::Interrupt()
{
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe");
    m_readEnd = ends[0];
    pipeOfHandler = ends[1];
    m_waiter = std::thread([this] {
        char byte = 0;
        if (::read(m_readEnd, &byte, 1) == 1)
            m_stop.request_stop();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

Interrupt::~Interrupt()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    ::close(pipeOfHandler.exchange(-1));
    m_waiter.join();
    ::close(m_readEnd);
}

} // namespace needlescope
