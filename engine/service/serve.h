// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/message.h"
#include "service/confining.h"

namespace needlescope {

/// Reads frames (api/message.h) from @p in, carries them out and writes the replies to @p out, until @p in ends: then
/// running work is stopped. The same where the window said how long it would be silent at most, and is for longer. Returns the exit code:
/// 0, or 1 where the bytes on @p in were not frames (an `error` with id 0 tells why). Ignores SIGPIPE in the whole process. Confined or not
/// as the Service is.
int serve(int in, int out, Confining confining);

/// Writes a whole frame, where SIGPIPE is ignored. False: nobody reads it any more, or errno says why not.
bool writeFrame(int fd, const Message &message);

/// serve() on standard input and output. What anything else in the process prints to standard output goes to standard error meanwhile.
int serveStandardStreams(Confining confining);

} // namespace needlescope
