// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace needlescope {

/// Finds all keys that a text begins with. The children of a node lie side by side, sorted by their byte.
class ByteTrie
{
public:
    /// Keys with their values (0 or more); of equal keys the last one counts.
    explicit ByteTrie(std::vector<std::pair<std::string, std::int32_t>> entries = {});

    struct Match
    {
        std::size_t length = 0; ///< bytes
        std::int32_t value = -1;
    };

    /// Calls @p found(Match) for each key that starts at byte @p position of @p text, shortest first.
    template <typename Found>
    void prefixesAt(std::string_view text, std::size_t position, Found found) const
    {
        std::uint32_t node = 0;
        for (std::size_t i = position; i < text.size(); ++i) {
            node = child(node, static_cast<unsigned char>(text[i]));
            if (node == 0)
                return;
            if (m_nodes[node].value >= 0)
                found(Match{i + 1 - position, m_nodes[node].value});
        }
    }

private:
    struct Node
    {
        std::uint32_t firstChild = 0;
        std::int32_t value = -1;
        std::uint16_t nChildren = 0;
        unsigned char byte = 0;
    };
    /// 0 (the root, which is nobody's child) where there is none.
    std::uint32_t child(std::uint32_t node, unsigned char byte) const;

    std::vector<Node> m_nodes;
};

} // namespace needlescope
