// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/message.h"

#include <QProcess>

#include <vector>

namespace needlescope {

/// A real `needlescope-cli serve`, driven through its pipes.
class EngineProcess
{
public:
    enum class Greeting { Usual, None };

    /// Exchanges hellos, unless it is told not to say one; the engine's own is read either way. @p options of `serve`; @p folders where it
    /// may write runs.
    explicit EngineProcess(Greeting greeting = Greeting::Usual, const QStringList &options = {}, std::vector<std::string> folders = {});
    ~EngineProcess();

    std::int64_t send(const std::string &type, const nlohmann::json &body);
    void sendBytes(const QByteArray &bytes);
    void closeInput() { m_process.closeWriteChannel(); }
    void kill() { m_process.kill(); }
    qint64 processId() const { return m_process.processId(); }

    /// The next message, whatever it answers. Throws EngineError after 20 seconds of silence or when the process ends.
    Message next();

    /// Reads until request @p id ends, and returns that reply; all others on the way are in received().
    Message end(std::int64_t id);
    nlohmann::json call(const std::string &type, const nlohmann::json &body);

    /// Everything read so far, in order.
    const std::vector<Message> &received() const { return m_received; }
    int count(std::int64_t id, const std::string &type) const;

    /// The exit code, or -1 where the process does not end within @p milliseconds or was killed.
    int exitCode(int milliseconds);

private:
    QProcess m_process;
    FrameReader m_reader;
    std::vector<Message> m_received;
    std::int64_t m_lastId = 0;
};

inline bool isEnd(const Message &message)
{
    return message.type == "result" || message.type == "error" || message.type == "cancelled";
}

} // namespace needlescope
