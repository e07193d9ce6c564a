// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/normalizer.h"

#include <string_view>

namespace needlescope {

/// Normalizers "NFC", "NFD", "NFKC", "NFKD" (Unicode Standard Annex 15); nullptr for another name.
std::unique_ptr<const Normalizer> makeUnicodeNormalizer(std::string_view form);

/// @p character in lower case, without regard to its neighbours; may become several characters.
std::string lowerCaseCharacter(std::string_view character);

/// Accents and other characters of the general category Mark.
bool isMark(char32_t codePoint);

} // namespace needlescope
