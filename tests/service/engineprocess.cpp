// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineprocess.h"

#include <algorithm>

namespace needlescope {

namespace {

constexpr int patience = 120000; ///< milliseconds; a build with sanitizers beside others is slow

} // namespace

EngineProcess::EngineProcess(Greeting greeting, const QStringList &options, std::vector<std::string> folders)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(NEEDLESCOPE_CLI), QStringList{QStringLiteral("serve")} + options);
    if (!m_process.waitForStarted())
        throw EngineError(Sentence::verbatim(m_process.errorString().toStdString()));
    if (next().type != "hello")
        throw EngineError("The engine said no hello.");
    if (greeting == Greeting::Usual)
        send("hello", Hello{"test", protocolVersion, 0, {}, std::move(folders)});
}

EngineProcess::~EngineProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

std::int64_t EngineProcess::send(const std::string &type, const nlohmann::json &body)
{
    const auto frame = encodeFrame({++m_lastId, type, body});
    sendBytes(QByteArray(reinterpret_cast<const char *>(frame.data()), static_cast<qsizetype>(frame.size())));
    return m_lastId;
}

void EngineProcess::sendBytes(const QByteArray &bytes)
{
    m_process.write(bytes);
    while (m_process.bytesToWrite() > 0 && m_process.waitForBytesWritten()) { }
}

Message EngineProcess::next()
{
    for (;;) {
        if (auto message = m_reader.next()) {
            m_received.push_back(*message);
            return std::move(*message);
        }
        if (m_process.bytesAvailable() == 0 && !m_process.waitForReadyRead(patience))
            throw EngineError("The engine is silent: {}", m_process.errorString().toStdString());
        const QByteArray bytes = m_process.readAllStandardOutput();
        m_reader.feed({reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
    }
}

Message EngineProcess::end(std::int64_t id)
{
    const auto already
        = std::find_if(m_received.begin(), m_received.end(), [id](const Message &message) { return message.id == id && isEnd(message); });
    if (already != m_received.end())
        return *already;
    for (;;) {
        auto message = next();
        if (message.id == id && isEnd(message))
            return message;
    }
}

nlohmann::json EngineProcess::call(const std::string &type, const nlohmann::json &body)
{
    auto reply = end(send(type, body));
    if (reply.type != "result")
        throw EngineError(Sentence::verbatim(reply.type + ": " + reply.body.dump()));
    return std::move(reply.body);
}

int EngineProcess::count(std::int64_t id, const std::string &type) const
{
    return static_cast<int>(std::count_if(
        m_received.begin(), m_received.end(), [&](const Message &message) { return message.id == id && message.type == type; }));
}

int EngineProcess::exitCode(int milliseconds)
{
    if (!m_process.waitForFinished(milliseconds) && m_process.state() != QProcess::NotRunning)
        return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

} // namespace needlescope
