// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/languagemodel.h"

#include "training/rng.h"

#include <ATen/core/grad_mode.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace needlescope {

using at::Tensor;

namespace {

/// Normal numbers from our own generator, so that a seed means the same with every libtorch.
Tensor gaussian(at::IntArrayRef sizes, double deviation, Rng &rng, at::Device device)
{
    auto tensor = at::empty(sizes, at::kFloat);
    auto *p = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        const double radius = std::sqrt(-2 * std::log(1 - rng.uniform()));
        p[i] = static_cast<float>(deviation * radius * std::cos(2 * std::numbers::pi * rng.uniform()));
    }
    return tensor.to(device);
}

} // namespace

LanguageModel::LanguageModel(const ModelShape &shape, std::uint64_t seed, at::Device device, at::ScalarType computeType)
    : m_shape(shape)
    , m_device(device)
    , m_computeType(computeType)
{
    Rng rng = Rng::stream(seed, 0xE0B, 0);
    // Embeddings well above what layers add at first: a copying head then learns to look at the token itself. Where they were as
    // small as the layers' output, heads read it, smeared, from its neighbours. The last norm's gain keeps the logits small.
    m_embedding = gaussian({shape.vocabulary, shape.dModel()}, 0.5, rng, device).requires_grad_();
    m_finalNorm = at::full({shape.dModel()}, 0.15, at::TensorOptions(device)).requires_grad_();
    for (int layer = 0; layer < shape.layers; ++layer)
        m_layers.push_back(newLayer(Rng::stream(seed, 0x1A1, static_cast<std::uint64_t>(layer)).next()));
}

LanguageModel::Layer LanguageModel::newLayer(std::uint64_t seed) const
{
    Rng rng(seed);
    const int d = m_shape.dModel();
    Layer layer;
    layer.norm1 = at::ones({d}, at::TensorOptions(m_device)).requires_grad_();
    layer.qkv = gaussian({3 * d, d}, 1 / std::sqrt(d), rng, m_device).requires_grad_();
    layer.o = gaussian({d, d}, 0.02, rng, m_device).requires_grad_();
    layer.norm2 = at::ones({d}, at::TensorOptions(m_device)).requires_grad_();
    layer.gateUp = gaussian({2 * m_shape.dFfn, d}, 1 / std::sqrt(d), rng, m_device).requires_grad_();
    layer.down = gaussian({d, m_shape.dFfn}, 0.02, rng, m_device).requires_grad_();
    return layer;
}

std::vector<NamedTensor> LanguageModel::parameters() const
{
    std::vector<NamedTensor> all{{"embedding", m_embedding}};
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const auto prefix = "layers." + std::to_string(i) + ".";
        const auto &layer = m_layers[i];
        all.push_back({prefix + "norm1", layer.norm1});
        all.push_back({prefix + "qkv", layer.qkv});
        all.push_back({prefix + "o", layer.o});
        all.push_back({prefix + "norm2", layer.norm2});
        all.push_back({prefix + "gateUp", layer.gateUp});
        all.push_back({prefix + "down", layer.down});
    }
    all.push_back({"finalNorm", m_finalNorm});
    return all;
}

Tensor LanguageModel::linear(const Tensor &x, const Tensor &weight) const
{
    return at::linear(x, weight.to(m_computeType));
}

Tensor LanguageModel::unembedding() const
{
    return m_embedding.to(m_computeType);
}

Tensor LanguageModel::hidden(const Tensor &ids, const std::vector<Tensor> &keep, AttentionProbe *probe) const
{
    const auto batch = ids.size(0);
    const auto length = ids.size(1);
    const auto floats = at::TensorOptions(m_device).dtype(at::kFloat);
    const auto exponents = at::arange(m_shape.headDim / 2, floats) * (-2.0 / m_shape.headDim);
    const auto angles = at::outer(at::arange(length, floats), at::pow(at::scalar_tensor(m_shape.ropeTheta, floats), exponents));
    fused::AttentionConfig config{
        batch, length, m_shape.heads, m_shape.headDim, angles.cos(), angles.sin(), at::ones({batch, m_shape.heads}, floats)};

    Tensor residual = at::embedding(m_embedding, ids.view({-1}));
    Tensor delta = at::zeros({batch * length, m_shape.dModel()}, floats.dtype(m_computeType));
    Tensor normed;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const auto &layer = m_layers[i];
        if (!keep.empty())
            config.keep = keep[i];
        std::tie(residual, normed) = fused::addNorm(residual, delta, layer.norm1, m_shape.normEpsilon);
        const auto qkv = linear(normed, layer.qkv);
        const auto z = probe ? probedAttention(qkv, config, static_cast<int>(i), *probe) : fused::attention(qkv, config);
        delta = linear(z, layer.o);
        std::tie(residual, normed) = fused::addNorm(residual, delta, layer.norm2, m_shape.normEpsilon);
        delta = linear(fused::swiglu(linear(normed, layer.gateUp)), layer.down);
    }
    return fused::addNorm(residual, delta, m_finalNorm, m_shape.normEpsilon).second;
}

Tensor LanguageModel::probedAttention(const Tensor &qkv, const fused::AttentionConfig &config, int layer, AttentionProbe &probe) const
{
    const auto parts = qkv.to(at::kFloat).view({config.batch, config.length, 3, config.heads, config.headDim}).unbind(2);
    const auto q = fused::rotateHalf(parts[0], config).transpose(1, 2);
    const auto k = fused::rotateHalf(parts[1], config).transpose(1, 2);
    auto scores = at::matmul(q, k.transpose(-1, -2)) / std::sqrt(static_cast<double>(config.headDim));
    for (const auto &[maskedLayer, head] : probe.uniformHeads) {
        for (std::int64_t b = 0; maskedLayer == layer && b < config.batch; ++b)
            scores[b][head].slice(0, probe.uniformFrom[static_cast<std::size_t>(b)]).zero_();
    }
    const auto future = at::ones({config.length, config.length}, scores.options().dtype(at::kBool)).triu(1);
    const auto pattern = at::softmax(scores.masked_fill_(future, -std::numeric_limits<float>::infinity()), -1);
    probe.argmax.push_back(pattern.argmax(-1));
    return at::matmul(pattern, parts[2].transpose(1, 2)).transpose(1, 2).reshape({config.batch * config.length, -1}).to(m_computeType);
}

LanguageModel LanguageModel::grown(int layers, const std::vector<int> &places, std::uint64_t seed) const
{
    const at::NoGradGuard noGradients;
    auto shape = m_shape;
    shape.layers = layers;
    LanguageModel model(shape, seed, m_device, m_computeType);
    model.m_embedding = m_embedding;
    model.m_finalNorm = m_finalNorm;
    for (auto &layer : model.m_layers) {
        layer.o.zero_();
        layer.down.zero_();
    }
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        model.m_layers[static_cast<std::size_t>(places.at(i))] = m_layers[i];
    return model;
}

} // namespace needlescope
