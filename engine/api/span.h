// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"

#include <cstddef>
#include <cstdint>

namespace needlescope {

/// Half-open byte range [begin, end) of a UTF-8 text.
struct TextSpan
{
    std::size_t begin = 0;
    std::size_t end = 0;

    bool empty() const { return begin >= end; }
    friend bool operator==(const TextSpan &, const TextSpan &) = default;
};

/// Half-open range [begin, end) of token positions.
struct TokenSpan
{
    std::int32_t begin = 0;
    std::int32_t end = 0;

    bool empty() const { return begin >= end; }
    std::int32_t size() const { return empty() ? 0 : end - begin; }
    bool contains(std::int32_t position) const { return begin <= position && position < end; }
    friend bool operator==(const TokenSpan &, const TokenSpan &) = default;
};

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(TextSpan, begin, end)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(TokenSpan, begin, end)

} // namespace needlescope
