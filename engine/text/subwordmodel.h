// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/jsonview.h"
#include "text/vocabulary.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace needlescope {

/// A token and the bytes [begin, end) of the piece that it was made from.
struct Token
{
    std::int32_t id = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The "model" of tokenizer.json: turns one pre-tokenized piece into tokens.
class SubwordModel
{
public:
    virtual ~SubwordModel() = default;

    /// Appends the tokens of @p piece. Throws EngineError where the model has no token for something and no unknown token either.
    virtual void tokenize(std::string_view piece, std::vector<Token> &tokens) const = 0;

    const Vocabulary &vocabulary() const { return m_vocabulary; }

protected:
    Vocabulary m_vocabulary;
};

} // namespace needlescope
