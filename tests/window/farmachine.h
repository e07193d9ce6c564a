// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <memory>

namespace needlescope {

/// A line between ssh and a port of this machine that can be cut, and that counts what goes over it.
class Line
{
public:
    explicit Line(quint16 to);

    quint16 port() const { return m_port; }
    qint64 bytesThere() const { return m_there; }
    qint64 bytesBack() const { return m_back; }
    /// Ends every connection and takes no other until mend().
    void cut();
    void mend();

private:
    void connectNext();

    quint16 m_to;
    quint16 m_port = 0;
    QTcpServer m_server;
    QList<QTcpSocket *> m_sockets;
    qint64 m_there = 0;
    qint64 m_back = 0;
};

/// "Another machine": a real sshd that runs as the user who tests, with keys, configuration and port of its own, and needlescope-cli as a
/// program of that machine, with runs of its own. The hosts that ssh knows while this lives:
///   far (it is), noisy (its shell greets), wrong-key, stranger (a host key that nobody knows), changed (another one), refusing (no
///   server).
class FarMachine
{
public:
    FarMachine();
    ~FarMachine();

    /// Where ssh or sshd is not installed there is no test to be made.
    static bool isPossible();

    Line &line() { return *m_line; }
    /// Of the needlescope-cli that it has.
    QString program() const { return m_folder.filePath(QStringLiteral("bin/needlescope-cli")); }
    /// `ssh://HOST` with program().
    QString address(const QString &host = QStringLiteral("far")) const;
    QString runs() const { return m_folder.filePath(QStringLiteral("runs")); }
    /// Of the engine that was started there last; 0: none was.
    pid_t engine() const;
    /// A program there; returns its path.
    QString addProgram(const QString &name, const QByteArray &script) const;

private:
    void write(const QString &name, const QByteArray &text) const;
    QByteArray read(const QString &name) const;
    void makeKey(const QString &name) const;
    void startServer();
    void writeClient();

    QTemporaryDir m_folder;
    QProcess m_server;
    QByteArray m_path; ///< before
    std::unique_ptr<Line> m_line;
};

} // namespace needlescope
