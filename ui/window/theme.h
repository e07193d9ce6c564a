// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QString>

namespace needlescope {

/// The colours of a theme, "light" or "dark"; of any other name those of the style. Text stands out from what is behind it by 4.5 to 1 or
/// more, disabled text excepted.
QPalette paletteOfTheme(const QString &name);

} // namespace needlescope
