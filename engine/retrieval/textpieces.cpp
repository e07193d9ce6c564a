// SPDX-License-Identifier: GPL-3.0-or-later
#include "retrieval/textpieces.h"

#include <algorithm>

namespace needlescope {

namespace {

constexpr std::string_view replacement = "\uFFFD"; // what decode() makes of a character that is not whole

std::string_view withoutUnfinished(std::string_view text)
{
    for (int i = 0; i < 3 && text.ends_with(replacement); ++i) // a character has 4 bytes at most
        text.remove_suffix(replacement.size());
    return text;
}

} // namespace

TextPieces::TextPieces(const Tokenizer &tokenizer)
    : m_tokenizer(tokenizer)
{
}

std::string TextPieces::next(std::int32_t id, bool last)
{
    m_ids.push_back(id);
    const std::string text = m_tokenizer.decode(m_ids);
    const std::string_view ready = last ? std::string_view(text) : withoutUnfinished(text);
    const auto [given, rest] = std::mismatch(m_given.begin(), m_given.end(), ready.begin(), ready.end());
    std::string piece(rest, ready.end());
    m_given += piece;
    return piece;
}

} // namespace needlescope
