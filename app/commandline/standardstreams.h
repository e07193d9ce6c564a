// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace needlescope {

/// Opens /dev/null on those of descriptors 0 to 2 that are closed. The next file that is opened would take their place, and messages would
/// be written into it: into a run, for one. To be called before anything else.
void openClosedStandardStreams();

} // namespace needlescope
