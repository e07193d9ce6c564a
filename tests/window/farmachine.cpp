// SPDX-License-Identifier: GPL-3.0-or-later
#include "farmachine.h"

#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QThread>

#include <csignal>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace needlescope {

namespace {

/// It is not in a user's PATH.
QString sshd()
{
    return QStandardPaths::findExecutable(
        QStringLiteral("sshd"), {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin"), QStringLiteral("/sbin")});
}

/// Nobody listens there.
quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

bool answers(quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    return socket.waitForConnected(100);
}

} // namespace

Line::Line(quint16 to)
    : m_to(to)
{
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { connectNext(); });
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("no port is free");
    m_port = m_server.serverPort();
}

void Line::connectNext()
{
    QTcpSocket *near = m_server.nextPendingConnection();
    auto *far = new QTcpSocket(&m_server);
    m_sockets << near << far;
    const auto carry = [](QTcpSocket *from, QTcpSocket *to, qint64 &count) {
        QObject::connect(from, &QTcpSocket::readyRead, to, [from, to, &count] {
            const QByteArray bytes = from->readAll();
            count += bytes.size();
            to->write(bytes);
        });
        QObject::connect(from, &QTcpSocket::disconnected, to, &QTcpSocket::disconnectFromHost);
    };
    carry(near, far, m_there);
    carry(far, near, m_back);
    far->connectToHost(QHostAddress::LocalHost, m_to);
}

void Line::cut()
{
    m_server.close();
    for (QTcpSocket *socket : std::exchange(m_sockets, {}))
        socket->abort();
}

void Line::mend()
{
    if (!m_server.isListening() && !m_server.listen(QHostAddress::LocalHost, m_port))
        qFatal("the port is taken");
}

FarMachine::FarMachine()
    : m_path(qgetenv("PATH"))
{
    for (const char *folder : {"bin", "near"})
        QDir(m_folder.path()).mkpath(QLatin1String(folder));
    for (const char *key : {"host", "other-host", "user", "noisy-user", "wrong-user"})
        makeKey(QLatin1String(key));
    addProgram(QStringLiteral("needlescope-cli"),
        "export NEEDLESCOPE_RESOURCES='" NEEDLESCOPE_SOURCE_DIR "/resources' NEEDLESCOPE_RUNS='" + runs().toUtf8() + "'\necho $$ > '"
            + m_folder.filePath(QStringLiteral("engine.pid")).toUtf8() + "'\nexec '" NEEDLESCOPE_CLI "' \"$@\"\n");
    startServer();
    writeClient();
}

FarMachine::~FarMachine()
{
    m_line->cut();
    m_server.terminate();
    if (!m_server.waitForFinished(2000))
        m_server.kill();
    m_server.waitForFinished(2000);
    qputenv("PATH", m_path);
}

bool FarMachine::isPossible()
{
    return !sshd().isEmpty() && !QStandardPaths::findExecutable(QStringLiteral("ssh")).isEmpty()
        && !QStandardPaths::findExecutable(QStringLiteral("ssh-keygen")).isEmpty();
}

QString FarMachine::address(const QString &host) const
{
    return QStringLiteral("ssh://%1?engine=%2").arg(host, program());
}

pid_t FarMachine::engine() const
{
    return read(QStringLiteral("engine.pid")).trimmed().toInt();
}

QString FarMachine::addProgram(const QString &name, const QByteArray &script) const
{
    write(QStringLiteral("bin/") + name, "#!/bin/sh\n" + script);
    const QString path = m_folder.filePath(QStringLiteral("bin/") + name);
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

void FarMachine::write(const QString &name, const QByteArray &text) const
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
}

QByteArray FarMachine::read(const QString &name) const
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void FarMachine::makeKey(const QString &name) const
{
    if (QProcess::execute(QStringLiteral("ssh-keygen"),
            {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-N"), QString(), QStringLiteral("-f"),
                m_folder.filePath(name)})
        != 0)
        qFatal("ssh-keygen makes no key");
}

void FarMachine::startServer()
{
    if (geteuid() == 0)
        ::mkdir("/run/sshd", 0755); // a server of root's insists on it; its package makes it when the system starts
    const QString noisy = addProgram(QStringLiteral("noisy-shell"),
        "echo Welcome to the cluster\necho 'You have mail' >&2\nprintf 'Quota: 3 %% '\nexec sh -c \"$SSH_ORIGINAL_COMMAND\"\n");
    write(QStringLiteral("authorized_keys"),
        read(QStringLiteral("user.pub")) + "command=\"" + noisy.toUtf8() + "\" " + read(QStringLiteral("noisy-user.pub")));
    const QByteArray here = m_folder.path().toUtf8();
    write(QStringLiteral("sshd_config"),
        "ListenAddress 127.0.0.1\nHostKey " + here + "/host\nAuthorizedKeysFile " + here
            + "/authorized_keys\nPidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
              "PermitRootLogin prohibit-password\nLogLevel ERROR\nMaxStartups 100\n");
    const quint16 port = freePort();
    m_server.setProcessChannelMode(QProcess::ForwardedChannels);
    m_server.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); }); // nor does it outlive a test that is killed
    m_server.start(sshd(),
        {QStringLiteral("-D"), QStringLiteral("-e"), QStringLiteral("-f"), m_folder.filePath(QStringLiteral("sshd_config")),
            QStringLiteral("-p"), QString::number(port)});
    QElapsedTimer clock;
    clock.start();
    while (!answers(port)) {
        if (clock.elapsed() > 5000)
            qFatal("sshd does not listen");
        QThread::msleep(20);
    }
    m_line = std::make_unique<Line>(port);
}

/// ssh takes its user's configuration from the system's list of users, so that one of a test has to be named to it.
void FarMachine::writeClient()
{
    const QByteArray here = m_folder.path().toUtf8();
    write(QStringLiteral("known"), "far " + read(QStringLiteral("host.pub")) + "changed " + read(QStringLiteral("other-host.pub")));
    const auto host = [this, &here](const char *name, const char *key, quint16 port, const char *known) {
        return QByteArray("Host ") + name + "\n  HostName 127.0.0.1\n  Port " + QByteArray::number(port) + "\n  IdentityFile " + here + '/'
            + key + "\n  HostKeyAlias " + known + '\n';
    };
    const quint16 port = m_line->port();
    write(QStringLiteral("ssh_config"),
        host("far", "user", port, "far") + host("noisy", "noisy-user", port, "far") + host("wrong-key", "wrong-user", port, "far")
            + host("stranger", "user", port, "stranger") + host("changed", "user", port, "changed")
            + host("refusing", "user", freePort(), "far") + "Host *\n  IdentitiesOnly yes\n  IdentityAgent none\n  UserKnownHostsFile "
            + here + "/known\n  GlobalKnownHostsFile /dev/null\n");
    const QByteArray ssh = QStandardPaths::findExecutable(QStringLiteral("ssh")).toUtf8();
    write(QStringLiteral("near/ssh"), "#!/bin/sh\nexec '" + ssh + "' -F '" + here + "/ssh_config' \"$@\"\n");
    QFile::setPermissions(m_folder.filePath(QStringLiteral("near/ssh")), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    qputenv("PATH", here + "/near:" + m_path);
}

} // namespace needlescope
