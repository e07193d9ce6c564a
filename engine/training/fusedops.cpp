// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/fusedops.h"

#include "training/fusedkernels.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/version.h>

#include <cmath>
#include <limits>

namespace needlescope::fused {

namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

/// Calls use(T*) with the tensor's data as the kernels see it.
template <typename F>
void typed(const Tensor &tensor, F use)
{
    if (tensor.scalar_type() == at::kBFloat16)
        use(static_cast<fusedkernels::Bf16 *>(tensor.data_ptr()));
    else
        use(tensor.data_ptr<float>());
}

template <typename T>
T *data(const Tensor &tensor)
{
    return static_cast<T *>(tensor.data_ptr());
}

fusedkernels::AttentionInputs inputs(const AttentionConfig &c)
{
    return {{c.batch, c.length, c.heads, c.headDim}, c.cosines.data_ptr<float>(), c.sines.data_ptr<float>(), c.focus.data_ptr<float>(),
        c.focusFrom.data_ptr<std::int64_t>()};
}

struct AttentionFunction : torch::autograd::Function<AttentionFunction>
{
    static Variable forward(AutogradContext *context, const Variable &qkv, const AttentionConfig &config)
    {
        const auto in = inputs(config);
        auto out = at::empty({config.batch * config.length, config.heads * config.headDim}, qkv.options());
        auto logSumExp = at::empty({config.batch, config.heads, config.length}, qkv.options().dtype(at::kFloat));
        typed(qkv, [&](auto *p) {
            fusedkernels::attentionForward(in, p, data<std::remove_pointer_t<decltype(p)>>(out), logSumExp.data_ptr<float>());
        });
        context->save_for_backward({qkv, out, logSumExp, config.cosines, config.sines, config.focus, config.focusFrom});
        context->saved_data["shape"] = std::vector<std::int64_t>{config.batch, config.length, config.heads, config.headDim};
        return out;
    }

    static variable_list backward(AutogradContext *context, variable_list grads)
    {
        const auto saved = context->get_saved_variables();
        const auto shape = context->saved_data["shape"].toIntVector();
        const AttentionConfig config{shape[0], shape[1], shape[2], shape[3], saved[3], saved[4], saved[5], saved[6]};
        const auto in = inputs(config);
        const auto gradOut = grads[0].contiguous();
        auto gradQkv = at::empty_like(saved[0]);
        typed(saved[0], [&](auto *p) {
            using T = std::remove_pointer_t<decltype(p)>;
            fusedkernels::attentionBackward(in, p, data<T>(saved[1]), saved[2].data_ptr<float>(), data<T>(gradOut), data<T>(gradQkv));
        });
        return {gradQkv, Variable()};
    }
};

struct AddNormFunction : torch::autograd::Function<AddNormFunction>
{
    static variable_list forward(
        AutogradContext *context, const Variable &residual, const Variable &delta, const Variable &weight, double epsilon)
    {
        auto sum = at::empty_like(residual);
        auto normed = at::empty_like(delta);
        auto rrms = at::empty({residual.size(0)}, residual.options());
        typed(delta, [&](auto *p) {
            fusedkernels::addNormForward(residual.size(0), residual.size(1), static_cast<float>(epsilon), residual.data_ptr<float>(), p,
                weight.data_ptr<float>(), sum.data_ptr<float>(), data<std::remove_pointer_t<decltype(p)>>(normed), rrms.data_ptr<float>());
        });
        context->save_for_backward({sum, weight, rrms});
        return {sum, normed};
    }

    static variable_list backward(AutogradContext *context, variable_list grads)
    {
        const auto saved = context->get_saved_variables();
        const auto &sum = saved[0];
        const auto gradSum = grads[0].defined() ? grads[0].contiguous() : at::zeros_like(sum);
        const auto gradNormed = grads[1].contiguous();
        auto gradResidual = at::empty_like(sum);
        auto gradDelta = at::empty_like(gradNormed);
        auto gradWeight = at::zeros_like(saved[1]);
        typed(gradNormed, [&](auto *p) {
            fusedkernels::addNormBackward(sum.size(0), sum.size(1), sum.data_ptr<float>(), saved[1].data_ptr<float>(),
                saved[2].data_ptr<float>(), gradSum.data_ptr<float>(), p, gradResidual.data_ptr<float>(),
                data<std::remove_pointer_t<decltype(p)>>(gradDelta), gradWeight.data_ptr<float>());
        });
        return {gradResidual, gradDelta, gradWeight, Variable()};
    }
};

struct SwigluFunction : torch::autograd::Function<SwigluFunction>
{
    static Variable forward(AutogradContext *context, const Variable &gateUp)
    {
        auto out = at::empty({gateUp.size(0), gateUp.size(1) / 2}, gateUp.options());
        typed(gateUp,
            [&](auto *p) { fusedkernels::swigluForward(out.size(0), out.size(1), p, data<std::remove_pointer_t<decltype(p)>>(out)); });
        context->save_for_backward({gateUp});
        return out;
    }

    static variable_list backward(AutogradContext *context, variable_list grads)
    {
        const auto gateUp = context->get_saved_variables()[0];
        const auto gradOut = grads[0].contiguous();
        auto gradGateUp = at::empty_like(gateUp);
        typed(gateUp, [&](auto *p) {
            using T = std::remove_pointer_t<decltype(p)>;
            fusedkernels::swigluBackward(gradOut.size(0), gradOut.size(1), p, data<T>(gradOut), data<T>(gradGateUp));
        });
        return {gradGateUp};
    }
};

struct LossFunction : torch::autograd::Function<LossFunction>
{
    static variable_list forward(
        AutogradContext *context, const Variable &hidden, const Variable &embedding, const Tensor &targets, const Tensor &weights)
    {
        auto logits = at::mm(hidden, embedding.t());
        auto each = at::empty({hidden.size(0)}, weights.options());
        auto hits = at::empty({hidden.size(0)}, weights.options().dtype(at::kByte));
        typed(logits, [&](auto *p) {
            fusedkernels::crossEntropy(logits.size(0), logits.size(1), targets.data_ptr<std::int64_t>(), weights.data_ptr<float>(), p,
                each.data_ptr<float>(), hits.data_ptr<std::uint8_t>());
        });
        context->save_for_backward({hidden, embedding, logits});
        context->mark_non_differentiable({each, hits});
        return {(each * weights).sum(), each, hits};
    }

    static variable_list backward(AutogradContext *context, const variable_list &)
    {
        const auto saved = context->get_saved_variables();
        // The loss is the root of the graph, or a term of it, with gradient 1, so the stored gradient needs no factor.
        const auto &gradLogits = saved[2];
        return {at::mm(gradLogits, saved[1]), at::mm(gradLogits.t(), saved[0]), Variable(), Variable()};
    }
};

} // namespace

Tensor rotateHalf(const Tensor &x, const AttentionConfig &config)
{
    const auto cosines = config.cosines.view({1, config.length, 1, -1}).to(x.scalar_type());
    const auto sines = config.sines.view({1, config.length, 1, -1}).to(x.scalar_type());
    const auto halves = x.chunk(2, -1);
    return at::cat({halves[0] * cosines - halves[1] * sines, halves[1] * cosines + halves[0] * sines}, -1);
}

Tensor attention(const Tensor &qkv, const AttentionConfig &config)
{
    if (qkv.is_cpu())
        return AttentionFunction::apply(qkv, config);
    const auto parts = qkv.view({config.batch, config.length, 3, config.heads, config.headDim}).unbind(2);
    const auto q = rotateHalf(parts[0], config).transpose(1, 2);
    const auto k = rotateHalf(parts[1], config).transpose(1, 2);
    const auto v = parts[2].transpose(1, 2);
    const auto unfocused = (at::arange(config.length, config.focusFrom.options()) < config.focusFrom.unsqueeze(1)).to(at::kFloat);
    const auto focus = at::maximum(config.focus.unsqueeze(2), unfocused.unsqueeze(1)); // (batch, heads, length): factors are at most 1
#if TORCH_VERSION_MAJOR >= 2
    const auto z = at::scaled_dot_product_attention(q * focus.unsqueeze(-1).to(q.scalar_type()), k, v, {}, 0.0, true);
#else
    const auto future = at::ones({config.length, config.length}, qkv.options().dtype(at::kBool)).triu(1);
    const auto scores
        = (at::matmul(q, k.transpose(-1, -2)) / std::sqrt(static_cast<double>(config.headDim))).to(at::kFloat) * focus.unsqueeze(-1);
    const auto pattern = at::softmax(scores.masked_fill(future, -std::numeric_limits<float>::infinity()), -1);
    const auto z = at::matmul(pattern.to(qkv.scalar_type()), v);
#endif
    return z.transpose(1, 2).reshape({config.batch * config.length, -1});
}

std::pair<Tensor, Tensor> addNorm(const Tensor &residual, const Tensor &delta, const Tensor &weight, double epsilon)
{
    if (residual.is_cpu()) {
        const auto out = AddNormFunction::apply(residual, delta, weight, epsilon);
        return {out[0], out[1]};
    }
    const auto sum = residual + delta;
    return {sum, (sum * at::rsqrt(sum.square().mean(-1, true) + epsilon) * weight).to(delta.scalar_type())};
}

Tensor swiglu(const Tensor &gateUp)
{
    if (gateUp.is_cpu())
        return SwigluFunction::apply(gateUp);
    const auto halves = gateUp.chunk(2, -1);
    return at::silu(halves[0]) * halves[1];
}

TokenLoss tokenLoss(const Tensor &hidden, const Tensor &embedding, const Tensor &targets, const Tensor &weights)
{
    if (hidden.is_cpu()) {
        const auto out = LossFunction::apply(hidden, embedding, targets, weights);
        return {out[0], out[1], out[2]};
    }
    const auto logits = at::mm(hidden, embedding.t()).to(at::kFloat);
    const auto each = -at::log_softmax(logits, -1).gather(1, targets.unsqueeze(1)).squeeze(1);
    return {(each * weights).sum(), each.detach(), logits.argmax(-1).eq(targets).to(at::kByte)};
}

} // namespace needlescope::fused
