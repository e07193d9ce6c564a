// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace needlescope {

/// The path in quotation marks, for messages.
inline std::string inQuotes(const std::filesystem::path &file)
{
    std::string text = "'";
    return text.append(file.string()).append("'");
}

} // namespace needlescope
