// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace needlescope {

/// One character of a UTF-8 text. A byte that starts no valid sequence is a character of its own, U+FFFD, one byte long.
struct Utf8Character
{
    char32_t codePoint = 0;
    std::size_t length = 0; ///< bytes; at least 1
};

/// The character that starts at byte @p position, which must be inside @p text.
Utf8Character characterAt(std::string_view text, std::size_t position);

/// The character that ends just before byte @p position, which must not be 0.
Utf8Character characterBefore(std::string_view text, std::size_t position);

bool isValidUtf8(std::string_view text);

/// @p bytes with every maximal ill-formed part replaced by one U+FFFD (as Rust's from_utf8_lossy and browsers do).
std::string toValidUtf8(std::string_view bytes);

void appendUtf8(std::string &text, char32_t codePoint);

/// Unicode's White_Space property, which is what the tokenizers library strips and splits on.
bool isWhitespace(char32_t codePoint);

/// What Rust's regular expressions call \w: letters, marks, decimal digits, connectors, joiners.
bool isWordCharacter(char32_t codePoint);

} // namespace needlescope
