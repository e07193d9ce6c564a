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
    auto *groups = command.add_option("--mask-groups", m_groups, "KV groups to mask whole, layer:group,...; with --mask: beside its heads");
    list->excludes(top)->excludes(random);
    groups->excludes(top)->excludes(random);
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
        auto heads = parseHeadIds(m_list);
        const auto grouped = headsOfGroups(model);
        heads.insert(heads.end(), grouped.begin(), grouped.end());
        return heads;
    } catch (const EngineError &error) {
        throw CLI::ValidationError(m_groups.empty() ? "--mask" : "--mask, --mask-groups", error.what());
    }
}

std::vector<HeadId> MaskOptions::headsOfGroups(const ModelInfo &model) const
{
    std::vector<HeadId> heads;
    for (const auto [layer, group] : parseHeadIds(m_groups)) {
        if (layer >= model.nLayers || group >= model.nKvHeads)
            throw EngineError(std::to_string(layer) + ":" + std::to_string(group) + " is not a KV group of the model; it has "
                + std::to_string(model.nLayers) + " layers of " + std::to_string(model.nKvHeads) + " groups, counted from 0.");
        const auto members = groupOf({layer, group * model.headsPerGroup()}, model.headsPerGroup());
        heads.insert(heads.end(), members.begin(), members.end());
    }
    return heads;
}

} // namespace needlescope
