// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/serve.h"

#include "service/service.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <poll.h>
#include <span>
#include <unistd.h>

namespace needlescope {

namespace {

constexpr unsigned lastSeconds = 10; ///< to leave in

bool writeBytes(int fd, std::span<const std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(fd, bytes.data(), bytes.size());
        if (written >= 0)
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            return false;
    }
    return true;
}

/// Writes whole frames, whichever thread they come from.
class FrameWriter
{
public:
    explicit FrameWriter(int fd)
        : m_fd(fd)
    {
    }

    void write(const Message &message)
    {
        const auto frame = encodeFrame(message);
        const std::lock_guard lock(m_mutex);
        m_broken = m_broken || !writeBytes(m_fd, frame);
    }

private:
    const int m_fd;
    std::mutex m_mutex;
    bool m_broken = false; ///< nobody reads any more; the end of the input will follow
};

/// Whether there is something to read within @p seconds; 0: there will be.
bool isReadable(int fd, int seconds)
{
    if (seconds <= 0)
        return true;
    pollfd waiting{fd, POLLIN, 0};
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        const int ready = ::poll(&waiting, 1, std::max(0, static_cast<int>(left.count())));
        if (ready >= 0 || errno != EINTR)
            return ready != 0;
    }
}

/// Hands every message that arrives to @p service until the stream ends, or the window is silent for longer than it said it would be.
void readFrames(int in, Service &service)
{
    FrameReader reader;
    std::array<std::uint8_t, 1 << 16> bytes;
    int silence = 0;
    for (;;) {
        if (!isReadable(in, silence)) {
            ::alarm(lastSeconds); // a line that nobody reads any more may hold a writer for ever
            return;
        }
        const auto count = ::read(in, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return;
        reader.feed(std::span(bytes).first(static_cast<std::size_t>(count)));
        while (auto message = reader.next()) {
            if (message->type == "hello")
                silence = message->body.get<Hello>().silence;
            service.submit(std::move(*message));
        }
    }
}

} // namespace

bool writeFrame(int fd, const Message &message)
{
    return writeBytes(fd, encodeFrame(message));
}

int serve(int in, int out, Confining confining)
{
    std::signal(SIGPIPE, SIG_IGN);
    FrameWriter writer(out);
    Service service([&writer](const Message &message) { writer.write(message); }, confining);
    try {
        readFrames(in, service);
        return 0;
    } catch (const std::exception &error) {
        writer.write({0, "error", {{"message", error.what()}}}); // a window of any version can read this one
        return 1;
    }
}

int serveStandardStreams(Confining confining)
{
    const int out = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    if (out < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        throw EngineError("Standard output is closed, so that no replies can be sent; start serve with a pipe.");
    const int code = serve(STDIN_FILENO, out, confining);
    ::close(out);
    return code;
}

} // namespace needlescope
