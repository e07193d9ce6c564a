// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace needlescope {

/// Writes to standard error how many milliseconds after the start of the process @p window was first painted.
void reportFirstFrame(QWidget *window);

} // namespace needlescope
