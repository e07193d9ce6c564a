// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/fetchprocess.h"

#include "confinement/confine.h"
#include "resources/hubcache.h"
#include "service/serve.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace needlescope {

namespace {

[[noreturn]] void failEnded()
{
    throw EngineError("The process that gets models from the hub has ended; restart the engine.");
}

/// The window's streams are the engine's alone: what ends there has ended.
void leaveStandardStreams()
{
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(nothing, STDOUT_FILENO);
}

[[noreturn]] void fetchAsChild(int socket)
{
    leaveStandardStreams();
    ::close_range(STDERR_FILENO + 1, static_cast<unsigned>(socket) - 1, 0);
    ::close_range(static_cast<unsigned>(socket) + 1, ~0U, 0);
    confine({{hubCache()}, true});
    std::_Exit(serve(socket, socket, Confining::None));
}

} // namespace

FetchProcess::FetchProcess()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw EngineError("The engine cannot start the process that gets models from the hub ({}); start it again.", std::strerror(errno));
    const pid_t child = ::fork();
    if (child == 0)
        fetchAsChild(ends[1]);
    ::close(ends[1]);
    m_socket = ends[0];
    if (child < 0)
        throw EngineError("The engine cannot start the process that gets models from the hub ({}); start it again.", std::strerror(errno));
    write({0, "hello", Hello{"Needlescope", protocolVersion}});
}

FetchProcess::~FetchProcess()
{
    ::close(m_socket);
}

nlohmann::json FetchProcess::fetch(const Message &request, const Work &work)
{
    write(request);
    bool cancelled = false;
    for (;;) {
        if (work.stop.stop_requested() && !std::exchange(cancelled, true))
            write({-1, "cancel", {{"request", request.id}}});
        const auto message = read();
        if (!message || message->id != request.id)
            continue;
        if (message->type == "progress")
            work.report(message->body.get<Progress>());
        else if (message->type == "cancelled")
            throw Cancelled();
        else if (message->type == "error")
            throw EngineError(sentenceOfError(message->body));
        else
            return message->body;
    }
}

void FetchProcess::write(const Message &message)
{
    if (!writeFrame(m_socket, message))
        failEnded();
}

std::optional<Message> FetchProcess::read()
{
    if (auto message = m_reader.next())
        return message;
    constexpr int patienceMs = 100;
    pollfd waiting{m_socket, POLLIN, 0};
    if (::poll(&waiting, 1, patienceMs) <= 0)
        return {};
    std::array<std::uint8_t, 1 << 16> bytes{};
    const auto count = ::read(m_socket, bytes.data(), bytes.size());
    if (count <= 0)
        failEnded();
    m_reader.feed(std::span(bytes).first(static_cast<std::size_t>(count)));
    return m_reader.next();
}

} // namespace needlescope
