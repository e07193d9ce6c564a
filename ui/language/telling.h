// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace needlescope {

/// What @p saying says now. How it came about is kept for a while, so that a message which stands on the screen can be told again.
QString told(const std::function<QString()> &saying);

/// A text of told() in the language that is spoken now; any other text as it is.
QString toldAgain(const QString &text);

} // namespace needlescope
