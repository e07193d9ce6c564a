// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/backend.h"

namespace needlescope {

/// Keys lie in packs of this many positions, each pack transposed: a query's products with a pack need no sums across a vector.
inline constexpr std::size_t keyPack = 64;

/// Keys and values of all KV heads in memory, @p size positions filled.
struct CpuKeys
{
    const float *keys = nullptr; ///< (nKvHeads, packs, dHead, keyPack)
    const float *values = nullptr; ///< (nKvHeads, capacity, dValue)
    std::size_t keyStride = 0; ///< from one KV head to the next
    std::size_t valueStride = 0;
    std::size_t size = 0;
};

struct CpuStepRow
{
    const float *query = nullptr; ///< (nHeads, dHead)
    float *out = nullptr; ///< (nHeads, dValue), zeros
    CpuKeys prompt;
    CpuKeys tail;
    TokenSpan needle;
    RowSummary *summaries = nullptr; ///< (nHeads), or null
    const HeadWindow *windows = nullptr; ///< (nHeads); null: all see all
};

/// Tokens whose queries attendPromptTile() handles well at once.
std::int64_t promptTile(HeadShape shape);

/// Causal attention of the query heads of one KV head, for nRows rows of a prefill block; the block's row 0 is at position first. Goes
/// over the keys in blocks with a running softmax, so that memory does not grow with the context.
void attendPromptTile(const float *queries, float *out, std::size_t row, std::size_t nRows, std::size_t first, const CpuKeys &keys,
    std::size_t kvHead, HeadShape shape, const HeadWindows &windows);

/// Neighbours that share a prompt, few enough for one task, and for @p nThreads to have as much to do each. Reorders @p rows.
std::vector<std::span<const CpuStepRow>> stepGroups(std::vector<CpuStepRow> &rows, HeadShape shape, std::size_t nThreads);

/// One decoding step of the query heads of one KV head: the shared prompt's keys are read once for all rows of the group.
void attendStepGroup(std::span<const CpuStepRow> group, std::size_t kvHead, HeadShape shape);

/// Attention weights of one query over prompt and tail. @p weights has room for keyPack numbers more, which are scratch.
void attendRow(
    const float *query, const CpuKeys &prompt, const CpuKeys &tail, std::size_t head, HeadShape shape, HeadWindow window, float *weights);

} // namespace needlescope
