// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/wordlevel.h"

#include "api/engineerror.h"

namespace needlescope {

WordLevel::WordLevel(const JsonView &model)
    : m_file(model.file())
{
    m_vocabulary = Vocabulary::read(model.at("vocab"));
    m_unknown = m_vocabulary.idOf(model.string("unk_token", ""));
}

void WordLevel::tokenize(std::string_view piece, std::vector<Token> &tokens) const
{
    const std::int32_t known = m_vocabulary.idOf(piece);
    const std::int32_t id = known >= 0 ? known : m_unknown;
    if (id < 0)
        throw EngineError(
            "{}: the vocabulary has neither the word \"{}\" nor a token for unknown words; use only words that the model knows.", m_file,
            piece);
    tokens.push_back({id, 0, piece.size()});
}

} // namespace needlescope
