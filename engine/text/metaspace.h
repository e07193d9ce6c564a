// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/pretokenizer.h"

#include <string>

namespace needlescope {

/// Where a replacement character is put in front of a text: everywhere, only at the very beginning, nowhere.
enum class PrependScheme { Always, First, Never };

/// What "Metaspace" of tokenizer.json says, as pre-tokenizer and as decoder; older files have add_prefix_space instead of prepend_scheme.
struct MetaspaceOptions
{
    std::string replacement; ///< one character, normally U+2581
    PrependScheme prepend = PrependScheme::Always;
    bool split = true;

    static MetaspaceOptions read(const JsonView &component);
};

/// Pre-tokenizer "Metaspace": spaces become a visible character that stays at the front of its word.
class Metaspace : public PreTokenizer
{
public:
    explicit Metaspace(const JsonView &options);
    void apply(std::vector<AlignedText> &pieces) const override;

private:
    void mark(AlignedText &piece) const;
    MetaspaceOptions m_options;
    Regex m_replacement;
};

} // namespace needlescope
