// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/subwordmodel.h"

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

namespace needlescope {

/// Model "BPE": byte-pair encoding (Sennrich et al. 2016), as in the tokenizers library (tokenizers/src/models/bpe).
class Bpe : public SubwordModel
{
public:
    /// Two pieces that become a third one, by their ids.
    struct IdMerge
    {
        std::int32_t left = -1;
        std::int32_t right = -1;
        std::int32_t merged = -1;
    };

    explicit Bpe(const JsonView &model);
    /// Of a vocabulary in which every character has an id, and merges by their ranks. A piece that it has as a whole is not merged.
    Bpe(std::string file, Vocabulary vocabulary, std::span<const IdMerge> merges);
    void tokenize(std::string_view piece, std::vector<Token> &tokens) const override;

private:
    struct Merge
    {
        std::uint32_t rank = 0;
        std::int32_t id = 0;
    };
    /// A symbol of the word under work, in a doubly linked list by index; an empty one has been merged into its left neighbour.
    struct Symbol
    {
        Token token;
        int previous = -1;
        int next = -1;
        bool alive = true;
    };

    void readMerges(const JsonView &merges);
    std::vector<Symbol> symbolsOf(std::string_view piece) const;
    std::string spelling(std::string_view piece, std::size_t begin, std::size_t end) const;
    bool appendBytes(std::string_view spelled, std::size_t begin, std::size_t end, std::vector<Symbol> &symbols) const;
    void mergeAll(std::vector<Symbol> &symbols) const;
    const Merge *mergeOf(const Symbol &left, const Symbol &right) const;

    std::string m_file;
    std::unordered_map<std::uint64_t, Merge> m_merges; ///< by left id << 32 | right id
    std::vector<std::int32_t> m_byteIds; ///< (256), or empty without byte fallback
    std::string m_prefix; ///< continuing_subword_prefix
    std::string m_suffix; ///< end_of_word_suffix
    std::optional<std::int32_t> m_unknown; ///< none: unknown characters are left out; -1: named, but not in the vocabulary
    bool m_fuseUnknown = false;
    bool m_ignoreMerges = false;
};

} // namespace needlescope
