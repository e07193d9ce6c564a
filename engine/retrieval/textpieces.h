// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/tokenizer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace needlescope {

/// Cuts a growing output into one piece of text a token. A character that is spread over several tokens comes whole, with its last token;
/// put together, the pieces are the text of all tokens.
class TextPieces
{
public:
    explicit TextPieces(const Tokenizer &tokenizer);

    /// The text that @p id adds. After the @p last token nothing is held back.
    std::string next(std::int32_t id, bool last);

    const std::vector<std::int32_t> &ids() const { return m_ids; }

private:
    const Tokenizer &m_tokenizer;
    std::vector<std::int32_t> m_ids;
    std::string m_given;
};

} // namespace needlescope
