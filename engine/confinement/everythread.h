// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace needlescope {

/// Runs @p act, which may do what the handler of a signal may, in this thread and in each other one of the process: libraries start some
/// when they are loaded, and what Landlock takes from a thread it leaves to its sisters. False: it was false in one, or one did not answer.
bool inEveryThread(bool (*act)());

} // namespace needlescope
