// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/backend.h"
#include "model/cpuattention.h"
#include "model/product.h"

#include <ATen/Parallel.h>

#include <dlfcn.h>

#include <algorithm>
#include <thread>

namespace needlescope {

namespace {

/// Multiplications that are worth waking another thread for.
constexpr std::int64_t threadWork = 1 << 19;

/// Rows of one decoding step: more would take more memory, but no less time each.
constexpr std::size_t mostStepRows = 256;

constexpr auto packSize = static_cast<std::int64_t>(keyPack);

std::int64_t grain(std::int64_t workOfOne)
{
    return std::max<std::int64_t>(1, threadWork / std::max<std::int64_t>(1, workOfOne));
}

kernels::WeightRows rowsOf(const at::Tensor &matrix)
{
    const auto type = matrix.scalar_type() == at::kFloat ? kernels::WeightType::F32
        : matrix.scalar_type() == at::kHalf              ? kernels::WeightType::F16
                                                         : kernels::WeightType::BF16;
    return {matrix.data_ptr(), type, static_cast<std::size_t>(matrix.size(1))};
}

CpuKeys cpuKeys(const Keys &keys)
{
    const at::Tensor &values = keys.of->values;
    return {keys.of->keys.data_ptr<float>(), values.data_ptr<float>(), static_cast<std::size_t>(keys.of->keys.stride(0)),
        static_cast<std::size_t>(values.stride(0)), static_cast<std::size_t>(keys.size)};
}

/// float32 activations, weights in the file's type, our own loops. Products are summed in one order in steps and in another in prompts,
/// each the fastest there; in both a row's results do not depend on the rows beside it.
class CpuBackend : public Backend
{
public:
    explicit CpuBackend(int threads)
        : CpuBackend(threads > 0 ? threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency())), Purpose::Steps)
    {
        m_forPrompts.reset(new CpuBackend(m_threads, Purpose::Prompts));
        enterThread();
        // OpenBLAS with threads of its own does not follow torch's setting.
        if (void *set = dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
            reinterpret_cast<void (*)(int)>(set)(m_threads);
    }

    void enterThread() const override
    {
        if (at::get_num_threads() != m_threads)
            at::set_num_threads(m_threads);
    }

    at::TensorOptions options() const override { return at::kFloat; }
    std::size_t stepRows() const override { return mostStepRows; }
    const Backend &forPrompts() const override { return m_forPrompts ? *m_forPrompts : *this; }
    bool promptRowsIndependent() const override { return true; }

    at::Tensor matrix(const TensorView &view) const override { return tensorOf(view); }

    at::Tensor embed(const at::Tensor &table, std::span<const std::int32_t> ids) const override
    {
        const std::int64_t columns = table.size(1);
        at::Tensor out = at::empty({static_cast<std::int64_t>(ids.size()), columns}, at::kFloat);
        const kernels::WeightRows rows = rowsOf(table);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const std::size_t begin = static_cast<std::size_t>(ids[i]) * rows.size;
            kernels::widen(rows, begin, begin + rows.size, out.data_ptr<float>() + i * rows.size);
        }
        return out;
    }

    at::Tensor norm(const at::Tensor &x, const Norm &norm) const override
    {
        at::Tensor out = at::empty_like(x);
        const std::int64_t columns = x.size(1);
        const auto size = static_cast<std::size_t>(columns);
        const float *from = x.data_ptr<float>();
        const float *weight = norm.weight.data_ptr<float>();
        const float *bias = norm.bias.defined() ? norm.bias.data_ptr<float>() : nullptr;
        float *to = out.data_ptr<float>();
        at::parallel_for(0, x.size(0), grain(8 * columns), [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin; row < end; ++row) {
                if (norm.parameters.kind == NormParameters::Kind::Layer)
                    kernels::layerNorm(from + row * columns, weight, bias, size, norm.parameters.epsilon, to + row * columns);
                else
                    kernels::rmsNorm(from + row * columns, weight, size, norm.parameters.epsilon, to + row * columns);
            }
        });
        return out;
    }

    at::Tensor linear(const at::Tensor &x, const Linear &linear) const override
    {
        at::Tensor out = m_purpose == Purpose::Prompts ? promptProduct(x, linear.weight) : stepProduct(x, linear.weight);
        if (linear.bias.defined())
            out.add_(linear.bias);
        return out;
    }

    void rotate(at::Tensor &heads, const Rotation &rotation, int dHead) const override
    {
        const std::int64_t half = rotation.cosines.size(1);
        const std::int64_t columns = heads.size(1);
        float *data = heads.data_ptr<float>();
        const float *cosines = rotation.cosines.data_ptr<float>();
        const float *sines = rotation.sines.data_ptr<float>();
        at::parallel_for(0, heads.size(0), grain(4 * columns), [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin; row < end; ++row) {
                for (float *head = data + row * columns; head < data + (row + 1) * columns; head += dHead)
                    rotateHead(head, cosines + row * half, sines + row * half, half);
            }
        });
    }

    at::Tensor activated(at::Tensor x, Activation activation) const override
    {
        float *numbers = x.data_ptr<float>();
        at::parallel_for(0, x.numel(), grain(16), [&](std::int64_t begin, std::int64_t end) {
            kernels::activate(activation, numbers + begin, static_cast<std::size_t>(end - begin));
        });
        return x;
    }

    at::Tensor gated(at::Tensor gate, const at::Tensor &up, Activation activation) const override
    {
        float *to = gate.data_ptr<float>();
        const float *factors = up.data_ptr<float>();
        at::parallel_for(0, gate.numel(), grain(16), [&](std::int64_t begin, std::int64_t end) {
            kernels::activateTimes(activation, to + begin, factors + begin, static_cast<std::size_t>(end - begin));
        });
        return gate;
    }

    KeyValues emptyKeyValues(HeadShape shape, int capacity) const override
    {
        const std::int64_t packs = (capacity + packSize - 1) / packSize;
        return {at::zeros({shape.nKvHeads, packs, shape.dHead, packSize}, at::kFloat),
            at::empty({shape.nKvHeads, capacity, shape.dHead}, at::kFloat)};
    }

    void store(KeyValues &to, int first, const at::Tensor &keys, const at::Tensor &values) const override
    {
        const std::int64_t dHead = to.values.size(2);
        const std::int64_t capacity = to.values.size(1);
        const std::int64_t packs = to.keys.size(1);
        const float *key = keys.data_ptr<float>();
        const float *value = values.data_ptr<float>();
        for (std::int64_t position = first; position < first + keys.size(0); ++position) {
            for (std::int64_t head = 0; head < to.values.size(0); ++head, key += dHead, value += dHead) {
                std::copy_n(value, dHead, to.values.data_ptr<float>() + (head * capacity + position) * dHead);
                float *pack = to.keys.data_ptr<float>() + (head * packs + position / packSize) * dHead * packSize;
                for (std::int64_t d = 0; d < dHead; ++d)
                    pack[d * packSize + position % packSize] = key[d];
            }
        }
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

    at::Tensor attendPrompt(const at::Tensor &queries, const KeyValues &keyValues, int first, HeadShape shape) const override
    {
        at::Tensor out = at::empty_like(queries);
        const std::int64_t rows = queries.size(0);
        const CpuKeys keys = cpuKeys({&keyValues, first + static_cast<int>(rows)});
        const std::int64_t tile = promptTile(shape);
        const std::int64_t nTiles = (rows + tile - 1) / tile;
        const std::int64_t work = tile * shape.headsPerGroup() * (first + rows) * shape.dHead * 2;
        at::parallel_for(0, nTiles * shape.nKvHeads, grain(work), [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t task = begin; task < end; ++task) {
                const std::int64_t row = task / shape.nKvHeads * tile;
                attendPromptTile(queries.data_ptr<float>(), out.data_ptr<float>(), static_cast<std::size_t>(row),
                    static_cast<std::size_t>(std::min(tile, rows - row)), static_cast<std::size_t>(first), keys,
                    static_cast<std::size_t>(task % shape.nKvHeads), shape);
            }
        });
        return out;
    }

    at::Tensor attendStep(const at::Tensor &queries, std::span<const StepRow> rows, HeadShape shape) const override
    {
        at::Tensor out = at::zeros_like(queries);
        std::vector<CpuStepRow> cpuRows;
        for (const StepRow &row : rows) {
            const std::size_t offset = cpuRows.size() * static_cast<std::size_t>(queries.size(1));
            cpuRows.push_back({queries.data_ptr<float>() + offset, out.data_ptr<float>() + offset, cpuKeys(row.prompt), cpuKeys(row.tail),
                row.needle, row.summaries});
        }
        const std::vector<std::span<const CpuStepRow>> groups = stepGroups(cpuRows, shape);
        const std::int64_t nTasks = static_cast<std::int64_t>(groups.size()) * shape.nKvHeads;
        const CpuStepRow &example = cpuRows.front();
        const std::size_t work = groups.front().size() * static_cast<std::size_t>(shape.headsPerGroup() * shape.dHead * 4)
            * (example.prompt.size + example.tail.size);
        at::parallel_for(0, nTasks, grain(static_cast<std::int64_t>(work)), [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t task = begin; task < end; ++task)
                attendStepGroup(
                    groups[static_cast<std::size_t>(task / shape.nKvHeads)], static_cast<std::size_t>(task % shape.nKvHeads), shape);
        });
        return out;
    }

    std::vector<float> attentionRow(const at::Tensor &query, const Keys &prompt, const Keys &tail, int head, HeadShape shape) const override
    {
        const std::size_t nKeys = static_cast<std::size_t>(prompt.size) + static_cast<std::size_t>(tail.size);
        std::vector<float> row(nKeys + keyPack);
        attendRow(query.data_ptr<float>(), cpuKeys(prompt), cpuKeys(tail), static_cast<std::size_t>(head / shape.headsPerGroup()), shape,
            row.data());
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

    CpuBackend(int threads, Purpose purpose)
        : m_threads(threads)
        , m_purpose(purpose)
    {
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

    /// The weights pass by once, widened in registers.
    static at::Tensor stepProduct(const at::Tensor &x, const at::Tensor &weight)
    {
        const std::int64_t rows = x.size(0);
        const std::int64_t columns = weight.size(0);
        at::Tensor out = at::empty({rows, columns}, at::kFloat);
        const kernels::WeightRows w = rowsOf(weight);
        at::parallel_for(0, columns, grain(rows * x.size(1)), [&](std::int64_t begin, std::int64_t end) {
            kernels::dotRows(x.data_ptr<float>(), static_cast<std::size_t>(rows), w.size, w, static_cast<std::size_t>(begin),
                static_cast<std::size_t>(end), out.data_ptr<float>(), static_cast<std::size_t>(columns));
        });
        return out;
    }

    /// Rows and weights are packed.
    at::Tensor promptProduct(const at::Tensor &x, const at::Tensor &weight) const
    {
        const auto rows = static_cast<std::size_t>(x.size(0));
        const auto columns = static_cast<std::size_t>(weight.size(0));
        const kernels::WeightRows w = rowsOf(weight);
        const std::size_t panelRows = kernels::panelRows();
        const std::size_t tileColumns = kernels::productColumns();
        at::Tensor out = at::empty({x.size(0), weight.size(0)}, at::kFloat);
        const at::Tensor packed = at::empty(static_cast<std::int64_t>(kernels::packedSize(rows, w.size)), at::kFloat);
        const at::Tensor scratch = at::empty({m_threads, static_cast<std::int64_t>(kernels::productScratch(rows))}, at::kFloat);
        const auto panelNumbers = static_cast<std::int64_t>(panelRows * w.size);
        at::parallel_for(0, packed.size(0) / panelNumbers, grain(4 * panelNumbers), [&](std::int64_t begin, std::int64_t end) {
            kernels::packRows(x.data_ptr<float>(), rows, w.size, w.size, static_cast<std::size_t>(begin), static_cast<std::size_t>(end),
                packed.data_ptr<float>());
        });
        const std::size_t nTiles = (columns + tileColumns - 1) / tileColumns;
        const auto tileWork = static_cast<std::int64_t>(tileColumns * rows * w.size);
        at::parallel_for(0, static_cast<std::int64_t>(nTiles), grain(tileWork), [&](std::int64_t begin, std::int64_t end) {
            kernels::product(packed.data_ptr<float>(), rows, w, static_cast<std::size_t>(begin) * tileColumns,
                std::min(columns, static_cast<std::size_t>(end) * tileColumns), out.data_ptr<float>(), columns,
                scratch.data_ptr<float>() + at::get_thread_num() * scratch.size(1));
        });
        return out;
    }

    int m_threads;
    Purpose m_purpose;
    std::unique_ptr<const CpuBackend> m_forPrompts;
};

} // namespace

std::unique_ptr<const Backend> makeCpuBackend(int threads)
{
    return std::make_unique<CpuBackend>(threads);
}

} // namespace needlescope
