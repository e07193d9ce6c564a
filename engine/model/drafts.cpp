// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/drafts.h"

#include <algorithm>

namespace needlescope {

namespace {

constexpr std::size_t fewestSaid = 2;

} // namespace

std::span<const std::int32_t> Drafts::next(std::span<const std::int32_t> said, std::size_t most) const
{
    if (most == 0)
        return {}; // a prompt of 100,000 tokens need not be searched
    for (std::size_t n = std::min(mostSaid, said.size()); n >= fewestSaid; --n) {
        const auto end = said.last(n);
        for (const std::span<const std::int32_t> text : m_texts) {
            if (text.size() <= n)
                continue;
            const auto before = text.first(text.size() - 1);
            const auto found = std::ranges::find_end(before, end);
            const auto behind = static_cast<std::size_t>(found.end() - before.begin());
            if (!found.empty())
                return text.subspan(behind, std::min(most, text.size() - behind));
        }
    }
    return {};
}

} // namespace needlescope
