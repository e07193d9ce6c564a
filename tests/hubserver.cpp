// SPDX-License-Identifier: GPL-3.0-or-later
#include "hubserver.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <arpa/inet.h>
#include <chrono>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace needlescope {

namespace {

constexpr qsizetype pieceBytes = 4096;
constexpr int pageSize = 2;

/// Whether all of it went out.
bool sendAll(int socket, const QByteArray &bytes)
{
    for (qsizetype sent = 0; sent < bytes.size();) {
        const auto n = ::send(socket, bytes.data() + sent, static_cast<std::size_t>(bytes.size() - sent), MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        sent += n;
    }
    return true;
}

QByteArray toJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

HubServer::HubServer()
    : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), length) != 0 || ::listen(m_listener, 8) != 0
        || ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        qFatal("no server can be started");
    m_port = ntohs(address.sin_port);
    m_accepter = std::thread([this] { accept(); });
}

HubServer::~HubServer()
{
    m_ends = true;
    m_accepter.join();
    for (std::thread &connection : m_connections)
        connection.join();
    ::close(m_listener);
}

QString HubServer::address() const
{
    return QStringLiteral("http://127.0.0.1:%1").arg(m_port);
}

QList<HubServer::Request> HubServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

QList<HubServer::Request> HubServer::requestsFor(const QByteArray &file) const
{
    QList<Request> found;
    for (const Request &request : requests()) {
        if (request.target.endsWith("/" + file) && !request.target.startsWith("/api/"))
            found += request;
    }
    return found;
}

QByteArray HubServer::sha256(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
}

QByteArray HubServer::gitHash(const QByteArray &content)
{
    const QByteArray header = "blob " + QByteArray::number(content.size()) + QByteArray(1, '\0');
    return QCryptographicHash::hash(header + content, QCryptographicHash::Sha1).toHex();
}

void HubServer::accept()
{
    while (!m_ends) {
        pollfd waiting{m_listener, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0)
            continue;
        if (const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC); socket >= 0)
            m_connections.emplace_back([this, socket] { serve(socket); });
    }
}

/// One request a connection.
void HubServer::serve(int socket)
{
    QByteArray head;
    while (!head.contains("\r\n\r\n") && !m_ends) {
        pollfd waiting{socket, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0)
            continue;
        char bytes[4096];
        const auto n = ::recv(socket, bytes, sizeof bytes, 0);
        if (n <= 0)
            break;
        head.append(bytes, n);
    }
    const auto lines = head.split('\n');
    const auto words = lines.first().split(' ');
    if (words.size() == 3) {
        Request request{words[1], {}};
        for (const QByteArray &line : lines.mid(1)) {
            if (const auto colon = line.indexOf(':'); colon > 0)
                request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
        }
        {
            const std::lock_guard lock(m_mutex);
            m_requests += request;
        }
        answer(socket, request);
    }
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
}

void HubServer::send(int socket, const QByteArray &status, const QByteArray &body, const QByteArray &headers)
{
    sendAll(socket,
        "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + headers + "\r\n"
            + body);
}

void HubServer::answer(int socket, const Request &request)
{
    QByteArray refusal;
    {
        const std::lock_guard lock(m_mutex);
        if (!refusals.isEmpty() && request.target.startsWith(refusedTarget))
            refusal = refusals.takeFirst();
    }
    if (!refusal.isEmpty())
        return send(socket, refusal, "no", refusal.contains("\r\n") ? "X-Refused: yes\r\n" : "");
    if (!token.isEmpty() && request.headers.value("authorization") != "Bearer " + token)
        return send(socket, "401 Unauthorized", R"({"error": "no"})");
    const auto query = request.target.indexOf('?');
    const QByteArray path = request.target.left(query < 0 ? request.target.size() : query);
    for (auto repo = repos.cbegin(); repo != repos.cend(); ++repo) {
        if (path == "/api/models/" + repo.key() + "/revision/main")
            return sendList(socket, repo.key());
        if (path == "/api/models/" + repo.key() + "/tree/" + commit)
            return sendTree(socket, repo.key(), request.target.mid(query + 1));
        for (auto file = repo->cbegin(); file != repo->cend(); ++file) {
            const QByteArray stored = "/store/" + sha256(file->content) + "/" + file.key().toPercentEncoding("/");
            if (path == stored)
                return sendContent(socket, request, file.key(), *file);
            if (path != "/" + repo.key() + "/resolve/" + commit + "/" + file.key().toPercentEncoding("/"))
                continue;
            if (!file->large)
                return sendContent(socket, request, file.key(), *file);
            return send(socket, "302 Found", "elsewhere",
                "Location: " + (store ? store->address().toUtf8() : QByteArray()) + stored + "\r\nX-Linked-Etag: \"" + sha256(file->content)
                    + "\"\r\n");
        }
    }
    send(socket, "404 Not Found", R"({"error": "Repository not found"})", "X-Error-Code: RepoNotFound\r\n");
}

void HubServer::sendList(int socket, const QByteArray &repo)
{
    QJsonArray siblings;
    for (auto file = repos[repo].cbegin(); file != repos[repo].cend(); ++file) {
        QJsonObject entry{{"rfilename", QString(file.key())}};
        const qint64 size = wrongSizes.value(file.key(), file->content.size());
        if (tellsSiblings) {
            entry["size"] = size;
            entry["blobId"] = QString(gitHash(file->content));
            if (file->large)
                entry["lfs"] = QJsonObject{{"sha256", QString(sha256(file->content))}, {"size", size}, {"pointerSize", 134}};
        }
        siblings += entry;
    }
    send(socket, "200 OK", toJson({{"id", QString(repo)}, {"sha", QString(commit)}, {"siblings", siblings}}));
}

void HubServer::sendTree(int socket, const QByteArray &repo, const QByteArray &query)
{
    const int begin = query.contains("cursor=") ? query.mid(query.indexOf("cursor=") + 7).toInt() : 0;
    QJsonArray entries{QJsonObject{{"type", "directory"}, {"path", "onnx"}, {"oid", QString(40, '0')}, {"size", 0}}};
    int i = 0;
    for (auto file = repos[repo].cbegin(); file != repos[repo].cend(); ++file, ++i) {
        if (i < begin || i >= begin + pageSize)
            continue;
        QJsonObject entry{
            {"type", "file"}, {"path", QString(file.key())}, {"size", file->content.size()}, {"oid", QString(gitHash(file->content))}};
        if (file->large)
            entry["lfs"] = QJsonObject{{"oid", QString(sha256(file->content))}, {"size", file->content.size()}};
        entries += entry;
    }
    const QByteArray next = "Link: <" + address().toUtf8() + "/api/models/" + repo + "/tree/" + commit
        + "?recursive=true&cursor=" + QByteArray::number(begin + pageSize) + ">; rel=\"next\"\r\n";
    send(socket, "200 OK", QJsonDocument(entries).toJson(), i > begin + pageSize ? next : QByteArray());
}

void HubServer::sendContent(int socket, const Request &request, const QByteArray &name, const File &file)
{
    QByteArray content = wrongContents.value(name, file.content);
    QByteArray status = "200 OK";
    QByteArray headers;
    const QByteArray range = request.headers.value("range");
    if (knowsRanges && range.startsWith("bytes=")) {
        const qsizetype from = range.mid(6, range.size() - 7).toLongLong();
        if (from >= content.size())
            return send(socket, "416 Range Not Satisfiable", {});
        headers = "Content-Range: bytes " + QByteArray::number(from) + "-" + QByteArray::number(content.size() - 1) + "/"
            + QByteArray::number(content.size()) + "\r\n";
        content = content.mid(from);
        status = "206 Partial Content";
    }
    if (tellsLength)
        headers += "Content-Length: " + QByteArray::number(content.size()) + "\r\n";
    qsizetype end = content.size();
    {
        const std::lock_guard lock(m_mutex);
        if (!breaks[name].isEmpty())
            end = std::min(end, breaks[name].takeFirst());
    }
    if (!sendAll(socket, "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + headers + "\r\n"))
        return;
    for (qsizetype at = 0; at < end && !m_ends; at += pieceBytes) {
        if (!sendAll(socket, content.mid(at, std::min(pieceBytes, end - at))))
            return;
        if (pauseMs > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(pauseMs));
    }
}

} // namespace needlescope
