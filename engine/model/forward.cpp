// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forward.h"

#include "model/feedforward.h"

namespace needlescope {

namespace {

at::Tensor embed(const Architecture &a, const Weights &weights, const Backend &backend, const Batch &batch)
{
    at::Tensor resid = backend.embed(weights.embedding, batch.ids); // (rows, dModel)
    if (a.embeddingScale != 1)
        resid.mul_(a.embeddingScale);
    return weights.positions.defined() ? resid.add_(backend.embed(weights.positions, batch.positions)) : resid;
}

/// Norms that not every family has.
at::Tensor normed(const Backend &backend, const at::Tensor &x, const Norm &norm)
{
    return norm.defined() ? backend.norm(x.view({-1, norm.weight.size(0)}), norm).view_as(x) : x;
}

/// From the rows that enter the layer to those that leave it.
at::Tensor attentionBlock(const Architecture &a, int layer, const LayerWeights &w, const Backend &backend, const at::Tensor &x,
    const Rotation &rotation, Attention &attention, ResidualObserver *observer)
{
    const std::vector<at::Tensor> qkv = backend.linears(x, {w.query, w.key, w.value});
    at::Tensor q = normed(backend, qkv[0], w.queryNorm); // (rows, nHeads * dHead)
    at::Tensor k = normed(backend, qkv[1], w.keyNorm); // (rows, nKvHeads * dHead)
    const at::Tensor &v = qkv[2]; // (rows, nKvHeads * dHead)
    backend.rotate(q, rotation, a.dHead);
    backend.rotate(k, rotation, a.dHead);
    const at::Tensor z = attention.attend(layer, q, k, v); // (rows, nHeads * dHead)
    const at::Tensor output = backend.linear(z, w.output);
    const at::Tensor update = normed(backend, output, w.attentionPostNorm);
    if (observer != nullptr)
        observer->attended(z, output, update);
    return update;
}

} // namespace

at::Tensor forward(const Architecture &a, const Weights &weights, const Backend &backend, const Batch &batch, Attention &attention,
    ResidualObserver *observer)
{
    at::Tensor resid = embed(a, weights, backend, batch); // (rows, dModel)
    if (observer != nullptr)
        observer->embedded(resid);
    Rotation rotation = batch.rotation;
    for (int layer = 0; layer < a.nLayers; ++layer) {
        const LayerWeights &w = weights.layers[static_cast<std::size_t>(layer)];
        const Backend &device = backend.ofLayer(layer);
        resid = device.brought(resid);
        rotation = {device.brought(rotation.cosines), device.brought(rotation.sines)};
        const auto attended = [&](const at::Tensor &x) {
            return attentionBlock(a, layer, w, backend, backend.norm(x, w.attentionNorm), rotation, attention, observer);
        };
        const auto fedForward = [&](const at::Tensor &x) {
            const at::Tensor out = feedForwardBlock(a, w, backend, backend.norm(x, w.feedForwardNorm));
            const at::Tensor update = normed(backend, out, w.feedForwardPostNorm);
            if (observer != nullptr)
                observer->fedForward(update);
            return update;
        };
        const at::Tensor update = attended(resid);
        resid = attention.parted(layer, resid);
        rotation = {attention.parted(layer, rotation.cosines), attention.parted(layer, rotation.sines)};
        if (a.parallelResidual) {
            resid.add_(update.add_(fedForward(resid)));
        } else {
            resid.add_(update);
            resid.add_(fedForward(resid));
        }
    }
    if (observer != nullptr)
        observer->finished(resid);
    return backend.norm(resid, weights.finalNorm);
}

at::Tensor unembed(const Architecture &a, const Weights &weights, const Backend &backend, const at::Tensor &residual)
{
    const at::Tensor logits = backend.linear(residual, weights.unembedding);
    return a.logitSoftcap > 0 ? at::tanh(logits / a.logitSoftcap) * a.logitSoftcap : logits;
}

} // namespace needlescope
