// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/base64.h"

#include <cstdint>

namespace needlescope {

std::optional<std::string> fromBase64(std::string_view text)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    std::uint32_t bits = 0;
    int nBits = 0;
    while (text.ends_with('='))
        text.remove_suffix(1);
    for (const char c : text) {
        const std::size_t digit = digits.find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xFFFF;
        nBits += 6;
        if (nBits >= 8) {
            nBits -= 8;
            bytes.push_back(static_cast<char>(static_cast<unsigned char>(bits >> nBits)));
        }
    }
    return bytes;
}

} // namespace needlescope
