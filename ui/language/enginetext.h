// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/sentence.h"

#include <QString>

#include <string_view>

namespace needlescope {

/// What the engine says in the user's language; English where nobody has translated it. Can be told again.
QString engineText(const Sentence &sentence);

/// A title, a help or a name of the engine's tables in the user's language.
QString engineWord(std::string_view english);

} // namespace needlescope
