// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineclient/sshfailure.h"

#include "language/telling.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace needlescope {

namespace {

struct Remote
{
    Q_DECLARE_TR_FUNCTIONS(Remote)
};

constexpr int ownFailure = 255; ///< of ssh, not of what it started
constexpr int notFound = 127; ///< as shells say it
constexpr int notExecutable = 126;
constexpr int signalled = 128; ///< and the signal's number

/// What ssh says in each case, in the order in which it is looked for. ssh does not speak other languages.
struct Case
{
    const char *words;
    const char *sentence; ///< %1: the machine
    bool mayPass;
};

constexpr std::array cases{
    Case{"Could not resolve hostname",
        QT_TRANSLATE_NOOP("Remote", "The host of %1 is not known; check its name, or whether this computer is on the network."), true},
    Case{"Connection refused", QT_TRANSLATE_NOOP("Remote", "%1 refuses connections; check that its ssh server runs, and the port."), true},
    Case{"REMOTE HOST IDENTIFICATION HAS CHANGED",
        QT_TRANSLATE_NOOP("Remote",
            "%1 has another host key than the one that is known, so it may be another machine; ask who looks after it, and remove the old "
            "key with ssh-keygen -R."),
        false},
    Case{"Host key verification failed",
        QT_TRANSLATE_NOOP("Remote", "The host key of %1 is not known here; connect once with ssh in a terminal and confirm it."), false},
    Case{"Permission denied",
        QT_TRANSLATE_NOOP("Remote", "%1 does not accept this user's keys; check that \"ssh %1\" logs in without asking for a password."),
        false},
    Case{"Too many authentication failures",
        QT_TRANSLATE_NOOP("Remote", "%1 does not accept this user's keys; check that \"ssh %1\" logs in without asking for a password."),
        false},
    Case{"timed out", QT_TRANSLATE_NOOP("Remote", "%1 does not answer; check that it is on and can be reached from here."), true},
    Case{"No route to host", QT_TRANSLATE_NOOP("Remote", "%1 does not answer; check that it is on and can be reached from here."), true},
    Case{"unreachable", QT_TRANSLATE_NOOP("Remote", "%1 does not answer; check that it is on and can be reached from here."), true},
};

QString withWords(const QString &sentence, const QString &words)
{
    return words.isEmpty() ? sentence : Remote::tr("%1 It said: %2").arg(sentence, words);
}

QString said(const QString &machine, const char *sentence)
{
    return told([machine, sentence] { return Remote::tr(sentence).arg(machine); });
}

SshFailure beforeTheShell(const QString &machine, const QString &standardError, const QString &words)
{
    const auto *const found = std::find_if(
        cases.begin(), cases.end(), [&standardError](const Case &one) { return standardError.contains(QLatin1String(one.words)); });
    if (found != cases.end())
        return {said(machine, found->sentence), found->mayPass};
    return {told([machine, words] { return withWords(Remote::tr("%1 could not be reached by ssh.").arg(machine), words); }),
        words.contains(QLatin1String("closed")) || words.contains(QLatin1String("reset"))};
}

} // namespace

SshFailure sshFailure(const QString &machine, SshStage stage, int exitCode, const QString &standardError, const QString &words)
{
    if (exitCode == ownFailure && stage == SshStage::Connecting)
        return beforeTheShell(machine, standardError, words);
    const bool leftForSilence = exitCode == 0 && stage == SshStage::Talking; // it heard nothing from here
    if (exitCode == ownFailure || leftForSilence)
        return {said(machine, QT_TRANSLATE_NOOP("Remote", "The line to %1 broke.")), true};
    if (exitCode == notFound && stage != SshStage::Talking)
        return {said(machine,
            QT_TRANSLATE_NOOP(
                "Remote", "needlescope-cli was not found on %1; install it there, or give its path in File, Remote engine."))};
    if (exitCode == notExecutable && stage != SshStage::Talking)
        return {told([machine, words] {
            return withWords(Remote::tr("needlescope-cli cannot be run on %1; check its path and its rights.").arg(machine), words);
        })};
    return {told([machine, exitCode, words] {
        const QString how = exitCode > signalled
            ? Remote::tr("The engine on %1 was ended by signal %2.").arg(machine).arg(exitCode - signalled)
            : Remote::tr("The engine on %1 ended with exit code %2.").arg(machine).arg(exitCode);
        return withWords(how, words);
    })};
}

QString sshMissing()
{
    return told([] { return Remote::tr("There is no ssh on this computer; install it (openssh-client) to compute on another machine."); });
}

} // namespace needlescope
