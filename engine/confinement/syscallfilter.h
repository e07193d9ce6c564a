// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace needlescope {

/// Whether from now on the kernel refuses this process, with all its threads, what an engine has no use for: sockets (but with
/// @p network), programs, other processes, other names and rights of files, namespaces, keys. False: it cannot. Needs no_new_privs.
bool filterSystemCalls(bool network);

} // namespace needlescope
