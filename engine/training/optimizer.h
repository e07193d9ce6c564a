// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/checkpoint.h"
#include "training/recipe.h"

namespace needlescope {

/// AdamW (betas 0.9, 0.98) with the gradient's norm clipped at 1, and the penalty on heads. Internal to engine/training.
class Optimizer
{
public:
    Optimizer(const LanguageModel &model, double weightDecay);

    std::vector<TrainedTensor> &tensors() { return m_tensors; }
    const std::vector<TrainedTensor> &tensors() const { return m_tensors; }

    /// One step from the parameters' gradients, which it clears. @p number counts from 1. Returns the gradient's norm.
    double step(double learningRate, std::int64_t number);

private:
    double m_weightDecay;
    std::vector<TrainedTensor> m_tensors;
};

/// Norms of each head's block of W_O, (heads).
std::vector<double> headNorms(const LanguageModel &model, int layer);

/// One proximal step of the penalty; heads that fall below its bound are added to @p off.
void shrinkHeads(const LanguageModel &model, const HeadPenalty &penalty, double learningRate, std::vector<std::pair<int, int>> &off);

/// Sets the heads of @p off to zero again (queries, keys, values and W_O), after a step has moved them.
void keepOff(const LanguageModel &model, const std::vector<std::pair<int, int>> &off);

} // namespace needlescope
