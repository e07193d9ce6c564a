// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// A part of a text: matched by a pattern, or what lies between two matches.
struct TextPart
{
    std::size_t begin = 0;
    std::size_t end = 0;
    bool isMatch = false;
};

/// A compiled PCRE2 pattern (UTF, Unicode properties). Const after construction; any number of threads may match with it.
class Regex
{
public:
    /// From Oniguruma's syntax, which tokenizer files are written in: `^` and `$` match at every line, `\s`, `\w`, `\h` mean Oniguruma's
    /// sets. Throws std::invalid_argument with the cause where the pattern is wrong or has no equal in PCRE2.
    static Regex fromOniguruma(std::string_view pattern);
    /// Matches exactly @p text.
    static Regex literal(std::string_view text);
    /// From PCRE2's own syntax.
    explicit Regex(const std::string &pattern);

    /// All of @p text as parts in order, matches and gaps, as the tokenizers library lists them. Throws EngineError when the match gives
    /// up.
    std::vector<TextPart> partsOf(std::string_view text) const;

private:
    std::string m_pattern;
    std::shared_ptr<const void> m_code;
};

} // namespace needlescope
