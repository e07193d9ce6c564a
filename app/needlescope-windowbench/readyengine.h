// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace needlescope {

/// An engine that has read everything and answers at once: so that only the window is measured. Its one model has 32 layers of 32 heads,
/// its prompts have @p nTokens. Speaks the protocol of `api/message.h` over standard input and output until its input ends.
int serveReady(int nTokens);

} // namespace needlescope
