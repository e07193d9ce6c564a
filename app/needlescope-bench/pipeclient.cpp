// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeclient.h"

#include "service/serve.h"

#include <cerrno>
#include <chrono>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace needlescope {

PipeClient::PipeClient()
{
    if (::pipe(m_requests.data()) != 0 || ::pipe(m_replies.data()) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe");
    m_server = std::thread([this] {
        serve(m_requests[0], m_replies[1], Confining::None);
        ::close(m_replies[1]);
    });
    send({0, "hello", Hello{"needlescope-bench", protocolVersion}});
}

PipeClient::~PipeClient()
{
    ::close(m_requests[1]);
    m_server.join();
    ::close(m_requests[0]);
    ::close(m_replies[0]);
}

nlohmann::json PipeClient::call(const std::string &type, nlohmann::json body)
{
    const auto start = std::chrono::steady_clock::now();
    bool first = true;
    send({++m_lastId, type, std::move(body)});
    for (;;) {
        auto reply = receive();
        if (reply.type == "token" && std::exchange(first, false))
            m_secondsToFirstToken = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (reply.type == "error")
            throw EngineError(sentenceOfError(reply.body));
        m_progressReports += reply.type == "progress" ? 1 : 0;
        if (reply.type == "result")
            return std::move(reply.body);
    }
}

void PipeClient::send(const Message &message)
{
    if (!writeFrame(m_requests[1], message))
        throw std::system_error(errno, std::generic_category(), "write");
}

Message PipeClient::receive()
{
    std::array<std::uint8_t, 1 << 16> bytes;
    for (;;) {
        if (auto message = m_reader.next())
            return std::move(*message);
        const auto count = ::read(m_replies[0], bytes.data(), bytes.size());
        if (count <= 0)
            throw EngineError("The service ended without an answer.");
        m_reader.feed(std::span(bytes).first(static_cast<std::size_t>(count)));
    }
}

} // namespace needlescope
