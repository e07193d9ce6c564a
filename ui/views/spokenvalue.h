// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace needlescope {

/// What a screen reader says of a painted widget beside its name, at this moment. For the first time before the widget gets a name, because
/// with that Qt decides how to speak of it.
void setSpokenValue(QWidget *widget, const QString &value);

} // namespace needlescope
