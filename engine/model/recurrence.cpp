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

at::Tensor gatedOutput(const Recurrence &r, const Norm &norm, const Backend &backend, const at::Tensor &z, const at::Tensor &gate)
{
    using OutputNorm = Recurrence::OutputNorm;
    const auto normed = [&](const at::Tensor &x) {
        at::Tensor out = backend.norm(x.view({-1, norm.weight.size(0)}), norm).view_as(x);
        return norm.weightsOfParts.defined() ? out.mul_(norm.weightsOfParts.to(x.scalar_type())) : out;
    };
    const at::Tensor gated = backend.gated(gate, r.outputNorm == OutputNorm::BeforeGate ? normed(z) : z, r.gateActivation);
    return r.outputNorm == OutputNorm::BehindGate ? normed(gated) : gated;
}

at::Tensor multiplied(const at::Tensor &x, float factor)
{
    return factor == 1 ? x : x * factor;
}

/// The first value head of each key head, then the second of each, ...
at::Tensor inTurn(const Recurrence &r, const at::Tensor &z)
{
    return z.view({z.size(0), r.nKeyHeads, r.nHeads / r.nKeyHeads, r.dValue}).transpose(1, 2).contiguous().view_as(z);
}

} // namespace

at::Tensor recurrentBlock(
    const Architecture &a, const RecurrentWeights &w, const Backend &backend, const at::Tensor &in, std::span<RecurrentState> states)
{
    const Recurrence &r = a.recurrence;
    if (r.kind == Recurrence::Kind::Convolution)
        return gatedConvolution(w, backend, in, states);
    const at::Tensor x = multiplied(in, r.scales.input);
    const std::int64_t keys = std::int64_t(r.nKeyHeads) * r.dKey;
    const std::int64_t values = std::int64_t(r.nHeads) * r.dValue;
    const std::vector<at::Tensor> qkv = backend.linears(x, {w.query, w.key, w.value});
    const at::Tensor read
        = at::cat({multiplied(qkv[0], r.scales.query), multiplied(qkv[1], r.scales.key), multiplied(qkv[2], r.scales.value)}, 1);
    const at::Tensor channels
        = backend.activated(r.taps > 1 ? backend.convolved(read, w.convolution, w.convolutionBias, states) : read, Activation::Silu);
    const auto projected
        = [&](const Linear &down, const Linear &up) { return backend.linear(down.defined() ? backend.linear(x, down) : x, up); };
    const bool delta = r.kind == Recurrence::Kind::DeltaRule;
    const RecurrentInputs inputs{channels.narrow(1, 0, keys).contiguous(), channels.narrow(1, keys, keys).contiguous(),
        channels.narrow(1, 2 * keys, values).contiguous(),
        w.step.defined() ? multiplied(projected(w.stepDown, w.step), r.scales.step) : at::Tensor(),
        delta ? backend.linear(x, w.strength) : at::Tensor(), w.rate, w.stepBias, w.skip};
    const at::Tensor z = backend.remembered(r, inputs, states); // (rows, nHeads * dValue)
    const at::Tensor gate = multiplied(projected(w.gateDown, w.gate), r.scales.gate);
    const at::Tensor gated = gatedOutput(r, w.norm, backend, z, gate);
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
