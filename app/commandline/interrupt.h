// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace needlescope {

/// While it lives, SIGINT and SIGTERM fire a stop token, so that work ends where it can be continued; a second one kills as usual. One at a
/// time in a process.
class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    std::stop_token token() const { return m_stop.get_token(); }

private:
    int m_readEnd = -1;
    std::stop_source m_stop;
    std::thread m_waiter;
};

} // namespace needlescope
