// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/weights.h"

#include "api/engineerror.h"

namespace needlescope {

namespace {

/// Takes tensors by name and adds up their sizes.
class Reader
{
public:
    Reader(const Checkpoint &checkpoint, const Backend &backend, Weights &weights)
        : m_checkpoint(checkpoint)
        , m_backend(backend)
        , m_weights(weights)
    {
    }

    at::Tensor matrix(const std::string &name, std::int64_t rows, std::int64_t columns)
    {
        return m_backend.matrix(take(name + ".weight", {rows, columns}));
    }

    at::Tensor vector(const std::string &name, std::int64_t size) { return m_backend.vector(take(name, {size})); }

    Linear linear(const std::string &name, std::int64_t in, std::int64_t out, bool bias)
    {
        return {matrix(name, out, in), bias ? vector(name + ".bias", out) : at::Tensor()};
    }

private:
    const TensorView &take(const std::string &name, const std::vector<std::int64_t> &shape)
    {
        const TensorView &view = m_checkpoint.tensor(name, shape);
        m_weights.parameters += view.elements();
        m_weights.bytes += static_cast<std::int64_t>(view.bytes.size());
        return view;
    }

    const Checkpoint &m_checkpoint;
    const Backend &m_backend;
    Weights &m_weights;
};

std::string ofLayer(const std::string &pattern, int layer)
{
    const auto place = pattern.find("{}");
    return pattern.substr(0, place) + std::to_string(layer) + pattern.substr(place + 2);
}

LayerWeights readLayer(Reader &reader, const Architecture &a, int layer)
{
    const WeightNames &names = a.names;
    const std::int64_t queryWidth = std::int64_t(a.nHeads) * a.dHead;
    const std::int64_t keyWidth = std::int64_t(a.nKvHeads) * a.dHead;
    return {reader.vector(ofLayer(names.attentionNorm, layer) + ".weight", a.dModel),
        reader.linear(ofLayer(names.query, layer), a.dModel, queryWidth, a.queryKeyValueBias),
        reader.linear(ofLayer(names.key, layer), a.dModel, keyWidth, a.queryKeyValueBias),
        reader.linear(ofLayer(names.value, layer), a.dModel, keyWidth, a.queryKeyValueBias),
        reader.linear(ofLayer(names.output, layer), queryWidth, a.dModel, a.outputBias),
        reader.vector(ofLayer(names.feedForwardNorm, layer) + ".weight", a.dModel),
        reader.linear(ofLayer(names.gate, layer), a.dModel, a.dFeedForward, a.feedForwardBias),
        reader.linear(ofLayer(names.up, layer), a.dModel, a.dFeedForward, a.feedForwardBias),
        reader.linear(ofLayer(names.down, layer), a.dFeedForward, a.dModel, a.feedForwardBias)};
}

} // namespace

Weights readWeights(
    const Architecture &architecture, const Checkpoint &checkpoint, const Backend &backend, const std::function<void(int)> &onLayer)
{
    const WeightNames &names = architecture.names;
    Weights weights;
    Reader reader(checkpoint, backend, weights);
    weights.embedding = reader.matrix(names.embedding, architecture.vocabularySize, architecture.dModel);
    for (int layer = 0; layer < architecture.nLayers; ++layer) {
        weights.layers.push_back(readLayer(reader, architecture, layer));
        onLayer(layer);
    }
    weights.finalNorm = reader.vector(names.finalNorm + ".weight", architecture.dModel);
    if (names.unembedding.empty())
        weights.unembedding = {weights.embedding, {}};
    else
        weights.unembedding = reader.linear(names.unembedding, architecture.dModel, architecture.vocabularySize, false);
    return weights;
}

std::string weightType(const Architecture &architecture, const Checkpoint &checkpoint)
{
    const std::string &type
        = checkpoint.tensor(architecture.names.embedding + ".weight", {architecture.vocabularySize, architecture.dModel}).dtype;
    if (type == "BF16")
        return "bf16";
    if (type == "F16")
        return "f16";
    if (type == "F32")
        return "f32";
    throw EngineError("Weights of the type " + type + " are not supported; convert the model to bf16, f16 or f32.");
}

} // namespace needlescope
