// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/alignedtext.h"
#include "text/bytetrie.h"
#include "text/jsonview.h"
#include "text/normalizer.h"
#include "text/vocabulary.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace needlescope {

/// A token that is cut out of the text before anything else looks at it.
struct AddedToken
{
    std::string content;
    std::int32_t id = -1;
    bool singleWord = false; ///< only where no letter or digit touches it
    bool lstrip = false; ///< swallows white space before it
    bool rstrip = false; ///< swallows white space behind it
    bool normalized = false; ///< looked for in the normalized text, not in the original
    bool special = false; ///< left out when decoding
    std::string decoded; ///< what it stands for in a text: its content as the normalizer has it, where it is normalized

    /// The flags of an entry of tokenizer.json or tokenizer_config.json; the caller sets the id.
    static AddedToken read(const JsonView &entry);
};

/// The added tokens of a tokenizer (tokenizers/src/tokenizer/added_vocabulary.rs).
class AddedTokens
{
public:
    AddedTokens() = default;
    /// Of entries of the same content the last one counts. @p normalizer may be null.
    AddedTokens(const std::vector<AddedToken> &tokens, const Normalizer *normalizer);

    /// A part of the text: an added token, or normalized text for the model (id -1).
    struct Section
    {
        AlignedText text;
        std::int32_t id = -1;
    };
    /// @p source in sections; @p normalizer, which may be null, rewrites what lies between tokens.
    std::vector<Section> cut(std::string_view source, const Normalizer *normalizer) const;

    std::int32_t idOf(std::string_view content) const; ///< -1 if there is none
    const AddedToken *find(std::int32_t id) const; ///< nullptr if there is none
    std::int32_t highestId() const; ///< -1 if there is none

private:
    struct Found
    {
        std::int32_t token = -1; // index into m_tokens; -1: text between tokens
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    std::vector<Found> search(const ByteTrie &trie, std::string_view text) const;
    bool accept(std::string_view text, std::size_t searchedTo, Found &found) const;

    std::vector<AddedToken> m_tokens;
    std::unordered_map<std::string, std::int32_t, StringHash, std::equal_to<>> m_byContent; ///< index into m_tokens
    std::unordered_map<std::int32_t, std::int32_t> m_byId; ///< index into m_tokens
    ByteTrie m_inOriginal;
    ByteTrie m_inNormalized;
};

} // namespace needlescope
