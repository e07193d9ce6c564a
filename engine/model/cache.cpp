// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cache.h"

#include "api/engineerror.h"
#include "model/recurrence.h"

#include <algorithm>

namespace needlescope {

namespace {

/// Steps by which a tail grows: a pack of the CPU's keys.
constexpr int tailSteps = 64;

/// What a tail has to grow by for so many more steps.
int growthOf(const Branch::Data &branch, int steps)
{
    const int missing = std::max(0, branch.nSteps() + steps - branch.capacity);
    return (missing + tailSteps - 1) / tailSteps * tailSteps;
}

} // namespace

PromptCache::PromptCache(std::shared_ptr<const Data> data)
    : m_data(std::move(data))
{
}

int PromptCache::size() const
{
    return static_cast<int>(m_data->ids.size());
}

std::span<const std::int32_t> PromptCache::ids() const
{
    return m_data->ids;
}

Branch::Branch(std::shared_ptr<const PromptCache> prompt, Intervention intervention, TokenSpan needle, Capture capture)
    : m_data(std::make_unique<Data>())
{
    if (!(intervention.whileReading() == prompt->data().intervention))
        throw EngineError("The prompt was read under another mask than this answer; read it again with the same mask.");
    m_data->prompt = std::move(prompt);
    m_data->intervention = std::move(intervention);
    m_data->needle = needle;
    m_data->capture = capture;
}

Branch::Branch(Branch &&) noexcept = default;
Branch &Branch::operator=(Branch &&) noexcept = default;
Branch::~Branch() = default;

const PromptCache &Branch::prompt() const
{
    return *m_data->prompt;
}

const Intervention &Branch::intervention() const
{
    return m_data->intervention;
}

int Branch::nSteps() const
{
    return m_data->nSteps();
}

std::span<const std::int32_t> Branch::fed() const
{
    return m_data->ids;
}

void Branch::takeBack(int steps)
{
    const auto isKept = [](const RecurrentState &state) { return state.inputs.defined() || state.memory.defined(); };
    if (std::ranges::any_of(m_data->states, isKept))
        throw EngineError("Steps of a model that keeps states cannot be taken back.");
    m_data->ids.resize(m_data->ids.size() - static_cast<std::size_t>(steps));
    HeadSummaries &summaries = m_data->summaries;
    if (summaries.nSteps == 0)
        return;
    summaries.nSteps -= steps;
    const auto kept = static_cast<std::size_t>(summaries.nSteps) * static_cast<std::size_t>(summaries.nLayers)
        * static_cast<std::size_t>(summaries.nHeads);
    summaries.argmax.resize(kept);
    for (std::vector<float> *const each : {&summaries.weight, &summaries.needleMass, &summaries.sinkMass, &summaries.recentMass})
        each->resize(kept);
}

std::int64_t Branch::bytes() const
{
    const HeadSummaries &s = m_data->summaries;
    auto bytes = static_cast<std::int64_t>(s.argmax.size() * (sizeof(std::int32_t) + 4 * sizeof(float)));
    for (const KeyValues &layer : m_data->tail)
        bytes += layer.keys.defined() ? static_cast<std::int64_t>(layer.keys.nbytes() + layer.values.nbytes()) : 0;
    for (const RecurrentState &state : m_data->states) {
        bytes += state.inputs.defined() ? static_cast<std::int64_t>(state.inputs.nbytes()) : 0;
        bytes += state.memory.defined() ? static_cast<std::int64_t>(state.memory.nbytes()) : 0;
    }
    for (const at::Tensor &layer : m_data->queries)
        bytes += layer.defined() ? static_cast<std::int64_t>(layer.nbytes()) : 0;
    return bytes;
}

const HeadSummaries &Branch::summaries() const
{
    return m_data->summaries;
}

std::int64_t Branch::Data::bytesToReserve(int steps, const Backend &backend, const Architecture &architecture) const
{
    const int growth = growthOf(*this, steps);
    if (growth == 0)
        return 0;
    std::int64_t numbers = architecture.keyValueNumbers();
    std::int64_t ofStates = 0;
    for (int layer = 0; layer < architecture.nLayers; ++layer) {
        const HeadShape shape = architecture.headShape(layer);
        if (architecture.isRecurrent(layer))
            ofStates += capacity == 0 ? stateBytes(architecture) : 0;
        if (architecture.hasHeads(layer) && capture != Capture::Nothing)
            numbers += std::int64_t(shape.nHeads) * shape.dHead;
    }
    return ofStates + numbers * growth * static_cast<std::int64_t>(backend.options().dtype().itemsize());
}

void Branch::Data::reserve(int steps, const Backend &backend, const Architecture &architecture)
{
    const int growth = growthOf(*this, steps);
    if (growth == 0)
        return;
    capacity += growth;
    tail.resize(static_cast<std::size_t>(architecture.nLayers));
    queries.resize(tail.size());
    if (states.empty())
        states = prompt->data().states;
    for (std::size_t layer = 0; layer < tail.size(); ++layer) {
        if (!architecture.hasHeads(static_cast<int>(layer)))
            continue;
        const HeadShape shape = architecture.headShape(static_cast<int>(layer));
        const Backend &device = backend.ofLayer(static_cast<int>(layer));
        const KeyValues old = std::exchange(tail[layer], device.emptyKeyValues(shape, capacity));
        if (nSteps() > 0)
            backend.copy(tail[layer], old, nSteps());
        if (capture == Capture::Nothing)
            continue;
        const at::Tensor oldQueries = std::exchange(queries[layer], device.emptyRows(capacity, std::int64_t(shape.nHeads) * shape.dHead));
        if (nSteps() > 0)
            queries[layer].narrow(0, 0, nSteps()).copy_(oldQueries);
    }
}

} // namespace needlescope
