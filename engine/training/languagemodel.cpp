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

LanguageModel::LanguageModel(const Architecture &shape, std::uint64_t seed, at::Device device, at::ScalarType computeType)
    : m_shape(shape)
    , m_device(device)
    , m_computeType(computeType)
{
    Rng rng = Rng::stream(seed, 0xE0B, 0);
    // Embeddings well above what layers add at first: a copying head then learns to look at the token itself. Where they were as
    // small as the layers' output, heads read it, smeared, from its neighbours. The last norm's gain keeps the logits small.
    m_embedding = gaussian({shape.vocabularySize, shape.dModel}, 0.5, rng, device).requires_grad_();
    m_finalNorm = at::full({shape.dModel}, 0.15, at::TensorOptions(device)).requires_grad_();
    for (int layer = 0; layer < shape.nLayers; ++layer)
        m_layers.push_back(newLayer(Rng::stream(seed, 0x1A1, static_cast<std::uint64_t>(layer)).next()));
}

LanguageModel::Layer LanguageModel::newLayer(std::uint64_t seed) const
{
    Rng rng(seed);
    const int d = m_shape.dModel;
    const int width = m_shape.nHeads * m_shape.dHead;
    Layer layer;
    layer.norm1 = at::ones({d}, at::TensorOptions(m_device)).requires_grad_();
    layer.qkv = gaussian({3 * width, d}, 1 / std::sqrt(d), rng, m_device).requires_grad_();
    layer.o = gaussian({d, width}, 0.02, rng, m_device).requires_grad_();
    layer.norm2 = at::ones({d}, at::TensorOptions(m_device)).requires_grad_();
    const auto &mixture = m_shape.mixture;
    const int f = mixture.nExperts > 0 ? mixture.dFeedForward : m_shape.dFeedForward;
    for (int block = 0; block < std::max(1, mixture.nExperts); ++block) {
        const auto gateUp = gaussian({2 * f, d}, 1 / std::sqrt(d), rng, m_device).requires_grad_();
        layer.blocks.push_back({gateUp, gaussian({d, f}, 0.02, rng, m_device).requires_grad_()});
    }
    if (mixture.nExperts > 0)
        layer.router = gaussian({mixture.nExperts, d}, 0.02, rng, m_device).requires_grad_();
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
        if (layer.router.defined())
            all.push_back({prefix + "router", layer.router});
        for (std::size_t b = 0; b < layer.blocks.size(); ++b) {
            const auto block = layer.router.defined() ? prefix + "experts." + std::to_string(b) + "." : prefix;
            all.push_back({block + "gateUp", layer.blocks[b].gateUp});
            all.push_back({block + "down", layer.blocks[b].down});
        }
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

LanguageModel::Pass LanguageModel::forward(const Tensor &ids, const HeadFocus &focus, AttentionProbe *probe) const
{
    const auto batch = ids.size(0);
    const auto length = ids.size(1);
    const auto floats = at::TensorOptions(m_device).dtype(at::kFloat);
    const auto exponents = at::arange(m_shape.dHead / 2, floats) * (-2.0 / m_shape.dHead);
    const auto angles = at::outer(at::arange(length, floats), at::pow(at::scalar_tensor(m_shape.rope.theta, floats), exponents));
    fused::AttentionConfig config{
        batch, length, m_shape.nHeads, m_shape.dHead, angles.cos(), angles.sin(), at::ones({batch, m_shape.nHeads}, floats), focus.from};
    if (!config.focusFrom.defined())
        config.focusFrom = at::zeros({batch}, floats.dtype(at::kLong));

    Tensor residual = at::embedding(m_embedding, ids.view({-1}));
    Tensor delta = at::zeros({batch * length, m_shape.dModel}, floats.dtype(m_computeType));
    Tensor normed;
    Tensor balance;
    const auto epsilon = static_cast<double>(m_shape.norm.epsilon);
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const auto &layer = m_layers[i];
        if (!focus.factors.empty())
            config.focus = focus.factors[i];
        std::tie(residual, normed) = fused::addNorm(residual, delta, layer.norm1, epsilon);
        const auto qkv = linear(normed, layer.qkv);
        const auto z = probe ? probedAttention(qkv, config, *probe) : fused::attention(qkv, config);
        delta = linear(z, layer.o);
        std::tie(residual, normed) = fused::addNorm(residual, delta, layer.norm2, epsilon);
        delta = layer.router.defined() ? mixtureOf(normed, layer, balance) : feedForward(normed, layer.blocks.front());
    }
    if (balance.defined())
        balance = balance / static_cast<double>(m_layers.size());
    return {fused::addNorm(residual, delta, m_finalNorm, epsilon).second, balance};
}

Tensor LanguageModel::feedForward(const Tensor &x, const Block &block) const
{
    return linear(fused::swiglu(linear(x, block.gateUp)), block.down);
}

/// As Mixtral does it: softmax over all experts, the best few are taken and their weights made to sum to 1. The balance is that of the
/// Switch Transformer: experts times the sum over experts of (share of the choices x mean probability).
Tensor LanguageModel::mixtureOf(const Tensor &x, const Layer &layer, Tensor &balance) const
{
    const auto probabilities = at::softmax(at::linear(x.to(at::kFloat), layer.router), -1); // (rows, nExperts)
    auto [weights, chosen] = probabilities.topk(m_shape.mixture.nChosen, -1);
    weights = weights / weights.sum(-1, true);
    Tensor out = at::zeros_like(x);
    Tensor uneven = at::zeros({}, probabilities.options());
    for (std::size_t e = 0; e < layer.blocks.size(); ++e) {
        const auto places = at::nonzero(chosen == static_cast<std::int64_t>(e)); // (taken, 2): row, rank
        const auto rows = places.select(1, 0);
        const auto share = static_cast<double>(rows.size(0)) / static_cast<double>(chosen.numel());
        uneven = uneven + probabilities.select(1, static_cast<std::int64_t>(e)).mean() * (share * static_cast<double>(layer.blocks.size()));
        if (rows.size(0) == 0)
            continue;
        const auto weight = weights.index({rows, places.select(1, 1)}).unsqueeze(1);
        const auto result = feedForward(x.index_select(0, rows), layer.blocks[e]);
        out = out.index_add(0, rows, (result * weight).to(out.scalar_type()));
    }
    balance = balance.defined() ? balance + uneven : uneven;
    return out;
}

Tensor LanguageModel::probedAttention(const Tensor &qkv, const fused::AttentionConfig &config, AttentionProbe &probe) const
{
    const auto parts = qkv.to(at::kFloat).view({config.batch, config.length, 3, config.heads, config.headDim}).unbind(2);
    const auto q = fused::rotateHalf(parts[0], config).transpose(1, 2);
    const auto k = fused::rotateHalf(parts[1], config).transpose(1, 2);
    auto scores = at::matmul(q, k.transpose(-1, -2)) / std::sqrt(static_cast<double>(config.headDim));
    const auto future = at::ones({config.length, config.length}, scores.options().dtype(at::kBool)).triu(1);
    const auto pattern = at::softmax(scores.masked_fill_(future, -std::numeric_limits<float>::infinity()), -1);
    probe.argmax.push_back(pattern.argmax(-1));
    return at::matmul(pattern, parts[2].transpose(1, 2)).transpose(1, 2).reshape({config.batch * config.length, -1}).to(m_computeType);
}

LanguageModel LanguageModel::grown(int layers, const std::vector<int> &places, std::uint64_t seed) const
{
    const at::NoGradGuard noGradients;
    auto shape = m_shape;
    shape.nLayers = layers;
    LanguageModel model(shape, seed, m_device, m_computeType);
    model.m_embedding = m_embedding;
    model.m_finalNorm = m_finalNorm;
    for (auto &layer : model.m_layers) {
        layer.o.zero_();
        for (auto &block : layer.blocks)
            block.down.zero_();
    }
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        model.m_layers[static_cast<std::size_t>(places.at(i))] = m_layers[i];
    return model;
}

LanguageModel LanguageModel::upcycled(const Mixture &mixture, std::uint64_t seed) const
{
    const at::NoGradGuard noGradients;
    auto shape = m_shape;
    shape.mixture = mixture;
    LanguageModel model(shape, seed, m_device, m_computeType);
    model.m_embedding = m_embedding;
    model.m_finalNorm = m_finalNorm;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        auto &layer = model.m_layers[i];
        const auto router = layer.router;
        const auto dense = m_layers[i].blocks.front();
        layer = m_layers[i];
        layer.router = router;
        layer.blocks.clear();
        for (int e = 0; e < mixture.nExperts; ++e)
            layer.blocks.push_back({dense.gateUp.detach().clone().requires_grad_(), dense.down.detach().clone().requires_grad_()});
    }
    return model;
}

} // namespace needlescope
