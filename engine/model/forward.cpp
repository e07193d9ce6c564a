// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forward.h"

namespace needlescope {

namespace {

at::Tensor attentionBlock(const Architecture &a, int layer, const LayerWeights &w, const Backend &backend, const at::Tensor &x,
    const Rotation &rotation, Attention &attention)
{
    at::Tensor q = backend.linear(x, w.query); // (rows, nHeads * dHead)
    at::Tensor k = backend.linear(x, w.key); // (rows, nKvHeads * dHead)
    const at::Tensor v = backend.linear(x, w.value); // (rows, nKvHeads * dHead)
    backend.rotate(q, rotation, a.dHead);
    backend.rotate(k, rotation, a.dHead);
    const at::Tensor z = attention.attend(layer, q, k, v); // (rows, nHeads * dHead)
    return backend.linear(z, w.output);
}

at::Tensor feedForwardBlock(const LayerWeights &w, const Backend &backend, const at::Tensor &x)
{
    return backend.linear(backend.gated(backend.linear(x, w.gate), backend.linear(x, w.up)), w.down);
}

} // namespace

at::Tensor forward(const Architecture &a, const Weights &weights, const Backend &backend, const Batch &batch, Attention &attention)
{
    at::Tensor resid = backend.embed(weights.embedding, batch.ids); // (rows, dModel)
    for (int layer = 0; layer < a.nLayers; ++layer) {
        const LayerWeights &w = weights.layers[static_cast<std::size_t>(layer)];
        resid.add_(attentionBlock(a, layer, w, backend, backend.norm(resid, w.attentionNorm, a.normEpsilon), batch.rotation, attention));
        resid.add_(feedForwardBlock(w, backend, backend.norm(resid, w.feedForwardNorm, a.normEpsilon)));
    }
    return backend.norm(resid, weights.finalNorm, a.normEpsilon);
}

} // namespace needlescope
