// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/subwordmodel.h"

#include <string>

namespace needlescope {

/// Model "WordLevel": a piece is a token or unknown.
class WordLevel : public SubwordModel
{
public:
    explicit WordLevel(const JsonView &model);
    void tokenize(std::string_view piece, std::vector<Token> &tokens) const override;

private:
    std::int32_t m_unknown;
    std::string m_file;
};

} // namespace needlescope
