// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recurrence.h"

namespace needlescope {

namespace {

/// out * convolution(in * x).
at::Tensor gatedConvolution(const RecurrentWeights &w, const Backend &backend, const at::Tensor &x, std::span<RecurrentState> states)
{
    std::vector<at::Tensor> parts = backend.linears(x, {w.key, w.query, w.value}); // (rows, dModel) each
    const at::Tensor convolved = backend.convolved(parts[2].mul_(parts[0]), w.convolution, w.convolutionBias, states);
    return backend.linear(parts[1].mul_(convolved), w.out);
}

at::Tensor gatedNorm(const Recurrence &r, const RecurrentWeights &w, const Backend &backend, const at::Tensor &z, const at::Tensor &gate)
{
    const std::int64_t size = w.norm.weight.size(0);
    if (r.kind == Recurrence::Kind::DeltaRule)
        return backend.gated(gate, backend.norm(z.view({-1, size}), w.norm).view_as(z), Activation::Silu);
    at::Tensor gated = backend.gated(gate, z, Activation::Silu);
    return backend.norm(gated.view({-1, size}), w.norm).view_as(z).mul_(w.norm.weightsOfParts.to(z.scalar_type()));
}

/// The first value head of each key head, then the second of each, ...
at::Tensor inTurn(const Recurrence &r, const at::Tensor &z)
{
    return z.view({z.size(0), r.nKeyHeads, r.nHeads / r.nKeyHeads, r.dValue}).transpose(1, 2).contiguous().view_as(z);
}

} // namespace

at::Tensor recurrentBlock(
    const Architecture &a, const RecurrentWeights &w, const Backend &backend, const at::Tensor &x, std::span<RecurrentState> states)
{
    const Recurrence &r = a.recurrence;
    if (r.kind == Recurrence::Kind::Convolution)
        return gatedConvolution(w, backend, x, states);
    const std::int64_t keys = std::int64_t(r.nKeyHeads) * r.dKey;
    const std::int64_t values = std::int64_t(r.nHeads) * r.dValue;
    const std::vector<at::Tensor> qkv = backend.linears(x, {w.query, w.key, w.value});
    const at::Tensor channels = backend.activated(
        backend.convolved(at::cat({qkv[0], qkv[1], qkv[2]}, 1), w.convolution, w.convolutionBias, states), Activation::Silu);
    const bool delta = r.kind == Recurrence::Kind::DeltaRule;
    const RecurrentInputs inputs{channels.narrow(1, 0, keys).contiguous(), channels.narrow(1, keys, keys).contiguous(),
        channels.narrow(1, 2 * keys, values).contiguous(), backend.linear(x, w.step), delta ? backend.linear(x, w.strength) : at::Tensor(),
        w.rate, w.stepBias, w.skip};
    const at::Tensor z = backend.remembered(r, inputs, states); // (rows, nHeads * dValue)
    const at::Tensor gated = gatedNorm(r, w, backend, z, backend.linear(x, w.gate));
    return backend.linear(r.valueHeadsInTurn ? inTurn(r, gated) : gated, w.out);
}

RecurrentState emptyState(const Architecture &a, const Backend &backend)
{
    const Recurrence &r = a.recurrence;
    const at::TensorOptions options = backend.options().dtype(at::kFloat);
    RecurrentState state;
    state.inputs = at::zeros({r.channels(a.dModel), r.taps - 1}, options);
    if (r.kind != Recurrence::Kind::Convolution)
        state.memory = at::zeros({r.nHeads, r.dKey, r.dValue}, options);
    return state;
}

std::int64_t stateBytes(const Architecture &a)
{
    const Recurrence &r = a.recurrence;
    const std::int64_t memory = r.kind == Recurrence::Kind::Convolution ? 0 : std::int64_t(r.nHeads) * r.dKey * r.dValue;
    return (std::int64_t(r.channels(a.dModel)) * (r.taps - 1) + memory) * static_cast<std::int64_t>(sizeof(float));
}

} // namespace needlescope
