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

bool decays(const at::Tensor &parameter)
{
    return parameter.dim() > 1;
}

/// fusedkernels::adamW in torch's operators, for all tensors at once: on a GPU each operator costs a launch. Overwrites @p gradients.
void adamW(const fusedkernels::AdamStep &step, double weightDecay, const std::vector<TrainedTensor> &tensors,
    const std::vector<at::Tensor> &gradients)
{
    std::vector<at::Tensor> values;
    std::vector<at::Tensor> decaying;
    std::vector<at::Tensor> first;
    std::vector<at::Tensor> second;
    for (const TrainedTensor &tensor : tensors) {
        values.push_back(tensor.value);
        first.push_back(tensor.first);
        second.push_back(tensor.second);
        if (decays(tensor.value))
            decaying.push_back(tensor.value);
    }
    at::_foreach_mul_(gradients, step.gradScale);
    at::_foreach_mul_(first, step.beta1);
    at::_foreach_add_(first, gradients, 1 - step.beta1);
    at::_foreach_mul_(second, step.beta2);
    at::_foreach_addcmul_(second, gradients, gradients, 1 - step.beta2);
    auto roots = at::_foreach_sqrt(second);
    at::_foreach_div_(roots, std::sqrt(step.correction2));
    at::_foreach_add_(roots, step.epsilon);
    at::_foreach_mul_(decaying, 1 - step.learningRate * weightDecay);
    at::_foreach_addcdiv_(values, first, roots, -step.learningRate / step.correction1);
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
    std::vector<TrainedTensor> moved;
    std::vector<at::Tensor> gradients;
    for (const auto &tensor : m_tensors) {
        auto &gradient = tensor.value.mutable_grad();
        if (!gradient.defined())
            continue;
        moved.push_back(tensor);
        gradients.push_back(gradient.contiguous());
        gradient.reset();
    }
    const double norm = at::stack(at::_foreach_norm(gradients)).norm().item<double>();
    fusedkernels::AdamStep step{};
    step.learningRate = static_cast<float>(learningRate);
    step.beta1 = static_cast<float>(Beta1);
    step.beta2 = static_cast<float>(Beta2);
    step.epsilon = static_cast<float>(Epsilon);
    step.gradScale = static_cast<float>(std::min(1.0, LargestNorm / (norm + 1e-6)));
    step.correction1 = static_cast<float>(1 - std::pow(Beta1, static_cast<double>(number)));
    step.correction2 = static_cast<float>(1 - std::pow(Beta2, static_cast<double>(number)));
    if (!gradients.front().is_cpu()) {
        adamW(step, m_weightDecay, moved, gradients);
        return norm;
    }
    for (std::size_t i = 0; i < moved.size(); ++i) {
        auto &[name, value, first, second] = moved[i];
        step.weightDecay = static_cast<float>(decays(value) ? m_weightDecay : 0.0);
        fusedkernels::adamW(step, static_cast<std::size_t>(value.numel()), gradients[i].data_ptr<float>(), value.data_ptr<float>(),
            first.data_ptr<float>(), second.data_ptr<float>());
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
