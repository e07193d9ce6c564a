// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QString>

class QWidget;

namespace needlescope {

QPalette darkPalette();

/// A picture of @p widget goes to $NEEDLESCOPE_PICTURES for people to look at, where that is set. Returns whether more than one colour was
/// painted.
bool paintsSomething(QWidget &widget, const QString &name);

} // namespace needlescope
