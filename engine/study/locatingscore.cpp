// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/locatingscore.h"

#include "retrieval/compose.h"

#include <cmath>
#include <span>

namespace needlescope {

namespace {

/// For each head the attention on each position of @p keys, mean over the positions from @p first on: (heads of all layers, keys).
using KeyMasses = Eigen::ArrayXXd;

/// Reads the ids up to @p first at once and what follows step by step, whose rows are then there in full.
KeyMasses massesOf(const Transformer &model, std::span<const std::int32_t> ids, std::int32_t first, TokenSpan keys,
    const std::shared_ptr<const PromptCache> &read, const Work &work)
{
    const ModelInfo &info = model.info();
    Branch branch(model.prefill(ids.first(static_cast<std::size_t>(first)), {}, work, read), {}, {});
    Branch *const one = &branch;
    for (const std::int32_t id : ids.subspan(static_cast<std::size_t>(first))) {
        work.poll();
        model.step(std::span(&one, 1), std::span(&id, 1));
    }
    KeyMasses masses = KeyMasses::Zero(Eigen::Index{info.nLayers} * info.nHeads, keys.size());
    for (int step = 0; step < branch.nSteps(); ++step) {
        work.poll();
        for (int layer = 0; layer < info.nLayers; ++layer) {
            for (int head = 0; head < info.nHeads && info.hasHeads(layer); ++head) {
                const auto row = model.attentionRow(branch, step, {layer, head});
                masses.row(Eigen::Index{layer} * info.nHeads + head)
                    += Eigen::Map<const Eigen::ArrayXf>(row.data() + keys.begin, keys.size()).cast<double>().transpose();
            }
        }
    }
    return masses / std::max(branch.nSteps(), 1);
}

/// What is left of a calibrated row: tokens at or below the mean less two standard deviations (unbiased) do not count.
double scoreOf(const Eigen::ArrayXd &calibrated)
{
    if (calibrated.size() < 2)
        return calibrated.sum();
    const double mean = calibrated.mean();
    const double deviation = std::sqrt((calibrated - mean).square().sum() / static_cast<double>(calibrated.size() - 1));
    return (calibrated > mean - 2 * deviation).select(calibrated, 0.0).sum();
}

} // namespace

HeadArray locatingScores(const Transformer &model, const Tokenizer &tokenizer, const Prompt &prompt, const std::string &question,
    const PromptFrame &frame, const std::shared_ptr<const PromptCache> &read, const Work &work)
{
    const auto calibration = withoutQuestion(prompt, question, frame, tokenizer);
    const KeyMasses masses = massesOf(model, prompt.ids, prompt.asked.begin, prompt.statement, read, work)
        - massesOf(model, calibration, prompt.asked.begin, prompt.statement, read, work);
    HeadArray scores(model.info().nLayers, model.info().nHeads);
    for (Eigen::Index head = 0; head < scores.size(); ++head)
        scores.data()[head] = static_cast<float>(scoreOf(masses.row(head).transpose()));
    return scores;
}

} // namespace needlescope
