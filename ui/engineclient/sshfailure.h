// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace needlescope {

/// Why ssh ended.
struct SshFailure
{
    QString cause; ///< one sentence, as told()
    bool mayPass = false; ///< by itself: a line that broke, a machine that does not answer
};

/// How far an engine on another machine had come.
enum class SshStage {
    Connecting, ///< nothing was heard yet
    Starting, ///< the far shell was there, the engine was not
    Talking,
};

/// @p exitCode is ssh's: the far engine's, or 255 of its own. @p standardError is what both wrote there, @p words the end of it in one
/// line.
SshFailure sshFailure(const QString &machine, SshStage stage, int exitCode, const QString &standardError, const QString &words);

/// Where there is no ssh here.
QString sshMissing();

} // namespace needlescope
