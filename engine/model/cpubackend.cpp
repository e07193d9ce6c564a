// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/backend.h"
#include "model/buffers.h"
#include "model/cpuattention.h"
#include "model/pages.h"
#include "model/product.h"
#include "model/workers.h"

#include <ATen/Parallel.h>

#include <dlfcn.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <thread>

namespace needlescope {

namespace {

/// Multiplications that are worth handing to another thread.
constexpr std::int64_t threadWork = 1 << 16;

/// Bytes of weights that a thread takes at least in a step: each part begins slowly, until memory follows.
constexpr std::size_t stepBytes = 1 << 16;

/// Tiles of columns that a thread takes at least in a prompt.
constexpr std::size_t promptTiles = 4;

/// Memory of activations that waits for the next step: more than a step of a hundred rows takes.
constexpr std::size_t keptForSteps = 64 << 20;

/// Rows of one decoding step: more would take more memory, but no less time each.
constexpr std::size_t mostStepRows = 256;

constexpr auto packSize = static_cast<std::int64_t>(keyPack);

kernels::WeightRows rowsOf(const Matrix &matrix)
{
    return {matrix.numbers.data_ptr(), matrix.type, static_cast<std::size_t>(matrix.columns())};
}

CpuKeys cpuKeys(const Keys &keys)
{
    const at::Tensor &values = keys.of->values;
    return {keys.of->keys.data_ptr<float>(), values.data_ptr<float>(), static_cast<std::size_t>(keys.of->keys.stride(0)),
        static_cast<std::size_t>(values.stride(0)), static_cast<std::size_t>(keys.size)};
}

std::size_t columnsOf(const Linear &linear)
{
    return static_cast<std::size_t>(linear.weight.rows());
}

/// One head's memory of a Recurrence, step by step.
class MemoryOfHead
{
public:
    MemoryOfHead(const Recurrence &recurrence, const RecurrentInputs &inputs)
        : m_recurrence(recurrence)
        , m_inputs(inputs)
        , m_query(static_cast<std::size_t>(recurrence.dKey))
        , m_key(m_query.size())
        , m_added(static_cast<std::size_t>(recurrence.dValue))
    {
    }

    /// Puts key and value of @p row into @p memory, (dKey, dValue); @p out (dValue) is what its query finds there.
    void step(std::int64_t row, std::int64_t head, float *memory, float *out)
    {
        const Recurrence &r = m_recurrence;
        const bool delta = r.kind == Recurrence::Kind::DeltaRule;
        const auto dValue = static_cast<std::size_t>(r.dValue);
        const std::int64_t keyHead = row * r.nKeyHeads + head / (r.nHeads / r.nKeyHeads);
        take(m_inputs.queries, keyHead, delta ? 1 / std::sqrt(static_cast<float>(r.dKey)) : 1, m_query);
        take(m_inputs.keys, keyHead, 1, m_key);
        const float *const value = m_inputs.values.data_ptr<float>() + (row * r.nHeads + head) * r.dValue;
        const float step = fade(row, head, memory);
        std::fill(m_added.begin(), m_added.end(), 0.0F);
        if (delta)
            kernels::addWeighted(m_key.data(), 1, m_key.size(), memory, m_key.size(), dValue, m_added.data(), dValue);
        const float strength = delta ? 1 / (1 + std::exp(-m_inputs.strengths.data_ptr<float>()[row * r.nHeads + head])) : step;
        for (std::size_t i = 0; i < dValue; ++i)
            m_added[i] = (value[i] - m_added[i]) * strength;
        std::fill_n(out, dValue, 0.0F);
        for (std::size_t k = 0; k < m_key.size(); ++k)
            kernels::addWeighted(&m_key[k], 1, 1, m_added.data(), 1, dValue, memory + k * dValue, dValue);
        kernels::addWeighted(m_query.data(), 1, m_query.size(), memory, m_query.size(), dValue, out, dValue);
        if (!m_inputs.skip.defined())
            return;
        const float skip = m_inputs.skip.data_ptr<float>()[head];
        for (std::size_t i = 0; i < dValue; ++i)
            out[i] += skip * value[i];
    }

private:
    /// A query or a key: the delta rule takes them at the length 1.
    void take(const at::Tensor &rows, std::int64_t keyHead, float factor, std::vector<float> &to) const
    {
        std::copy_n(rows.data_ptr<float>() + keyHead * m_recurrence.dKey, m_recurrence.dKey, to.begin());
        if (m_recurrence.kind != Recurrence::Kind::DeltaRule)
            return;
        float squares = 0;
        for (const float number : to)
            squares += number * number;
        for (float &number : to)
            number *= factor / std::sqrt(squares + 1e-6F);
    }

    /// Returns the head's step, where it has only one.
    float fade(std::int64_t row, std::int64_t head, float *memory) const
    {
        const float rate = m_inputs.rates.data_ptr<float>()[head];
        const auto dValue = static_cast<std::size_t>(m_recurrence.dValue);
        const std::int64_t parts = m_recurrence.channelSteps ? m_recurrence.dKey : 1; // that fade by one step each
        const std::size_t size = m_key.size() / static_cast<std::size_t>(parts) * dValue;
        float step = 0;
        for (std::int64_t part = 0; part < parts; ++part) {
            step = stepOf(row, head * parts + part);
            kernels::multiply(memory + static_cast<std::size_t>(part) * size, size, std::exp(step * rate));
        }
        return step;
    }

    float stepOf(std::int64_t row, std::int64_t number) const
    {
        if (!m_inputs.steps.defined())
            return 1;
        const float x = m_inputs.steps.data_ptr<float>()[row * m_recurrence.steps() + number] + m_inputs.stepBias.data_ptr<float>()[number];
        const float step = std::max(x, 0.0F) + std::log1p(std::exp(-std::abs(x))); // softplus
        const float atLeast = std::max(step, m_recurrence.smallestStep);
        return m_recurrence.largestStep > 0 ? std::min(atLeast, m_recurrence.largestStep) : atLeast;
    }

    const Recurrence &m_recurrence;
    const RecurrentInputs &m_inputs;
    std::vector<float> m_query;
    std::vector<float> m_key;
    std::vector<float> m_added;
};

/// float32 activations, weights in the file's type, our own loops. Products are summed in one order in steps and in another in prompts,
/// each the fastest there; in both a row's results do not depend on the rows beside it.
class CpuBackend : public Backend
{
public:
    CpuBackend(int threads, Products products)
        : CpuBackend(std::make_shared<Workers>(threads > 0 ? threads : usualThreads()), Purpose::Steps, products)
    {
        m_forPrompts.reset(new CpuBackend(m_workers, Purpose::Prompts, products));
        // OpenBLAS with threads of its own does not follow torch's setting.
        if (void *set = dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
            reinterpret_cast<void (*)(int)>(set)(static_cast<int>(m_workers->count()));
    }

    /// What torch still does is too small to be shared, and its threads would stay awake beside ours.
    void enterThread() const override
    {
        if (at::get_num_threads() != 1)
            at::set_num_threads(1);
    }

    at::TensorOptions options() const override { return at::kFloat; }
    std::size_t stepRows() const override { return mostStepRows; }
    const Backend &forPrompts() const override { return m_forPrompts ? *m_forPrompts : *this; }
    bool rowsIndependent() const override { return true; }

    Matrix matrix(const Matrix &stored) const override { return stored; }

    at::Tensor embed(const Matrix &table, std::span<const std::int32_t> ids) const override
    {
        at::Tensor out = empty({static_cast<std::int64_t>(ids.size()), table.columns()});
        const kernels::WeightRows rows = rowsOf(table);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const std::size_t begin = static_cast<std::size_t>(ids[i]) * rows.size;
            kernels::widen(rows, begin, begin + rows.size, out.data_ptr<float>() + i * rows.size);
        }
        return out;
    }

    at::Tensor norm(const at::Tensor &x, const Norm &norm) const override
    {
        at::Tensor out = empty(x.sizes());
        const std::int64_t columns = x.size(1);
        const auto size = static_cast<std::size_t>(columns);
        const float *from = x.data_ptr<float>();
        const float *weight = norm.weight.data_ptr<float>();
        const float *bias = norm.bias.defined() ? norm.bias.data_ptr<float>() : nullptr;
        float *to = out.data_ptr<float>();
        share(x.size(0), 8 * columns, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin; row < end; ++row) {
                if (norm.parameters.kind == NormParameters::Kind::Layer)
                    kernels::layerNorm(from + row * columns, weight, bias, size, norm.parameters.epsilon, to + row * columns);
                else
                    kernels::rmsNorm(from + row * columns, weight, size, norm.parameters.epsilon, to + row * columns);
            }
        });
        return out;
    }

    at::Tensor linear(const at::Tensor &x, const Linear &linear) const override { return linears(x, {linear}).front(); }

    std::vector<at::Tensor> linears(const at::Tensor &x, Linears all) const override
    {
        std::vector<at::Tensor> outs;
        for (const Linear &linear : all)
            outs.push_back(empty({x.size(0), linear.weight.rows()}));
        m_purpose == Purpose::Prompts ? multiplyPrompt(x, all, outs) : multiplyStep(x, all, outs);
        for (std::size_t i = 0; i < outs.size(); ++i) {
            if (const Linear &linear = all.begin()[i]; linear.bias.defined())
                outs[i].add_(linear.bias);
        }
        return outs;
    }

    void rotate(at::Tensor &heads, const Rotation &rotation, int dHead) const override
    {
        const std::int64_t half = rotation.cosines.size(1);
        const std::int64_t columns = heads.size(1);
        float *data = heads.data_ptr<float>();
        const float *cosines = rotation.cosines.data_ptr<float>();
        const float *sines = rotation.sines.data_ptr<float>();
        share(heads.size(0), 4 * columns, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin; row < end; ++row) {
                for (float *head = data + row * columns; head < data + (row + 1) * columns; head += dHead)
                    rotateHead(head, cosines + row * half, sines + row * half, half);
            }
        });
    }

    at::Tensor activated(at::Tensor x, Activation activation) const override
    {
        float *numbers = x.data_ptr<float>();
        share(x.numel(), 16, [&](std::int64_t begin, std::int64_t end) {
            kernels::activate(activation, numbers + begin, static_cast<std::size_t>(end - begin));
        });
        return x;
    }

    at::Tensor gated(at::Tensor gate, const at::Tensor &up, Activation activation) const override
    {
        float *to = gate.data_ptr<float>();
        const float *factors = up.data_ptr<float>();
        share(gate.numel(), 16, [&](std::int64_t begin, std::int64_t end) {
            kernels::activateTimes(activation, to + begin, factors + begin, static_cast<std::size_t>(end - begin));
        });
        return gate;
    }

    at::Tensor convolved(
        const at::Tensor &x, const at::Tensor &taps, const at::Tensor &bias, std::span<RecurrentState> states) const override
    {
        const std::int64_t rows = x.size(0);
        const std::int64_t channels = x.size(1);
        const std::int64_t before = taps.size(1) - 1;
        const bool oneSequence = states.size() == 1;
        at::Tensor out = empty({rows, channels});
        std::vector<RecurrentState> next(states.begin(), states.end());
        for (RecurrentState &state : next)
            state.inputs = at::empty({channels, before}, at::kFloat);
        share(channels, rows * taps.size(1) * 2, [&](std::int64_t begin, std::int64_t end) {
            std::vector<float> inputs(static_cast<std::size_t>(before + 1)); // of the row, the latest last
            for (std::int64_t channel = begin; channel < end; ++channel) {
                const float *const factors = taps.data_ptr<float>() + channel * (before + 1);
                for (std::int64_t row = 0; row < rows; ++row) {
                    const std::size_t sequence = oneSequence ? 0 : static_cast<std::size_t>(row);
                    if (row == 0 || !oneSequence)
                        std::copy_n(states[sequence].inputs.data_ptr<float>() + channel * before, before, inputs.data());
                    else
                        std::copy(inputs.begin() + 1, inputs.end(), inputs.begin());
                    inputs.back() = x.data_ptr<float>()[row * channels + channel];
                    float sum = 0;
                    for (std::int64_t tap = 0; tap <= before; ++tap)
                        sum += factors[tap] * inputs[static_cast<std::size_t>(tap)];
                    out.data_ptr<float>()[row * channels + channel] = bias.defined() ? sum + bias.data_ptr<float>()[channel] : sum;
                    if (row + 1 == rows || !oneSequence)
                        std::copy_n(inputs.data() + 1, before, next[sequence].inputs.data_ptr<float>() + channel * before);
                }
            }
        });
        std::ranges::copy(next, states.begin());
        return out;
    }

    at::Tensor remembered(const Recurrence &r, const RecurrentInputs &in, std::span<RecurrentState> states) const override
    {
        const std::int64_t rows = in.queries.size(0);
        const bool oneSequence = states.size() == 1;
        at::Tensor out = empty({rows, std::int64_t(r.nHeads) * r.dValue});
        std::vector<RecurrentState> next(states.begin(), states.end());
        for (RecurrentState &state : next)
            state.memory = state.memory.clone();
        share(r.nHeads, rows * r.dKey * r.dValue * 3, [&](std::int64_t begin, std::int64_t end) {
            MemoryOfHead memory(r, in);
            for (std::int64_t head = begin; head < end; ++head) {
                for (std::int64_t row = 0; row < rows; ++row) {
                    float *const numbers = next[oneSequence ? 0 : static_cast<std::size_t>(row)].memory.data_ptr<float>();
                    memory.step(row, head, numbers + head * r.dKey * r.dValue, out.data_ptr<float>() + (row * r.nHeads + head) * r.dValue);
                }
            }
        });
        std::ranges::copy(next, states.begin());
        return out;
    }

    KeyValues emptyKeyValues(HeadShape shape, int capacity) const override
    {
        const std::int64_t packs = (capacity + packSize - 1) / packSize;
        return {m_pages->take({shape.nKvHeads, packs, shape.dHead, packSize}), m_pages->take({shape.nKvHeads, capacity, shape.dValue})};
    }

    at::Tensor emptyRows(std::int64_t rows, std::int64_t columns) const override { return m_pages->take({rows, columns}); }

    void store(KeyValues &to, int first, const at::Tensor &keys, const at::Tensor &values) const override
    {
        const std::int64_t nHeads = to.values.size(0);
        const std::int64_t rows = keys.size(0);
        share(nHeads, rows * to.values.size(2) * 4, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t head = begin; head < end; ++head) {
                for (std::int64_t row = 0; row < rows; ++row)
                    storeHead(to, head, first + row, keys, values, row);
            }
        });
    }

    void storeStep(
        std::span<const StepPlace> places, const at::Tensor &queries, const at::Tensor &keys, const at::Tensor &values) const override
    {
        const std::int64_t size = queries.size(1);
        share(static_cast<std::int64_t>(places.size()), 8 * size, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t i = begin; i < end; ++i) {
                const StepPlace &place = places[static_cast<std::size_t>(i)];
                for (std::int64_t head = 0; head < place.tail->values.size(0); ++head)
                    storeHead(*place.tail, head, place.step, keys, values, place.keyRow);
                if (place.queries != nullptr)
                    std::copy_n(
                        queries.data_ptr<float>() + place.queryRow * size, size, place.queries->data_ptr<float>() + place.step * size);
            }
        });
    }

    void copy(KeyValues &to, const KeyValues &from, int size) const override
    {
        const std::int64_t packs = (size + packSize - 1) / packSize;
        to.keys.narrow(1, 0, packs).copy_(from.keys.narrow(1, 0, packs));
        to.values.narrow(1, 0, size).copy_(from.values.narrow(1, 0, size));
    }

    at::Tensor plainKeys(const KeyValues &keyValues, int size) const override
    {
        const at::Tensor &keys = keyValues.keys; // (nKvHeads, packs, dHead, keyPack)
        return keys.permute({0, 1, 3, 2}).reshape({keys.size(0), -1, keys.size(2)}).narrow(1, 0, size);
    }

    at::Tensor attendPrompt(
        const at::Tensor &queries, const KeyValues &keyValues, int first, HeadShape shape, const HeadWindows &windows) const override
    {
        const std::int64_t rows = queries.size(0);
        at::Tensor out = empty({rows, std::int64_t(shape.nHeads) * shape.dValue});
        const CpuKeys keys = cpuKeys({&keyValues, first + static_cast<int>(rows)});
        const std::int64_t tile = promptTile(shape);
        const std::int64_t nTiles = (rows + tile - 1) / tile;
        const std::int64_t work = tile * shape.headsPerGroup() * (first + rows) * shape.dHead * 2;
        share(nTiles * shape.nKvHeads, work, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t task = begin; task < end; ++task) {
                const std::int64_t row = task / shape.nKvHeads * tile;
                attendPromptTile(queries.data_ptr<float>(), out.data_ptr<float>(), static_cast<std::size_t>(row),
                    static_cast<std::size_t>(std::min(tile, rows - row)), static_cast<std::size_t>(first), keys,
                    static_cast<std::size_t>(task % shape.nKvHeads), shape, windows);
            }
        });
        return out;
    }

    at::Tensor attendStep(const at::Tensor &queries, std::span<const StepRow> rows, HeadShape shape) const override
    {
        at::Tensor out = empty({queries.size(0), std::int64_t(shape.nHeads) * shape.dValue});
        std::vector<CpuStepRow> cpuRows;
        for (const StepRow &row : rows) {
            const std::size_t number = cpuRows.size();
            cpuRows.push_back({queries.data_ptr<float>() + number * static_cast<std::size_t>(queries.size(1)),
                out.data_ptr<float>() + number * static_cast<std::size_t>(out.size(1)), cpuKeys(row.prompt), cpuKeys(row.tail), row.needle,
                row.summaries, row.windows.empty() ? nullptr : row.windows.data()});
        }
        const std::vector<std::span<const CpuStepRow>> groups = stepGroups(cpuRows, shape, m_workers->count());
        const std::int64_t nTasks = static_cast<std::int64_t>(groups.size()) * shape.nKvHeads;
        const CpuStepRow &example = cpuRows.front();
        const std::size_t work = groups.front().size() * static_cast<std::size_t>(shape.headsPerGroup() * shape.dHead * 4)
            * (example.prompt.size + example.tail.size);
        share(nTasks, static_cast<std::int64_t>(work), [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t task = begin; task < end; ++task) { // head after head: its keys and values stay in the cache for all groups
                const auto nGroups = static_cast<std::int64_t>(groups.size());
                attendStepGroup(groups[static_cast<std::size_t>(task % nGroups)], static_cast<std::size_t>(task / nGroups), shape);
            }
        });
        return out;
    }

    std::vector<float> attentionRow(
        const at::Tensor &query, const Keys &prompt, const Keys &tail, int head, HeadShape shape, HeadWindow window) const override
    {
        const std::size_t nKeys = static_cast<std::size_t>(prompt.size) + static_cast<std::size_t>(tail.size);
        std::vector<float> row(nKeys + keyPack);
        attendRow(query.data_ptr<float>(), cpuKeys(prompt), cpuKeys(tail), static_cast<std::size_t>(head), shape, window, row.data());
        row.resize(nKeys);
        return row;
    }

    void overwrite(at::Tensor &rows, int head, int dHead, const at::Tensor &value) const override
    {
        const std::int64_t columns = rows.size(1);
        for (std::int64_t row = 0; row < rows.size(0); ++row) {
            float *to = rows.data_ptr<float>() + row * columns + std::int64_t(head) * dHead;
            value.defined() ? std::copy_n(value.data_ptr<float>(), dHead, to) : std::fill_n(to, dHead, 0.0F);
        }
    }

private:
    enum class Purpose { Steps, Prompts };

    CpuBackend(std::shared_ptr<Workers> workers, Purpose purpose, Products products)
        : m_workers(std::move(workers))
        , m_purpose(purpose)
        , m_products(products)
        , m_buffers(std::make_shared<Buffers>(purpose == Purpose::Steps ? keptForSteps : 0))
    {
    }

    /// Not initialized.
    at::Tensor empty(at::IntArrayRef shape) const { return m_buffers->take(shape); }

    /// Calls @p work(begin, end) for parts of [0, n) in all threads; what is not worth it stays in this one.
    template <typename Work>
    void share(std::int64_t n, std::int64_t workOfOne, Work work) const
    {
        const std::int64_t part = std::max<std::int64_t>(1, threadWork / std::max<std::int64_t>(1, workOfOne));
        m_workers->share(static_cast<std::size_t>((n + part - 1) / part), [&](std::size_t item, std::size_t) {
            const std::int64_t begin = static_cast<std::int64_t>(item) * part;
            work(begin, std::min(begin + part, n));
        });
    }

    /// Calls @p work(product, begin, end, thread) for the columns of all products, a multiple of @p together but at a product's end. Each
    /// thread's columns come in parts that are halved down to about @p least: long ones are read fastest, short ones are left to whoever is
    /// ready first.
    template <typename Work>
    void shareColumns(Linears all, std::size_t least, std::size_t together, Work work) const
    {
        std::size_t total = 0;
        for (const Linear &each : all)
            total += columnsOf(each);
        const std::size_t nThreads = m_workers->count();
        const std::size_t ofThread = (total / nThreads + together - 1) / together * together;
        const auto partsOfThread = static_cast<std::size_t>(std::bit_width(std::max<std::size_t>(1, ofThread / least)));
        const std::size_t nParts = nThreads * partsOfThread;
        const auto firstOf = [&](std::size_t part) {
            const std::size_t left = ofThread >> part % partsOfThread; // of the thread's columns
            return part < nParts ? std::min(total, ((part / partsOfThread + 1) * ofThread - left) / together * together) : total;
        };
        m_workers->share(nParts, [&](std::size_t part, std::size_t thread) {
            std::size_t first = 0; // column of the product
            for (std::size_t product = 0; product < all.size(); ++product) {
                const std::size_t behind = first + columnsOf(all.begin()[product]);
                const std::size_t begin = std::max(first, firstOf(part));
                const std::size_t end = std::min(behind, firstOf(part + 1));
                if (begin < end)
                    work(product, begin - first, end - first, thread);
                first = behind;
            }
        });
    }

    /// One head's key and value of @p row go to @p position.
    static void storeHead(
        KeyValues &to, std::int64_t head, std::int64_t position, const at::Tensor &keys, const at::Tensor &values, std::int64_t row)
    {
        const std::int64_t dHead = to.keys.size(2);
        const std::int64_t dValue = to.values.size(2);
        const float *const key = keys.data_ptr<float>() + row * keys.size(1) + head * dHead;
        const float *const value = values.data_ptr<float>() + row * values.size(1) + head * dValue;
        float *const toKeys = to.keys.data_ptr<float>() + head * to.keys.stride(0);
        float *const pack = toKeys + position / packSize * dHead * packSize + position % packSize;
        for (std::int64_t d = 0; d < dHead; ++d)
            pack[d * packSize] = key[d];
        std::copy_n(value, dValue, to.values.data_ptr<float>() + head * to.values.stride(0) + position * dValue);
    }

    static void rotateHead(float *head, const float *cosines, const float *sines, std::int64_t half)
    {
        for (std::int64_t i = 0; i < half; ++i) {
            const float a = head[i];
            const float b = head[i + half];
            head[i] = a * cosines[i] - b * sines[i];
            head[i + half] = b * cosines[i] + a * sines[i];
        }
    }

    /// Weights of float32 keep their digits.
    bool rounds(const Linear &linear) const
    {
        return m_products == Products::Rounded && linear.weight.type != WeightType::F32 && linear.weight.columns() % 2 == 0;
    }

    /// A step rounds only for weights that are bf16 themselves: others would have to be widened and rounded for each row.
    bool roundsInStep(const Linear &linear) const { return rounds(linear) && linear.weight.type == WeightType::BF16; }

    /// The numbers of @p x as pairs, (rows, columns / 2).
    at::Tensor pairsOf(const at::Tensor &x) const
    {
        const std::int64_t columns = x.size(1);
        at::Tensor pairs = empty({x.size(0), columns / 2});
        share(x.size(0), columns, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin; row < end; ++row)
                kernels::roundToPairs(
                    x.data_ptr<float>() + row * columns, static_cast<std::size_t>(columns), pairs.data_ptr<float>() + row * (columns / 2));
        });
        return pairs;
    }

    /// The weights pass by once, widened in registers.
    void multiplyStep(const at::Tensor &x, Linears all, const std::vector<at::Tensor> &outs) const
    {
        const auto nRows = static_cast<std::size_t>(x.size(0));
        const Matrix &example = all.begin()->get().weight;
        const std::size_t bytesOfRow = rowBytes(example.type, static_cast<std::size_t>(example.columns()));
        const bool anyRounds = std::ranges::any_of(all, [this](const Linear &each) { return roundsInStep(each); });
        const at::Tensor pairs = anyRounds ? pairsOf(x) : at::Tensor();
        shareColumns(all, std::max<std::size_t>(1, stepBytes / bytesOfRow), 1,
            [&](std::size_t product, std::size_t begin, std::size_t end, std::size_t) {
                const Linear &linear = all.begin()[product];
                const kernels::WeightRows w = rowsOf(linear.weight);
                float *const out = outs[product].data_ptr<float>();
                const auto outStride = static_cast<std::size_t>(outs[product].size(1));
                if (roundsInStep(linear))
                    kernels::dotPairs(pairs.data_ptr<float>(), nRows, w.size / 2, w, begin, end, out, outStride);
                else
                    kernels::dotRows(x.data_ptr<float>(), nRows, w.size, w, begin, end, out, outStride);
            });
    }

    /// All rows, in panels.
    at::Tensor packed(const at::Tensor &x) const
    {
        const auto nRows = static_cast<std::size_t>(x.size(0));
        const auto size = static_cast<std::size_t>(x.size(1));
        at::Tensor packed = empty({static_cast<std::int64_t>(kernels::packedSize(nRows, size))});
        const std::size_t panel = kernels::panelRows();
        share(static_cast<std::int64_t>((nRows + panel - 1) / panel), static_cast<std::int64_t>(4 * panel * size),
            [&](std::int64_t begin, std::int64_t end) {
                kernels::packRows(x.data_ptr<float>(), nRows, size, size, static_cast<std::size_t>(begin), static_cast<std::size_t>(end),
                    packed.data_ptr<float>());
            });
        return packed;
    }

    /// Rows and weights are packed, the rows once for all products.
    void multiplyPrompt(const at::Tensor &x, Linears all, const std::vector<at::Tensor> &outs) const
    {
        const auto nRows = static_cast<std::size_t>(x.size(0));
        const auto nRounded = std::ranges::count_if(all, [this](const Linear &each) { return rounds(each); });
        const at::Tensor pairs = nRounded > 0 ? packed(pairsOf(x)) : at::Tensor();
        const at::Tensor numbers = nRounded < static_cast<std::ptrdiff_t>(all.size()) ? packed(x) : at::Tensor();
        const auto scratchSize = static_cast<std::int64_t>(kernels::productScratch(nRows));
        const at::Tensor scratch = empty({static_cast<std::int64_t>(m_workers->count()), scratchSize});
        const std::size_t tile = kernels::productColumns();
        shareColumns(all, promptTiles * tile, tile, [&](std::size_t product, std::size_t begin, std::size_t end, std::size_t thread) {
            const Linear &linear = all.begin()[product];
            const bool rounded = rounds(linear);
            const auto multiply = rounded ? kernels::productOfPairs : kernels::product;
            multiply((rounded ? pairs : numbers).data_ptr<float>(), nRows, rowsOf(linear.weight), begin, end,
                outs[product].data_ptr<float>(), static_cast<std::size_t>(outs[product].size(1)),
                scratch.data_ptr<float>() + thread * static_cast<std::size_t>(scratchSize));
        });
    }

    std::shared_ptr<Workers> m_workers;
    Purpose m_purpose;
    Products m_products;
    std::shared_ptr<Buffers> m_buffers;
    std::unique_ptr<Pages> m_pages = std::make_unique<Pages>();
    std::unique_ptr<const CpuBackend> m_forPrompts;
};

} // namespace

std::unique_ptr<const Backend> makeCpuBackend(int threads, Products products)
{
    return std::make_unique<CpuBackend>(threads, products);
}

} // namespace needlescope
