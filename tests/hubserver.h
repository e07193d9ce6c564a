// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <atomic>
#include <list>
#include <mutex>
#include <thread>

namespace needlescope {

/// A small HTTP server on this machine that speaks the part of the Hugging Face hub's API that fetching needs, and misbehaves as told.
/// Settings are made before requests come.
class HubServer
{
public:
    struct File
    {
        QByteArray content;
        bool large = false; ///< kept as git LFS keeps it: under its SHA-256, behind a redirect
    };
    struct Request
    {
        QByteArray target;
        QMap<QByteArray, QByteArray> headers; ///< names in lower case
    };

    HubServer();
    ~HubServer();

    QString address() const;

    QMap<QByteArray, QMap<QByteArray, File>> repos;
    QByteArray commit = QByteArray(40, '7');

    // Misbehaviour
    const HubServer *store = nullptr; ///< large files are on another host, which shares this one's repos
    bool tellsSiblings = true; ///< else sizes and hashes stand in the tree only, two files a page
    bool knowsRanges = true;
    bool tellsLength = true;
    QByteArray token; ///< that is asked for; empty: none
    QList<QByteArray> refusals; ///< status and further header lines of the next answers, "429 Busy\r\nRetry-After: 0"
    QByteArray refusedTarget = "/"; ///< how the targets begin that refusals are for
    QMap<QByteArray, QList<qsizetype>> breaks; ///< by file: bytes after which the next answers break off
    QMap<QByteArray, QByteArray> wrongContents; ///< by file: what is sent in place of its content
    QMap<QByteArray, qint64> wrongSizes; ///< by file: what the list tells
    int pauseMs = 0; ///< between 4096 bytes of content

    QList<Request> requests() const;
    /// Of those, the ones for a file's content.
    QList<Request> requestsFor(const QByteArray &file) const;

    static QByteArray sha256(const QByteArray &content);
    static QByteArray gitHash(const QByteArray &content);

private:
    void accept();
    void serve(int socket);
    void answer(int socket, const Request &request);
    void sendList(int socket, const QByteArray &repo);
    void sendTree(int socket, const QByteArray &repo, const QByteArray &query);
    void sendContent(int socket, const Request &request, const QByteArray &name, const File &file);
    static void send(int socket, const QByteArray &status, const QByteArray &body, const QByteArray &headers = {});

    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_ends = false;
    std::thread m_accepter;
    std::list<std::thread> m_connections;
    mutable std::mutex m_mutex;
    QList<Request> m_requests;
};

} // namespace needlescope
