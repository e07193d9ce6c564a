// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/precompiled.h"

#include "text/base64.h"

#include "api/utf8.h"

#include <string_view>

namespace needlescope {

namespace {

/// Longer clusters go character by character (a limit of the library).
constexpr std::size_t wholeGraphemeLimit = 6;

std::uint32_t littleEndian(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

// The fields of a Darts unit.
std::size_t offsetOf(std::uint32_t unit)
{
    return static_cast<std::size_t>(unit >> 10) << ((unit & (1U << 9)) >> 6);
}
std::uint32_t labelOf(std::uint32_t unit)
{
    return unit & (1U << 31 | 0xFF);
}
bool hasLeaf(std::uint32_t unit)
{
    return (unit >> 8 & 1) != 0;
}
std::size_t valueOf(std::uint32_t unit)
{
    return unit & ((1U << 31) - 1);
}

} // namespace

Precompiled::Precompiled(const JsonView &component)
    : m_grapheme(R"(\X)")
{
    const JsonView map = component.at("precompiled_charsmap");
    const auto bytes = fromBase64(map.string());
    if (!bytes)
        map.fail("is not base64");
    const std::size_t trieSize = bytes->size() >= 4 ? littleEndian(*bytes, 0) : 0;
    if (bytes->size() < 4 || trieSize > bytes->size() - 4 || trieSize % 4 != 0 || trieSize == 0)
        map.fail("is cut short");
    for (std::size_t i = 0; i < trieSize; i += 4)
        m_units.push_back(littleEndian(*bytes, 4 + i));
    m_texts = bytes->substr(4 + trieSize);
}

std::optional<std::size_t> Precompiled::shortestPrefix(std::string_view key) const
{
    std::size_t node = offsetOf(m_units[0]);
    for (const char c : key) {
        const auto byte = static_cast<unsigned char>(c);
        node ^= byte;
        if (byte == 0 || node >= m_units.size() || labelOf(m_units[node]) != byte)
            return std::nullopt;
        const std::uint32_t unit = m_units[node];
        node ^= offsetOf(unit);
        if (hasLeaf(unit))
            return node < m_units.size() ? std::optional(valueOf(m_units[node])) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::string_view> Precompiled::replacementOf(std::string_view part) const
{
    const auto place = shortestPrefix(part);
    if (!place || *place > m_texts.size())
        return std::nullopt;
    const std::string_view rest = std::string_view(m_texts).substr(*place);
    return rest.substr(0, rest.find('\0'));
}

void Precompiled::apply(AlignedText &text) const
{
    AlignedText result;
    const auto replaced = [&](std::size_t begin, std::size_t end) {
        const auto replacement = replacementOf(std::string_view(text.text).substr(begin, end - begin));
        if (replacement)
            result.append(*replacement, text.originOf(begin, end));
        return replacement.has_value();
    };
    for (const TextPart &grapheme : m_grapheme.partsOf(text.text)) {
        if (grapheme.end - grapheme.begin < wholeGraphemeLimit && replaced(grapheme.begin, grapheme.end))
            continue;
        for (std::size_t i = grapheme.begin; i < grapheme.end;) {
            const std::size_t end = i + characterAt(text.text, i).length;
            if (!replaced(i, end))
                result.append(text, i, end);
            i = end;
        }
    }
    text = std::move(result);
}

} // namespace needlescope
