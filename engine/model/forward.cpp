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
    if (!norm.defined())
        return x;
    const at::Tensor out = backend.norm(x.view({-1, norm.weight.size(0)}), norm).view_as(x);
    return norm.weightsOfParts.defined() ? out.mul_(norm.weightsOfParts) : out;
}

at::Tensor scaled(at::Tensor x, float factor)
{
    return factor == 1 ? x : x.mul_(factor);
}

/// From the rows that enter the layer to those that leave it.
at::Tensor attentionBlock(const Architecture &a, int layer, const LayerWeights &w, const Backend &backend, const at::Tensor &x,
    const Rotation &rotation, Attention &attention, ResidualObserver *observer)
{
    const std::vector<at::Tensor> qkv = backend.linears(x, {w.query, w.key, w.value});
    const auto placed = [&](at::Tensor heads, const Norm &norm) {
        if (!a.rotatesBeforeHeadNorm)
            heads = normed(backend, heads, norm);
        backend.rotate(heads, rotation, a.dHead);
        return a.rotatesBeforeHeadNorm ? normed(backend, heads, norm) : heads;
    };
    at::Tensor q = placed(qkv[0], w.queryNorm); // (rows, nHeads * dHead)
    const at::Tensor k = placed(qkv[1], w.keyNorm); // (rows, nKvHeads * dHead)
    const at::Tensor &v = qkv[2]; // (rows, nKvHeads * dHead)
    if (rotation.queryScales.defined())
        q.mul_(rotation.queryScales);
    const at::Tensor z = attention.attend(layer, q, k, v); // (rows, nHeads * dHead)
    const at::Tensor output = backend.linear(z, w.output);
    const at::Tensor update = scaled(normed(backend, output, w.attentionPostNorm), a.residualScale);
    if (observer != nullptr)
        observer->attended(z, output, update);
    return update;
}

template <typename Change>
Rotation changed(const Rotation &rotation, Change change)
{
    return {change(rotation.cosines), change(rotation.sines), rotation.queryScales.defined() ? change(rotation.queryScales) : at::Tensor()};
}

} // namespace

at::Tensor forward(const Architecture &a, const Weights &weights, const Backend &backend, const Batch &batch, Attention &attention,
    ResidualObserver *observer)
{
    at::Tensor resid = embed(a, weights, backend, batch); // (rows, dModel)
    if (observer != nullptr)
        observer->embedded(resid);
    std::vector<Rotation> rotations = batch.rotations;
    for (int layer = 0; layer < a.nLayers; ++layer) {
        const LayerWeights &w = weights.layers[static_cast<std::size_t>(layer)];
        const Backend &device = backend.ofLayer(layer);
        resid = device.brought(resid);
        for (Rotation &each : rotations)
            each = changed(each, [&](const at::Tensor &x) { return device.brought(x); });
        const Rotation &rotation = rotations[static_cast<std::size_t>(a.headShape(layer).rope)];
        const auto attended = [&](const at::Tensor &x) {
            return attentionBlock(a, layer, w, backend, normed(backend, x, w.attentionNorm), rotation, attention, observer);
        };
        const auto fedForward = [&](const at::Tensor &x) {
            const at::Tensor out = feedForwardBlock(a, w, backend, normed(backend, x, w.feedForwardNorm));
            const at::Tensor update = scaled(normed(backend, out, w.feedForwardPostNorm), a.residualScale);
            if (observer != nullptr)
                observer->fedForward(update);
            return update;
        };
        const at::Tensor update = attended(resid);
        resid = attention.parted(layer, resid);
        for (Rotation &each : rotations)
            each = changed(each, [&](const at::Tensor &x) { return attention.parted(layer, x); });
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
    const at::Tensor logits = scaled(backend.linear(residual, weights.unembedding), a.logitScale);
    return a.logitSoftcap > 0 ? at::tanh(logits / a.logitSoftcap) * a.logitSoftcap : logits;
}

} // namespace needlescope
