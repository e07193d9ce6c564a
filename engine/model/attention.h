// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sharedrows.h"

#include <functional>

namespace needlescope {

/// How one forward pass attends: what it does with new keys and values, what the queries see, and where an intervention acts.
class Attention
{
public:
    virtual ~Attention() = default;

    /// @p queries (rows, nHeads * dHead) and @p keys (rows, nKvHeads * dHead) are rotated, @p values (rows, nKvHeads * dValue). The heads'
    /// outputs are weighed by the sigmoid of @p gates (rows, nHeads * dValue), where the model has them. Returns each head's output after
    /// the intervention, (rows that leave the layer, nHeads * dValue), the input of o_proj.
    virtual at::Tensor attend(int layer, at::Tensor queries, const at::Tensor &keys, const at::Tensor &values, const at::Tensor &gates) = 0;

    /// What the rows' sequences have left in a layer with a Recurrence: one state where the rows are one sequence, else one a row. To be
    /// moved on by recurrentBlock().
    virtual std::span<RecurrentState> states(int layer) = 0;

    /// Of the rows that enter @p layer, those that leave it: interventions may part what was one row.
    virtual at::Tensor parted(int /*layer*/, const at::Tensor &entering) const { return entering; }
};

/// An intervention where it acts: on the rows of one layer.
class Mask
{
public:
    Mask(const Backend &backend, HeadShape shape, const Intervention &intervention, const at::Tensor &meanOutputs);

    /// A query of 0 makes all scores 0, so that the head attends evenly to what it sees.
    void beforeAttention(int layer, at::Tensor &queries) const;
    void afterAttention(int layer, at::Tensor &outputs) const;

    /// What the heads of @p layer see.
    HeadWindows windows(int layer) const;

private:
    std::span<const HeadId> headsOf(int layer) const;
    void overwrite(int layer, at::Tensor &rows, int size, const std::function<at::Tensor(int)> &valueOfHead) const;

    const Backend &m_backend;
    HeadShape m_shape; ///< of the layer that it is asked about
    const Intervention &m_intervention;
    at::Tensor m_meanOutputs; ///< (layers, widestOutput())
};

/// Reading a prompt: fills the cache block by block.
class PromptAttention : public Attention
{
public:
    /// @p means are needed by an intervention of the kind Mean.
    PromptAttention(
        const Backend &backend, const Architecture &architecture, PromptCache::Data &cache, const at::Tensor &means, std::stop_token stop);

    /// To be called before each pass: the rows are those of positions first, first + 1, ..., first being a multiple of the cache's block.
    void begin(int first, int rows);
    const at::Tensor &outputSums() const { return m_sums; }
    void collectWeights(std::vector<at::Tensor> *weights) { m_weights = weights; } ///< one (nHeads, rows, keys) a layer that has heads

    at::Tensor attend(int layer, at::Tensor queries, const at::Tensor &keys, const at::Tensor &values, const at::Tensor &gates) override;
    std::span<RecurrentState> states(int layer) override;

private:
    void addUp(int layer, const at::Tensor &outputs);

    const Backend &m_backend;
    const Architecture &m_architecture;
    PromptCache::Data &m_cache;
    at::Tensor m_means;
    std::stop_token m_stop;
    at::Tensor m_sums; ///< (layers, widestOutput()), of the head's outputs so far
    std::vector<at::Tensor> *m_weights = nullptr;
    int m_first = 0; ///< position of the block's first row
};

/// One decoding step of many branches, each on its prompt and its tail; several steps of a branch that stands several times in a row.
class StepAttention : public Attention
{
public:
    /// The branches have room for their steps.
    StepAttention(
        const Backend &backend, const Architecture &architecture, std::span<Branch *const> branches, const SharedRows &sharedRows);

    at::Tensor attend(int layer, at::Tensor queries, const at::Tensor &keys, const at::Tensor &values, const at::Tensor &gates) override;
    std::span<RecurrentState> states(int layer) override;
    at::Tensor parted(int layer, const at::Tensor &entering) const override { return m_sharedRows.parted(layer, entering); }

    /// Makes the step part of the branches, which were fed @p tokens.
    void commit(std::span<const std::int32_t> tokens);

    /// Whether all that was captured in this step are numbers.
    bool areNumbers() const;

private:
    std::vector<StepPlace> places(int layer) const;
    RowSummary *summariesOf(std::int64_t row, int layer);

    const Backend &m_backend;
    const Architecture &m_architecture;
    std::span<Branch *const> m_branches;
    const SharedRows &m_sharedRows;
    std::vector<std::vector<RecurrentState>> m_states; ///< (layers), of the rows, those behind the step; empty where a layer keeps none
    std::vector<RowSummary> m_summaries; ///< (layers, rows that leave the layer, of which there are at most as many as branches; heads)
};

} // namespace needlescope
