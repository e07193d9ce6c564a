// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/optimizer.h"

#include "training/fusedkernels.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

namespace needlescope {

namespace {

constexpr double Beta1 = 0.9;
constexpr double Beta2 = 0.98;
constexpr double Epsilon = 1e-8;
constexpr double LargestNorm = 1.0;

at::Tensor headBlock(const LanguageModel &model, int layer, int head)
{
    const auto dim = model.shape().dHead;
    return model.outputWeight(layer).slice(1, head * dim, (head + 1) * dim);
}

/// Without its queries and keys too: a head that still looked at the needle would score as a retrieval head and do nothing.
void switchOff(const LanguageModel &model, int layer, int head)
{
    headBlock(model, layer, head).zero_();
    const auto dim = model.shape().dHead;
    const auto width = model.shape().nHeads * dim;
    for (const auto &[name, value] : model.parameters()) {
        if (name != "layers." + std::to_string(layer) + ".qkv")
            continue;
        for (int part = 0; part < 3; ++part)
            value.slice(0, part * width + head * dim, part * width + (head + 1) * dim).zero_();
    }
}

} // namespace

Optimizer::Optimizer(const LanguageModel &model, double weightDecay)
    : m_weightDecay(weightDecay)
{
    for (const auto &[name, value] : model.parameters())
        m_tensors.push_back({name, value, at::zeros_like(value).detach(), at::zeros_like(value).detach()});
}

double Optimizer::step(double learningRate, std::int64_t number)
{
    const at::NoGradGuard noGradients;
    double squares = 0;
    for (const auto &tensor : m_tensors) {
        if (tensor.value.grad().defined())
            squares += tensor.value.grad().square().sum().item<double>();
    }
    const double norm = std::sqrt(squares);
    fusedkernels::AdamStep step{};
    step.learningRate = static_cast<float>(learningRate);
    step.beta1 = static_cast<float>(Beta1);
    step.beta2 = static_cast<float>(Beta2);
    step.epsilon = static_cast<float>(Epsilon);
    step.gradScale = static_cast<float>(std::min(1.0, LargestNorm / (norm + 1e-6)));
    step.correction1 = static_cast<float>(1 - std::pow(Beta1, static_cast<double>(number)));
    step.correction2 = static_cast<float>(1 - std::pow(Beta2, static_cast<double>(number)));
    for (auto &tensor : m_tensors) {
        auto &grad = tensor.value.mutable_grad();
        if (!grad.defined())
            continue;
        step.weightDecay = static_cast<float>(tensor.value.dim() > 1 ? m_weightDecay : 0.0);
        if (tensor.value.is_cpu()) {
            const auto dense = grad.contiguous();
            fusedkernels::adamW(step, static_cast<std::size_t>(dense.numel()), dense.data_ptr<float>(), tensor.value.data_ptr<float>(),
                tensor.first.data_ptr<float>(), tensor.second.data_ptr<float>());
        } else {
            const auto g = grad * step.gradScale;
            tensor.first.mul_(Beta1).add_(g, 1 - Beta1);
            tensor.second.mul_(Beta2).addcmul_(g, g, 1 - Beta2);
            tensor.value.mul_(1 - learningRate * step.weightDecay);
            tensor.value.sub_(tensor.first / step.correction1 / ((tensor.second / step.correction2).sqrt() + Epsilon) * learningRate);
        }
        grad.reset();
    }
    return norm;
}

std::vector<double> headNorms(const LanguageModel &model, int layer)
{
    const at::NoGradGuard noGradients;
    std::vector<double> norms;
    for (int head = 0; head < model.shape().nHeads; ++head)
        norms.push_back(headBlock(model, layer, head).norm().item<double>());
    return norms;
}

void shrinkHeads(const LanguageModel &model, const HeadPenalty &penalty, double learningRate, std::vector<std::pair<int, int>> &off)
{
    const at::NoGradGuard noGradients;
    const auto norms = headNorms(model, penalty.layer);
    auto left = std::count_if(norms.begin(), norms.end(), [](double norm) { return norm > 0; });
    for (int head = 0; head < static_cast<int>(norms.size()) && left > penalty.heads; ++head) {
        const double norm = norms[static_cast<std::size_t>(head)];
        if (norm == 0)
            continue;
        if (norm < penalty.offBelow) {
            off.emplace_back(penalty.layer, head);
            switchOff(model, penalty.layer, head);
            --left;
        } else {
            headBlock(model, penalty.layer, head).mul_(std::max(0.0, 1 - learningRate * penalty.strength / (norm * (norm + 0.1))));
        }
    }
}

void keepOff(const LanguageModel &model, const std::vector<std::pair<int, int>> &off)
{
    const at::NoGradGuard noGradients;
    for (const auto &[layer, head] : off)
        switchOff(model, layer, head);
}

} // namespace needlescope
