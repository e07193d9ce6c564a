// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cache.h"

namespace needlescope {

/// Who shares a row in a decoding step. What-ifs of one prompt that were fed the same tokens have equal numbers up to the first layer
/// where their masks differ: until there one row stands for all of them, and behind it each group has its own. A branch that stands several
/// times in a row is fed its tokens one after the other.
class SharedRows
{
public:
    SharedRows(std::span<Branch *const> branches, std::span<const std::int32_t> tokens, int nLayers);

    /// For each branch, how many of its tokens stand before this one.
    std::span<const int> ahead() const { return m_ahead; }

    /// For each row that enters @p layer, one of the branches that it stands for. Rows that enter layer nLayers are those that leave the
    /// last one.
    std::span<const std::size_t> branches(int layer) const { return m_branches[static_cast<std::size_t>(layer)]; }

    /// For each branch, the row that stands for it when it enters @p layer.
    std::span<const std::int64_t> rows(int layer) const { return m_rows[static_cast<std::size_t>(layer)]; }

    /// Of the rows that enter @p layer, those that leave it.
    at::Tensor parted(int layer, const at::Tensor &entering) const;

private:
    template <typename KeyOfBranch>
    void addLevel(std::size_t nBranches, KeyOfBranch keyOf);

    std::vector<int> m_ahead; ///< (branches)
    std::vector<std::vector<std::size_t>> m_branches; ///< (nLayers + 1, rows)
    std::vector<std::vector<std::int64_t>> m_rows; ///< (nLayers + 1, branches)
};

/// SharedRows::ahead() of these.
std::vector<int> tokensAhead(std::span<Branch *const> branches);

} // namespace needlescope
