// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/backend.h"

#include <algorithm>

namespace needlescope {

namespace {

/// Torch's own operations on any device, in the device's number type. What CUDA uses.
class TorchBackend : public Backend
{
public:
    TorchBackend(at::Device device, at::ScalarType type)
        : m_options(at::TensorOptions(device).dtype(type))
    {
    }

    TorchBackend(const std::vector<at::Device> &devices, at::ScalarType type)
        : TorchBackend(devices.front(), type)
    {
        for (const at::Device device : devices) {
            const bool same = !m_ofLayers.empty() && m_ofLayers.back()->m_options.device() == device;
            m_ofLayers.push_back(same ? m_ofLayers.back() : std::make_shared<const TorchBackend>(device, type));
        }
    }

    const Backend &ofLayer(int layer) const override
    {
        return m_ofLayers.size() > 1 ? *m_ofLayers[static_cast<std::size_t>(layer)] : *this;
    }

    at::Tensor brought(const at::Tensor &x) const override { return x.to(m_options.device()); }

    at::TensorOptions options() const override { return m_options; }
    std::size_t stepRows() const override { return 128; }

    Matrix matrix(const Matrix &stored) const override
    {
        return isPacked(stored.type) ? stored.widened(0, stored.rows()).to(m_options) : stored.numbers.to(m_options, false, true);
    }

    at::Tensor embed(const Matrix &table, std::span<const std::int32_t> ids) const override
    {
        const at::Tensor index = at::from_blob(const_cast<std::int32_t *>(ids.data()), {static_cast<std::int64_t>(ids.size())}, at::kInt);
        return at::embedding(table.numbers, index.to(m_options.dtype(at::kInt)));
    }

    at::Tensor norm(const at::Tensor &x, const Norm &norm) const override
    {
        const float epsilon = norm.parameters.epsilon;
        const at::Tensor wide = x.to(at::kFloat);
        if (norm.parameters.kind == NormParameters::Kind::Layer)
            return at::layer_norm(wide, {wide.size(-1)}, norm.weight, norm.bias, epsilon).to(x.scalar_type());
        return (wide * at::rsqrt(wide.square().mean(-1, true) + epsilon) * norm.weight).to(x.scalar_type());
    }

    at::Tensor linear(const at::Tensor &x, const Linear &linear) const override
    {
        const at::Tensor product = at::mm(x, linear.weight.numbers.t());
        return linear.bias.defined() ? product + linear.bias.to(product.scalar_type()) : product;
    }

    void rotate(at::Tensor &heads, const Rotation &rotation, int dHead) const override
    {
        const std::int64_t half = rotation.cosines.size(1);
        const at::Tensor x = heads.view({heads.size(0), -1, dHead});
        const at::Tensor a = x.narrow(2, 0, half).to(at::kFloat, false, true);
        const at::Tensor b = x.narrow(2, half, half).to(at::kFloat, false, true);
        const at::Tensor cosines = rotation.cosines.unsqueeze(1);
        const at::Tensor sines = rotation.sines.unsqueeze(1);
        x.narrow(2, 0, half).copy_(a * cosines - b * sines);
        x.narrow(2, half, half).copy_(b * cosines + a * sines);
    }

    at::Tensor activated(at::Tensor x, Activation activation) const override
    {
        switch (activation) {
        case Activation::Silu:
            return at::silu(x);
        case Activation::Gelu:
            return at::gelu(x);
        case Activation::GeluTanh:
            return at::gelu(x, "tanh");
        case Activation::Relu:
            return at::relu(x);
        case Activation::ReluSquared:
            return at::relu(x).square_();
        case Activation::Sigmoid:
            return at::sigmoid(x);
        }
        return x;
    }

    at::Tensor gated(at::Tensor gate, const at::Tensor &up, Activation activation) const override
    {
        return activated(std::move(gate), activation).mul_(up);
    }

    KeyValues emptyKeyValues(HeadShape shape, int capacity) const override
    {
        const auto make = [&](int size) { return at::empty({shape.nKvHeads, capacity, size}, m_options); };
        return {make(shape.dHead), make(shape.dValue)};
    }

    void copy(KeyValues &to, const KeyValues &from, int size) const override
    {
        to.keys.narrow(1, 0, size).copy_(from.keys.narrow(1, 0, size));
        to.values.narrow(1, 0, size).copy_(from.values.narrow(1, 0, size));
    }

    at::Tensor plainKeys(const KeyValues &keyValues, int size) const override { return keyValues.keys.narrow(1, 0, size); }

    void store(KeyValues &to, int first, const at::Tensor &keys, const at::Tensor &values) const override
    {
        const auto put = [&](const at::Tensor &cache, const at::Tensor &rows) {
            cache.narrow(1, first, rows.size(0)).copy_(rows.view({rows.size(0), cache.size(0), cache.size(2)}).transpose(0, 1));
        };
        put(to.keys, keys);
        put(to.values, values);
    }

    at::Tensor attendPrompt(
        const at::Tensor &queries, const KeyValues &keyValues, int first, HeadShape shape, const HeadWindows &windows) const override
    {
        constexpr std::int64_t rowsAtOnce = 64; // bounds the map: 64 rows of 32 heads on 32K keys are 256 MB
        std::vector<at::Tensor> outputs;
        for (std::int64_t row = 0; row < queries.size(0); row += rowsAtOnce) {
            const at::Tensor part = queries.narrow(0, row, std::min(rowsAtOnce, queries.size(0) - row));
            outputs.push_back(attendPlainly(*this, part, keyValues, first + static_cast<int>(row), shape, windows).first);
        }
        return at::cat(outputs);
    }

    at::Tensor attendStep(const at::Tensor &queries, std::span<const StepRow> rows, HeadShape shape) const override
    {
        std::vector<at::Tensor> outputs;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const StepRow &row = rows[i];
            const at::Tensor q = queries.select(0, static_cast<std::int64_t>(i)).view({shape.nKvHeads, shape.headsPerGroup(), shape.dHead});
            const at::Tensor w = weights(q, row.prompt, row.tail, shape, row.windows);
            const at::Tensor narrow = w.to(queries.scalar_type());
            const at::Tensor z = at::bmm(narrow.narrow(2, 0, row.prompt.size), row.prompt.of->values.narrow(1, 0, row.prompt.size))
                + at::bmm(narrow.narrow(2, row.prompt.size, row.tail.size), row.tail.of->values.narrow(1, 0, row.tail.size));
            outputs.push_back(z.view({1, -1}));
            if (row.summaries != nullptr)
                summarize(w.view({shape.nHeads, -1}), row);
        }
        return at::cat(outputs);
    }

    std::vector<float> attentionRow(
        const at::Tensor &query, const Keys &prompt, const Keys &tail, int head, HeadShape shape, HeadWindow window) const override
    {
        const int group = head / shape.headsPerGroup();
        const KeyValues promptKeys{prompt.of->keys.narrow(0, group, 1), {}};
        const KeyValues tailKeys{tail.of->keys.narrow(0, group, 1), {}};
        HeadShape ofHead = shape;
        ofHead.sinks = shape.sinks != nullptr ? shape.sinks + head : nullptr;
        const at::Tensor row
            = weights(query.view({1, 1, shape.dHead}), {&promptKeys, prompt.size}, {&tailKeys, tail.size}, ofHead, {window}).cpu().view(-1);
        return {row.data_ptr<float>(), row.data_ptr<float>() + row.numel()};
    }

    void overwrite(at::Tensor &rows, int head, int dHead, const at::Tensor &value) const override
    {
        at::Tensor part = rows.narrow(1, std::int64_t(head) * dHead, dHead);
        value.defined() ? part.copy_(value) : part.zero_();
    }

private:
    /// (nKvHeads, heads of a group, keys), float32
    static at::Tensor weights(const at::Tensor &queries, const Keys &prompt, const Keys &tail, HeadShape shape, const HeadWindows &windows)
    {
        const auto products = [&](const Keys &keys) { return at::bmm(queries, keys.of->keys.narrow(1, 0, keys.size).transpose(1, 2)); };
        at::Tensor scores = attentionScores(at::cat({products(prompt), products(tail)}, 2), shape);
        const std::int64_t nKeys = prompt.size + tail.size;
        scores.narrow(2, 0, shape.firstVisible(static_cast<int>(nKeys) - 1)).fill_(-INFINITY);
        const at::Tensor ofHeads = scores.view({-1, nKeys});
        for (std::size_t head = 0; head < windows.size(); ++head) {
            const std::int64_t hidden = nKeys - windows[head].recent - windows[head].sinks;
            if (!windows[head].seesAll() && hidden > 0)
                ofHeads[static_cast<std::int64_t>(head)].narrow(0, windows[head].sinks, hidden).fill_(-INFINITY);
        }
        return softmaxBesideSinks(scores.view({scores.size(0) * scores.size(1), 1, nKeys}), shape).view_as(scores);
    }

    static void summarize(const at::Tensor &weights, const StepRow &row)
    {
        const std::int64_t nKeys = weights.size(1);
        const at::Tensor best = weights.amax(1, true);
        const at::Tensor index = at::arange(nKeys, weights.options().dtype(at::kLong));
        const at::Tensor argmax = at::where(weights.eq(best), index, nKeys).amin(1).cpu();
        const auto mass = [&](std::int64_t begin, std::int64_t end) {
            begin = std::clamp<std::int64_t>(begin, 0, nKeys);
            end = std::clamp<std::int64_t>(end, begin, nKeys);
            return weights.narrow(1, begin, end - begin).sum(1);
        };
        const at::Tensor masses
            = at::stack({best.squeeze(1), mass(row.needle.begin, row.needle.end), mass(0, 1), mass(nKeys - recentPositions, nKeys)}).cpu();
        const auto values = masses.accessor<float, 2>();
        for (std::int64_t head = 0; head < weights.size(0); ++head) {
            row.summaries[head] = {static_cast<std::int32_t>(argmax.data_ptr<std::int64_t>()[head]), values[0][head], values[1][head],
                values[2][head], values[3][head]};
        }
    }

    at::TensorOptions m_options;
    std::vector<std::shared_ptr<const TorchBackend>> m_ofLayers; ///< neighbours on one device share one
};

} // namespace

std::unique_ptr<const Backend> makeTorchBackend(const std::vector<at::Device> &devices, at::ScalarType type)
{
    return std::make_unique<TorchBackend>(devices, type);
}

} // namespace needlescope
