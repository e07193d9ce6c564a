// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/feedforward.h"

namespace needlescope {

namespace {

at::Tensor dense(const FeedForward &w, Activation activation, const Backend &backend, const at::Tensor &x)
{
    if (!w.gate.defined())
        return backend.linear(backend.activated(backend.linear(x, w.up), activation), w.down);
    const std::vector<at::Tensor> hidden = backend.linears(x, {w.gate, w.up}); // (rows, dFeedForward) each
    return backend.linear(backend.gated(hidden[0], hidden[1], activation), w.down);
}

/// Each token goes through the experts that the router chose for it, and their outputs are added up in the experts' order.
at::Tensor mixture(const Mixture &m, const Experts &experts, Activation activation, const Backend &backend, const at::Tensor &x)
{
    const at::Tensor odds = at::softmax(backend.linear(x, experts.router), -1, at::kFloat); // (rows, nExperts)
    auto [weights, chosen] = odds.topk(m.nChosen, -1); // (rows, nChosen)
    if (m.normalized)
        weights = weights / weights.sum(-1, true);
    weights = weights.to(x.scalar_type());

    at::Tensor out = at::zeros_like(x);
    for (int expert = 0; expert < m.nExperts; ++expert) {
        const at::Tensor taken = chosen.eq(expert).nonzero(); // (tokens of the expert, 2)
        if (taken.size(0) == 0)
            continue;
        const at::Tensor rows = taken.select(1, 0);
        const at::Tensor rowWeights = weights.index({rows, taken.select(1, 1)}).unsqueeze(1);
        const at::Tensor output = dense(experts.each[static_cast<std::size_t>(expert)], activation, backend, x.index_select(0, rows));
        out.index_add_(0, rows, output * rowWeights);
    }
    if (experts.shared.up.defined())
        out.add_(dense(experts.shared, activation, backend, x) * at::sigmoid(backend.linear(x, experts.sharedWeight)));
    return out;
}

} // namespace

at::Tensor feedForwardBlock(const Architecture &a, const LayerWeights &w, const Backend &backend, const at::Tensor &x)
{
    return w.experts.router.defined() ? mixture(a.mixture, w.experts, a.activation, backend, x)
                                      : dense(w.feedForward, a.activation, backend, x);
}

} // namespace needlescope
