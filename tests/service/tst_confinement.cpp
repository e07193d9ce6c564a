// SPDX-License-Identifier: GPL-3.0-or-later
#include "confinement/confine.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <future>
#include <map>
#include <string>
#include <string_view>
#include <thread>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

/// What the child tries: `inside` may be written, `outside` may not; `outside/file` is there. True: it was done.
struct Places
{
    fs::path inside;
    fs::path outside;
};

bool writes(const fs::path &file)
{
    std::ofstream stream(file);
    return static_cast<bool>(stream << "written" << std::flush);
}

bool hasSocket(int family, int type)
{
    return ::socket(family, type, 0) >= 0;
}

bool connects(const Places & /*places*/)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(qEnvironmentVariableIntValue("TEST_PORT")));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return socket >= 0 && ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
}

bool listens(const Places & /*places*/)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    return socket >= 0 && ::listen(socket, 1) == 0;
}

bool starts(const Places & /*places*/)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl("/bin/true", "true", nullptr);
        ::_exit(1);
    }
    int status = 1;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// A process of the same user that the child may do things to.
bool holdsOther(bool (*act)(pid_t))
{
    const auto other = static_cast<pid_t>(qEnvironmentVariableIntValue("TEST_OTHER"));
    return act(other);
}

bool ends(pid_t other)
{
    return ::kill(other, SIGCONT) == 0; // one that does no harm, so that the next row finds it too
}

bool lendsItsMemory(pid_t other)
{
    return ::syscall(SYS_process_vm_readv, other, nullptr, 0, nullptr, 0, 0) == 0;
}

bool traces(pid_t other)
{
    return ::ptrace(PTRACE_SEIZE, other, nullptr, nullptr) == 0;
}

using Act = bool (*)(const Places &);

const std::map<std::string, Act> refused{
    {"connect", connects},
    {"internet socket", [](const Places &) { return hasSocket(AF_INET, SOCK_DGRAM); }},
    {"internet 6 socket", [](const Places &) { return hasSocket(AF_INET6, SOCK_STREAM); }},
    {"local socket", [](const Places &) { return hasSocket(AF_UNIX, SOCK_STREAM); }},
    {"listen", listens},
    {"start a program", starts},
    {"make a file outside", [](const Places &places) { return writes(places.outside / "new"); }},
    {"write a file outside", [](const Places &places) { return writes(places.outside / "file"); }},
    {"write through a link", [](const Places &places) { return writes(places.inside / "link"); }},
    {"write through dots", [](const Places &places) { return writes(places.inside / ".." / "outside" / "file"); }},
    {"cut off a file outside", [](const Places &places) { return ::truncate((places.outside / "file").c_str(), 0) == 0; }},
    {"remove a file outside", [](const Places &places) { return ::unlink((places.outside / "file").c_str()) == 0; }},
    {"make a folder outside", [](const Places &places) { return ::mkdir((places.outside / "folder").c_str(), 0700) == 0; }},
    {"move a file outside",
        [](const Places &places) {
            return writes(places.inside / "a") && ::rename((places.inside / "a").c_str(), (places.outside / "a").c_str()) == 0;
        }},
    {"change rights", [](const Places &places) { return ::chmod((places.outside / "file").c_str(), 0600) == 0; }},
    {"signal another process", [](const Places &) { return holdsOther(ends); }},
    {"read another's memory", [](const Places &) { return holdsOther(lendsItsMemory); }},
#ifndef __SANITIZE_ADDRESS__
    {"trace another process", [](const Places &) { return holdsOther(traces); }},
#endif
    {"a ring around the filter", [](const Places &) { return ::syscall(SYS_io_uring_setup, 1, nullptr) != -1 || errno == EFAULT; }},
};

const std::map<std::string, Act> granted{
    {"write inside", [](const Places &places) { return writes(places.inside / "new"); }},
    {"write in a folder made inside",
        [](const Places &places) { return fs::create_directory(places.inside / "folder") && writes(places.inside / "folder" / "new"); }},
    {"rename inside",
        [](const Places &places) {
            return writes(places.inside / "a") && ::rename((places.inside / "a").c_str(), (places.inside / "b").c_str()) == 0;
        }},
    {"remove inside", [](const Places &places) { return writes(places.inside / "a") && fs::remove(places.inside / "a"); }},
    {"write a temporary file", [](const Places &) { return writes(fs::temp_directory_path() / "tst_confinement"); }},
    {"read outside", [](const Places &places) { return std::ifstream(places.outside / "file").get() == 'x'; }},
    {"throw away", [](const Places &) { return writes("/dev/null"); }},
    {"signal itself", [](const Places &) { return ::raise(SIGCONT) == 0; }},
    {"start a thread",
        [](const Places &) {
            bool ran = false;
            std::thread([&ran] { ran = true; }).join();
            return ran;
        }},
};

constexpr int noLandlock = 77;

/// Exit code 0: done; 1: refused.
int actAsChild(const std::string &act, bool confined, bool network, const Places &places)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto found = refused.find(act);
    const Act wanted = found != refused.end() ? found->second : granted.at(act);
    // A thread that is there before is confined, too.
    std::promise<void> begin;
    auto done = std::async(std::launch::async, [&] {
        begin.get_future().wait();
        return wanted(places);
    });
    if (confined) {
        Needs needs;
        needs.folders = {places.inside};
        needs.network = network;
        if (confine(needs).writesAnywhere)
            std::_Exit(noLandlock);
    }
    begin.set_value();
    const bool there = done.get();
    return there || wanted(places) ? 0 : 1;
}

} // namespace

/// Each act is tried by a process of its own, once confined and once not: what is refused to everybody shows nothing.
class TestConfinement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_other.start(QStringLiteral("sleep"), {QStringLiteral("600")});
        QVERIFY(m_other.waitForStarted());
        m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        QVERIFY(::bind(m_listener, reinterpret_cast<const sockaddr *>(&address), size) == 0 && ::listen(m_listener, 100) == 0);
        QVERIFY(::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) == 0);
        qputenv("TEST_PORT", QByteArray::number(ntohs(address.sin_port)));
        qputenv("TEST_OTHER", QByteArray::number(m_other.processId()));
        const int code = act(QStringLiteral("write inside"), true, false);
        if (code == noLandlock)
            QSKIP("This kernel has no Landlock, so there is nothing to hold to.");
        QCOMPARE(code, 0);
    }

    void cleanupTestCase()
    {
        ::close(m_listener);
        m_other.kill();
        m_other.waitForFinished();
    }

    void isRefused_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto &[name, act] : refused)
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }

    void isRefused()
    {
        QFETCH(QString, name);
        if (act(name, false, false) != 0)
            QSKIP("This machine refuses it to everybody.");
        QCOMPARE(act(name, true, false), 1);
    }

    void isGranted_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto &[name, act] : granted)
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }

    void isGranted()
    {
        QFETCH(QString, name);
        QCOMPARE(act(name, true, false), 0);
    }

    /// As the process is that gets models from the hub.
    void theNetworkCanBeLeft()
    {
        QCOMPARE(act(QStringLiteral("connect"), true, true), 0);
        QCOMPARE(act(QStringLiteral("listen"), true, true), 1);
        QCOMPARE(act(QStringLiteral("start a program"), true, true), 1);
        QCOMPARE(act(QStringLiteral("make a file outside"), true, true), 1);
    }

private:
    static int act(const QString &name, bool confined, bool network)
    {
        const QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        fs::create_directory(root / "inside");
        fs::create_directory(root / "outside");
        std::ofstream(root / "outside" / "file") << "x";
        fs::create_symlink(root / "outside" / "file", root / "inside" / "link");
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedChannels);
        child.start(QCoreApplication::applicationFilePath(),
            {QStringLiteral("--act"), name, QString::number(confined), QString::number(network), folder.path()});
        return child.waitForFinished() && child.exitStatus() == QProcess::NormalExit ? child.exitCode() : -1;
    }

    QProcess m_other;
    int m_listener = -1;
};

int main(int argc, char **argv)
{
    if (argc == 6 && std::string_view(argv[1]) == "--act") {
        const fs::path root = argv[5];
        return actAsChild(argv[2], *argv[3] == '1', *argv[4] == '1', {root / "inside", root / "outside"});
    }
    const QCoreApplication application(argc, argv);
    TestConfinement test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_confinement.moc"
