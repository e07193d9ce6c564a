// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/bytelevel.h"

#include "api/utf8.h"
#include "text/split.h"

#include <array>

namespace needlescope {

namespace {

constexpr std::array<char32_t, 256> makeCharacterOfByte()
{
    std::array<char32_t, 256> table{};
    char32_t next = 256;
    for (char32_t byte = 0; byte < 256; ++byte) {
        const bool visible = (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
        table[byte] = visible ? byte : next++;
    }
    return table;
}
constexpr std::array<char32_t, 256> characterOfByte = makeCharacterOfByte();

constexpr std::array<int, 324> makeByteOfCharacter()
{
    std::array<int, 324> table{};
    table.fill(-1);
    for (int byte = 0; byte < 256; ++byte)
        table[characterOfByte[static_cast<std::size_t>(byte)]] = byte;
    return table;
}
constexpr std::array<int, 324> byteOfCharacter = makeByteOfCharacter();

constexpr std::string_view gpt2Words = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

} // namespace

AlignedText bytesAsCharacters(const AlignedText &text)
{
    AlignedText result;
    result.text.reserve(text.text.size() * 2);
    result.origin.reserve(text.text.size() * 2);
    for (std::size_t i = 0; i < text.text.size(); ++i) {
        appendUtf8(result.text, characterOfByte[static_cast<unsigned char>(text.text[i])]);
        result.origin.resize(result.text.size(), text.origin[i]);
    }
    return result;
}

std::optional<std::string> bytesOfCharacters(std::string_view piece)
{
    std::string bytes;
    for (std::size_t i = 0; i < piece.size();) {
        const Utf8Character c = characterAt(piece, i);
        if (c.codePoint >= byteOfCharacter.size() || byteOfCharacter[c.codePoint] < 0)
            return std::nullopt;
        bytes.push_back(static_cast<char>(byteOfCharacter[c.codePoint]));
        i += c.length;
    }
    return bytes;
}

ByteLevel::ByteLevel(const JsonView &options)
    : m_addPrefixSpace(options.boolean("add_prefix_space", true))
{
    if (options.boolean("use_regex", true))
        m_words = Regex::fromOniguruma(gpt2Words);
}

void ByteLevel::apply(std::vector<AlignedText> &pieces) const
{
    if (m_addPrefixSpace) {
        for (AlignedText &piece : pieces) {
            if (!piece.text.starts_with(' '))
                piece.prepend(" ");
        }
    }
    if (m_words)
        splitPieces(
            pieces, [this](std::string_view text) { return m_words->partsOf(text); }, SplitBehavior::Isolated);
    for (AlignedText &piece : pieces)
        piece = bytesAsCharacters(piece);
}

} // namespace needlescope
