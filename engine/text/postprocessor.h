// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/jsonview.h"

#include <cstdint>
#include <vector>

namespace needlescope {

/// What a post-processor puts around the tokens of one text.
struct InsertedTokens
{
    std::vector<std::int32_t> before;
    std::vector<std::int32_t> after;
};

/// From tokenizer.json's "post_processor". Throws EngineError for a component that is unknown or damaged.
InsertedTokens readPostProcessor(const JsonView &component, int nesting = 0);

} // namespace needlescope
