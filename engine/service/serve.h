// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace needlescope {

/// Reads frames (api/message.h) from @p in, carries them out and writes the replies to @p out, until @p in ends: then
/// running work is stopped. The same where the window said how long it would be silent at most, and is for longer. Returns the exit code:
/// 0, or 1 where the bytes on @p in were not frames (an `error` with id 0 tells why). Ignores SIGPIPE in the whole process.
int serve(int in, int out);

/// serve() on standard input and output. What anything else in the process prints to standard output goes to standard error meanwhile.
int serveStandardStreams();

} // namespace needlescope
