// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/headcolors.h"

#include "figures/scorecolors.h"

#include <algorithm>
#include <array>

namespace needlescope {

void HeadColors::show(const std::vector<HeadId> &heads)
{
    std::array<int, nHeadColors> inSight{};
    std::array<int, nHeadColors> remembered{};
    for (const auto &[head, color] : m_colors)
        ++remembered[static_cast<std::size_t>(color)];
    for (const HeadId id : heads) {
        if (isShown(id))
            ++inSight[static_cast<std::size_t>(m_colors.at(id))];
    }
    for (const HeadId id : heads) {
        if (isShown(id))
            continue;
        const auto before = m_colors.find(id);
        auto color = before == m_colors.end() ? inSight.size() : static_cast<std::size_t>(before->second);
        if (color == inSight.size() || inSight[color] > 0) {
            // The colour that fewest heads in sight have, and of those the one that fewest others may come back to.
            color = 0;
            for (std::size_t other = 1; other < inSight.size(); ++other) {
                if (std::pair(inSight[other], remembered[other]) < std::pair(inSight[color], remembered[color]))
                    color = other;
            }
            if (before != m_colors.end())
                --remembered[static_cast<std::size_t>(before->second)];
            ++remembered[color];
            m_colors[id] = static_cast<int>(color);
        }
        ++inSight[color];
    }
    m_shown = heads;
}

bool HeadColors::isShown(HeadId id) const
{
    return std::find(m_shown.begin(), m_shown.end(), id) != m_shown.end();
}

std::optional<QColor> HeadColors::of(HeadId id, bool dark) const
{
    const auto color = m_colors.find(id);
    return color == m_colors.end() ? std::nullopt : std::optional(headColor(color->second, dark));
}

} // namespace needlescope
