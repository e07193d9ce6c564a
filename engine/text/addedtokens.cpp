// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/addedtokens.h"

#include "api/utf8.h"

#include <algorithm>

namespace needlescope {

AddedToken AddedToken::read(const JsonView &entry)
{
    AddedToken token;
    token.content = entry.at("content").string();
    token.singleWord = entry.boolean("single_word", false);
    token.lstrip = entry.boolean("lstrip", false);
    token.rstrip = entry.boolean("rstrip", false);
    token.special = entry.boolean("special", false);
    token.normalized = entry.boolean("normalized", !token.special);
    return token;
}

AddedTokens::AddedTokens(const std::vector<AddedToken> &tokens, const Normalizer *normalizer)
{
    std::vector<std::pair<std::string, std::int32_t>> original;
    std::vector<std::pair<std::string, std::int32_t>> normalized;
    for (const AddedToken &token : tokens) {
        if (token.content.empty())
            continue;
        const auto [known, isNew] = m_byContent.emplace(token.content, static_cast<std::int32_t>(m_tokens.size()));
        if (isNew)
            m_tokens.push_back(token);
        else
            m_tokens[static_cast<std::size_t>(known->second)] = token;
    }
    for (AddedToken &token : m_tokens) {
        const std::int32_t index = m_byContent.at(token.content);
        m_byId.emplace(token.id, index);
        AlignedText content = AlignedText::unchanged(token.content, 0);
        if (token.normalized && normalizer)
            normalizer->apply(content);
        token.decoded = content.text;
        if (!content.empty())
            (token.normalized ? normalized : original).emplace_back(content.text, index);
    }
    m_inOriginal = ByteTrie(std::move(original));
    m_inNormalized = ByteTrie(std::move(normalized));
}

bool AddedTokens::accept(std::string_view text, std::size_t searchedTo, Found &found) const
{
    const AddedToken &token = m_tokens[static_cast<std::size_t>(found.token)];
    if (token.singleWord) {
        const bool touchesBefore = found.begin > 0 && isWordCharacter(characterBefore(text, found.begin).codePoint);
        const bool touchesAfter = found.end < text.size() && isWordCharacter(characterAt(text, found.end).codePoint);
        if (touchesBefore || touchesAfter)
            return false;
    }
    if (token.lstrip) {
        std::size_t begin = found.begin;
        while (begin > 0 && isWhitespace(characterBefore(text, begin).codePoint))
            begin -= characterBefore(text, begin).length;
        found.begin = std::max(begin, searchedTo);
    }
    if (token.rstrip) {
        while (found.end < text.size() && isWhitespace(characterAt(text, found.end).codePoint))
            found.end += characterAt(text, found.end).length;
    }
    return true;
}

std::vector<AddedTokens::Found> AddedTokens::search(const ByteTrie &trie, std::string_view text) const
{
    std::vector<Found> result;
    std::size_t textBegin = 0; // what is not in the result yet
    for (std::size_t i = 0; i < text.size();) {
        Found longest;
        trie.prefixesAt(text, i, [&](ByteTrie::Match match) { longest = {match.value, i, i + match.length}; });
        if (longest.token < 0) {
            ++i;
            continue;
        }
        i = longest.end;
        if (!accept(text, textBegin, longest))
            continue;
        // A token whose beginning the one before has stripped away still counts, as in the library; its span is what is left of it.
        longest.begin = std::min(std::max(longest.begin, textBegin), longest.end);
        if (textBegin < longest.begin)
            result.push_back({-1, textBegin, longest.begin});
        result.push_back(longest);
        textBegin = std::max(textBegin, longest.end);
    }
    if (textBegin < text.size())
        result.push_back({-1, textBegin, text.size()});
    return result;
}

std::vector<AddedTokens::Section> AddedTokens::cut(std::string_view source, const Normalizer *normalizer) const
{
    const auto idOfIndex = [this](std::int32_t index) { return m_tokens[static_cast<std::size_t>(index)].id; };
    std::vector<Section> sections;
    for (const Found &found : search(m_inOriginal, source)) {
        AlignedText text = AlignedText::unchanged(source.substr(found.begin, found.end - found.begin), found.begin);
        if (found.token >= 0) {
            sections.push_back({std::move(text), idOfIndex(found.token)});
            continue;
        }
        if (normalizer)
            normalizer->apply(text);
        for (const Found &inner : search(m_inNormalized, text.text))
            sections.push_back({text.slice(inner.begin, inner.end), inner.token >= 0 ? idOfIndex(inner.token) : -1});
    }
    return sections;
}

std::int32_t AddedTokens::idOf(std::string_view content) const
{
    const auto found = m_byContent.find(content);
    return found == m_byContent.end() ? -1 : m_tokens[static_cast<std::size_t>(found->second)].id;
}

const AddedToken *AddedTokens::find(std::int32_t id) const
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : &m_tokens[static_cast<std::size_t>(found->second)];
}

std::int32_t AddedTokens::highestId() const
{
    std::int32_t highest = -1;
    for (const AddedToken &token : m_tokens)
        highest = std::max(highest, token.id);
    return highest;
}

} // namespace needlescope
