// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace needlescope {

/// @p pattern with every @p slot replaced by @p text.
inline std::string filled(std::string pattern, std::string_view slot, std::string_view text)
{
    for (auto at = pattern.find(slot); at != std::string::npos; at = pattern.find(slot, at + text.size()))
        pattern.replace(at, slot.size(), text);
    return pattern;
}

} // namespace needlescope
