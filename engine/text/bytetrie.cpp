// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/bytetrie.h"

#include <algorithm>
#include <deque>

namespace needlescope {

ByteTrie::ByteTrie(std::vector<std::pair<std::string, std::int32_t>> entries)
{
    std::stable_sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) { return a.first < b.first; });

    // Breadth first, so that the children of a node get neighbouring places: a node stands for a run of sorted keys with a common prefix.
    struct Pending
    {
        std::uint32_t node;
        std::size_t begin, end, depth;
    };
    std::deque<Pending> pending{{0, 0, entries.size(), 0}};
    m_nodes.emplace_back();
    while (!pending.empty()) {
        const Pending run = pending.front();
        pending.pop_front();
        std::size_t i = run.begin;
        for (; i < run.end && entries[i].first.size() == run.depth; ++i)
            m_nodes[run.node].value = entries[i].second;
        m_nodes[run.node].firstChild = static_cast<std::uint32_t>(m_nodes.size());
        while (i < run.end) {
            const auto byte = static_cast<unsigned char>(entries[i].first[run.depth]);
            const std::size_t begin = i;
            while (i < run.end && static_cast<unsigned char>(entries[i].first[run.depth]) == byte)
                ++i;
            ++m_nodes[run.node].nChildren;
            pending.push_back({static_cast<std::uint32_t>(m_nodes.size()), begin, i, run.depth + 1});
            m_nodes.push_back({0, -1, 0, byte});
        }
    }
}

std::uint32_t ByteTrie::child(std::uint32_t node, unsigned char byte) const
{
    const auto first = m_nodes.begin() + m_nodes[node].firstChild;
    const auto last = first + m_nodes[node].nChildren;
    const auto found = std::lower_bound(first, last, byte, [](const Node &n, unsigned char b) { return n.byte < b; });
    return found != last && found->byte == byte ? static_cast<std::uint32_t>(found - m_nodes.begin()) : 0;
}

} // namespace needlescope
