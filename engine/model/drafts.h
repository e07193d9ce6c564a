// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace needlescope {

/// Guesses how an answer goes on: as texts do that have the same words, such as its prompt, or an answer to the same question.
class Drafts
{
public:
    /// So many last tokens of what was said are looked for at most.
    static constexpr std::size_t mostSaid = 4;

    Drafts() = default;

    /// @p texts must outlive this; of equally good ones the first counts.
    explicit Drafts(std::vector<std::span<const std::int32_t>> texts)
        : m_texts(std::move(texts))
    {
    }

    bool empty() const { return m_texts.empty(); }

    /// What stands in a text behind the longest end of @p said that it has, at most @p most tokens; empty where not even two tokens of it
    /// stand somewhere.
    std::span<const std::int32_t> next(std::span<const std::int32_t> said, std::size_t most) const;

private:
    std::vector<std::span<const std::int32_t>> m_texts;
};

} // namespace needlescope
