// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/utf8.h"

#include <unicode/uchar.h>

#include <algorithm>

namespace needlescope {

namespace {

/// A lead byte: how many bytes follow, and the range of the first of them (RFC 3629 excludes overlong forms and surrogates there).
struct Lead
{
    std::size_t following = 0; ///< 0: not a lead byte
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
};

Lead leadOf(unsigned char byte)
{
    if (byte >= 0xC2 && byte <= 0xDF)
        return {1, 0x80, 0xBF};
    if (byte >= 0xE0 && byte <= 0xEF)
        return {2, static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80), static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF)};
    if (byte >= 0xF0 && byte <= 0xF4)
        return {3, static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80), static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF)};
    return {};
}

/// How many bytes from @p position on form a prefix of a well-formed character; complete tells whether it is a whole one.
struct Prefix
{
    std::size_t length = 1;
    bool complete = false;
};

Prefix prefixAt(std::string_view text, std::size_t position)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(position) < 0x80)
        return {1, true};
    const Lead lead = leadOf(byte(position));
    if (lead.following == 0)
        return {1, false};
    for (std::size_t i = 1; i <= lead.following; ++i) {
        const unsigned char low = i == 1 ? lead.low : 0x80;
        const unsigned char high = i == 1 ? lead.high : 0xBF;
        if (position + i >= text.size() || byte(position + i) < low || byte(position + i) > high)
            return {i, false};
    }
    return {lead.following + 1, true};
}

} // namespace

Utf8Character characterAt(std::string_view text, std::size_t position)
{
    const Prefix prefix = prefixAt(text, position);
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[position + i])); };
    if (!prefix.complete)
        return {0xFFFD, 1};
    if (prefix.length == 1)
        return {byte(0), 1};
    char32_t codePoint = byte(0) & (0xFFU >> (prefix.length + 1));
    for (std::size_t i = 1; i < prefix.length; ++i)
        codePoint = (codePoint << 6) | (byte(i) & 0x3F);
    return {codePoint, prefix.length};
}

Utf8Character characterBefore(std::string_view text, std::size_t position)
{
    for (std::size_t length = std::min<std::size_t>(4, position); length > 1; --length) {
        const Utf8Character c = characterAt(text.substr(0, position), position - length);
        if (c.length == length)
            return c;
    }
    return characterAt(text, position - 1);
}

bool isValidUtf8(std::string_view text)
{
    for (std::size_t position = 0; position < text.size();) {
        const Prefix prefix = prefixAt(text, position);
        if (!prefix.complete)
            return false;
        position += prefix.length;
    }
    return true;
}

std::string toValidUtf8(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t position = 0; position < bytes.size();) {
        const Prefix prefix = prefixAt(bytes, position);
        if (prefix.complete)
            text.append(bytes, position, prefix.length);
        else
            appendUtf8(text, 0xFFFD);
        position += prefix.length;
    }
    return text;
}

void appendUtf8(std::string &text, char32_t codePoint)
{
    const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
    if (codePoint < 0x80) {
        put(codePoint);
    } else if (codePoint < 0x800) {
        put(0xC0 | (codePoint >> 6));
        put(0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
        put(0xE0 | (codePoint >> 12));
        put(0x80 | ((codePoint >> 6) & 0x3F));
        put(0x80 | (codePoint & 0x3F));
    } else {
        put(0xF0 | (codePoint >> 18));
        put(0x80 | ((codePoint >> 12) & 0x3F));
        put(0x80 | ((codePoint >> 6) & 0x3F));
        put(0x80 | (codePoint & 0x3F));
    }
}

bool isWhitespace(char32_t codePoint)
{
    return u_isUWhiteSpace(static_cast<UChar32>(codePoint));
}

bool isWordCharacter(char32_t codePoint)
{
    constexpr auto categories = U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK;
    const auto c = static_cast<UChar32>(codePoint);
    return (U_GET_GC_MASK(c) & categories) != 0 || u_hasBinaryProperty(c, UCHAR_ALPHABETIC) || u_hasBinaryProperty(c, UCHAR_JOIN_CONTROL);
}

} // namespace needlescope
