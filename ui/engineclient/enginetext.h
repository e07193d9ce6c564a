// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/engineerror.h"

#include <QString>

namespace needlescope {

/// A sentence or a word of the engine in the user's language; English where nobody has translated it.
QString engineText(const Sentence &sentence);
QString engineText(const char *english);

} // namespace needlescope
