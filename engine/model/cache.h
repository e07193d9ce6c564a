// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/backend.h"
#include "model/transformer.h"

#include <map>

namespace needlescope {

struct PromptCache::Data
{
    std::vector<std::int32_t> ids;
    Intervention intervention; ///< that the keys and values were computed under; without heads: none
    std::vector<KeyValues> layers; ///< exactly ids.size() positions; undefined where a layer has no heads
    std::vector<RecurrentState> states; ///< of each layer, behind the last position; undefined where a layer keeps none
    std::map<int, std::vector<RecurrentState>> earlierStates; ///< behind so many positions: from there a longer prompt can go on
    std::vector<at::Tensor>
        outputSums; ///< each head's output summed over the positions of blocks 0 .. i, (layers, widestOutput()), float32
    at::Tensor meanOutputs; ///< each head's mean output over the unmasked prompt, (layers, widestOutput()); undefined where not known
    int block = 0; ///< tokens of a block
};

struct Branch::Data
{
    std::shared_ptr<const PromptCache> prompt;
    Intervention intervention;
    TokenSpan needle;
    Capture capture = Capture::Summaries;
    HeadSummaries summaries;
    std::vector<std::int32_t> ids; ///< fed so far
    int capacity = 0; ///< steps that the tensors have room for
    std::vector<KeyValues> tail;
    std::vector<RecurrentState> states; ///< as PromptCache::Data::states, behind the last step
    std::vector<at::Tensor>
        queries; ///< of each layer, (capacity, nHeads * dHead), rotated, masked ones as 0; empty where nothing is captured

    int nSteps() const { return static_cast<int>(ids.size()); }

    /// What reserve() would take; 0 where there is room.
    std::int64_t bytesToReserve(int steps, const Backend &backend, const Architecture &architecture) const;

    /// Makes room for so many more steps.
    void reserve(int steps, const Backend &backend, const Architecture &architecture);
};

} // namespace needlescope
