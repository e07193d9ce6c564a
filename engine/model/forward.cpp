// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forward.h"

#include "model/feedforward.h"
#include "model/recurrence.h"

#include <cmath>
#include <map>

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

struct Projections
{
    at::Tensor query; ///< (rows, nHeads * dHead)
    at::Tensor key; ///< (rows, nKvHeads * dHead)
    at::Tensor value; ///< (rows, nKvHeads * dValue)
    at::Tensor gate; ///< (rows, nHeads * dValue), or undefined
};

/// Of pairs that lie beside each other the first ones, then the second ones.
at::Tensor withHalvesApart(const at::Tensor &x)
{
    return x.unflatten(-1, {x.size(-1) / 2, 2}).transpose(-1, -2).flatten(-2);
}

/// What is rotated stands first in a head here, the same key for all heads.
Projections latentProjections(
    const Architecture &a, const HeadShape &shape, const LayerWeights &w, const Backend &backend, const at::Tensor &x)
{
    const std::int64_t rows = x.size(0);
    const std::int64_t rotated = a.latent.dRotated;
    const std::int64_t plain = shape.dHead - rotated;
    const at::Tensor in = w.latent.queryDown.defined() ? normed(backend, backend.linear(x, w.latent.queryDown), w.latent.queryNorm) : x;
    const at::Tensor query = backend.linear(in, w.query).view({rows, shape.nHeads, shape.dHead});
    const at::Tensor down = backend.linear(x, w.latent.keyValueDown); // (rows, dKeyValue + dRotated)
    const at::Tensor vector = normed(backend, down.narrow(1, 0, a.latent.dKeyValue).contiguous(), w.latent.keyValueNorm);
    const at::Tensor up = backend.linear(vector, w.latent.keyValueUp).view({rows, shape.nHeads, plain + shape.dValue});
    const auto placed = [&](const at::Tensor &pairs) { return a.latent.interleaved ? withHalvesApart(pairs) : pairs; };
    const at::Tensor sharedKey = placed(down.narrow(1, a.latent.dKeyValue, rotated)).unsqueeze(1).expand({rows, shape.nHeads, rotated});
    return {at::cat({placed(query.narrow(2, plain, rotated)), query.narrow(2, 0, plain)}, 2).view({rows, -1}),
        at::cat({sharedKey, up.narrow(2, 0, plain)}, 2).view({rows, -1}), up.narrow(2, plain, shape.dValue).reshape({rows, -1}), {}};
}

Projections projections(const Architecture &a, const HeadShape &shape, const LayerWeights &w, const Backend &backend, const at::Tensor &x)
{
    if (a.latent.dKeyValue > 0)
        return latentProjections(a, shape, w, backend, x);
    if (w.queryGate.defined()) {
        const std::vector<at::Tensor> each = backend.linears(x, {w.query, w.key, w.value, w.queryGate});
        return {each[0], each[1], each[2], each[3]};
    }
    if (!w.value.defined()) {
        const std::vector<at::Tensor> both = backend.linears(x, {w.query, w.key});
        return {both[0], both[1], both[1], {}};
    }
    const std::vector<at::Tensor> each = backend.linears(x, {w.query, w.key, w.value});
    return {each[0], each[1], each[2], {}};
}

/// What all layers get of each token beside the residual stream, which is the token's embedding.
at::Tensor layerInputsOf(
    const Architecture &a, const Weights &weights, const Backend &backend, const Batch &batch, const at::Tensor &embedding)
{
    if (a.dLayerInput == 0)
        return {};
    const Backend &device = backend.ofLayer(0);
    const at::Tensor projected
        = device.linear(device.brought(embedding), weights.layerProjection) / std::sqrt(static_cast<float>(a.dModel));
    const at::Tensor own = device.embed(weights.layerEmbedding, batch.ids) * std::sqrt(static_cast<float>(a.dLayerInput));
    return (normed(device, projected, weights.layerProjectionNorm) + own) / std::sqrt(2.0F);
}

/// What a layer adds from its inputs of layerInputsOf().
at::Tensor layerInputBlock(
    const Architecture &a, int layer, const LayerWeights &w, const Backend &backend, const at::Tensor &x, const at::Tensor &inputs)
{
    const at::Tensor own = inputs.narrow(1, std::int64_t(layer) * a.dLayerInput, a.dLayerInput).contiguous();
    return backend.norm(backend.linear(backend.gated(backend.linear(x, w.inputGate), own, a.activation), w.inputOut), w.inputPostNorm);
}

/// Keys, (rows, nKvHeads * dHead), and values, (rows, nKvHeads * dValue), by the layer that made them, for those behind it.
using KeysOfLayers = std::map<int, std::pair<at::Tensor, at::Tensor>>;

/// What a layer adds by its state: from the rows that enter the layer to those that leave it.
at::Tensor stateBlock(const Architecture &a, int layer, const LayerWeights &w, const Backend &backend, const at::Tensor &x,
    Attention &attention, ResidualObserver *observer)
{
    const at::Tensor output = recurrentBlock(a, w.recurrent, backend, x, attention.states(layer));
    const at::Tensor update = scaled(normed(backend, output, w.attentionPostNorm), a.recurrence.scales.output * a.residualScale);
    if (observer != nullptr)
        observer->remembered(layer, update);
    return attention.parted(layer, update);
}

/// From the rows that enter the layer to those that leave it.
at::Tensor attentionBlock(const Architecture &a, int layer, const LayerWeights &w, const Backend &backend, const at::Tensor &x,
    const Rotation &rotation, KeysOfLayers &kept, Attention &attention, ResidualObserver *observer)
{
    const HeadShape shape = a.headShape(layer);
    const int source = a.keySource(layer);
    const Projections projected
        = source == layer ? projections(a, shape, w, backend, x) : Projections{backend.linear(x, w.query), {}, {}, {}};
    const auto limited
        = [&](const at::Tensor &rows) { return a.projectionLimit > 0 ? rows.clamp(-a.projectionLimit, a.projectionLimit) : rows; };
    const auto placed = [&](at::Tensor heads, const Norm &norm) {
        if (!a.rotatesBeforeHeadNorm)
            heads = limited(normed(backend, heads, norm));
        backend.rotate(heads, rotation, shape.dHead);
        return normed(backend, a.rotatesBeforeHeadNorm ? normed(backend, heads, norm) : heads, w.rotatedNorm);
    };
    at::Tensor q = placed(projected.query, w.queryNorm); // (rows, nHeads * dHead)
    if (source == layer) {
        const at::Tensor v = normed(backend, limited(projected.value), w.valueNorm); // (rows, nKvHeads * dValue)
        kept[layer] = {placed(projected.key, w.keyNorm), v}; // (rows, nKvHeads * dHead)
    }
    const auto [k, v] = kept.at(source);
    if (!a.keepsKeysForOthers(source))
        kept.erase(source);
    if (rotation.queryScales.defined())
        q.mul_(rotation.queryScales);
    const at::Tensor z = attention.attend(layer, q, k, v, projected.gate); // (rows, nHeads * dValue)
    const at::Tensor output = backend.linear(z, w.output);
    if (observer != nullptr)
        observer->attended(layer, z, output);
    return scaled(normed(backend, output, w.attentionPostNorm), a.attentionOutputScale * a.residualScale);
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
    at::Tensor layerInputs = layerInputsOf(a, weights, backend, batch, resid); // (rows, nLayers * dLayerInput), or undefined
    KeysOfLayers kept;
    const auto changeAll = [&](const auto &change) {
        for (Rotation &each : rotations)
            each = changed(each, change);
        for (auto &[source, keys] : kept)
            keys = {change(keys.first), change(keys.second)};
        if (layerInputs.defined())
            layerInputs = change(layerInputs);
    };
    for (int layer = 0; layer < a.nLayers; ++layer) {
        const LayerWeights &w = weights.layers[static_cast<std::size_t>(layer)];
        const Backend &device = backend.ofLayer(layer);
        resid = device.brought(resid);
        changeAll([&](const at::Tensor &x) { return device.brought(x); });
        const Rotation &rotation = rotations[static_cast<std::size_t>(a.headShape(layer).rope)];
        const auto attended = [&](const at::Tensor &x) {
            const at::Tensor in = a.normsResidual ? x : normed(backend, x, w.attentionNorm);
            if (!a.hasHeads(layer))
                return stateBlock(a, layer, w, backend, in, attention, observer);
            const at::Tensor read = a.attentionInputScale == 1 ? in : in * a.attentionInputScale;
            const at::Tensor update = attentionBlock(a, layer, w, backend, read, rotation, kept, attention, observer);
            return a.isRecurrent(layer) ? update.add_(stateBlock(a, layer, w, backend, in, attention, observer)) : update;
        };
        const auto fedForward = [&](const at::Tensor &x) {
            const at::Tensor out = feedForwardBlock(a, w, backend, x);
            at::Tensor update = scaled(normed(backend, out, w.feedForwardPostNorm), a.feedForwardOutputScale * a.residualScale);
            if (layerInputs.defined())
                update = update + layerInputBlock(a, layer, w, backend, x + update, layerInputs);
            if (observer != nullptr)
                observer->fedForward(update);
            return update;
        };
        if (a.normsResidual)
            resid = normed(device, resid, w.attentionNorm);
        const at::Tensor update = attended(resid);
        resid = scaled(attention.parted(layer, resid), a.hasHeads(layer) ? a.keptByHeads : a.keptByState);
        changeAll([&](const at::Tensor &x) { return attention.parted(layer, x); });
        if (a.parallelResidual) {
            resid.add_(update.add_(fedForward(resid)));
        } else {
            resid.add_(update);
            if (a.normsResidual)
                resid = normed(device, resid, w.feedForwardNorm);
            const at::Tensor added = fedForward(resid);
            resid = scaled(resid, a.keptByFeedForward).add_(added);
        }
        resid = scaled(resid, w.scale);
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
