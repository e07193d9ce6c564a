// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/feedforward.h"

#include "model/router.h"

namespace needlescope {

namespace {

at::Tensor xielu(const Xielu &curve, const at::Tensor &in)
{
    const at::Tensor x = in.to(at::kFloat);
    const at::Tensor below = (at::expm1(x.clamp_max(curve.bend)) - x) * curve.negative;
    return (at::where(x > 0, x * x * curve.positive, below) + x * curve.slope).to(in.scalar_type());
}

/// The gate is multiplied with @p gateScale.
at::Tensor dense(const FeedForward &w, Activation activation, const Backend &backend, const at::Tensor &x, float gateScale = 1)
{
    if (!w.gate.defined()) {
        const at::Tensor up = backend.linear(x, w.up);
        return backend.linear(w.xielu ? xielu(*w.xielu, up) : backend.activated(up, activation), w.down);
    }
    const std::vector<at::Tensor> hidden = backend.linears(x, {w.gate, w.up}); // (rows, dFeedForward) each
    return backend.linear(backend.gated(gateScale == 1 ? hidden[0] : hidden[0] * gateScale, hidden[1], activation), w.down);
}

at::Tensor expert(const Mixture &m, const FeedForward &w, Activation activation, const Backend &backend, const at::Tensor &x)
{
    if (m.limit == 0)
        return dense(w, activation, backend, x);
    const std::vector<at::Tensor> hidden = backend.linears(x, {w.gate, w.up}); // (rows, dFeedForward) each
    const at::Tensor gate = hidden[0].clamp_max(m.limit);
    const at::Tensor up = hidden[1].clamp(-m.limit, m.limit).add_(1).mul_(gate);
    return backend.linear(backend.gated(gate * m.slope, up, Activation::Sigmoid), w.down);
}

/// Each token goes through the experts that the router chose for it, and their outputs are added up in the experts' order. The router reads
/// @p routed.
at::Tensor mixture(
    const Mixture &m, const Experts &experts, Activation activation, const Backend &backend, const at::Tensor &x, const at::Tensor &routed)
{
    const at::Tensor logits = backend.linear(routed, experts.router).to(at::TensorOptions(at::kCPU).dtype(at::kFloat)).contiguous();
    const auto nExperts = static_cast<std::size_t>(m.nExperts);
    std::vector<std::vector<std::int64_t>> rowsOf(nExperts); // tokens of each expert
    std::vector<std::vector<float>> weightsOf(nExperts);
    std::vector<int> chosen(static_cast<std::size_t>(m.nChosen));
    std::vector<float> weights(chosen.size());
    for (std::int64_t row = 0; row < x.size(0); ++row) {
        route(m, {logits.data_ptr<float>() + row * m.nExperts, nExperts}, experts.correction, chosen, weights);
        for (std::size_t i = 0; i < chosen.size() && !experts.scales.empty(); ++i)
            weights[i] *= experts.scales[static_cast<std::size_t>(chosen[i])];
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            rowsOf[static_cast<std::size_t>(chosen[i])].push_back(row);
            weightsOf[static_cast<std::size_t>(chosen[i])].push_back(weights[i]);
        }
    }

    at::Tensor out = at::zeros_like(x);
    for (std::size_t e = 0; e < nExperts; ++e) {
        if (rowsOf[e].empty())
            continue;
        const at::Tensor rows = at::tensor(rowsOf[e], at::kLong).to(x.device());
        const at::Tensor rowWeights = at::tensor(weightsOf[e], at::kFloat).unsqueeze(1).to(x.options());
        const at::Tensor taken = x.index_select(0, rows);
        if (m.weighsInput)
            out.index_add_(0, rows, expert(m, experts.each[e], activation, backend, taken * rowWeights));
        else
            out.index_add_(0, rows, expert(m, experts.each[e], activation, backend, taken) * rowWeights);
    }
    if (experts.shared.up.defined()) {
        at::Tensor shared = dense(experts.shared, activation, backend, x);
        if (experts.sharedWeight.defined())
            shared.mul_(backend.activated(backend.linear(x, experts.sharedWeight), Activation::Sigmoid));
        out.add_(shared);
    }
    return out;
}

} // namespace

at::Tensor feedForwardBlock(const Architecture &a, const LayerWeights &w, const Backend &backend, const at::Tensor &residual)
{
    const at::Tensor x = w.feedForwardNorm.defined() && !a.normsResidual ? backend.norm(residual, w.feedForwardNorm) : residual;
    if (!w.experts.router.defined())
        return dense(w.feedForward, a.activation, backend, x, a.gateScale);
    if (!a.mixture.besideDense)
        return mixture(a.mixture, w.experts, a.activation, backend, x, x);
    const at::Tensor routed = backend.norm(residual, w.experts.routerNorm);
    const at::Tensor mixed = mixture(a.mixture, w.experts, a.activation, backend, backend.norm(residual, w.mixtureNorm), routed);
    return backend.norm(dense(w.feedForward, a.activation, backend, x), w.densePostNorm).add_(backend.norm(mixed, w.mixturePostNorm));
}

} // namespace needlescope
