// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/jsonview.h"

#include <memory>
#include <string>
#include <vector>

namespace needlescope {

/// Turns pieces back into text; the text is the result's strings one after the other.
class Decoder
{
public:
    virtual ~Decoder() = default;
    virtual void apply(std::vector<std::string> &pieces) const = 0;

    /// From tokenizer.json's "decoder". Throws EngineError for a component that is unknown or damaged.
    static std::unique_ptr<const Decoder> read(const JsonView &component, int nesting = 0);
};

} // namespace needlescope
