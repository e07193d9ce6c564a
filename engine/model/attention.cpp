// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attention.h"

#include "api/engineerror.h"

#include <algorithm>
#include <cmath>

namespace needlescope {

Mask::Mask(const Backend &backend, HeadShape shape, const Intervention &intervention, const at::Tensor &meanOutputs)
    : m_backend(backend)
    , m_shape(shape)
    , m_intervention(intervention)
    , m_meanOutputs(meanOutputs)
{
}

std::span<const HeadId> Mask::headsOf(int layer) const
{
    const auto heads = std::ranges::equal_range(m_intervention.heads, layer, {}, &HeadId::layer);
    return {heads.begin(), heads.end()};
}

void Mask::overwrite(int layer, at::Tensor &rows, int size, const std::function<at::Tensor(int)> &valueOfHead) const
{
    for (const HeadId id : headsOf(layer))
        m_backend.overwrite(rows, id.head, size, valueOfHead(id.head));
}

void Mask::beforeAttention(int layer, at::Tensor &queries) const
{
    if (m_intervention.kind == MaskKind::Uniform)
        overwrite(layer, queries, m_shape.dHead, [](int) { return at::Tensor(); });
}

void Mask::afterAttention(int layer, at::Tensor &outputs) const
{
    const int size = m_shape.dValue;
    if (m_intervention.kind == MaskKind::Zero)
        overwrite(layer, outputs, size, [](int) { return at::Tensor(); });
    else if (m_intervention.kind == MaskKind::Mean)
        overwrite(layer, outputs, size, [&](int head) { return m_meanOutputs[layer].narrow(0, std::int64_t(head) * size, size); });
    else if (m_intervention.kind == MaskKind::Scale) {
        for (const HeadId id : headsOf(layer))
            outputs.narrow(1, std::int64_t(id.head) * size, size).mul_(m_intervention.factor);
    }
}

HeadWindows Mask::windows(int layer) const
{
    const auto heads = headsOf(layer);
    if (m_intervention.kind != MaskKind::Window || heads.empty())
        return {};
    HeadWindows windows(static_cast<std::size_t>(m_shape.nHeads));
    for (const HeadId id : heads)
        windows[static_cast<std::size_t>(id.head)] = {std::max(0, m_intervention.sinkTokens), std::max(1, m_intervention.recentTokens)};
    return windows;
}

PromptAttention::PromptAttention(
    const Backend &backend, const Architecture &architecture, PromptCache::Data &cache, const at::Tensor &means, std::stop_token stop)
    : m_backend(backend)
    , m_architecture(architecture)
    , m_cache(cache)
    , m_means(means)
    , m_stop(std::move(stop))
    , m_sums(at::zeros({architecture.nLayers, architecture.widestOutput()}, backend.options().dtype(at::kFloat)))
{
    if (!cache.outputSums.empty())
        m_sums.copy_(cache.outputSums.back());
}

void PromptAttention::begin(int first, int rows)
{
    m_first = first;
    for (int end = first + m_cache.block; end <= first + rows; end += m_cache.block)
        m_cache.outputSums.push_back(at::empty_like(m_sums));
}

/// Block by block, so that the sums are the same however many blocks are read together.
void PromptAttention::addUp(int layer, const at::Tensor &outputs)
{
    const std::int64_t block = m_cache.block;
    for (std::int64_t row = 0; row < outputs.size(0); row += block) {
        const std::int64_t rows = std::min(block, outputs.size(0) - row);
        m_sums[layer].narrow(0, 0, outputs.size(1)).add_(outputs.narrow(0, row, rows).sum(0, false, at::kFloat).to(m_sums.device()));
        if (rows == block)
            m_cache.outputSums[static_cast<std::size_t>((m_first + row) / block)][layer].copy_(m_sums[layer]);
    }
}

at::Tensor PromptAttention::attend(int layer, at::Tensor queries, const at::Tensor &keys, const at::Tensor &values, const at::Tensor &gates)
{
    if (m_stop.stop_requested())
        throw Cancelled();
    KeyValues &cache = m_cache.layers[static_cast<std::size_t>(layer)];
    const HeadShape shape = m_architecture.headShape(layer);
    const Mask mask(m_backend, shape, m_cache.intervention, m_means);
    mask.beforeAttention(layer, queries);
    m_backend.store(cache, m_first, keys, values);
    at::Tensor outputs;
    if (m_weights != nullptr)
        std::tie(outputs, m_weights->emplace_back()) = attendPlainly(m_backend, queries, cache, m_first, shape, mask.windows(layer));
    else
        outputs = m_backend.attendPrompt(queries, cache, m_first, shape, mask.windows(layer));
    if (gates.defined())
        outputs = m_backend.gated(gates, outputs, Activation::Sigmoid);
    mask.afterAttention(layer, outputs);
    addUp(layer, outputs);
    return outputs;
}

std::span<RecurrentState> PromptAttention::states(int layer)
{
    if (m_stop.stop_requested())
        throw Cancelled();
    return {&m_cache.states[static_cast<std::size_t>(layer)], 1};
}

StepAttention::StepAttention(
    const Backend &backend, const Architecture &architecture, std::span<Branch *const> branches, const SharedRows &sharedRows)
    : m_backend(backend)
    , m_architecture(architecture)
    , m_branches(branches)
    , m_sharedRows(sharedRows)
    , m_states(static_cast<std::size_t>(architecture.nLayers))
    , m_summaries(branches.size() * static_cast<std::size_t>(architecture.nLayers) * static_cast<std::size_t>(architecture.nHeads))
{
}

RowSummary *StepAttention::summariesOf(std::int64_t row, int layer)
{
    return m_summaries.data()
        + (static_cast<std::size_t>(layer) * m_branches.size() + static_cast<std::size_t>(row))
        * static_cast<std::size_t>(m_architecture.nHeads);
}

std::vector<StepPlace> StepAttention::places(int layer) const
{
    const auto l = static_cast<std::size_t>(layer);
    std::vector<StepPlace> places;
    for (std::size_t i = 0; i < m_branches.size(); ++i) {
        Branch::Data &data = m_branches[i]->data();
        at::Tensor *const queries = data.capture == Capture::Summaries ? &data.queries[l] : nullptr;
        places.push_back({&data.tail[l], queries, data.nSteps() + m_sharedRows.ahead()[i], m_sharedRows.rows(layer)[i],
            m_sharedRows.rows(layer + 1)[i]});
    }
    return places;
}

std::span<RecurrentState> StepAttention::states(int layer)
{
    std::vector<RecurrentState> &states = m_states[static_cast<std::size_t>(layer)];
    for (const std::size_t i : m_sharedRows.branches(layer))
        states.push_back(m_branches[i]->data().states[static_cast<std::size_t>(layer)]);
    return states;
}

at::Tensor StepAttention::attend(int layer, at::Tensor queries, const at::Tensor &keys, const at::Tensor &values, const at::Tensor &gates)
{
    queries = parted(layer, queries);
    const HeadShape shape = m_architecture.headShape(layer);
    std::vector<StepRow> rows;
    std::vector<Mask> masks;
    for (const std::size_t i : m_sharedRows.branches(layer + 1)) {
        const auto row = static_cast<std::int64_t>(rows.size());
        const Branch::Data &data = m_branches[i]->data();
        const PromptCache::Data &prompt = data.prompt->data();
        const auto l = static_cast<std::size_t>(layer);
        at::Tensor query = queries.narrow(0, row, 1);
        masks.emplace_back(m_backend, shape, data.intervention, prompt.meanOutputs).beforeAttention(layer, query);
        rows.push_back({{&prompt.layers[l], data.prompt->size()}, {&data.tail[l], data.nSteps() + m_sharedRows.ahead()[i] + 1}, data.needle,
            data.capture == Capture::Summaries ? summariesOf(row, layer) : nullptr, masks.back().windows(layer)});
    }
    m_backend.storeStep(places(layer), queries, keys, values);
    at::Tensor outputs = m_backend.attendStep(queries, rows, shape);
    if (gates.defined())
        outputs = m_backend.gated(parted(layer, gates), outputs, Activation::Sigmoid);
    for (std::size_t i = 0; i < masks.size(); ++i) {
        at::Tensor output = outputs.narrow(0, static_cast<std::int64_t>(i), 1);
        masks[i].afterAttention(layer, output);
    }
    return outputs;
}

bool StepAttention::areNumbers() const
{
    return std::ranges::all_of(
        m_summaries, [](const RowSummary &s) { return std::isfinite(s.weight + s.needleMass + s.sinkMass + s.recentMass); });
}

void StepAttention::commit(std::span<const std::int32_t> tokens)
{
    for (std::size_t i = 0; i < m_branches.size(); ++i) {
        Branch::Data &data = m_branches[i]->data();
        data.ids.push_back(tokens[i]);
        for (int layer = 0; layer < m_architecture.nLayers; ++layer) {
            if (m_architecture.isRecurrent(layer))
                data.states[static_cast<std::size_t>(layer)]
                    = m_states[static_cast<std::size_t>(layer)][static_cast<std::size_t>(m_sharedRows.rows(layer)[i])];
        }
        if (data.capture == Capture::Nothing)
            continue;
        HeadSummaries &summaries = data.summaries;
        for (int layer = 0; layer < m_architecture.nLayers; ++layer) {
            const RowSummary *const heads = summariesOf(m_sharedRows.rows(layer + 1)[i], layer);
            for (const RowSummary &summary : std::span(heads, static_cast<std::size_t>(m_architecture.nHeads))) {
                summaries.argmax.push_back(summary.argmax);
                summaries.weight.push_back(summary.weight);
                summaries.needleMass.push_back(summary.needleMass);
                summaries.sinkMass.push_back(summary.sinkMass);
                summaries.recentMass.push_back(summary.recentMass);
            }
        }
        summaries.nLayers = m_architecture.nLayers;
        summaries.nHeads = m_architecture.nHeads;
        ++summaries.nSteps;
    }
}

} // namespace needlescope
