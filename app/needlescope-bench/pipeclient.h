// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/message.h"

#include <array>
#include <thread>

namespace needlescope {

/// The other end of serve(), in the same process: measures what a window waits for, frames and pipes included.
class PipeClient
{
public:
    PipeClient();
    ~PipeClient();
    PipeClient(const PipeClient &) = delete;
    PipeClient &operator=(const PipeClient &) = delete;

    /// Sends a request and waits for the body of its result. Throws EngineError with the service's sentence.
    nlohmann::json call(const std::string &type, nlohmann::json body);

    double secondsToFirstToken() const { return m_secondsToFirstToken; } ///< of the last call that gave tokens

    int progressReports() const { return m_progressReports; } ///< that came so far

private:
    void send(const Message &message);
    Message receive();

    std::array<int, 2> m_requests{}; ///< read end, write end
    std::array<int, 2> m_replies{};
    FrameReader m_reader;
    std::int64_t m_lastId = 0;
    int m_progressReports = 0;
    double m_secondsToFirstToken = 0;
    std::thread m_server;
};

} // namespace needlescope
