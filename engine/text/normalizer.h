// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/alignedtext.h"
#include "text/jsonview.h"

#include <memory>

namespace needlescope {

/// Rewrites text before it is cut; alignments to the original text survive.
class Normalizer
{
public:
    virtual ~Normalizer() = default;
    virtual void apply(AlignedText &text) const = 0;

    /// From tokenizer.json's "normalizer". Throws EngineError for a component that is unknown or damaged.
    static std::unique_ptr<const Normalizer> read(const JsonView &component, int nesting = 0);
};

} // namespace needlescope
