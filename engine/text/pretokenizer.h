// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/alignedtext.h"
#include "text/jsonview.h"
#include "text/regex.h"

#include <memory>
#include <vector>

namespace needlescope {

/// Cuts text into the pieces (words) that the model sees one by one.
class PreTokenizer
{
public:
    virtual ~PreTokenizer() = default;
    virtual void apply(std::vector<AlignedText> &pieces) const = 0;

    /// From tokenizer.json's "pre_tokenizer". Throws EngineError for a component that is unknown or damaged.
    static std::unique_ptr<const PreTokenizer> read(const JsonView &component, int nesting = 0);
};

/// {"String": ...} or {"Regex": ...} of tokenizer.json, or a plain string.
Regex readPattern(const JsonView &pattern);

} // namespace needlescope
