// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/textencoder.h"

#include "training/bytepairs.h"

#include <algorithm>

namespace needlescope {

TextEncoder::TextEncoder(std::shared_ptr<const Tokenizer> tokenizer)
    : m_tokenizer(std::move(tokenizer))
{
}

const std::vector<std::int32_t> &TextEncoder::word(std::string_view preToken)
{
    constexpr std::size_t Remembered = 200000;
    std::string key(preToken);
    const auto known = m_words.find(key);
    if (known != m_words.end())
        return known->second;
    if (m_words.size() >= Remembered)
        m_words.clear();
    auto ids = m_tokenizer->encode(key, SpecialTokens::None).ids;
    return m_words.emplace(std::move(key), std::move(ids)).first->second;
}

std::vector<std::int32_t> TextEncoder::encode(std::string_view utf8)
{
    if (const auto special = std::find(specialTokens.begin(), specialTokens.end(), utf8); special != specialTokens.end())
        return {static_cast<std::int32_t>(special - specialTokens.begin())};
    std::vector<std::int32_t> ids;
    for (const auto token : preTokens(utf8)) {
        const auto &pieces = word(token);
        ids.insert(ids.end(), pieces.begin(), pieces.end());
    }
    return ids;
}

std::size_t TextEncoder::count(std::string_view utf8)
{
    std::size_t total = 0;
    for (const auto token : preTokens(utf8))
        total += word(token).size();
    return total;
}

} // namespace needlescope
