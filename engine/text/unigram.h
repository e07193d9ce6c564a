// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/bytetrie.h"
#include "text/subwordmodel.h"

#include <string>

namespace needlescope {

/// Model "Unigram" (Kudo 2018): the most probable cutting of a piece, found by Viterbi, as in the tokenizers library
/// (tokenizers/src/models/unigram).
class Unigram : public SubwordModel
{
public:
    explicit Unigram(const JsonView &model);
    void tokenize(std::string_view piece, std::vector<Token> &tokens) const override;

private:
    std::vector<Token> bestPath(std::string_view piece) const;
    std::int32_t unknown() const;
    void append(std::string_view piece, Token token, std::vector<Token> &tokens) const;

    std::string m_file;
    ByteTrie m_trie;
    std::vector<double> m_scores; ///< log probabilities by id
    std::vector<std::int32_t> m_byteIds; ///< (256), or empty without byte fallback
    std::int32_t m_unknown = -1;
    double m_unknownScore = 0;
};

} // namespace needlescope
