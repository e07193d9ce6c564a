// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace needlescope {

/// The bytes that @p text spells (RFC 4648, section 4); nothing if one of its characters is no digit. Padding may be missing.
std::optional<std::string> fromBase64(std::string_view text);

} // namespace needlescope
