// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sharedrows.h"

#include <map>
#include <tuple>

namespace needlescope {

namespace {

/// Branches with equal ones have equal numbers in the first layer, and capture the same. @p tokens are what is fed now.
auto historyOf(const Branch &branch, std::span<const std::int32_t> tokens)
{
    const Branch::Data &data = branch.data();
    std::vector<std::int32_t> ids = data.ids;
    ids.insert(ids.end(), tokens.begin(), tokens.end());
    return std::tuple(data.prompt.get(), std::move(ids), data.needle.begin, data.needle.end, data.capture);
}

/// Branches whose rows entered @p layer as one and which have equal ones leave it as one.
auto treatmentOf(std::int64_t row, const Intervention &intervention, int layer)
{
    const auto masked = std::ranges::equal_range(intervention.heads, layer, {}, &HeadId::layer);
    const Intervention how = masked.empty() ? Intervention() : intervention;
    return std::tuple(row, std::vector(masked.begin(), masked.end()), how.kind, how.factor, how.sinkTokens, how.recentTokens);
}

} // namespace

std::vector<int> tokensAhead(std::span<Branch *const> branches)
{
    std::vector<int> ahead(branches.size(), 0);
    for (std::size_t i = 1; i < branches.size(); ++i)
        ahead[i] = branches[i] == branches[i - 1] ? ahead[i - 1] + 1 : 0;
    return ahead;
}

SharedRows::SharedRows(std::span<Branch *const> branches, std::span<const std::int32_t> tokens, int nLayers)
    : m_ahead(tokensAhead(branches))
{
    addLevel(branches.size(), [&](std::size_t i) {
        const auto before = static_cast<std::size_t>(m_ahead[i]);
        return historyOf(*branches[i], tokens.subspan(i - before, before + 1));
    });
    for (int layer = 0; layer < nLayers; ++layer)
        addLevel(branches.size(), [&](std::size_t i) { return treatmentOf(rows(layer)[i], branches[i]->intervention(), layer); });
}

template <typename KeyOfBranch>
void SharedRows::addLevel(std::size_t nBranches, KeyOfBranch keyOf)
{
    std::map<decltype(keyOf(0)), std::int64_t> rowOfKey;
    std::vector<std::size_t> firstBranches;
    std::vector<std::int64_t> rows;
    for (std::size_t i = 0; i < nBranches; ++i) {
        const auto [found, isNew] = rowOfKey.try_emplace(keyOf(i), static_cast<std::int64_t>(firstBranches.size()));
        rows.push_back(found->second);
        if (isNew)
            firstBranches.push_back(i);
    }
    m_branches.push_back(std::move(firstBranches));
    m_rows.push_back(std::move(rows));
}

at::Tensor SharedRows::parted(int layer, const at::Tensor &entering) const
{
    const std::span<const std::size_t> leaving = branches(layer + 1);
    if (leaving.size() == branches(layer).size())
        return entering; // both are numbered by their first branches
    const at::Tensor from = at::empty({static_cast<std::int64_t>(leaving.size())}, at::kLong);
    for (std::size_t i = 0; i < leaving.size(); ++i)
        from.data_ptr<std::int64_t>()[i] = rows(layer)[leaving[i]];
    return entering.index_select(0, from.to(entering.device()));
}

} // namespace needlescope
