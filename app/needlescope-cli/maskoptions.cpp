// SPDX-License-Identifier: GPL-3.0-or-later
#include "maskoptions.h"

#include "scores.h"

#include "api/engineerror.h"
#include "api/headchoice.h"

namespace needlescope {

void MaskOptions::addTo(CLI::App &command)
{
    auto *list = command.add_option("--mask", m_list, "Heads to mask, layer:head,...");
    auto *top = command.add_option("--mask-top", m_top, "Mask the K heads with the highest scores")->check(CLI::PositiveNumber);
    auto *random = command
                       .add_option("--mask-random", m_random,
                           "Mask K heads drawn at random; where scores are known, none of the top K and no retrieval head")
                       ->check(CLI::PositiveNumber);
    list->excludes(top)->excludes(random);
    top->excludes(random);
    command.add_option("--scores", m_scores, "Score file or run file for --mask-top and --mask-random (default: the shipped model's own)");
    command.add_option("--seed", m_seed, "Of --mask-random");
    command.add_option("--mask-kind", m_kind, "uniform: attend evenly; zero: no output; mean: mean output over the prompt")
        ->check(CLI::IsMember({"uniform", "zero", "mean"}))
        ->capture_default_str();
    command.add_option("--mask-scope", m_scope, "decode: only while answering; everywhere: while reading the prompt too")
        ->check(CLI::IsMember({"decode", "everywhere"}))
        ->capture_default_str();
}

Intervention MaskOptions::intervention(const ModelInfo &model) const
{
    return maskOf(heads(model), enumFromName<MaskKind>(m_kind), enumFromName<MaskScope>(m_scope));
}

std::vector<HeadId> MaskOptions::heads(const ModelInfo &model) const
{
    if (m_top > 0) {
        if (const auto map = scoresOf(model, m_scores))
            return topHeads(*map, m_top);
        throw CLI::ValidationError("--mask-top", "needs --scores, the scores of the model's heads; detect writes them");
    }
    if (m_random > 0) {
        if (const auto map = scoresOf(model, m_scores))
            return randomHeads(*map, m_random, m_seed);
        const ScoreMap none{HeadArray::Zero(model.nLayers, model.nHeads), {}, 0, 0};
        return drawHeads(rankedHeads(none), m_random, m_seed);
    }
    try {
        return parseHeadIds(m_list);
    } catch (const EngineError &error) {
        throw CLI::ValidationError("--mask", error.what());
    }
}

} // namespace needlescope
